import Commands
import Evaluation
import FineTuning
import JSONText
import Text

extension EvalResult {
    /// One model with its place, for its keys.
    struct ModelPart: Sendable {
        let model: EvaluationReport.Model
        let cost: Money?
    }

    private struct PairPart: Sendable {
        let pair: EvaluationReport.Pair
        let models: [EvaluationReport.Model]
    }

    private struct RowPart: Sendable {
        let row: EvaluationReport.Row
        let models: [EvaluationReport.Model]
    }

    private struct AnswerPart: Sendable {
        let answers: EvaluationReport.Answers
        let model: ModelKey
    }

    /// The keys of its JSON.
    static let fields: JSONFields<EvalResult> = [
        JSONField("file", "the file of rows") { .string($0.file) },
        JSONField("seed", "what decides the draws of the intervals") { .integer($0.bootstrap.seed) },
        JSONField("resamples", "draws of each interval") { .integer($0.bootstrap.resamples) },
        .list("models", "the models, in the order of the command line", modelFields) { result in
            zip(result.report.models, result.costs).map { ModelPart(model: $0, cost: $1) }
        },
        .list("comparisons", "every two models on the rows that both were asked", pairFields) { result in
            result.report.pairs.map { PairPart(pair: $0, models: result.report.models) }
        },
        .list("rows", "the rows that have an answer, in the order of the file", rowFields) { result in
            result.report.rows.map { RowPart(row: $0, models: result.report.models) }
        },
        .object("leakage", "rows that are in the training file, too; null where none is known", leakageFields) {
            $0.leakage
        },
        .list("unmet", "minimums that a model does not reach", unmetFields) { result in
            result.unmet.map { (UnmetPart(unmet: $0, model: result.report.models[$0.model].key)) }
        },
        .object("grader", "what the judging model said; null without --grader", Judgement.fields) { $0.judgement },
    ]

    private static let leakageFields: JSONFields<Leakage> = [
        JSONField("training_file", "the training file") { .string($0.trainingFile) },
        JSONField("lines", "lines whose question the training file asks, too") {
            .array($0.same.map(JSONValue.integer))
        },
        JSONField("nearly_lines", "lines whose question is nearly one of the training file") {
            .array($0.nearlySame.map(JSONValue.integer))
        },
    ]

    private struct UnmetPart: Sendable {
        let unmet: ScoreMinimum.Unmet
        let model: ModelKey
    }

    private static let unmetFields: JSONFields<UnmetPart> = [
        JSONField("model", "the model") { .string($0.model.model.rawValue) },
        JSONField("account", "its account") { .string($0.model.account.rawValue) },
        JSONField("score", "the score") { .string($0.unmet.kind.rawValue) },
        JSONField("value", "what the model reaches") { number($0.unmet.value) },
        JSONField("minimum", "what was asked for") { number($0.unmet.least) },
    ]

    private static let modelFields = namedFields + scoreFields + costFields

    private static let namedFields: JSONFields<ModelPart> =
        [
            JSONField("model", "the model") { .string($0.model.key.model.rawValue) },
            JSONField("account", "the account under which it was asked") { .string($0.model.key.account.rawValue) },
            JSONField("rows", "rows that it was asked") { .integer($0.model.rows) },
            JSONField("failed", "of these, rows without a reply that can be read; their scores are 0") {
                .integer($0.model.failed)
            },
            JSONField("empty", "of these, rows with an empty reply") { .integer($0.model.empty) },
        ]

    private static let scoreFields = JSONFields<ModelPart>(
        ScoreKind.allCases.flatMap { kind -> [JSONField<ModelPart>] in
            [
                JSONField(kind.rawValue, kind.meaning) { number($0.model.scores[kind]?.mean) },
                JSONField("\(kind.rawValue)_interval", "its 95 % interval: lowest and highest") {
                    interval($0.model.scores[kind])
                },
            ]
        })

    private static let costFields: JSONFields<ModelPart> = [
        JSONField("prompt_tokens", "tokens that it read") { .integer($0.model.promptTokens) },
        JSONField("completion_tokens", "tokens that it wrote") { .integer($0.model.completionTokens) },
        JSONField("cost", "what its answers cost, in US dollars; null where prices are not known") {
            $0.cost.map { .number(JSONNumber(text: $0.decimal)) } ?? .null
        },
        JSONField("latency", "mean seconds of an answer") { number($0.model.latency?.inSeconds) },
    ]

    private static let pairFields = pairNameFields + differenceFields

    private static let pairNameFields: JSONFields<PairPart> =
        [
            JSONField("first", "one model") { .string($0.models[$0.pair.first].key.model.rawValue) },
            JSONField("first_account", "its account") { .string($0.models[$0.pair.first].key.account.rawValue) },
            JSONField("second", "the other model") { .string($0.models[$0.pair.second].key.model.rawValue) },
            JSONField("second_account", "its account") { .string($0.models[$0.pair.second].key.account.rawValue) },
            JSONField("rows", "rows that both were asked") { .integer($0.pair.rows) },
        ]

    private static let differenceFields = JSONFields<PairPart>(
        ScoreKind.allCases.flatMap { kind -> [JSONField<PairPart>] in
            [
                JSONField("\(kind.rawValue)_difference", "the first one's \(kind.rawValue) less the second one's") {
                    number($0.pair.differences[kind]?.mean)
                },
                JSONField("\(kind.rawValue)_difference_interval", "its 95 % interval: lowest and highest") {
                    interval($0.pair.differences[kind])
                },
            ]
        })

    private static let rowFields: JSONFields<RowPart> = [
        JSONField("line", "the line of the file") { .integer($0.row.row.line) },
        JSONField("question", "the last message of a user") { .string($0.row.row.question) },
        JSONField("expected", "the row's own answer") { .string($0.row.row.expectedText) },
        .list("answers", "what the models answered; those that were not asked are missing", answerFields) { part in
            zip(part.models, part.row.answers).compactMap { model, answers in
                answers.map { AnswerPart(answers: $0, model: model.key) }
            }
        },
    ]

    private static let answerFields = answerNameFields + answerScoreFields

    private static let answerNameFields: JSONFields<AnswerPart> =
        [
            JSONField("model", "the model") { .string($0.model.model.rawValue) },
            JSONField("account", "its account") { .string($0.model.account.rawValue) },
            JSONField("answer", "the first answer; null where there is none") {
                .text($0.answers.all.first?.reply?.text)
            },
            JSONField("samples", "answers to this row") { .integer($0.answers.all.count) },
            JSONField("finish_reason", "stop, length or another word of the API") {
                .text($0.answers.all.first?.reply?.finishReason)
            },
            JSONField("refusal", "why the model would not answer") { .text($0.answers.all.first?.reply?.refusal) },
            JSONField("error", "why there is no answer") { .text($0.answers.all.first?.problem) },
        ]

    private static let answerScoreFields = JSONFields<AnswerPart>(
        ScoreKind.allCases.map { kind -> JSONField<AnswerPart> in
            JSONField(kind.rawValue, kind.meaning) { number($0.answers.scores[kind]) }
        })

    private static func number(_ value: Double?) -> JSONValue {
        value.map { .number(JSONNumber(text: "\($0)")) } ?? .null
    }

    private static func interval(_ mean: ScoreMean?) -> JSONValue {
        mean.map { .array([number($0.interval.lowerBound), number($0.interval.upperBound)]) } ?? .null
    }

    /// One model a line, for tables and CSV.
    static func report(_ kinds: [ScoreKind], hasCosts: Bool = true) -> Report<ModelPart> {
        Report(name: { $0.model.key.model.rawValue }, columns: columns(kinds, hasCosts))
    }

    private static func columns(_ kinds: [ScoreKind], _ hasCosts: Bool) -> [ReportColumn<ModelPart>] {
        var columns: [ReportColumn<ModelPart>] = [
            ReportColumn("model", "MODEL", meaning: "the model", room: .elastic(least: 16)) {
                .text($0.model.key.model.rawValue)
            },
            ReportColumn("account", meaning: "its account") { .text($0.model.key.account.rawValue) },
            ReportColumn("rows", "ROWS", meaning: "rows that it was asked") { .integer(Int64($0.model.rows)) },
        ]
        for kind in kinds { columns += scoreColumns(kind) }
        columns.append(
            ReportColumn("tokens", "TOKENS", meaning: "tokens read and written") {
                .integer($0.model.promptTokens + $0.model.completionTokens)
            })
        guard hasCosts else { return columns }
        columns.append(
            ReportColumn(
                "cost", "COST", meaning: "US dollars",
                cell: { part, _ in Table.Cell(part.cost.map { "\($0)" } ?? "") },
                value: { $0.cost.map { .number($0.dollars) } ?? .unknown }))
        return columns
    }

    private static func scoreColumns(_ kind: ScoreKind) -> [ReportColumn<ModelPart>] {
        [
            ReportColumn(
                kind.rawValue, kind.title, meaning: kind.meaning, alignment: .right,
                cell: { part, context in
                    Table.Cell(ScoreText.text(part.model.scores[kind], isWide: context.format == .wide))
                },
                value: { $0.model.scores[kind].map { .number($0.mean) } ?? .unknown }),
            ReportColumn("\(kind.rawValue)_low", meaning: "lowest of its 95 % interval") {
                $0.model.scores[kind].map { .number($0.interval.lowerBound) } ?? .unknown
            },
            ReportColumn("\(kind.rawValue)_high", meaning: "highest of its 95 % interval") {
                $0.model.scores[kind].map { .number($0.interval.upperBound) } ?? .unknown
            },
        ]
    }
}

extension ScoreKind {
    /// The head of its column.
    var title: String {
        switch self {
        case .exact: "EXACT"
        case .normalized: "NORMALIZED"
        case .contained: "CONTAINED"
        case .f1: "TOKEN F1"
        case .rougeL: "ROUGE-L"
        case .lengthRatio: "LENGTH"
        case .jsonValid: "JSON"
        case .jsonEqual: "JSON EQUAL"
        case .toolCalls: "TOOL CALLS"
        case .refused: "REFUSED"
        case .cut: "CUT"
        }
    }

    /// For the manual.
    var meaning: String {
        switch self {
        case .exact: "share of answers with the very same bytes"
        case .normalized: "share of answers that are the same without case, punctuation and articles (SQuAD)"
        case .contained: "share of answers that contain the expected words"
        case .f1: "token F1 (SQuAD)"
        case .rougeL: "ROUGE-L, F-measure, without stemming"
        case .lengthRatio: "words of the shorter text for each word of the longer one"
        case .jsonValid: "share of answers that are JSON, where the expected one is"
        case .jsonEqual: "share of answers that say the same in JSON, where the expected one is JSON"
        case .toolCalls: "share of answers with the same calls of tools, where some are expected"
        case .refused: "share of answers in which the model would not answer"
        case .cut: "share of answers that end at the token limit"
        }
    }
}

/// Scores as people read them.
enum ScoreText {
    /// `0.684 ±0.012`; nothing where there is none.
    static func text(_ mean: ScoreMean?, isWide: Bool = true) -> String {
        guard let mean else { return "" }
        let half = (mean.interval.upperBound - mean.interval.lowerBound) / 2
        return HumanText.decimal(mean.mean, places: 3)
            + (isWide ? " ±\(HumanText.decimal(half, places: 3))" : "")
    }
}
