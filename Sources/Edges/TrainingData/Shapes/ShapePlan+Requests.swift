import JSONText

extension ShapePlan {
    func batch(_ row: JSONObject) throws(ShapeProblem) -> ShapedRow {
        guard let body = row["body"]?.parsedText, let messages = LoggedRequest.messages(of: body) else {
            throw .misfit("column \"body\" to hold a request with messages")
        }
        guard messages.last?["role"]?.string == "assistant" else { throw .drop(.noAnswer) }
        return try example(messages, beside: body.object ?? JSONObject(), used: ["body"])
    }

    func completion(_ row: JSONObject) throws(ShapeProblem) -> ShapedRow {
        guard let answer = LoggedRequest.message(of: .object(row)) else {
            throw .misfit("column \"choices\" to hold a message")
        }
        let asked = ["messages", "input", "request"].first { name in
            row[name].map { LoggedRequest.messages(of: $0.parsedText) != nil } ?? false
        }
        guard let asked, let request = row[asked]?.parsedText, let messages = LoggedRequest.messages(of: request) else {
            throw .misfit("the messages that were sent to stand beside \"choices\", as \"messages\" or \"input\"")
        }
        return try example(
            messages + [cleaned(answer)], beside: request.object ?? row, used: ["choices", asked])
    }

    func log(_ row: JSONObject) throws(ShapeProblem) -> ShapedRow {
        guard let logged = LoggedRequest(row) else {
            throw .misfit("a request with messages, and what came back")
        }
        var beside = JSONObject()
        beside["tools"] = logged.tools
        return try example(logged.messages + [cleaned(logged.answer)], beside: beside, used: Set(logged.columns))
    }

    private func example(
        _ messages: [JSONValue], beside: JSONObject, used: Set<String>
    ) throws(ShapeProblem) -> ShapedRow {
        var shaped = try conversation(messages, in: beside, column: "messages")
        shaped.used = used
        return shaped
    }

    /// The message of an answer without what only answers have.
    private func cleaned(_ answer: JSONValue) -> JSONValue {
        guard let object = answer.object else { return answer }
        let kept: Set<String> = ["role", "content", "tool_calls", "function_call", "name"]
        var members = object.members.filter { kept.contains($0.key) && !($0.value.isNull && $0.key != "content") }
        if !members.contains(where: { $0.key == "role" }) {
            members.insert(.init(key: "role", value: .string("assistant")), at: 0)
        }
        return .object(JSONObject(members: members))
    }
}
