/// What each receiver wants done to a text that is only text.
enum TextEscapes {
    /// For text and quoted attributes of HTML and XML; control characters, which XML cannot hold, must be gone before.
    static func html(_ text: String) -> String {
        replaced(text) { character in
            switch character {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            case "'": "&#39;"
            default: nil
            }
        }
    }

    /// For Slack, which reads `<…>` as links and mentions: exactly these three are escaped (Slack, "Formatting text").
    static func slack(_ text: String) -> String {
        replaced(text) { character in
            switch character {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            default: nil
            }
        }
    }

    /// For Markdown as Discord reads it: a backslash before whatever may mean something.
    static func markdown(_ text: String) -> String {
        replaced(text) { character in
            "\\*_~`|>[]()#<@-".unicodeScalars.contains(character) ? "\\\(character)" : nil
        }
    }

    /// What may stand in a code span, which knows no escapes: other quotes in place of its own.
    static func code(_ text: String) -> String { replaced(text) { $0 == "`" ? "'" : nil } }

    private static func replaced(_ text: String, _ replacement: (Unicode.Scalar) -> String?) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let replacement = replacement(scalar) {
                result.append(contentsOf: replacement.unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }
}
