package import FineTuning
package import JSONText

/// How a file is asked: all that makes one run's answers comparable.
public struct RecordingPlan: Sendable, Hashable {
    /// The version of a folder's format.
    package static let version = 1

    /// The SHA-256 of the file of rows, in hexadecimal.
    public var file: String
    /// The system message in the place of the rows' own; nil leaves those.
    public var system: String?
    /// From 0 to 2; nil leaves it to the server.
    public var temperature: Double?
    /// The most tokens of an answer; nil leaves it to the server.
    public var maxTokens: Int?
    /// Whether answers come with the log probabilities of their tokens.
    public var wantsLogProbabilities: Bool

    /// Plans to ask the rows of a file; at temperature 0 unless told otherwise.
    public init(
        _ file: ConversationFile, system: String? = nil, temperature: Double? = 0, maxTokens: Int? = nil,
        wantsLogProbabilities: Bool = false
    ) {
        self.file = file.digest
        self.system = system
        self.temperature = temperature
        self.maxTokens = maxTokens
        self.wantsLogProbabilities = wantsLogProbabilities
    }

    /// The question that a row asks of a model.
    package func question(_ row: ConversationRow, _ model: ModelName) -> ChatQuestion {
        var question = ChatQuestion(
            model: model,
            content: .conversation(
                messages: JSONWriter.text(.array(row.messages(system: system))),
                options: JSONWriter.text(.object(row.options))),
            temperature: temperature, maxTokens: maxTokens)
        question.wantsLogProbabilities = wantsLogProbabilities
        return question
    }

    package var json: JSONObject {
        [
            "version": .integer(Self.version), "file_sha256": .string(file), "system": .text(system),
            "temperature": temperature.map(Self.number) ?? .null,
            "max_tokens": maxTokens.map(JSONValue.integer) ?? .null,
            "logprobs": .bool(wantsLogProbabilities),
        ]
    }

    /// `0` rather than `0.0`, as people write it.
    static func number(_ value: Double) -> JSONValue { .number(JSONNumber(text: text(value))) }

    private static func text(_ value: Double) -> String { Int64(exactly: value).map { "\($0)" } ?? "\(value)" }

    /// Reads what ``json`` wrote in this version; nil when it is something else.
    init?(json: JSONValue) {
        guard let file = json["file_sha256"]?.string, let logprobs = json["logprobs"]?.bool else { return nil }
        self.file = file
        system = json["system"]?.string
        temperature = json["temperature"]?.number?.double
        maxTokens = json["max_tokens"]?.number?.integer.map { Int($0) }
        wantsLogProbabilities = logprobs
    }

    /// What differs from another plan, in words; nil where nothing does.
    func difference(from other: RecordingPlan) -> String? {
        if file != other.file { return "of another file, or of the file before it was changed" }
        if system != other.system { return "with another system message" }
        if temperature != other.temperature {
            return "at temperature \(temperature.map(Self.text) ?? "of the server")"
        }
        if maxTokens != other.maxTokens { return "with max-tokens \(maxTokens.map { "\($0)" } ?? "of the server")" }
        if wantsLogProbabilities != other.wantsLogProbabilities {
            return wantsLogProbabilities ? "with logprobs" : "without logprobs"
        }
        return nil
    }
}
