import JSONText
import Text

/// A conversation written as one text, with the speakers' names before their turns.
enum DialogText {
    /// Whether a text has turns of a human and an assistant as in Anthropic's sets.
    static func holdsTurns(_ text: String?) -> Bool {
        guard let text else { return false }
        return text.contains("\n\nHuman:") && text.contains("\n\nAssistant:")
    }

    /// The messages of a text with `\n\nHuman:` and `\n\nAssistant:`.
    static func messages(_ text: String) -> [JSONValue] {
        turns(of: text, marks: [("\n\nHuman:", "user"), ("\n\nAssistant:", "assistant")]).map {
            .message($0.name, $0.text)
        }
    }

    /// The turns of a text, each with the name that its mark stands for; blanks around them do not count.
    static func turns(of text: String, marks: [(mark: String, name: String)]) -> [(name: String, text: String)] {
        var turns: [(name: String, text: String)] = []
        var rest = Substring(text)
        var name: String?
        while true {
            let next = marks.compactMap { mark in rest.firstRange(of: mark.mark).map { (range: $0, name: mark.name) } }
                .min { $0.range.lowerBound < $1.range.lowerBound }
            if let name { turns.append((name, rest[..<(next?.range.lowerBound ?? rest.endIndex)].trimmed)) }
            guard let next else { return turns }
            name = next.name
            rest = rest[next.range.upperBound...]
        }
    }
}

extension JSONValue {
    /// A message of a role with a text.
    static func message(_ role: String, _ text: String) -> JSONValue {
        .object(["role": .string(role), "content": .string(text)])
    }
}
