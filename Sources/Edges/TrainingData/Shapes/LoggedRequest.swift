import JSONText

/// What was sent and what came back, found in a log's row.
struct LoggedRequest {
    let messages: [JSONValue]
    /// The assistant's message.
    let answer: JSONValue
    let tools: JSONValue?
    /// The columns that both were found in.
    let columns: [String]

    private static let requests = ["request", "request_body", "requestBody", "input", "body", "prompt"]
    private static let responses = [
        "response", "response_body", "responseBody", "output", "completion", "result", "choices",
    ]

    init?(_ row: JSONObject) {
        guard let (messages, tools, asked) = Self.prompt(in: row),
            let (answer, told) = Self.answer(in: row, asked: asked)
        else { return nil }
        self.messages = messages
        self.answer = answer
        self.tools = tools
        columns = [asked, told] + (asked == "messages" && tools != nil ? ["tools"] : [])
    }

    private static func prompt(in row: JSONObject) -> ([JSONValue], tools: JSONValue?, column: String)? {
        for name in requests {
            guard let value = row[name]?.parsedText, value.object != nil || value.isMessages else { continue }
            let request = value["body"] ?? value
            if let messages = messages(of: request) { return (messages, request["tools"], name) }
        }
        guard let value = row["messages"], value.isMessages, let messages = value.array else { return nil }
        return (messages, row["tools"], "messages")
    }

    /// The messages of a request, to chat completions or to responses.
    static func messages(of request: JSONValue) -> [JSONValue]? {
        if request.isMessages { return request.array }
        if let messages = request["messages"], messages.isMessages { return messages.array }
        guard let input = request["input"] else { return nil }
        let opening = request["instructions"]?.string.map { [JSONValue.message("system", $0)] } ?? []
        if let text = input.string { return opening + [.message("user", text)] }
        return input.isMessages ? input.array.map { opening + $0 } : nil
    }

    private static func answer(in row: JSONObject, asked: String) -> (JSONValue, column: String)? {
        for name in responses where name != asked {
            guard let value = row[name]?.parsedText else { continue }
            if let message = message(of: value) { return (message, name) }
            // A bare text is an answer only beside a request that is one by itself.
            if asked != "messages", let text = value.string { return (.message("assistant", text), name) }
        }
        return nil
    }

    /// The assistant's message of a response.
    static func message(of response: JSONValue) -> JSONValue? {
        let body = response["body"] ?? response
        if let choices = body["choices"]?.array ?? body.array, let message = choices.first?["message"],
            message.object != nil
        {
            return message
        }
        if let message = body["message"], message["role"]?.string == "assistant" { return message }
        if body["role"]?.string == "assistant" { return body }
        if let last = body.array?.last, body.isMessages, last["role"]?.string == "assistant" { return last }
        guard
            let parts = (body["output"]?.array ?? body.array)?.first(where: { $0["type"]?.string == "message" })?[
                "content"]
        else { return nil }
        if let text = parts.string { return .message("assistant", text) }
        let texts = (parts.array ?? []).compactMap { $0["text"]?.string }
        return texts.isEmpty ? nil : .message("assistant", texts.joined())
    }
}

extension JSONValue {
    /// What a text holds where it is the JSON text of an object or an array; otherwise the value itself.
    var parsedText: JSONValue {
        guard let text = string, let first = text.utf8.first(where: { $0 > 0x20 }),
            first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        else { return self }
        do throws(JSONSyntaxError) { return try JSONValue.parse(text) } catch { return self }
    }
}
