/// What an assessment takes for granted and where it draws its lines; every number can be set.
public struct AssessmentTerms: Hashable, Sendable {
    /// Queries a month; nil when nobody said.
    public var queries: Int64?
    /// Months over which a training has to pay.
    public var horizon = 12.0
    /// Passages that retrieval adds to a query.
    public var chunks = 5
    /// Tokens of a passage.
    public var chunkTokens = 400
    /// Tokens of a question with its instructions.
    public var questionTokens = 50
    /// Tokens of an answer.
    public var answerTokens = 200
    /// Training rows are so many times the text, in other words each time.
    public var wordings = 10.0
    /// Passes over the training rows.
    public var epochs = 3
    /// A smaller share of settled tokens is not worth a training.
    public var leastSettled = 0.2
    /// From this share on, all of it counts as settled.
    public var mostlySettled = 0.9
    /// With a larger share of documents without a time nothing is said.
    public var mostUndated = 0.2
    /// Fewer tokens fit into the prompt itself.
    public var promptTokens = 20_000
    /// Savings have to be so many times the training.
    public var margin = 2.0

    /// The defaults.
    public init() {}
}

/// One number of the terms: its name, its reason, and how it is set.
public struct AssessmentSetting: Sendable {
    /// The name that a person writes, for example `least-static`.
    public let name: String
    /// Why the default is what it is, in a few words.
    public let reason: String
    /// Whether it is a share, to be shown in percent.
    public let isShare: Bool
    /// Whether it counts something.
    public let isWhole: Bool
    /// The numbers that make sense.
    public let range: ClosedRange<Double>
    /// Takes the number out of the terms.
    public let read: @Sendable (AssessmentTerms) -> Double
    /// Puts a number into the terms.
    public let write: @Sendable (inout AssessmentTerms, Double) -> Void

    /// Every number that is a matter of judgement, in the order to be shown.
    public static let all: [AssessmentSetting] = [
        whole("question-tokens", "a short question and its instructions", 1...1_000_000, \.questionTokens),
        whole("answer-tokens", "a paragraph", 1...1_000_000, \.answerTokens),
        number(
            "wordings", "a fact is learned from many wordings of it, not from one (arXiv:2312.05934)", 1...1_000,
            \.wordings),
        whole("epochs", "what the server chooses for most files", 1...100, \.epochs),
        share("least-static", "below it, nearly all queries still need retrieval", \.leastSettled),
        share("mostly-static", "from it on, the rest hardly matters", \.mostlySettled),
        share("most-undated", "beyond it, the static share is a guess", \.mostUndated),
        whole("prompt-tokens", "so much fits into a cached prompt, without retrieval", 0...10_000_000, \.promptTokens),
        number("margin", "making, checking and repeating a training costs too", 1...100, \.margin),
    ]

    private static func whole(
        _ name: String, _ reason: String, _ range: ClosedRange<Double>,
        _ path: any WritableKeyPath<AssessmentTerms, Int> & Sendable
    ) -> AssessmentSetting {
        AssessmentSetting(
            name: name, reason: reason, isShare: false, isWhole: true, range: range,
            read: { Double($0[keyPath: path]) },
            write: { $0[keyPath: path] = Int($1) })
    }

    private static func number(
        _ name: String, _ reason: String, _ range: ClosedRange<Double>,
        _ path: any WritableKeyPath<AssessmentTerms, Double> & Sendable
    ) -> AssessmentSetting {
        AssessmentSetting(
            name: name, reason: reason, isShare: false, isWhole: false, range: range, read: { $0[keyPath: path] },
            write: { $0[keyPath: path] = $1 })
    }

    private static func share(
        _ name: String, _ reason: String, _ path: any WritableKeyPath<AssessmentTerms, Double> & Sendable
    ) -> AssessmentSetting {
        AssessmentSetting(
            name: name, reason: reason, isShare: true, isWhole: false, range: 0...1, read: { $0[keyPath: path] },
            write: { $0[keyPath: path] = $1 })
    }
}
