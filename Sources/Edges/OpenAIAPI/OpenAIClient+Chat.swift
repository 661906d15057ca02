public import FineTuning
import HTTPClient
import JSONText
import JobJSON

extension OpenAIClient {
    /// Asks a model one question; its bound of the answer goes as `max_completion_tokens`.
    public func chat(_ question: ChatQuestion) throws(ProviderError) -> ChatAnswer {
        let call = Self.call(question)
        let (value, response) = try json(request(question, streams: false), for: call)
        guard var answer = ChatAnswer(wire: value) else {
            throw bad(response, "the answer is not a chat completion", for: call)
        }
        answer.allowance = response.allowance
        return answer
    }

    /// The same as server-sent events; a server that answers with one object all the same is understood.
    public func chat(_ question: ChatQuestion, receive: (String) -> Bool) throws(ProviderError) -> ChatAnswer {
        let call = Self.call(question)
        var answer = StreamedAnswer()
        let sent: Result<HTTPResponse, ProviderError> = withoutActuallyEscaping(receive) { receive in
            do throws(ProviderError) {
                return .success(
                    try send(try request(question, streams: true), for: call) { bytes in
                        for piece in answer.take(bytes) where !receive(piece) { return false }
                        return true
                    })
            } catch {
                return .failure(error)
            }
        }
        let response = try sent.get()
        for piece in answer.finish() { _ = receive(piece) }
        if let problem = answer.problem { throw bad(response, problem, for: call) }
        guard let whole = answer.whole else {
            throw bad(response, "the answer ended before it was whole", for: call)
        }
        return whole
    }

    private func request(_ question: ChatQuestion, streams: Bool) throws(ProviderError) -> HTTPRequest {
        var body: JSONObject = ["model": .string(question.model.rawValue)]
        switch question.content {
        case .prompt(let system, let prompt):
            let messages = (system.map { [Self.message("system", $0)] } ?? []) + [Self.message("user", prompt)]
            body["messages"] = .array(messages)
        case .conversation(let messages, let options):
            body["messages"] = try Self.json(messages, of: question)
            for option in try Self.json(options, of: question).object?.members ?? [] { body[option.key] = option.value }
        }
        body["temperature"] = question.temperature.map { .number(JSONNumber(text: Self.text($0))) }
        body["max_completion_tokens"] = question.maxTokens.map(JSONValue.integer)
        if question.wantsLogProbabilities { body["logprobs"] = .bool(true) }
        if streams {
            body["stream"] = .bool(true)
            body["stream_options"] = .object(["include_usage": .bool(true)])
        }
        var request = request(.post, ["chat", "completions"], json: .object(body))
        request.timeout = question.timeout
        return request
    }

    private static func call(_ question: ChatQuestion) -> Call {
        Call(operation: .chat, object: question.model.rawValue)
    }

    private static func json(_ text: String, of question: ChatQuestion) throws(ProviderError) -> JSONValue {
        do throws(JSONSyntaxError) { return try JSONValue.parse(text) } catch {
            throw ProviderError(
                call(question), kind: .invalidRequest, voice: .none, message: "the question is \(error)",
                mayHaveHappened: false)
        }
    }

    private static func message(_ role: String, _ content: String) -> JSONValue {
        .object(["role": .string(role), "content": .string(content)])
    }

    /// `0` rather than `0.0`, as people write it.
    private static func text(_ number: Double) -> String {
        Int64(exactly: number).map { "\($0)" } ?? "\(number)"
    }
}
