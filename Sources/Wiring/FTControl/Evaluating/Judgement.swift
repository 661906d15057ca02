import Commands
import Evaluation
import FineTuning
import JSONText
import Text

/// What a judging model said of the answers, for people and programs.
struct Judgement: Sendable {
    let grader: ModelKey
    let outcomes: [Grading.Outcome]
    let models: [ModelKey]

    private struct Part: Sendable {
        let outcome: Grading.Outcome
        let models: [ModelKey]
    }

    /// The keys of its JSON.
    static let fields: JSONFields<Judgement> = [
        JSONField("model", "the model that judged") { .string($0.grader.model.rawValue) },
        JSONField("account", "its account") { .string($0.grader.account.rawValue) },
        .list("matches", "two sides each, compared in both orders", partFields) { judgement in
            judgement.outcomes.map { Part(outcome: $0, models: judgement.models) }
        },
    ]

    private static let partFields: JSONFields<Part> = [
        JSONField("first", "one model") { .string($0.models[$0.outcome.match.first].model.rawValue) },
        JSONField("second", "the other one; null stands for the rows' own answers") { part in
            .text(part.outcome.match.second.map { part.models[$0].model.rawValue })
        },
        JSONField("wins", "rows at which the first won in both orders") { .integer($0.outcome.wins) },
        JSONField("losses", "rows at which the second won in both orders") { .integer($0.outcome.losses) },
        JSONField("ties", "rows without a winner, or with another one in the other order") {
            .integer($0.outcome.ties)
        },
        JSONField("unclear", "rows without a verdict that can be read") { .integer($0.outcome.unclear) },
        JSONField("win_rate", "wins and half of the ties for each judged row") {
            $0.outcome.winRate.map { .number(JSONNumber(text: "\($0.mean)")) } ?? .null
        },
        JSONField("win_rate_interval", "its 95 % interval: lowest and highest") {
            $0.outcome.winRate.map { rate in
                .array([rate.interval.lowerBound, rate.interval.upperBound].map { .number(JSONNumber(text: "\($0)")) })
            } ?? .null
        },
    ]

    /// A line for each match.
    var lines: [String] {
        let names = models.map { $0.shown(among: models) }
        return outcomes.map { outcome in
            let other = outcome.match.second.map { names[$0] } ?? "the rows' own answers"
            let rate = outcome.winRate.map { ", win rate \(ScoreText.text($0))" } ?? ""
            let unclear = outcome.unclear > 0 ? ", \(HumanText.number(outcome.unclear)) unclear" : ""
            return "\(grader.model.rawValue.printable) judges: \(names[outcome.match.first]) beats \(other) at "
                + "\(HumanText.count(outcome.wins, "row")), loses at \(HumanText.number(outcome.losses)), "
                + "\(HumanText.number(outcome.ties)) tied\(unclear)\(rate)"
        }
    }
}
