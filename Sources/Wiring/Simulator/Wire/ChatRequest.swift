import JSONText

/// What `POST /chat/completions` asked for.
struct ChatRequest {
    let model: String
    /// The last user message.
    let prompt: String
    /// An estimate: about four bytes a token, and three tokens a message.
    let promptTokens: Int
    let streams: Bool
    let includesUsage: Bool
    /// How many choices, all of them alike.
    let choices: Int
    /// Whether each token comes with its log probability.
    let wantsLogProbabilities: Bool
    private let greatestTokens: Int?
    private let stops: [String]

    /// Whether the last message is a tool's answer to a call.
    let answersCall: Bool
    /// Whether calls may be made at all.
    let mayCall: Bool

    /// What an answer from a training file is the same for, whatever it says.
    private static let known: Set<String> = [
        "model", "messages", "temperature", "top_p", "max_completion_tokens", "max_tokens", "stop", "n", "seed",
        "tools", "stream", "stream_options", "store", "metadata", "service_tier", "user", "safety_identifier",
        "prompt_cache_key", "logprobs",
    ]

    /// What is not done here, with the values that ask for nothing.
    private static let unsupported: [String: [JSONValue]] = [
        "tool_choice": [.string("auto")], "parallel_tool_calls": [.bool(true), .bool(false)],
        "response_format": [.object(["type": .string("text")])],
        "top_logprobs": [.integer(0)], "presence_penalty": [.integer(0)], "frequency_penalty": [.integer(0)],
        "logit_bias": [.object([:])], "modalities": [.array([.string("text")])], "reasoning_effort": [],
        "verbosity": [.string("medium")], "functions": [], "function_call": [], "audio": [], "prediction": [],
        "web_search_options": [],
    ]

    /// Reads the body.
    ///
    /// - Throws: `ErrorReply` with status 400 and the field as `param`.
    init(_ bytes: [UInt8]) throws(ErrorReply) {
        guard let value = try? JSONValue.parse(bytes), let body = value.object else {
            throw .invalid("We could not parse the JSON body of your request: it must be a JSON object.")
        }
        for (key, harmless) in Self.unsupported.sorted(by: { $0.key < $1.key }) {
            guard let value = body[key], !value.isNull, !harmless.contains(where: { $0.isSame(as: value) }) else {
                continue
            }
            throw .invalid(
                "Unsupported parameter: '\(key)' is not supported by this simulator.", param: key,
                code: "unsupported_parameter")
        }
        if let member = body.members.first(where: { !Self.known.contains($0.key) && Self.unsupported[$0.key] == nil }) {
            throw .invalid(
                "Unrecognized request argument supplied: \(member.key)", param: member.key, code: "unknown_parameter")
        }
        guard let model = body["model"]?.string else {
            throw .invalid("you must provide a model parameter", param: "model", code: "missing_required_parameter")
        }
        guard let messages = body["messages"]?.array, !messages.isEmpty else {
            throw .invalid(
                "Invalid 'messages': expected a list with at least one message.", param: "messages",
                code: "missing_required_parameter")
        }
        for (index, message) in messages.enumerated() where message["role"]?.string == nil {
            throw .invalid("Missing required parameter: 'messages[\(index)].role'.", param: "messages[\(index)].role")
        }
        if let value = body["logprobs"], !value.isNull, value.bool == nil {
            throw .invalid(
                "Invalid type for 'logprobs': expected a boolean, but got \(JSONWriter.text(value)).",
                param: "logprobs",
                code: "invalid_type")
        }
        wantsLogProbabilities = body["logprobs"]?.bool ?? false
        self.model = model
        prompt = messages.last { $0["role"]?.string == "user" }?.messageText ?? ""
        answersCall = messages.last?["role"]?.string == "tool"
        mayCall = body["tools"]?.array?.isEmpty == false
        promptTokens = messages.reduce(3) { $0 + 3 + Self.tokens($1.messageText ?? "") }
        streams = body["stream"]?.bool ?? false
        includesUsage = body["stream_options"]?["include_usage"]?.bool ?? false
        choices = try Self.integer(body, "n", 1...128) ?? 1
        let tokens = try Self.integer(body, "max_completion_tokens", 1...Int(Int32.max))
        let legacyTokens = try Self.integer(body, "max_tokens", 1...Int(Int32.max))
        greatestTokens = tokens ?? legacyTokens
        stops = body["stop"]?.array?.compactMap(\.string) ?? body["stop"]?.string.map { [$0] } ?? []
        if let value = body["temperature"], !value.isNull {
            guard let degree = value.number?.double, (0...2).contains(degree) else {
                throw .invalid(
                    "Invalid 'temperature': expected a decimal from 0 to 2, but got \(JSONWriter.text(value)).",
                    param: "temperature", code: "invalid_value")
            }
        }
    }

    private static func integer(_ body: JSONObject, _ key: String, _ range: ClosedRange<Int>) throws(ErrorReply) -> Int?
    {
        guard let value = body[key], !value.isNull else { return nil }
        guard let number = value.number?.integer.map(Int.init), range.contains(number) else {
            throw .invalid(
                "Invalid '\(key)': expected an integer from \(range.lowerBound), but got \(JSONWriter.text(value)).",
                param: key, code: "invalid_value")
        }
        return number
    }

    /// About four bytes a token.
    static func tokens(_ text: String) -> Int { (text.utf8.count + 3) / 4 }

    /// The answer up to the first stop text and the token limit, with the reason for its end.
    func limited(_ answer: String) -> (content: String, reason: String) {
        var content = Substring(answer)
        for stop in stops where !stop.isEmpty {
            if let place = content.firstPlace(of: stop) { content = content[..<place] }
        }
        if let greatestTokens, Self.tokens(String(content)) > greatestTokens {
            while Self.tokens(String(content)) > greatestTokens { content.removeLast() }
            return (String(content), "length")
        }
        return (String(content), "stop")
    }
}

extension Substring {
    /// Where a text occurs first.
    fileprivate func firstPlace(of text: String) -> Index? {
        indices.first { self[$0...].hasPrefix(text) }
    }
}

extension JSONValue {
    /// Whether two values say the same: numbers by their value.
    fileprivate func isSame(as other: JSONValue) -> Bool {
        if let number = number?.double, let another = other.number?.double { return number == another }
        return JSONWriter.text(self) == JSONWriter.text(other)
    }
}
