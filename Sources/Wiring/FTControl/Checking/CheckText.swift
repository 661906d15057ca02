import Charts
import Commands
import FineTuning
import JobViews
import Text
import TrainingCheck
import TrainingData

/// A check as a person reads it: errors first, findings by rule so that many of one kind hide no other.
struct CheckText {
    let result: CheckResult
    let context: CommandContext
    /// Findings of one rule that are shown; nil for all that are listed.
    let mostOfARule: Int?

    /// A line of the result may have so many columns; nil in a pipe.
    private var width: Int? {
        context.terminal.outputIsTerminal && context.format != .wide ? context.terminal.width : nil
    }

    /// Everything, line by line.
    func lines() -> [String] {
        let training = result.outcome.training
        var lines = file(training)
        lines += facts(training, isTraining: true)
        if let validation = result.outcome.validation {
            lines += [""] + file(validation)
            lines += facts(validation, isTraining: false)
        }
        return lines
    }

    // MARK: Findings

    private func file(_ report: CheckReport) -> [String] {
        let facts =
            report.count(of: .notJSONL) > 0
            ? "not JSONL"
            : "\(HumanText.count(report.rows, "example")), \(HumanText.bytes(Int64(report.bytes))), "
                + report.shape.phrase
        var lines = wrapped("\(report.file): \(facts)")
        for severity in Severity.allCases {
            for rule in report.rules where rule.rule.severity == severity { lines += findings(of: rule, in: report) }
        }
        return lines + [verdict(report)]
    }

    private func findings(of rule: RuleCount, in report: CheckReport) -> [String] {
        let all = report.findings.filter { $0.rule == rule.rule }
        let shown = all.prefix(mostOfARule ?? .max)
        let severity = rule.rule.severity
        let head =
            context.paint(severity.marked, severity.style) + "  " + context.paint(rule.rule.rawValue, .bold)
            + "  " + HumanText.number(rule.count) + mend(all)
        let places = shown.map(Self.place)
        let column = (places.map(\.count).max() ?? 0) + 2
        var lines = [head]
        for (finding, place) in zip(shown, places) {
            let start = "  " + (column > 2 ? place.padded(to: column) : "")
            lines += wrapped(finding.message, after: start)
        }
        let rest = rule.count - shown.count
        guard rest > 0 else { return lines }
        // What the check has not kept, --all may bring; what it counts without places, nothing does.
        let canShowMore = shown.count < all.count || all.count == Self.mostListedUnasked
        return lines + ["  \(HumanText.number(rest)) more\(canShowMore ? ": --all" : ", not listed")"]
    }

    /// The findings of one rule that `--all` lists; the counts are exact beyond.
    static let mostListed = 100_000
    /// The findings of one rule that are listed without it.
    static let mostListedUnasked = 1_000

    /// What `--fix` does about findings of one rule.
    private func mend(_ findings: [Finding]) -> String {
        let mends = findings.compactMap(\.mend)
        guard let first = mends.first else { return "" }
        let isSame = mends.count == findings.count && mends.allSatisfy { $0 == first }
        return context.paint(
            " (--fix \(isSame ? first : "mends \(mends.count < findings.count ? "some" : "them")"))", .dim)
    }

    private static func place(_ finding: Finding) -> String {
        guard let line = finding.line else { return "" }
        return "line \(line)" + (finding.column.map { ", col \($0)" } ?? "")
    }

    private func verdict(_ report: CheckReport) -> String {
        let warnings = report.warnings > 0 ? [HumanText.count(report.warnings, "warning")] : []
        let line: String
        if result.isPart, report.errors == 0 {
            line =
                "no error in this part; whether the server would take the whole is told by ftctl check --merge"
                + (warnings.isEmpty ? "" : ": \(warnings.joined())")
        } else if report.errors > 0 {
            let counts = ([HumanText.count(report.errors, "error")] + warnings).joined(separator: ", ")
            line = context.paint("✖ the server would refuse this file", .bad) + ": \(counts)"
        } else {
            line =
                context.paint("✔ the server would take this file", .good)
                + (warnings.isEmpty ? "" : ": \(warnings.joined())")
        }
        return line
    }

    // MARK: Figures

    private func facts(_ report: CheckReport, isTraining: Bool) -> [String] {
        guard report.isReadable else { return [] }
        var facts: [(label: String, lines: [String])] = [("messages", [spread(report.messages, "an example")])]
        if let tokens = report.tokens {
            let limit = result.limit.map { ", limit \(HumanText.number($0))" } ?? ""
            facts.append(("tokens", [spread(tokens.perRow, "an example") + limit]))
            facts.append(("as trained", total(tokens, isTraining: isTraining)))
        } else if let why = result.whyNoTokens {
            facts.append(("tokens", ["not counted: \(why)"]))
        }
        if isTraining {
            if report.shape != .reinforcement {
                let auto = "auto would train \(HumanText.number(report.autoEpochs))"
                facts.append(("epochs", [result.epochs.map { "\($0); \(auto)" } ?? auto]))
            }
            facts.append(("model", [result.model.rawValue.printable + shutdown]))
            facts.append(("cost", result.price.lines))
        }
        return facts.flatMap { label, texts in
            texts.enumerated().flatMap { index, text in
                let start = "  " + context.paint((index == 0 ? label : "").padded(to: 12), .dim)
                return wrapped(text, after: start, columns: 14)
            }
        }
    }

    /// What one epoch is charged as, and what the messages hold of it.
    private func total(_ tokens: TokenTotals, isTraining: Bool) -> [String] {
        let amount = (tokens.isExact ? "" : "about ") + HumanText.number(tokens.trained)
        let kind = "(\(tokens.encoding), \(tokens.isExact ? "exact" : "estimated"))"
        var lines = [
            "\(amount)\(isTraining ? " an epoch" : "") \(kind), \(HumanText.number(tokens.contents)) in messages"
        ]
        if tokens.billed < tokens.trained {
            lines.append("\(HumanText.number(tokens.billed)) of them within the limit")
        }
        return lines + (tokens.isExact ? [] : ["exact counts: ftctl tokenizer install \(tokens.encoding)"])
    }

    /// `▁▂▅▇▆▄▂▁▁▁  40 to 599 an example, median 121`.
    private func spread(_ histogram: Histogram, _ unit: String) -> String {
        let least = histogram.least ?? 0
        let greatest = histogram.greatest ?? 0
        guard greatest > least else { return "\(HumanText.number(least)) \(unit)" }
        let bars = histogram.bars(min(10, greatest - least + 1)).map(Double.init)
        return "\(Sparkline.text(bars, width: bars.count))  \(HumanText.number(least)) to "
            + "\(HumanText.number(greatest)) \(unit), median \(HumanText.number(histogram.median))"
    }

    private var shutdown: String {
        guard let shutdown = result.facts?.shutdown else { return "" }
        let end = shutdown.value.start
        let when =
            end > context.now
            ? "shuts down in \(HumanText.duration(end - context.now))" : "was shut down"
        return ", \(when) (\(shutdown.value))"
    }

    // MARK: Lines

    /// Text behind the start of a line, continued below where it is too long for the terminal.
    private func wrapped(_ text: String, after start: String = "", columns: Int? = nil) -> [String] {
        let indent = columns ?? start.displayWidth
        guard let width else { return [start + text.printable] }
        let parts = TextWrapping.lines(text, width: max(20, width - indent))
        let padding = String(repeating: " ", count: indent)
        return parts.enumerated().map { ($0 == 0 ? start : padding) + $1 }
    }
}
