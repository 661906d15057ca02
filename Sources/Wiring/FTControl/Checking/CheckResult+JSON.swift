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
    var json: JSONObject {
        var object = Self.object(outcome.training, limit: limit)
        let hasEpochs = outcome.training.isReadable && outcome.training.shape != .reinforcement
        object["auto_epochs"] = hasEpochs ? .integer(outcome.training.autoEpochs) : .null
        object["model"] = .string(model.rawValue)
        object["model_shutdown"] = .text(facts?.shutdown?.value.description)
        object["cost"] = price.json
        object["fix"] = fix.map { .object(Self.object($0)) } ?? .null
        object["validation"] = outcome.validation.map { .object(Self.object($0, limit: limit)) } ?? .null
        return object
    }

    private static func object(_ report: CheckReport, limit: Int?) -> JSONObject {
        [
            "file": .string(report.file), "shape": .string(report.shape.rawValue), "rows": .integer(report.rows),
            "bytes": .integer(report.bytes), "refused": .bool(report.errors > 0), "errors": .integer(report.errors),
            "warnings": .integer(report.warnings),
            "rules": .array(
                report.rules.map { count in
                    .object([
                        "rule": .string(count.rule.rawValue), "severity": .string(count.rule.severity.rawValue),
                        "count": .integer(count.count),
                    ])
                }),
            "findings": .array(report.findings.map { .object(object($0)) }), "unlisted": .integer(report.unlisted),
            "messages": spread(report.messages),
            "tokens": (report.isReadable ? report.tokens : nil).map { tokens in
                .object([
                    "encoding": .string(tokens.encoding), "exact": .bool(tokens.isExact),
                    "trained": .integer(tokens.trained), "billed": .integer(tokens.billed),
                    "contents": .integer(tokens.contents), "assistant": .integer(tokens.assistant),
                    "example_limit": limit.map { .integer($0) } ?? .null, "per_example": spread(tokens.perRow),
                ])
            } ?? .null,
        ]
    }

    private static func object(_ finding: Finding) -> JSONObject {
        [
            "line": finding.line.map { .integer($0) } ?? .null, "column": finding.column.map { .integer($0) } ?? .null,
            "rule": .string(finding.rule.rawValue), "severity": .string(finding.severity.rawValue),
            "message": .string(finding.message), "mend": .text(finding.mend),
        ]
    }

    private static func object(_ fix: Fix) -> JSONObject {
        [
            "file": .string(fix.source), "rows": .integer(fix.report.rows), "changed": .integer(fix.report.changed),
            "removed": .integer(fix.report.removed),
            "mends": .array(
                fix.report.mends.map {
                    .object(["rule": .string($0.rule.rawValue), "count": .integer($0.count)])
                }),
        ]
    }

    private static func spread(_ histogram: Histogram) -> JSONValue {
        guard let least = histogram.least, let greatest = histogram.greatest else { return .null }
        return .object([
            "least": .integer(least), "median": .integer(histogram.median), "greatest": .integer(greatest),
            "mean": ReportValue.number((histogram.mean * 100).rounded() / 100).json,
        ])
    }

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
            ReportColumn("file") { .text($0.file) },
            ReportColumn("line") { .optional($0.finding.line.map { Int64($0) }) },
            ReportColumn("column") { .optional($0.finding.column.map { Int64($0) }) },
            ReportColumn("rule") { .text($0.finding.rule.rawValue) },
            ReportColumn("severity") { .text($0.finding.severity.rawValue) },
            ReportColumn("message") { .text($0.finding.message) },
            ReportColumn("mend") { .optional($0.finding.mend) },
        ])
}
