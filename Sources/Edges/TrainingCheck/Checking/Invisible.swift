/// Characters that nobody sees and a model learns: zero-width ones, and those that change the direction of text.
///
/// The zero-width joiner and non-joiner stay, since emoji and several scripts are written with them.
enum Invisible {
    /// Whether a scalar is one of them.
    static func contains(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x80...0x9F, 0x00AD, 0x061C, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E, 0x2060...0x2064,
            0x2066...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0x1_D173...0x1_D17A, 0xE_0000...0xE_007F:
            true
        default: false
        }
    }

    /// The first of them in a text.
    static func first(in text: UnsafeRawBufferPointer) -> TextSighting? {
        var offset = 0
        while offset < text.count {
            let byte = text[offset]
            // Only these lead bytes begin one.
            if byte < 0x80, offset &+ 8 <= text.count,
                text.loadUnaligned(fromByteOffset: offset, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
            {
                offset &+= 8
                continue
            }
            guard byte == 0xC2 || byte == 0xD8 || byte == 0xE2 || byte == 0xEF || byte >= 0xF0 else {
                offset += 1
                continue
            }
            let (scalar, length) = scalar(in: text, at: offset)
            // Flags of regions are spelled with tag characters behind a black flag.
            let isTagged = scalar >= 0xE_0000 && offset >= 4 && isTag(text, before: offset)
            if contains(scalar), !isTagged {
                let rule: CheckRule = scalar < 0xA0 ? .controlCharacter : .invisibleCharacter
                let kind = scalar < 0xA0 ? "control" : "invisible"
                let what = "the \(kind) character U+\(TextInspector.hexadecimal(scalar))"
                return TextSighting(rule: rule, offset: offset, what: what)
            }
            offset += length
        }
        return nil
    }

    private static func isTag(_ text: UnsafeRawBufferPointer, before offset: Int) -> Bool {
        let before = scalar(in: text, at: offset - 4).scalar
        return before == 0x1_F3F4 || (0xE_0020...0xE_007E).contains(before)
    }

    /// The scalar of a lead byte in well-formed text; in any other text some number.
    private static func scalar(in text: UnsafeRawBufferPointer, at offset: Int) -> (scalar: UInt32, length: Int) {
        let lead = text[offset]
        let length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        guard offset + length <= text.count, length > 1 else { return (UInt32(lead), 1) }
        var scalar = UInt32(lead) & (0x7F >> UInt32(length))
        for index in 1..<length { scalar = scalar << 6 | UInt32(text[offset + index] & 0x3F) }
        return (scalar, length)
    }
}
