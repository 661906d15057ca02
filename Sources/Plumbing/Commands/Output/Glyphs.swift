/// The characters that a person's tables and sentences are made of.
package enum Glyphs: Sendable, Equatable {
    /// As they are.
    case unicode
    /// Those of ours in ASCII, for locales that are not UTF-8; what other people wrote stays as it is.
    case ascii

    /// By the locale.
    package init(environment: [String: String]) {
        self = Terminal.showsUnicode(environment) ? .unicode : .ascii
    }

    /// The text in these characters.
    package func callAsFunction(_ text: String) -> String {
        switch self {
        case .unicode: return text
        case .ascii:
            // Nearly every text has none of them.
            guard text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
            return text.reduce(into: "") { result, character in
                if let plain = Self.plain[character] { result += plain } else { result.append(character) }
            }
        }
    }

    /// Marks what was cut off.
    package var cut: String {
        switch self {
        case .unicode: "…"
        case .ascii: "..."
        }
    }

    /// Marks of statuses, bars of sparklines from low to high and of progress, and punctuation.
    private static let plain: [Character: String] = [
        "●": "*", "◌": "o", "◍": "=", "✔": "+", "✖": "x", "⊘": "-", "▲": "!", "▼": "v", "▸": ">", "×": "x", "…": "...",
        "·": "-", "→": "->", "←": "<-", "≥": ">=", "≤": "<=", "±": "+-", "–": "-", "—": "-", "▁": "_", "▂": ".",
        "▃": ":", "▄": "-", "▅": "=", "▆": "+", "▇": "*", "█": "#", "░": ".", "│": "|", "┤": "|", "─": "-",
        "└": "+", "┬": "+", "∞": "inf", "“": "\"", "”": "\"", "‘": "'", "’": "'",
    ]
}
