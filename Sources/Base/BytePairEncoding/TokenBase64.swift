/// RFC 4648 base64, as far as lines of tokens need it.
struct TokenBase64: Sendable {
    /// The six bits of each character, -1 for what is none.
    private let values: [Int32]

    init() {
        var values = [Int32](repeating: -1, count: 256)
        for (value, byte) in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8.enumerated() {
            values[Int(byte)] = Int32(value)
        }
        self.values = values
    }

    /// Decodes up to the first blank or the end of the text, writing behind `end`.
    ///
    /// The room for the result must be as large as the text. Padding is handled without a branch: lines of tokens
    /// are short, and a wrong guess at each would cost more than all the rest.
    ///
    /// - Returns: where the blank is, nil when what is before it is not canonical base64.
    @inline(__always)
    func decode(
        _ text: UnsafeBufferPointer<UInt8>, from start: Int, into bytes: UnsafeMutableBufferPointer<UInt8>,
        _ end: inout Int
    ) -> Int? {
        values.withUnsafeBufferPointer { values in
            var position = start
            var pads: Int32 = 0
            /// Not zero once something was wrong.
            var wrong: Int32 = 0
            while position < text.count && text[position] != 0x20 {
                guard position &+ 4 <= text.count else { return nil }
                let third = text[position &+ 2]
                let fourth = text[position &+ 3]
                let thirdIsPad: Int32 = third == 0x3D ? 1 : 0
                let fourthIsPad: Int32 = fourth == 0x3D ? 1 : 0
                // Nothing follows a group with padding, and where the third is padding, the fourth is.
                wrong |= pads | (thirdIsPad & ~fourthIsPad)
                pads = thirdIsPad &+ fourthIsPad
                let group =
                    values[Int(text[position])] &<< 18 | values[Int(text[position &+ 1])] &<< 12
                    | (values[Int(third)] &+ thirdIsPad) &<< 6 | (values[Int(fourth)] &+ fourthIsPad)
                // A character outside the alphabet makes it negative; bits left over are not canonical.
                wrong |= group &>> 24 | (group & ((1 &<< (8 &* pads)) &- 1))
                bytes[end] = UInt8(truncatingIfNeeded: group &>> 16)
                bytes[end &+ 1] = UInt8(truncatingIfNeeded: group &>> 8)
                bytes[end &+ 2] = UInt8(truncatingIfNeeded: group)
                end &+= 3 &- Int(pads)
                position &+= 4
            }
            return wrong == 0 ? position : nil
        }
    }
}
