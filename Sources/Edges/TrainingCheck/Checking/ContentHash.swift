/// A 64-bit hash that is the same in every run, for finding equal texts.
///
/// Whoever chooses the texts can make two of them collide.
struct ContentHash: Equatable {
    private(set) var value: UInt64

    init(seed: UInt64 = 0x243F_6A88_85A3_08D3) { value = seed }

    /// The hash of bytes alone.
    init(of bytes: UnsafeRawBufferPointer) {
        self.init()
        combine(bytes)
    }

    /// Mixes in one word: the two halves of a product, folded.
    @inline(__always)
    mutating func combine(_ word: UInt64) {
        let product = (value ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        value = (product.high ^ product.low) &+ 0xD1B5_4A32_D192_ED03
    }

    /// Mixes in bytes and their number.
    mutating func combine(_ bytes: UnsafeRawBufferPointer) {
        var offset = 0
        while offset &+ 8 <= bytes.count {
            combine(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            offset &+= 8
        }
        var rest: UInt64 = 0
        while offset < bytes.count {
            rest = rest << 8 | UInt64(bytes[offset])
            offset &+= 1
        }
        combine(rest)
        combine(UInt64(bytes.count))
    }
}
