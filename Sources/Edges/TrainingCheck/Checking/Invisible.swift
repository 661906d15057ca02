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

    /// What becomes of one of them, or of another control character.
    enum Mend {
        /// Nobody saw it: it goes.
        case remove
        /// It ended a line where it was written, and does so again.
        case lineEnd
        /// It is seen in what stands beside it: a person decides.
        case leave

        /// What the fixer does, as the end of a finding; nil when it does nothing.
        var words: String? {
            switch self {
            case .remove: "removes the character"
            case .lineEnd: "writes \\n"
            case .leave: nil
            }
        }
    }

    /// What becomes of one that is there.
    ///
    /// Overrides of the direction turn letters round, and marks of it move signs beside right-to-left letters.
    static func mend(_ scalar: UInt32, inRightToLeft: Bool) -> Mend {
        switch scalar {
        case 0x0B, 0x0C, 0x85, 0x2028, 0x2029: .lineEnd
        case 0x202D, 0x202E, 0xFFF9...0xFFFB: .leave
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202C, 0x2066...0x2069: inRightToLeft ? .leave : .remove
        default: .remove
        }
    }

    /// Letters that are written from right to left: Hebrew, Arabic and their neighbours.
    static func isRightToLeft(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x1_0800...0x1_0FFF, 0x1_E800...0x1_EFFF:
            scalar != 0x061C
        default: false
        }
    }

    /// The first control character and the first invisible one; one that the fixer mends goes before one it leaves.
    static func sightings(in text: UnsafeRawBufferPointer) -> [TextSighting] {
        var found: [(scalar: UInt32, offset: Int)] = []
        var isRightToLeft = false
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
            guard byte == 0xC2 || (0xD6...0xE2).contains(byte) || byte == 0xEF || byte >= 0xF0 else {
                offset += 1
                continue
            }
            let (scalar, length) = scalar(in: text, at: offset)
            isRightToLeft = isRightToLeft || Self.isRightToLeft(scalar)
            // Flags of regions are spelled with tag characters behind a black flag.
            let isTagged = scalar >= 0xE_0000 && offset >= 4 && isTag(text, before: offset)
            if contains(scalar), !isTagged, !found.contains(where: { $0.scalar == scalar }), found.count < 32 {
                found.append((scalar, offset))
            }
            offset += length
        }
        return [CheckRule.controlCharacter, .invisibleCharacter].compactMap { rule in
            let ofRule = found.filter { ($0.scalar < 0xA0) == (rule == .controlCharacter) }
            let mended = ofRule.first { mend($0.scalar, inRightToLeft: isRightToLeft).words != nil }
            guard let first = mended ?? ofRule.first else { return nil }
            let kind = rule == .controlCharacter ? "control" : "invisible"
            return TextSighting(
                rule: rule, offset: first.offset,
                what: "the \(kind) character U+\(TextInspector.hexadecimal(first.scalar))",
                mend: mend(first.scalar, inRightToLeft: isRightToLeft).words)
        }
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
