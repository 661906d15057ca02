/// One question to a model.
public struct ChatQuestion: Hashable, Sendable {
    /// What the model reads.
    public enum Content: Hashable, Sendable {
        /// A user's message, behind a system message where there is one.
        case prompt(system: String?, String)
        /// Messages as a training file has them.
        ///
        /// - Parameters:
        ///   - messages: a JSON array of messages, as JSON text.
        ///   - options: a JSON object of what goes with them (`tools`, `parallel_tool_calls`, …), as JSON text.
        case conversation(messages: String, options: String)
    }

    /// Who is asked.
    public var model: ModelName
    /// What the model reads.
    public var content: Content
    /// From 0 to 2; nil leaves it to the server.
    public var temperature: Double?
    /// The most tokens of the answer; nil leaves it to the server.
    public var maxTokens: Int?
    /// Whether the answer comes with the log probability of each of its tokens.
    public var wantsLogProbabilities = false
    /// Bound of the call; a fresh tuned model needs a while to load.
    public var timeout: Duration

    /// Describes a question that is one message of a user.
    public init(
        model: ModelName, system: String? = nil, prompt: String, temperature: Double? = nil, maxTokens: Int? = nil,
        timeout: Duration = .seconds(120)
    ) {
        self.init(
            model: model, content: .prompt(system: system, prompt), temperature: temperature, maxTokens: maxTokens,
            timeout: timeout)
    }

    /// Describes a question.
    public init(
        model: ModelName, content: Content, temperature: Double? = nil, maxTokens: Int? = nil,
        timeout: Duration = .seconds(120)
    ) {
        self.model = model
        self.content = content
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
    /// What the server says that it still allows; nil where it says nothing.
    public var allowance: RateAllowance?

    /// Describes an answer.
    public init(
        text: String, refusal: String? = nil, finishReason: String? = nil, promptTokens: Int64? = nil,
        completionTokens: Int64? = nil, raw: String = "{}", allowance: RateAllowance? = nil
    ) {
        self.text = text
        self.refusal = refusal
        self.finishReason = finishReason
        self.promptTokens = promptTokens
        self.completionTokens = completionTokens
        self.raw = raw
        self.allowance = allowance
    }
}

/// What a server still allows, by the `x-ratelimit-` headers of an answer; nil for what it does not say.
public struct RateAllowance: Hashable, Sendable {
    /// Requests that may be sent before ``requestsReset``.
    public var requests: Int?
    /// When the requests are whole again, from the answer on.
    public var requestsReset: Duration?
    /// Tokens that may be used before ``tokensReset``.
    public var tokens: Int?
    /// When the tokens are whole again, from the answer on.
    public var tokensReset: Duration?

    /// Describes an allowance.
    public init(
        requests: Int? = nil, requestsReset: Duration? = nil, tokens: Int? = nil, tokensReset: Duration? = nil
    ) {
        self.requests = requests
        self.requestsReset = requestsReset
        self.tokens = tokens
        self.tokensReset = tokensReset
    }
}
