import Commands
import Evaluation
import FineTuning
import Text

/// What an evaluation came to, and what it rests on.
struct EvalResult: Sendable {
    let file: String
    let report: EvaluationReport
    /// By the places of the report's models.
    let costs: [Money?]
    let leakage: Leakage?
    let bootstrap: Bootstrap
    let unmet: [ScoreMinimum.Unmet]
    var judgement: Judgement?

    /// The names of the models as they are shown.
    var names: [String] {
        let keys = report.models.map(\.key)
        return keys.map { $0.shown(among: keys) }
    }

    /// The row numbers that are in a training file, too.
    struct Leakage: Sendable, Equatable {
        let trainingFile: String
        /// Lines whose question the training file asks, too.
        let same: [Int]
        /// Lines whose question is nearly one of the training file.
        let nearlySame: [Int]
    }
}

/// A score that every model has to reach.
struct ScoreMinimum: Sendable, Equatable {
    let kind: ScoreKind
    let least: Double

    /// A model that does not reach it.
    struct Unmet: Sendable, Equatable {
        let model: Int
        let kind: ScoreKind
        let least: Double
        /// Nil where the score applies to none of its rows.
        let value: Double?
    }

    /// The models that do not reach it.
    func unmet(in report: EvaluationReport) -> [Unmet] {
        report.models.enumerated().compactMap { place, model in
            let value = model.scores[kind]?.mean
            guard value.map({ $0 < least }) ?? true else { return nil }
            return Unmet(model: place, kind: kind, least: least, value: value)
        }
    }
}

extension ArgumentKind where Value == ScoreMinimum {
    /// `f1=0.8`.
    static func minimum(_ name: String = "SCORE=NUMBER") -> Self {
        let words = ScoreKind.allCases.filter(\.isMerit).map(\.rawValue)
        return ArgumentKind(
            name: name,
            expectation: "a score and a number from 0 to 1 such as f1=0.8; there are \(words.joined(separator: ", "))"
        ) { text in
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let kind = ScoreKind(rawValue: parts[0]), kind.isMerit,
                let least = Double(parts[1]),
                (0...1).contains(least)
            else { return nil }
            return ScoreMinimum(kind: kind, least: least)
        }
    }
}
