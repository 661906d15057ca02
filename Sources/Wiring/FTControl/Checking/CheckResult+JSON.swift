import Commands
import FineTuning
import JSONText
import JobViews
import TrainingCheck
import TrainingData

/// A check as programs read it.
///
/// A contract: keys are only ever added, and what is unknown is null.
extension CheckResult {
    /// The whole of it as one object.
    var json: JSONObject { Self.fields.object(self) }

    /// Its keys.
    static let fields: JSONFields<CheckResult> =
        fileFields.map { File(report: $0.outcome.training, limit: $0.limit) } + [
            JSONField("auto_epochs", "the epochs that auto would likely choose") { result in
                let training = result.outcome.training
                let hasEpochs = training.isReadable && training.shape != .reinforcement
                return hasEpochs ? .integer(training.autoEpochs) : .null
            },
            JSONField("model", "the model to tune") { .string($0.model.rawValue) },
            JSONField("model_shutdown", "the day on which it stops answering: 2027-01-14") {
                .text($0.facts?.shutdown?.value.description)
            },
            .object("cost", "what the training costs, or why nobody knows", TrainingPriceText.fields) { $0.price },
            .object("fix", "what --fix changed", fixFields) { $0.fix },
            .object("validation", "the same for the validation file", fileFields) { result in
                result.outcome.validation.map { File(report: $0, limit: result.limit) }
            },
        ]

    /// One file of a check.
    private struct File: Sendable {
        let report: CheckReport
        /// The most tokens of an example.
        let limit: Int?

        /// Nil where they were not counted.
        var tokens: Tokens? {
            (report.isReadable ? report.tokens : nil).map { Tokens(tokens: $0, limit: limit) }
        }
    }

    private struct Tokens: Sendable {
        let tokens: TokenTotals
        let limit: Int?
    }

    private static let fileFields: JSONFields<File> = [
        JSONField("file", "the file") { .string($0.report.file) },
        JSONField("shape", "supervised, preference or reinforcement") { .string($0.report.shape.rawValue) },
        JSONField("shape_told", "whether the rows told the shape, since --method did not") {
            .bool($0.report.isShapeTold)
        },
        JSONField("rows", "how many rows") { .integer($0.report.rows) },
        JSONField("bytes", "its size") { .integer($0.report.bytes) },
        JSONField("refused", "whether the server would refuse it") { .bool($0.report.errors > 0) },
        JSONField("errors", "findings for which it would") { .integer($0.report.errors) },
        JSONField("warnings", "findings that make a model worse") { .integer($0.report.warnings) },
        .list("rules", "how often each rule found something", ruleFields) { $0.report.rules },
        .list("findings", "what was found", findingFields) { $0.report.findings },
        JSONField("unlisted", "findings that are counted, but not listed") { .integer($0.report.unlisted) },
        .object("messages", "messages an example", spreadFields) { Spread($0.report.messages) },
        .object("tokens", "tokens of the file", tokenFields) { $0.tokens },
    ]

    private static let ruleFields: JSONFields<RuleCount> = [
        JSONField("rule", "its name") { .string($0.rule.rawValue) },
        JSONField("severity", "error or warning") { .string($0.rule.severity.rawValue) },
        JSONField("count", "how often") { .integer($0.count) },
    ]

    private static let findingFields: JSONFields<Finding> = [
        JSONField("line", "the line, from 1 on") { $0.line.map { .integer($0) } ?? .null },
        JSONField("column", "the column, from 1 on") { $0.column.map { .integer($0) } ?? .null },
        JSONField("rule", "the name of the rule") { .string($0.rule.rawValue) },
        JSONField("severity", "error or warning") { .string($0.severity.rawValue) },
        JSONField("message", "what is wrong") { .string($0.message) },
        JSONField("mend", "what --fix would make of it") { .text($0.mend) },
    ]

    private static let tokenFields: JSONFields<Tokens> = [
        JSONField("encoding", "the encoding that they are counted in") { .string($0.tokens.encoding) },
        JSONField("exact", "whether all of them are the server's own: counted, and of texts alone") {
            .bool($0.tokens.isExact)
        },
        JSONField("images", "tokens of images among them, by the vision guide's rule") { .integer($0.tokens.images) },
        JSONField("uncounted_images", "images whose tokens are not known here") {
            .integer($0.tokens.uncountedImages)
        },
        JSONField("tools", "tokens of the text of tools among them") { .integer($0.tokens.tools) },
        JSONField("trained", "tokens that one epoch trains") { .integer($0.tokens.trained) },
        JSONField("billed", "tokens that one epoch is billed for") { .integer($0.tokens.billed) },
        JSONField("contents", "tokens of the messages") { .integer($0.tokens.contents) },
        JSONField("assistant", "tokens of the answers") { .integer($0.tokens.assistant) },
        JSONField("example_limit", "the most tokens of an example") { $0.limit.map { .integer($0) } ?? .null },
        .object("per_example", "tokens an example", spreadFields) { Spread($0.tokens.perRow) },
    ]

    private static let mendFields: JSONFields<RuleCount> = [
        JSONField("rule", "the name of the rule") { .string($0.rule.rawValue) },
        JSONField("count", "how often") { .integer($0.count) },
    ]

    private static let fixFields: JSONFields<Fix> = [
        JSONField("file", "the file that was read") { .string($0.source) },
        JSONField("rows", "its rows") { .integer($0.report.rows) },
        JSONField("changed", "rows that were mended") { .integer($0.report.changed) },
        JSONField("removed", "rows that were left out") { .integer($0.report.removed) },
        .list("mends", "how often each rule was mended", mendFields) { $0.report.mends },
    ]

    /// What most examples have.
    private struct Spread: Sendable {
        let least: Int
        let median: Int
        let greatest: Int
        let mean: Double

        init?(_ histogram: Histogram) {
            guard let least = histogram.least, let greatest = histogram.greatest else { return nil }
            (self.least, self.greatest) = (least, greatest)
            (median, mean) = (histogram.median, histogram.mean)
        }
    }

    private static let spreadFields: JSONFields<Spread> = [
        JSONField("least", "the fewest") { .integer($0.least) },
        JSONField("median", "half of them have no more") { .integer($0.median) },
        JSONField("greatest", "the most") { .integer($0.greatest) },
        JSONField("mean", "on average") { ReportValue.number(($0.mean * 100).rounded() / 100).json },
    ]

    // MARK: One finding a line

    /// A finding and the file that it is in.
    struct Line: Sendable {
        let file: String
        let finding: Finding
    }

    /// The listed findings of both files in the order of their lines.
    var lines: [Line] {
        [outcome.training, outcome.validation].compactMap(\.self).flatMap { report in
            report.findings.map { Line(file: report.file, finding: $0) }
        }
    }

    /// Findings as lines of JSON, CSV, or the names of their rules.
    static let report = Report<Line>(
        name: { $0.finding.rule.rawValue },
        columns: [
            ReportColumn("file", meaning: "the file") { .text($0.file) },
            ReportColumn("line", meaning: "the line, from 1 on") { .optional($0.finding.line.map { Int64($0) }) },
            ReportColumn("column", meaning: "the column, from 1 on") { .optional($0.finding.column.map { Int64($0) }) },
            ReportColumn("rule", meaning: "the name of the rule") { .text($0.finding.rule.rawValue) },
            ReportColumn("severity", meaning: "error or warning") { .text($0.finding.severity.rawValue) },
            ReportColumn("message", meaning: "what is wrong") { .text($0.finding.message) },
            ReportColumn("mend", meaning: "what --fix would make of it") { .optional($0.finding.mend) },
        ])
}
