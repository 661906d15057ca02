import FineTuning
import JSONText

/// A record's line as JSON: what was asked, what was expected, what came, and the raw reply.
enum RecordLine {
    /// The line of an answer.
    static func json(
        _ row: ConversationRow, sample: Int, of model: ModelKey, plan: RecordingPlan,
        _ result: Result<ChatAnswer, ProviderError>, latency: Duration, at time: UnixTime
    ) -> JSONObject {
        var line: JSONObject = [
            "row": .integer(row.line), "row_sha256": .string(row.digest), "sample": .integer(sample),
            "model": .string(model.model.rawValue), "account": .string(model.account.rawValue),
            "asked_at": .integer(time.seconds), "latency_ms": .integer(latency.milliseconds),
            "request": .object(request(row, model.model, plan)), "expected": row.expected ?? .null,
        ]
        switch result {
        case .success(let answer):
            let raw = received(answer)
            line["answer"] = raw["choices"]?.array?.first?["message"] ?? .null
            line["finish_reason"] = .text(answer.finishReason)
            line["refusal"] = .text(answer.refusal)
            line["prompt_tokens"] = answer.promptTokens.map(JSONValue.integer) ?? .null
            line["completion_tokens"] = answer.completionTokens.map(JSONValue.integer) ?? .null
            line["system_fingerprint"] = raw["system_fingerprint"] ?? .null
            line["response"] = raw
        case .failure(let error):
            line["error"] = .object([
                "kind": .string(error.kind.word), "status": error.status.map(JSONValue.integer) ?? .null,
                "message": .string("\(error)"),
            ])
        }
        return line
    }

    private static func request(_ row: ConversationRow, _ model: ModelName, _ plan: RecordingPlan) -> JSONObject {
        var request: JSONObject = [
            "model": .string(model.rawValue), "messages": .array(row.messages(system: plan.system)),
        ]
        for option in row.options.members { request[option.key] = option.value }
        request["temperature"] = plan.temperature.map(RecordingPlan.number)
        request["max_completion_tokens"] = plan.maxTokens.map(JSONValue.integer)
        if plan.wantsLogProbabilities { request["logprobs"] = .bool(true) }
        return request
    }

    /// The raw reply as a value; one that is no JSON, which no provider hands on, is kept as its text.
    private static func received(_ answer: ChatAnswer) -> JSONValue {
        do throws(JSONSyntaxError) { return try JSONValue.parse(answer.raw) } catch { return .string(answer.raw) }
    }

    /// Reads a line.
    ///
    /// - Returns: nil when it is something else.
    static func read(_ json: JSONValue) -> RecordedAnswer? {
        guard let row = json["row"]?.number?.integer, let digest = json["row_sha256"]?.string,
            let sample = json["sample"]?.number?.integer, let model = json["model"]?.string,
            let account = json["account"]?.string
        else { return nil }
        let outcome: RecordedAnswer.Outcome
        if let error = json["error"], !error.isNull {
            let message = error["message"]?.string ?? "no reason is recorded"
            let isFree = error["kind"]?.string == FailureKind.invalidRequest.word
            outcome = isFree ? .refused(message) : .unreadable(message)
        } else {
            guard let message = json["answer"] else { return nil }
            outcome = .answered(reply(message, json))
        }
        return RecordedAnswer(
            line: Int(row), digest: digest, sample: Int(sample),
            model: ModelKey(account: AccountName(account), model: ModelName(model)), outcome: outcome)
    }

    private static func reply(_ message: JSONValue, _ json: JSONValue) -> ModelReply {
        ModelReply(
            text: MessageText.of(message), refusal: json["refusal"]?.string,
            finishReason: json["finish_reason"]?.string, promptTokens: json["prompt_tokens"]?.number?.integer,
            completionTokens: json["completion_tokens"]?.number?.integer,
            latency: json["latency_ms"]?.number?.integer.map { .milliseconds($0) },
            toolCalls: message["tool_calls"]?.array ?? [])
    }
}
