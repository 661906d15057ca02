public import FineTuning
import HTTPClient
import JSONText
import JobJSON

extension OpenAIClient {
    /// Asks a model one question; its bound of the answer goes as `max_completion_tokens`.
    public func chat(_ question: ChatQuestion) throws(ProviderError) -> ChatAnswer {
        try one(
            request(question, streams: false), for: Self.call(question), named: "a chat completion",
            read: ChatAnswer.init(wire:))
    }

    /// The same as server-sent events; a server that answers with one object all the same is understood.
    public func chat(_ question: ChatQuestion, receive: (String) -> Bool) throws(ProviderError) -> ChatAnswer {
        let call = Self.call(question)
        var answer = StreamedAnswer()
        let sent: Result<HTTPResponse, ProviderError> = withoutActuallyEscaping(receive) { receive in
            do throws(ProviderError) {
                return .success(
                    try send(request(question, streams: true), for: call) { bytes in
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

    private func request(_ question: ChatQuestion, streams: Bool) -> HTTPRequest {
        var messages: [JSONValue] = []
        if let system = question.system { messages.append(Self.message("system", system)) }
        messages.append(Self.message("user", question.prompt))
        var body: JSONObject = ["model": .string(question.model.rawValue), "messages": .array(messages)]
        body["temperature"] = question.temperature.map { .number(JSONNumber(text: Self.text($0))) }
        body["max_completion_tokens"] = question.maxTokens.map(JSONValue.integer)
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

    private static func message(_ role: String, _ content: String) -> JSONValue {
        .object(["role": .string(role), "content": .string(content)])
    }

    /// `0` rather than `0.0`, as people write it.
    private static func text(_ number: Double) -> String {
        Int64(exactly: number).map { "\($0)" } ?? "\(number)"
    }
}
