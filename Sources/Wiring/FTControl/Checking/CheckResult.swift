import Commands
import FineTuning
import JobViews
import TrainingCheck
import TrainingData

/// What a check found, and what is known about the training that the file is for.
struct CheckResult: Sendable {
    let outcome: CheckOutcome
    /// The model that the file is to tune.
    let model: ModelName
    let facts: ModelFacts?
    /// Passes over the file that were asked for; nil leaves them to the server.
    let epochs: Int?
    let price: TrainingPriceText
    /// Why tokens were not counted, as a sentence; nil when they were.
    let whyNoTokens: String?
    /// What was mended before, if anything.
    let fix: Fix?

    /// Whether the file is a part of more, so that nothing is said of the whole.
    var isPart = false

    /// A run of the fixer.
    struct Fix: Sendable {
        /// The file that was mended.
        let source: String
        let report: FixReport
    }

    /// Tokens of an example that the model trains on, if that was said.
    var limit: Int? { facts?.exampleLimit?.value }
}

extension CheckReport {
    /// Whether there was a row to count anything of.
    var isReadable: Bool { messages.count > 0 }
}

extension TrainingShape {
    /// `supervised rows`, as people read it.
    var phrase: String {
        switch self {
        case .supervised: "chat rows (supervised)"
        case .preference: "preference rows (dpo)"
        case .reinforcement: "reinforcement rows"
        }
    }
}

extension Severity {
    /// A symbol shown beside the word.
    var marked: String {
        switch self {
        case .error: "✖ error"
        case .warning: "▲ warning"
        }
    }

    /// The colour of glyph and word.
    var style: TextStyle {
        switch self {
        case .error: .bad
        case .warning: .warning
        }
    }
}

extension TokenTotals {
    /// `exact`, `estimated`, or what the word holds of.
    var kind: String { isExact ? "exact" : countsTextsExactly ? "texts exact" : "estimated" }
}
