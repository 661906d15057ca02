/// The rank of a token by its bytes: open addressing, a table for each range of lengths.
///
/// Up to 8 bytes the key is the bytes themselves, up to 16 it is the first and the last 8, so that a hit or a miss
/// touches one place; the few longer ones are compared with their bytes. At most half of the slots are taken.
struct RankTable: Sendable {
    /// No token has these bytes.
    static let none = UInt32.max

    /// A token of at most 8 bytes, or an empty slot when `length` is 0.
    struct ShortSlot: Sendable {
        var key: UInt64 = 0
        var rank: UInt32 = 0
        var length: UInt32 = 0
    }

    /// A token of 9 to 16 bytes, or an empty slot when `length` is 0.
    struct MediumSlot: Sendable {
        var first: UInt64 = 0
        var last: UInt64 = 0
        var rank: UInt32 = 0
        var length: UInt32 = 0
    }

    private(set) var short: [ShortSlot]
    private(set) var medium: [MediumSlot]
    /// Rank plus one of tokens beyond 16 bytes, 0 for an empty slot.
    private(set) var long: [UInt32]
    /// Ranks of all pairs of bytes, the first byte in the low half of the index.
    private(set) var pairs: [UInt32]
    /// The bytes of all tokens, rank after rank.
    let bytes: [UInt8]
    /// Where each rank's bytes start, and at the end where the last stop.
    let offsets: [UInt32]
    /// Length of the longest token in bytes.
    let greatestLength: Int

    /// Takes tokens in the order of their ranks.
    ///
    /// - Throws: ``RepeatedToken`` with the rank of the second one when two tokens have the same bytes.
    init(bytes: [UInt8], offsets: [UInt32]) throws(RepeatedToken) {
        self.bytes = bytes
        self.offsets = offsets
        let count = offsets.count - 1
        var shortCount = 0
        var mediumCount = 0
        var greatest = 0
        for rank in 0..<count {
            let length = Int(offsets[rank + 1] - offsets[rank])
            greatest = max(greatest, length)
            if length <= 8 { shortCount += 1 } else if length <= 16 { mediumCount += 1 }
        }
        greatestLength = greatest
        short = [ShortSlot](repeating: ShortSlot(), count: Self.slots(for: shortCount))
        medium = [MediumSlot](repeating: MediumSlot(), count: Self.slots(for: mediumCount))
        long = [UInt32](repeating: 0, count: Self.slots(for: count - shortCount - mediumCount))
        pairs = [UInt32](repeating: Self.none, count: 1 << 16)
        let repeated: Int? = bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return nil }
            return (0..<count).first { rank in
                let start = Int(offsets[rank])
                return !insert(base + start, Int(offsets[rank + 1]) - start, UInt32(rank), base)
            }
        }
        if let repeated { throw RepeatedToken(rank: repeated) }
    }

    /// Two lines of a rank file with the same bytes.
    struct RepeatedToken: Error {
        let rank: Int
    }

    private static func slots(for count: Int) -> Int {
        var slots = 16
        while slots < 2 * count { slots *= 2 }
        return slots
    }

    /// False when the token is there already.
    private mutating func insert(
        _ token: UnsafeRawPointer, _ length: Int, _ rank: UInt32, _ base: UnsafeRawPointer
    ) -> Bool {
        if length <= 8 {
            let key = Self.key(token, length)
            if length == 2 { pairs[Int(key)] = rank }
            var slot = Self.slot(key, short.count)
            while short[slot].length != 0 {
                if short[slot].key == key && short[slot].length == UInt32(length) { return false }
                slot = (slot + 1) & (short.count - 1)
            }
            short[slot] = ShortSlot(key: key, rank: rank, length: UInt32(length))
        } else if length <= 16 {
            let first = token.loadUnaligned(as: UInt64.self)
            let last = token.loadUnaligned(fromByteOffset: length - 8, as: UInt64.self)
            var slot = Self.slot(first, last, medium.count)
            while medium[slot].length != 0 {
                let taken = medium[slot]
                if taken.first == first && taken.last == last && taken.length == UInt32(length) { return false }
                slot = (slot + 1) & (medium.count - 1)
            }
            medium[slot] = MediumSlot(first: first, last: last, rank: rank, length: UInt32(length))
        } else {
            var slot = Self.slot(token, length, long.count)
            while long[slot] != 0 {
                let other = Int(long[slot]) - 1
                let start = Int(offsets[other])
                if Int(offsets[other + 1]) - start == length, Self.equal(base + start, token, length) { return false }
                slot = (slot + 1) & (long.count - 1)
            }
            long[slot] = rank + 1
        }
        return true
    }

    // MARK: Keys

    /// The bytes of at most 8, the first one lowest, read one by one.
    @inline(__always)
    static func key(_ token: UnsafeRawPointer, _ length: Int) -> UInt64 {
        var key: UInt64 = 0
        for index in 0..<length {
            key |= UInt64(token.load(fromByteOffset: index, as: UInt8.self)) &<< UInt64(8 &* index)
        }
        return key
    }

    /// The same, read at once where `limit` allows it.
    @inline(__always)
    static func key(_ token: UnsafeRawPointer, _ length: Int, limit: UnsafeRawPointer) -> UInt64 {
        guard token + 8 <= limit else { return key(token, length) }
        return token.loadUnaligned(as: UInt64.self) & (UInt64.max &>> UInt64(64 &- 8 &* length))
    }

    private static let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15

    @inline(__always)
    private static func fold(_ product: UInt64, _ slots: Int) -> Int {
        Int(truncatingIfNeeded: product ^ (product &>> 32)) & (slots &- 1)
    }

    @inline(__always)
    static func slot(_ key: UInt64, _ slots: Int) -> Int { fold(key &* multiplier, slots) }

    @inline(__always)
    static func slot(_ first: UInt64, _ last: UInt64, _ slots: Int) -> Int {
        fold((first &* multiplier ^ (last &>> 29 ^ last)) &* multiplier, slots)
    }

    @inline(__always)
    static func slot(_ token: UnsafeRawPointer, _ length: Int, _ slots: Int) -> Int {
        var hash = UInt64(length)
        var offset = 0
        while offset &+ 8 < length {
            hash = (hash ^ token.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) &* multiplier
            hash ^= hash &>> 29
            offset &+= 8
        }
        hash = (hash ^ token.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)) &* multiplier
        return fold(hash, slots)
    }

    /// Whether two runs of at least 8 bytes are the same.
    @inline(__always)
    static func equal(_ one: UnsafeRawPointer, _ other: UnsafeRawPointer, _ length: Int) -> Bool {
        var offset = 0
        while offset &+ 8 < length {
            let left = one.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            guard left == other.loadUnaligned(fromByteOffset: offset, as: UInt64.self) else { return false }
            offset &+= 8
        }
        return one.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
            == other.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
    }
}
