import Glibc
import JSONText

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
        static let secret = dash | underscore | capitalK
        static let closerLook = other | angle | at | secret | control
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
        table.withUnsafeBufferPointer { Self.traits(of: text, $0) }
    }

    private static func traits(of text: UnsafeRawBufferPointer, _ table: UnsafeBufferPointer<UInt16>) -> TextTraits {
        var end = text.count
        while end > 0, table[Int(text[end &- 1])] == 0x20 { end &-= 1 }
        guard end > 0 else { return TextTraits(marks: 0, hash: 0, isBlank: true) }
        var marks: UInt16 = 0
        var hash = ContentHash()
        var word: UInt64 = 0
        var shift: UInt64 = 0
        var last: UInt16 = 0x20
        for offset in 0..<end {
            let entry = table[Int(text[offset])]
            marks |= entry
            let byte = entry & 0xFF
            if byte == 0x20, last == 0x20 { continue }
            last = byte
            word |= UInt64(byte) &<< shift
            shift &+= 8
            if shift == 64 {
                hash.combine(word)
                word = 0
                shift = 0
            }
        }
        hash.combine(word)
        hash.combine(shift)
        return TextTraits(marks: marks, hash: hash.value, isBlank: false)
    }
}

/// Something in a text that deserves a finding.
struct TextSighting {
    let rule: CheckRule
    /// Offset in bytes in the decoded text.
    let offset: Int
    /// What it is, in words of ours.
    let what: String
}

extension TextInspector {
    /// The closer look: at most one sighting of each kind, since one is enough to send somebody there.
    static func sightings(in text: UnsafeRawBufferPointer, _ traits: TextTraits) -> [TextSighting] {
        guard traits.marks & Mark.closerLook != 0 else { return [] }
        var sightings: [TextSighting] = []
        if traits.marks & Mark.angle != 0 { sightings += specialTokens(in: text) }
        if traits.marks & Mark.control != 0,
            let offset = text.firstIndex(where: { $0 == 0x7F || ($0 < 0x20 && $0 != 9 && $0 != 10 && $0 != 13) })
        {
            let what = "the control character U+\(Self.hexadecimal(UInt32(text[offset])))"
            sightings.append(TextSighting(rule: .controlCharacter, offset: offset, what: what))
        }
        if traits.marks & Mark.other != 0, let sighting = Invisible.first(in: text) { sightings.append(sighting) }
        if traits.marks & Mark.secret != 0, let sighting = SecretPattern.first(in: text) { sightings.append(sighting) }
        if traits.marks & Mark.at != 0, let offset = emailAddress(in: text) {
            sightings.append(TextSighting(rule: .emailAddress, offset: offset, what: "an e-mail address"))
        }
        return sightings
    }

    /// The spellings that the server refuses in any text.
    static let specialTokens = [
        "<|endoftext|>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|endofprompt|>", "<|im_start|>",
        "<|im_end|>", "<|im_sep|>",
    ]

    private static func specialTokens(in text: UnsafeRawBufferPointer) -> [TextSighting] {
        var sightings: [TextSighting] = []
        var offset = 0
        while let found = text[offset...].firstIndex(of: UInt8(ascii: "<")) {
            offset = found + 1
            guard offset < text.count, text[offset] == UInt8(ascii: "|") else { continue }
            for token in specialTokens where text[found...].starts(with: token.utf8) {
                if !sightings.contains(where: { $0.what.contains(token) }) {
                    let what = "the special token \(token)"
                    sightings.append(TextSighting(rule: .specialToken, offset: found, what: what))
                }
            }
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
            while end < text.count, isWord(text[end]) || text[end] == UInt8(ascii: ".") || text[end] == UInt8(ascii: "-") {
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
