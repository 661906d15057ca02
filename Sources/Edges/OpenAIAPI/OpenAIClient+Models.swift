public import FineTuning
import HTTPClient
import JSONText
import JobJSON

extension OpenAIClient {
    /// Every model that the key sees; the API does not page them.
    public func models() throws(ProviderError) -> [RemoteModel] {
        try page(request(.get, ["models"]), asked: 0, for: Call(operation: .listModels), read: RemoteModel.init(wire:))
            .items
    }

    /// One model; an answer that is another model, or none, is an error.
    public func model(_ name: ModelName) throws(ProviderError) -> RemoteModel {
        let call = Call(operation: .getModel, object: name.rawValue)
        return try one(request(.get, ["models", name.rawValue]), for: call, named: "that model") { value in
            RemoteModel(wire: value).flatMap { $0.name == name ? $0 : nil }
        }
    }

    /// Asks a model one question; its bound of the answer goes as `max_completion_tokens`.
    public func chat(_ question: ChatQuestion) throws(ProviderError) -> ChatAnswer {
        var messages: [JSONValue] = []
        if let system = question.system { messages.append(Self.message("system", system)) }
        messages.append(Self.message("user", question.prompt))
        var body: JSONObject = ["model": .string(question.model.rawValue), "messages": .array(messages)]
        body["temperature"] = question.temperature.map { .number(JSONNumber(text: Self.text($0))) }
        body["max_completion_tokens"] = question.maxTokens.map(JSONValue.integer)
        var request = request(.post, ["chat", "completions"], json: .object(body))
        request.timeout = question.timeout
        let call = Call(operation: .chat, object: question.model.rawValue)
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
