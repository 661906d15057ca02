/// What is measured of an answer.
public enum ScoreKind: String, Sendable, CaseIterable {
    /// ``TextScores/exact``
    case exact
    /// ``TextScores/normalized``
    case normalized
    /// ``TextScores/contained``
    case contained
    /// ``TextScores/f1``
    case f1
    /// ``TextScores/rougeL``
    case rougeL = "rouge_l"
    /// ``TextScores/lengthRatio``
    case lengthRatio = "length_ratio"
    /// Of rows whose answer is a JSON object or array: whether the model's is JSON, too (RFC 8259, nothing around it).
    case jsonValid = "json_valid"
    /// Of the same rows: whether both say the same, members in any order, numbers by their value.
    case jsonEqual = "json_equal"
    /// Of rows whose answer calls tools: whether the model makes the same calls with the same arguments, in any order.
    case toolCalls = "tool_calls"
    /// Whether the model would not answer: a `refusal`, or `finish_reason` is `content_filter`.
    case refused
    /// Whether the answer ends at the token limit: `finish_reason` is `length`.
    case cut

    /// Whether more is better.
    public var isMerit: Bool {
        switch self {
        case .exact, .normalized, .contained, .f1, .rougeL, .lengthRatio, .jsonValid, .jsonEqual, .toolCalls: true
        case .refused, .cut: false
        }
    }
}

/// The scores of one answer, or of several to the same row, their means; nil for what does not apply to the row.
public struct AnswerScores: Sendable, Hashable {
    private var values: [Double?]

    /// No scores.
    init() { values = Array(repeating: nil, count: ScoreKind.allCases.count) }

    /// One of them, from 0 to 1.
    public internal(set) subscript(kind: ScoreKind) -> Double? {
        get { values[Self.place(kind)] }
        set { values[Self.place(kind)] = newValue }
    }

    /// The means of several answers to one row.
    static func mean(_ all: [AnswerScores]) -> AnswerScores {
        guard all.count > 1 else { return all.first ?? AnswerScores() }
        var mean = AnswerScores()
        for kind in ScoreKind.allCases {
            let values = all.compactMap { $0[kind] }
            mean[kind] = values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
        }
        return mean
    }

    private static func place(_ kind: ScoreKind) -> Int {
        switch kind {
        case .exact: 0
        case .normalized: 1
        case .contained: 2
        case .f1: 3
        case .rougeL: 4
        case .lengthRatio: 5
        case .jsonValid: 6
        case .jsonEqual: 7
        case .toolCalls: 8
        case .refused: 9
        case .cut: 10
        }
    }
}
