import JSONText

/// What is wrong with one row, as the text behind "Example N".
struct RowError: Error {
    let text: String
    var isToken = false
}

/// The server's rules for the rows of a training file (API reference, sections 5.1, 5.3 and 5.5).
enum RowRules {
    private static let roles = ["system", "developer", "user", "assistant", "tool", "function"]
    private static let messageKeys = [
        "role", "content", "name", "weight", "tool_calls", "tool_call_id", "function_call", "refusal", "audio",
    ]
    private static let forbidden = [
        "<|endoftext|>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|endofprompt|>", "<|im_start|>",
        "<|im_end|>", "<|im_sep|>",
    ]

    /// A supervised row: `{"messages": […], "tools"?, "parallel_tool_calls"?, "functions"?}`.
    static func chat(_ row: JSONObject) throws(RowError) {
        for member in row.members
        where !["messages", "tools", "parallel_tool_calls", "functions"].contains(member.key) {
            throw RowError(text: ", key '\(member.key)': Extra inputs are not permitted")
        }
        let messages = try messages(row["messages"], key: "messages")
        guard messages.contains(where: { $0["role"]?.string == "assistant" }) else {
            throw RowError(text: " has no message from the assistant")
        }
    }

    /// A preference row: `{"input": {"messages": […]}, "preferred_output": […], "non_preferred_output": […]}`.
    static func preference(_ row: JSONObject) throws(RowError) {
        _ = try messages(row["input"]?["messages"], key: "input.messages")
        for key in ["preferred_output", "non_preferred_output"] {
            let output = try messages(row[key], key: key)
            guard output.count == 1, output[0]["role"]?.string == "assistant" else {
                throw RowError(text: ", key '\(key)': expected one message from the assistant")
            }
        }
    }

    private static func messages(_ value: JSONValue?, key: String) throws(RowError) -> [JSONValue] {
        guard let list = value?.array, !list.isEmpty else {
            throw RowError(text: ", key '\(key)': expected a list of messages that is not empty")
        }
        for (index, message) in list.enumerated() {
            try check(message, place: ", message \(index + 1)")
        }
        return list
    }

    private static func check(_ message: JSONValue, place: String) throws(RowError) {
        guard let object = message.object else { throw RowError(text: "\(place) Input should be an object") }
        guard let role = object["role"] else {
            throw RowError(text: "\(place) Discriminator 'role' is missing in value")
        }
        guard let word = role.string, roles.contains(word) else {
            throw RowError(
                text: "\(place) Input tag \(JSONWriter.text(role)) found using 'role' does not match any of the "
                    + "expected tags: \(roles.map { "'\($0)'" }.joined(separator: ", "))")
        }
        for member in object.members where !messageKeys.contains(member.key) {
            throw RowError(text: "\(place), key '\(member.key)': Extra inputs are not permitted")
        }
        if let weight = object["weight"], ![0, 1].contains(weight.number?.integer) || word != "assistant" {
            throw RowError(text: "\(place), key 'weight': Input should be 0 or 1, on assistant messages only")
        }
        try checkContent(object, role: word, place: place)
    }

    private static func checkContent(_ message: JSONObject, role: String, place: String) throws(RowError) {
        switch message["content"] {
        case .string(let text): try refuseTokens(text)
        case .array(let parts):
            for part in parts {
                guard let type = part["type"]?.string else {
                    throw RowError(text: "\(place), key 'content': Discriminator 'type' is missing in value")
                }
                if type == "text", let text = part["text"]?.string { try refuseTokens(text) }
            }
        case nil, .null:
            guard role == "assistant", message["tool_calls"] != nil || message["function_call"] != nil else {
                throw RowError(text: "\(place), key 'content': Field required")
            }
        case .bool, .number, .object:
            throw RowError(text: "\(place), key 'content': Input should be a string or a list of parts")
        }
    }

    private static func refuseTokens(_ text: String) throws(RowError) {
        // The cheap test first: nearly no text has this pair.
        guard text.utf8.contains(UInt8(ascii: "|")) else { return }
        if let token = forbidden.first(where: { text.contains($0) }) {
            throw RowError(text: " message contains an invalid token: \(token).", isToken: true)
        }
    }
}
