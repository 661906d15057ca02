package import FineTuning
import HTTPClient
import JSONText
import JobJSON

extension OpenAIClient {
    /// Every model that the key sees; the API does not page them.
    package func models() throws(APIError) -> Page<RemoteModel> {
        try page(request(.get, ["models"]), asked: 0, for: Call(operation: .listModels), read: RemoteModel.init(wire:))
    }

    /// One model; an answer that is another model, or none, is an error.
    package func model(_ name: ModelName) throws(APIError) -> RemoteModel {
        let call = Call(operation: .getModel, object: name.rawValue)
        return try one(request(.get, ["models", name.rawValue]), for: call, named: "that model") { value in
            RemoteModel(wire: value).flatMap { $0.name == name ? $0 : nil }
        }
    }

    /// Asks a model one question.
    ///
    /// - Parameters:
    ///   - system: The system message; none is sent for nil.
    ///   - maxTokens: Bound of the answer, as `max_completion_tokens`.
    ///   - timeout: Bound of the call; a fresh tuned model needs a while to load.
    package func chat(
        model: ModelName, system: String? = nil, prompt: String, temperature: Double? = nil, maxTokens: Int? = nil,
        timeout: Duration = .seconds(120)
    ) throws(APIError) -> ChatAnswer {
        var messages: [JSONValue] = []
        if let system { messages.append(Self.message("system", system)) }
        messages.append(Self.message("user", prompt))
        var body: JSONObject = ["model": .string(model.rawValue), "messages": .array(messages)]
        body["temperature"] = temperature.map { .number(JSONNumber(text: Self.text($0))) }
        body["max_completion_tokens"] = maxTokens.map(JSONValue.integer)
        var request = request(.post, ["chat", "completions"], json: .object(body))
        request.timeout = timeout
        let call = Call(operation: .chat, object: model.rawValue)
        return try one(request, for: call, named: "a chat completion", read: ChatAnswer.init(wire:))
    }

    private static func message(_ role: String, _ content: String) -> JSONValue {
        .object(["role": .string(role), "content": .string(content)])
    }

    /// `0` rather than `0.0`, as people write it.
    private static func text(_ number: Double) -> String {
        Int64(exactly: number).map { "\($0)" } ?? "\(number)"
    }
}
