/// UTF-16 text of either byte order, written as UTF-8 while it comes in pieces of any length.
struct UTF16Text {
    private var isBigEndian: Bool
    private var isFirst = true
    private var half: UInt8?
    private var high: UInt16?

    /// The byte order that the first bytes show, by a mark or by the zeros of ASCII.
    init(_ start: UnsafeRawBufferPointer) {
        isBigEndian = start.starts(with: [0xFE, 0xFF]) || (start.count > 1 && start[0] == 0 && start[1] != 0)
    }

    /// Appends the next bytes as UTF-8; false at half a pair of surrogates.
    mutating func append(_ bytes: UnsafeRawBufferPointer, to text: inout [UInt8]) -> Bool {
        for byte in bytes {
            guard let first = half else {
                half = byte
                continue
            }
            half = nil
            let unit = isBigEndian ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first)
            guard append(unit, to: &text) else { return false }
        }
        return true
    }

    /// Whether nothing is left over at the end.
    var isWhole: Bool { half == nil && high == nil }

    private mutating func append(_ unit: UInt16, to text: inout [UInt8]) -> Bool {
        defer { isFirst = false }
        if isFirst, unit == 0xFEFF { return true }
        let isLow = unit & 0xFC00 == 0xDC00
        guard (high != nil) == isLow else { return false }
        if unit & 0xFC00 == 0xD800 {
            high = unit
            return true
        }
        let value = high.map { 0x1_0000 + UInt32($0 & 0x3FF) << 10 + UInt32(unit & 0x3FF) } ?? UInt32(unit)
        high = nil
        guard let scalar = Unicode.Scalar(value) else { return false }
        text.append(contentsOf: UTF8.encode(scalar) ?? .init())
        return true
    }
}
