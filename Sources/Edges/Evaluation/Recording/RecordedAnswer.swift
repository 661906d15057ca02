import FineTuning
package import JSONText

/// One line of a record: what a model was asked, and what came of it.
public struct RecordedAnswer: Sendable, Hashable {
    /// What came of a question.
    public enum Outcome: Sendable, Hashable {
        /// The model answered.
        case answered(ModelReply)
        /// The server answered with something that is no answer, and may have counted it; why, as a sentence.
        case unreadable(String)
        /// The server refused the question, which cost nothing; why, as a sentence.
        case refused(String)
    }

    /// The line of the row in its file.
    public let line: Int
    /// The digest of the row.
    public let digest: String
    /// From 1: which of several answers of a model to the same row.
    public let sample: Int
    /// Who was asked.
    public let model: ModelKey
    /// What came of it.
    public let outcome: Outcome

    /// The reply; nil where there is none.
    public var reply: ModelReply? {
        switch outcome {
        case .answered(let reply): reply
        case .unreadable, .refused: nil
        }
    }

    /// Why there is no reply.
    public var problem: String? {
        switch outcome {
        case .answered: nil
        case .unreadable(let cause), .refused(let cause): cause
        }
    }
}

/// What a model replied, as far as it is compared.
public struct ModelReply: Sendable, Hashable {
    /// Its text; empty where there is none.
    public let text: String
    /// Why the model would not answer, in its words.
    public let refusal: String?
    /// `stop`, `length` or another word of the API.
    public let finishReason: String?
    /// Tokens of the question.
    public let promptTokens: Int64?
    /// Tokens of the reply.
    public let completionTokens: Int64?
    /// From the request to the whole reply.
    public let latency: Duration?
    /// Calls of tools, as the API has them.
    package let toolCalls: [JSONValue]

    package init(
        text: String, refusal: String? = nil, finishReason: String? = "stop", promptTokens: Int64? = nil,
        completionTokens: Int64? = nil, latency: Duration? = nil, toolCalls: [JSONValue] = []
    ) {
        self.text = text
        self.refusal = refusal
        self.finishReason = finishReason
        self.promptTokens = promptTokens
        self.completionTokens = completionTokens
        self.latency = latency
        self.toolCalls = toolCalls
    }

    /// Whether the reply ends at the token limit.
    public var isCut: Bool { finishReason == "length" }

    /// Whether the model, or a filter before it, would not answer.
    public var isRefusal: Bool { refusal?.isEmpty == false || finishReason == "content_filter" }

    /// Whether there is nothing in it.
    public var isEmpty: Bool { text.allSatisfy(\.isWhitespace) && toolCalls.isEmpty }

    /// Whether a model may learn from it: whole, not refused, not empty.
    public var isUsable: Bool { !isCut && !isRefusal && !isEmpty }

    /// The calls of tools as JSON text; empty where there are none.
    public var callsText: String {
        toolCalls.isEmpty ? "" : JSONWriter.text(.array(toolCalls.map { $0["function"] ?? $0 }))
    }

    /// The message of a training file that says the same.
    package var message: JSONObject {
        var message: JSONObject = ["role": .string("assistant")]
        if !text.isEmpty || toolCalls.isEmpty { message["content"] = .string(text) }
        if !toolCalls.isEmpty { message["tool_calls"] = .array(toolCalls) }
        return message
    }
}
