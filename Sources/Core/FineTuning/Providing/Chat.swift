/// One question to a model.
public struct ChatQuestion: Hashable, Sendable {
    /// Who is asked.
    public var model: ModelName
    /// The system message; none is sent for nil.
    public var system: String?
    /// The user's message.
    public var prompt: String
    /// From 0 to 2; nil leaves it to the server.
    public var temperature: Double?
    /// The most tokens of the answer; nil leaves it to the server.
    public var maxTokens: Int?
    /// Bound of the call; a fresh tuned model needs a while to load.
    public var timeout: Duration

    /// Describes a question.
    public init(
        model: ModelName, system: String? = nil, prompt: String, temperature: Double? = nil, maxTokens: Int? = nil,
        timeout: Duration = .seconds(120)
    ) {
        self.model = model
        self.system = system
        self.prompt = prompt
        self.temperature = temperature
        self.maxTokens = maxTokens
        self.timeout = timeout
    }
}

/// What a model answered.
public struct ChatAnswer: Hashable, Sendable {
    /// The first choice's text; empty when there is none.
    public var text: String
    /// Why the model would not answer.
    public var refusal: String?
    /// `stop`, `length` and others.
    public var finishReason: String?
    /// Tokens of the question.
    public var promptTokens: Int64?
    /// Tokens of the answer.
    public var completionTokens: Int64?
    /// The whole response as JSON text.
    public var raw: String

    /// Describes an answer.
    public init(
        text: String, refusal: String? = nil, finishReason: String? = nil, promptTokens: Int64? = nil,
        completionTokens: Int64? = nil, raw: String = "{}"
    ) {
        self.text = text
        self.refusal = refusal
        self.finishReason = finishReason
        self.promptTokens = promptTokens
        self.completionTokens = completionTokens
        self.raw = raw
    }
}
