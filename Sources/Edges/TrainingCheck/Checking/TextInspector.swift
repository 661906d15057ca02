import Glibc
import JSONText
import TrainingData

/// What one look at a text tells: a hash of its normalized form, and which closer looks are due.
struct TextTraits {
    /// Kinds of bytes that occur.
    var marks: UInt16 = 0
    /// The same for texts that differ in blanks and ASCII case only.
    var hash: UInt64 = 0
    /// Whether there is nothing but blanks.
    var isBlank = true
}

/// Looks at texts byte by byte, once.
struct TextInspector {
    /// Bits of a table entry above the normalized byte.
    enum Mark {
        static let other: UInt16 = 1 << 8
        static let angle: UInt16 = 1 << 9
        static let at: UInt16 = 1 << 10
        static let dash: UInt16 = 1 << 11
        static let underscore: UInt16 = 1 << 12
        static let control: UInt16 = 1 << 13
        static let capitalK: UInt16 = 1 << 14
        /// Blanks other than single spaces between words.
        static let oddBlank: UInt16 = 1 << 15
        // The table has sixteen bits: these two never stand in it.
        static let digit: UInt16 = 1 << 0
        static let colon: UInt16 = 1 << 1
        static let secret = dash | underscore | capitalK
        static let closerLook = other | angle | at | secret | control | digit | colon
    }

    /// For each byte: its normalized form (ASCII letters small, blanks as space) and its mark.
    private let table: [UInt16] = (0..<256).map { byte in
        switch UInt8(byte) {
        case 0x09, 0x0A, 0x0D, 0x20: 0x20
        case 0..<0x20, 0x7F: UInt16(byte) | Mark.control
        case UInt8(ascii: "K"): UInt16(UInt8(ascii: "k")) | Mark.capitalK
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt16(byte) | 0x20
        case UInt8(ascii: "<"): UInt16(byte) | Mark.angle
        case UInt8(ascii: "@"): UInt16(byte) | Mark.at
        case UInt8(ascii: "-"): UInt16(byte) | Mark.dash
        case UInt8(ascii: "_"): UInt16(byte) | Mark.underscore
        case 0x80...0xFF: UInt16(byte) | Mark.other
        default: UInt16(byte)
        }
    }

    /// One look at a text without escapes.
    func traits(of text: UnsafeRawBufferPointer) -> TextTraits {
        guard let last = text.last else { return TextTraits() }
        var marks = Self.marks(of: text)
        if marks & Mark.oddBlank == 0, text[0] != 0x20, last != 0x20 {
            var hash = ContentHash()
            Self.combine(normalized: text, into: &hash)
            return TextTraits(marks: marks, hash: hash.value, isBlank: false)
        }
        // Line ends and tabs are no control characters: the exact marks come from the table.
        marks &= ~Mark.control
        var normalized: [UInt8] = []
        normalized.reserveCapacity(text.count)
        table.withUnsafeBufferPointer { table in
            for byte in text {
                let entry = table[Int(byte)]
                marks |= entry & Mark.control
                let byte = UInt8(truncatingIfNeeded: entry)
                if byte != 0x20 || (normalized.last ?? 0x20) != 0x20 { normalized.append(byte) }
            }
        }
        if normalized.last == 0x20 { normalized.removeLast() }
        guard !normalized.isEmpty else { return TextTraits(marks: marks) }
        var hash = ContentHash()
        normalized.withUnsafeBytes { Self.combine(normalized: $0, into: &hash) }
        return TextTraits(marks: marks, hash: hash.value, isBlank: false)
    }

    /// Kinds of bytes in a text, 16 bytes at a time; a line end or tab shows as odd blank and as control character.
    private static func marks(of text: UnsafeRawBufferPointer) -> UInt16 {
        typealias Block = SIMD16<UInt8>
        var all = Block(repeating: 0)
        let none = SIMDMask<Block.MaskStorage>(repeating: false)
        var (angle, at, dash, underscore, capitalK, delete, double, low) = (
            none, none, none, none, none, none, none, none
        )
        var (digit, colon) = (none, none)
        let blank = Block(repeating: 0x20)
        func look(_ block: Block, _ before: Block) {
            all |= block
            low = low .| (block .< blank)
            angle = angle .| (block .== Block(repeating: UInt8(ascii: "<")))
            at = at .| (block .== Block(repeating: UInt8(ascii: "@")))
            dash = dash .| (block .== Block(repeating: UInt8(ascii: "-")))
            underscore = underscore .| (block .== Block(repeating: UInt8(ascii: "_")))
            capitalK = capitalK .| (block .== Block(repeating: UInt8(ascii: "K")))
            delete = delete .| (block .== Block(repeating: 0x7F))
            digit = digit .| (block &- Block(repeating: UInt8(ascii: "0")) .< Block(repeating: 10))
            // `=` beside `:` does for passwords.
            colon = colon .| (block .== Block(repeating: UInt8(ascii: ":")))
                .| (block .== Block(repeating: UInt8(ascii: "=")))
            double = double .| ((block .== blank) .& (before .== blank))
        }
        var offset = 1
        while offset + 16 <= text.count {
            look(
                text.loadUnaligned(fromByteOffset: offset, as: Block.self),
                text.loadUnaligned(fromByteOffset: offset - 1, as: Block.self))
            offset += 16
        }
        // The rest, and the first byte, padded with a letter.
        var rest = Block(repeating: UInt8(ascii: "a"))
        var before = rest
        rest[15] = text[0]
        if offset > 1, offset < text.count {
            // Bytes that were seen before do no harm.
            let last = text.count - 16
            look(
                text.loadUnaligned(fromByteOffset: last, as: Block.self),
                text.loadUnaligned(fromByteOffset: last - 1, as: Block.self))
            offset = text.count
        }
        var place = 0
        while offset < text.count {
            rest[place] = text[offset]
            before[place] = text[offset - 1]
            offset += 1
            place += 1
        }
        look(rest, before)
        // One bit for each kind in every byte, so that the lanes are joined once.
        var kinds = all & Block(repeating: 0x80)
        func take(_ mask: SIMDMask<Block.MaskStorage>, _ bit: UInt8) {
            kinds |= Block(repeating: 0).replacing(with: bit, where: mask)
        }
        take(angle, 0x01)
        take(at, 0x02)
        take(dash, 0x04)
        take(underscore, 0x08)
        take(capitalK, 0x10)
        take(low .| delete, 0x20)
        take(low .| double, 0x40)
        let further =
            Block(repeating: 0).replacing(with: 0x01, where: digit)
            | Block(repeating: 0).replacing(with: 0x02, where: colon)
        let furtherWords = unsafeBitCast(further, to: SIMD2<UInt64>.self)
        var furtherJoined = furtherWords[0] | furtherWords[1]
        furtherJoined |= furtherJoined &>> 32
        furtherJoined |= furtherJoined &>> 16
        furtherJoined |= furtherJoined &>> 8
        let words = unsafeBitCast(kinds, to: SIMD2<UInt64>.self)
        var joined = words[0] | words[1]
        joined |= joined &>> 32
        joined |= joined &>> 16
        joined |= joined &>> 8
        var marks = UInt16(truncatingIfNeeded: furtherJoined & 0x03)
        if joined & 0x01 != 0 { marks |= Mark.angle }
        if joined & 0x02 != 0 { marks |= Mark.at }
        if joined & 0x04 != 0 { marks |= Mark.dash }
        if joined & 0x08 != 0 { marks |= Mark.underscore }
        if joined & 0x10 != 0 { marks |= Mark.capitalK }
        if joined & 0x20 != 0 { marks |= Mark.control }
        if joined & 0x40 != 0 { marks |= Mark.oddBlank }
        if joined & 0x80 != 0 { marks |= Mark.other }
        return marks
    }

    /// Mixes in a text without odd blanks, ASCII letters as small ones.
    private static func combine(normalized text: UnsafeRawBufferPointer, into hash: inout ContentHash) {
        var offset = 0
        while offset &+ 8 <= text.count {
            hash.combine(lowercased(text.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian))
            offset &+= 8
        }
        var rest: UInt64 = 0
        if text.count >= 8 {
            // The last bytes, out of a word that reaches back.
            let last = UInt64(bigEndian: text.loadUnaligned(fromByteOffset: text.count &- 8, as: UInt64.self))
            rest = last & ((1 &<< UInt64(8 &* (text.count & 7))) &- 1)
        } else {
            for byte in text { rest = rest << 8 | UInt64(byte) }
        }
        hash.combine(lowercased(rest))
        hash.combine(UInt64(text.count))
    }

    /// Eight bytes with `A` to `Z` as `a` to `z`.
    @inline(__always)
    private static func lowercased(_ word: UInt64) -> UInt64 {
        let high: UInt64 = 0x8080_8080_8080_8080
        let low = word & ~high
        let fromA = low &+ 0x3F3F_3F3F_3F3F_3F3F
        let beyondZ = low &+ 0x2525_2525_2525_2525
        return word | ((fromA ^ beyondZ) & ~word & high) &>> 2
    }
}

/// Something in a text that deserves a finding.
struct TextSighting {
    let rule: CheckRule
    /// Offset in bytes in the decoded text.
    let offset: Int
    /// What it is, in words of ours.
    let what: String
    /// What the fixer does about it; nil when a person has to.
    var mend: String?
}

extension TextInspector {
    /// The closer look: at most one sighting of each kind, since one is enough for a person to look there.
    static func sightings(in text: UnsafeRawBufferPointer, _ traits: TextTraits) -> [TextSighting] {
        guard traits.marks & Mark.closerLook != 0 else { return [] }
        var sightings: [TextSighting] = []
        if traits.marks & Mark.angle != 0 { sightings += specialTokens(in: text) }
        if traits.marks & Mark.control != 0,
            let offset = text.firstIndex(where: { $0 == 0x7F || ($0 < 0x20 && $0 != 9 && $0 != 10 && $0 != 13) })
        {
            let scalar = UInt32(text[offset])
            let what = "the control character U+\(Self.hexadecimal(scalar))"
            sightings.append(
                TextSighting(
                    rule: .controlCharacter, offset: offset, what: what,
                    mend: Invisible.mend(scalar, inRightToLeft: false).words))
        }
        if traits.marks & Mark.other != 0 { sightings += Invisible.sightings(in: text) }
        if traits.marks & Mark.secret != 0, let sighting = SecretPattern.first(in: text) { sightings.append(sighting) }
        if traits.marks & Mark.at != 0, let offset = emailAddress(in: text) {
            sightings.append(TextSighting(rule: .emailAddress, offset: offset, what: "an e-mail address"))
        }
        let isNumbered = traits.marks & Mark.digit != 0
        let hasSign = traits.marks & Mark.colon != 0
        if isNumbered || hasSign { sightings += PersonalData.sightings(in: text, digits: isNumbered, colon: hasSign) }
        return sightings
    }

    /// The spellings that the server refuses in any text.
    static let specialTokens = [
        "<|endoftext|>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|endofprompt|>", "<|im_start|>",
        "<|im_end|>", "<|im_sep|>",
    ]

    private static func specialTokens(in text: UnsafeRawBufferPointer) -> [TextSighting] {
        var sightings: [TextSighting] = []
        var rest = specialTokens
        var offset = 0
        while !rest.isEmpty, let found = text[offset...].firstIndex(of: UInt8(ascii: "<")) {
            offset = found + 1
            guard offset < text.count, text[offset] == UInt8(ascii: "|") else { continue }
            guard let place = rest.firstIndex(where: { text[found...].starts(with: $0.utf8) }) else { continue }
            let what = "the special token \(rest.remove(at: place))"
            sightings.append(TextSighting(rule: .specialToken, offset: found, what: what))
        }
        return sightings
    }

    /// Where an address such as `name@host.org` begins; those of the reserved example domains do not count.
    private static func emailAddress(in text: UnsafeRawBufferPointer) -> Int? {
        func isWord(_ byte: UInt8) -> Bool {
            switch byte | 0x20 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): true
            default: byte &- UInt8(ascii: "0") < 10
            }
        }
        var from = 0
        while let at = text[from...].firstIndex(of: UInt8(ascii: "@")) {
            from = at + 1
            var start = at
            while start > 0, isWord(text[start - 1]) || "._%+-".utf8.contains(text[start - 1]) { start -= 1 }
            var end = at + 1
            while end < text.count,
                isWord(text[end]) || text[end] == UInt8(ascii: ".") || text[end] == UInt8(ascii: "-")
            {
                end += 1
            }
            let labels = text[(at + 1)..<end].split(separator: UInt8(ascii: "."))
            guard start < at, isWord(text[start]), labels.count >= 2, let top = labels.last, top.count >= 2,
                top.allSatisfy({ $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") })
            else { continue }
            let domain = labels.suffix(2).map { String(decoding: $0, as: UTF8.self).lowercased() }
            if domain[0] == "example" || ["example", "invalid", "test"].contains(domain[1]) { continue }
            return start
        }
        return nil
    }

    static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
