import FineTuning
package import JSONText

/// One row of a training, validation or preference file: what is asked, and the answer that it has.
public struct ConversationRow: Sendable, Hashable {
    /// The line of the file, from 1.
    public let line: Int
    /// The SHA-256 of the line, in hexadecimal: the same row in another file is known by it.
    public let digest: String
    /// All messages before the last answer.
    package let prompt: [JSONValue]
    /// What goes with them to the server: `tools` and the like.
    package let options: JSONObject
    /// The row's own answer, a message of the assistant; nil where the row only asks.
    package let expected: JSONValue?

    package init(line: Int, digest: String, prompt: [JSONValue], options: JSONObject, expected: JSONValue?) {
        self.line = line
        self.digest = digest
        self.prompt = prompt
        self.options = options
        self.expected = expected
    }

    /// The text of the row's own answer; empty where it has none.
    public var expectedText: String { expected.map(MessageText.of) ?? "" }

    /// The text of the last message that a user wrote.
    public var question: String { prompt.last { $0["role"]?.string == "user" }.map(MessageText.of) ?? "" }

    /// What goes with the messages, as JSON text.
    var optionsText: String { JSONWriter.text(.object(options)) }

    /// What is asked, with another system message in the place of the row's own.
    package func messages(system: String?) -> [JSONValue] {
        guard let system else { return prompt }
        let message: JSONValue = .object(["role": .string("system"), "content": .string(system)])
        let rest = prompt.drop { ["system", "developer"].contains($0["role"]?.string) }
        return [message] + rest
    }
}

/// What a message says, without what is no text.
enum MessageText {
    static func of(_ message: JSONValue) -> String {
        guard let content = message["content"] else { return "" }
        if let text = content.string { return text }
        return (content.array ?? []).compactMap { $0["text"]?.string }.joined()
    }
}

extension ConversationRow {
    /// Members of a row that a server takes with a question as they are.
    private static let passedOn = ["tools", "parallel_tool_calls", "functions"]

    /// Reads a row.
    ///
    /// - Returns: nil when it holds no conversation.
    init?(_ row: JSONValue, line: Int, digest: String) {
        let isPreference = row["messages"] == nil
        let source = isPreference ? row["input"] : row
        guard let source, var messages = source["messages"]?.array,
            messages.allSatisfy({ $0["role"]?.string != nil })
        else { return nil }
        var expected: JSONValue?
        if isPreference {
            expected = row["preferred_output"]?.array?.last { $0["role"]?.string == "assistant" }
            guard expected != nil else { return nil }
        } else if messages.last?["role"]?.string == "assistant" {
            expected = messages.removeLast()
        }
        let options = Self.passedOn.compactMap { key in
            source[key].map { JSONObject.Member(key: key, value: $0) }
        }
        self.init(
            line: line, digest: digest, prompt: messages.map(Self.sendable), options: JSONObject(members: options),
            expected: expected.map(Self.sendable))
    }

    /// A message without what only a training takes.
    private static func sendable(_ message: JSONValue) -> JSONValue {
        guard var object = message.object else { return message }
        object["weight"] = nil
        return .object(object)
    }
}
