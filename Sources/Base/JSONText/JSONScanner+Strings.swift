extension JSONScanner {
    /// Takes a string, from its opening quote: control characters, escapes and UTF-8 are checked.
    mutating func string() throws(JSONSyntaxError) -> JSONSlice {
        let start = position + 1
        var offset = start
        var hasEscapes = false
        while true {
            offset = Self.endOfPlainText(in: bytes, from: offset)
            guard offset < bytes.count else {
                throw JSONSyntaxError(offset: offset, expected: "a closing double quote")
            }
            let byte = bytes[offset]
            if byte == UInt8(ascii: "\"") {
                position = offset + 1
                return JSONSlice(kind: .string, start: start, end: offset, hasEscapes: hasEscapes)
            } else if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                offset = try Self.escape(in: bytes, at: offset).end
            } else if byte >= 0x80 {
                offset = try Self.endOfMultibyteText(in: bytes, from: offset)
            } else {
                throw JSONSyntaxError(offset: offset, expected: "an escaped control character, such as \\n")
            }
        }
    }

    /// Offset of the first byte at or behind `offset` that is a quote, a backslash, a control character or not ASCII.
    ///
    /// Eight bytes at a time. Each term sets the high bit of the bytes it looks for. It is wrongly set only above a
    /// byte where it is right (by its borrow), or in a byte that is not ASCII, so the lowest set bit is always true.
    @inline(__always)
    static func endOfPlainText(in bytes: UnsafeRawBufferPointer, from offset: Int) -> Int {
        guard let base = bytes.baseAddress else { return offset }
        let count = bytes.count
        var offset = offset
        while offset &+ 8 <= count {
            let stops = stops(in: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            if stops != 0 { return offset &+ stops.trailingZeroBitCount &>> 3 }
            offset &+= 8
        }
        while offset < count {
            let byte = base.load(fromByteOffset: offset, as: UInt8.self)
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 || byte >= 0x80 { break }
            offset &+= 1
        }
        return offset
    }

    @inline(__always)
    private static func stops(in bytes: UInt64) -> UInt64 {
        let word = UInt64(littleEndian: bytes)
        let quote = word ^ 0x2222_2222_2222_2222
        let backslash = word ^ 0x5C5C_5C5C_5C5C_5C5C
        let ones: UInt64 = 0x0101_0101_0101_0101
        let low = (quote &- ones) | (backslash &- ones) | (word &- 0x2020_2020_2020_2020)
        return (low | word) & 0x8080_8080_8080_8080
    }

    /// Offset behind a run of bytes that are not ASCII, each sequence checked (Unicode 16, table 3-7).
    static func endOfMultibyteText(
        in bytes: UnsafeRawBufferPointer, from offset: Int
    ) throws(JSONSyntaxError) -> Int {
        var offset = offset
        while offset < bytes.count, bytes[offset] >= 0x80 {
            let length = lengthOfSequence(in: bytes, at: offset)
            guard length > 0 else { throw JSONSyntaxError(offset: offset, expected: "valid UTF-8") }
            offset &+= length
        }
        return offset
    }

    /// Length in bytes, 2 to 4, of the well-formed multi-byte sequence at an offset; 0 when there is none.
    private static func lengthOfSequence(in bytes: UnsafeRawBufferPointer, at offset: Int) -> Int {
        func isContinuation(_ distance: Int) -> Bool {
            offset &+ distance < bytes.count && bytes[offset &+ distance] & 0xC0 == 0x80
        }
        let lead = bytes[offset]
        switch lead {
        case 0xC2...0xDF: return isContinuation(1) ? 2 : 0
        case 0xE0...0xEF:
            guard isContinuation(1), isContinuation(2) else { return 0 }
            let second = bytes[offset &+ 1]
            // E0 80…9F would be overlong; ED A0…BF are surrogates.
            return (lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ? 0 : 3
        case 0xF0...0xF4:
            guard isContinuation(1), isContinuation(2), isContinuation(3) else { return 0 }
            let second = bytes[offset &+ 1]
            // F0 80…8F would be overlong; F4 90…BF are beyond U+10FFFF.
            return (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F) ? 0 : 4
        default: return 0
        }
    }

    /// The scalar of the escape whose backslash is at an offset, and the offset behind it.
    static func escape(
        in bytes: UnsafeRawBufferPointer, at offset: Int
    ) throws(JSONSyntaxError) -> (scalar: Unicode.Scalar, end: Int) {
        guard offset + 1 < bytes.count else {
            throw JSONSyntaxError(offset: offset + 1, expected: "a character after the backslash")
        }
        let byte = bytes[offset + 1]
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return (Unicode.Scalar(byte), offset + 2)
        case UInt8(ascii: "b"): return ("\u{08}", offset + 2)
        case UInt8(ascii: "f"): return ("\u{0C}", offset + 2)
        case UInt8(ascii: "n"): return ("\n", offset + 2)
        case UInt8(ascii: "r"): return ("\r", offset + 2)
        case UInt8(ascii: "t"): return ("\t", offset + 2)
        case UInt8(ascii: "u"): break
        default: throw JSONSyntaxError(offset: offset, expected: "a known escape such as \\n or \\u00e9")
        }
        var code = try hexadecimal(in: bytes, at: offset + 2)
        var end = offset + 6
        if code & 0xFC00 == 0xD800, end + 1 < bytes.count, bytes[end] == UInt8(ascii: "\\"),
            bytes[end + 1] == UInt8(ascii: "u")
        {
            let low = try hexadecimal(in: bytes, at: end + 2)
            if low & 0xFC00 == 0xDC00 {
                code = 0x10000 + ((code & 0x3FF) << 10) + (low & 0x3FF)
                end += 6
            }
        }
        guard let scalar = Unicode.Scalar(code) else {
            throw JSONSyntaxError(offset: offset, expected: "a whole surrogate pair")
        }
        return (scalar, end)
    }

    private static func hexadecimal(
        in bytes: UnsafeRawBufferPointer, at offset: Int
    ) throws(JSONSyntaxError) -> UInt32 {
        var code: UInt32 = 0
        for index in offset..<offset + 4 {
            guard index < bytes.count else {
                throw JSONSyntaxError(offset: index, expected: "four hexadecimal digits after \\u")
            }
            let digit: UInt8
            switch bytes[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = bytes[index] - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = bytes[index] - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = bytes[index] - UInt8(ascii: "A") + 10
            default: throw JSONSyntaxError(offset: index, expected: "four hexadecimal digits after \\u")
            }
            code = code << 4 | UInt32(digit)
        }
        return code
    }
}
