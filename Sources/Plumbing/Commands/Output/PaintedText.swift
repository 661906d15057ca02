import Text

/// Text with the sequences of ``Paint`` in it.
enum PaintedText {
    /// A character, or one sequence, which takes no columns.
    struct Atom {
        var text: String
        var columns: Int
    }

    /// The text with everything but the sequences of ``Paint`` made printable.
    static func printable(_ text: String) -> String {
        guard text.utf8.contains(0x1B) else { return text.printable }
        return parts(text).map { $0.isStyle ? String($0.text) : String($0.text).printable }.joined()
    }

    /// The characters of a printable text, each with its columns.
    static func atoms(_ text: String) -> [Atom] {
        parts(text).flatMap { part in
            part.isStyle
                ? [Atom(text: String(part.text), columns: 0)]
                : part.text.map { Atom(text: String($0), columns: $0.displayWidth) }
        }
    }

    /// The runs of a text between sequences, and the sequences.
    private static func parts(_ text: String) -> [(text: Substring, isStyle: Bool)] {
        var parts: [(text: Substring, isStyle: Bool)] = []
        var rest = text[...]
        while let escape = rest.unicodeScalars.firstIndex(of: "\u{1B}") {
            let sequence = TextStyle.sequences.first { rest[escape...].hasPrefix($0) }
            let end =
                sequence.flatMap {
                    rest.unicodeScalars.index(escape, offsetBy: $0.utf8.count, limitedBy: rest.endIndex)
                }
                ?? rest.unicodeScalars.index(after: escape)
            if sequence == nil {
                parts.append((rest[..<end], false))
            } else {
                if escape > rest.startIndex { parts.append((rest[..<escape], false)) }
                parts.append((rest[escape..<end], true))
            }
            rest = rest[end...]
        }
        if !rest.isEmpty { parts.append((rest, false)) }
        return parts
    }
}
