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
        let size = HumanText.bytes(Int64(report.bytes))
        let facts =
            if report.count(of: .foreignShape) > 0 {
                (report.rows > 0 ? "\(HumanText.count(report.rows, "row")), " : "") + "\(size), not for training"
            } else if report.count(of: .notJSONL) > 0 {
                "not JSONL" + (report.rows > 0 ? ", \(HumanText.count(report.rows, "example")), \(size)" : "")
            } else {
                "\(HumanText.count(report.rows, "example")), \(size), \(report.shape.phrase)"
            }
        // The verdict comes before what may be many lines.
        var lines = wrapped("\(report.file): \(facts)") + verdict(report)
        for severity in Severity.allCases {
            for rule in report.rules where rule.rule.severity == severity { lines += findings(of: rule, in: report) }
        }
        return lines
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

    private func verdict(_ report: CheckReport) -> [String] {
        let counts = [
            report.errors > 0 ? HumanText.count(report.errors, "error") : nil,
            report.warnings > 0 ? HumanText.count(report.warnings, "warning") : nil,
        ].compactMap(\.self).joined(separator: ", ")
        let end = counts.isEmpty ? "" : ": \(counts)"
        let shape = report.isShapeTold ? shapeWords(report) : []
        if result.isPart, report.errors == 0 {
            return [
                "no error in this part; whether the server would take the whole is told by ftctl check --merge" + end
            ]
        }
        if report.errors > report.count(of: .model) {
            return [context.paint("✖ the server would refuse this file", .bad) + end] + shape
        }
        if report.errors > 0 {
            return [context.paint("✖ the server would refuse a job of this model", .bad) + end] + shape
        }
        if report.count(of: .modelDoubt) > 0 {
            return [context.paint("▲ the server would take this file, perhaps not for this model", .warning) + end]
                + shape
        }
        return [context.paint("✔ the server would take this file", .good) + end] + shape
    }

    /// What nobody said and the rows did, with the words to say it.
    private func shapeWords(_ report: CheckReport) -> [String] {
        let words = "--method \(report.shape.method)" + (report.shape == .reinforcement ? " --grader FILE" : "")
        return wrapped(
            "judged as \(report.shape.phrase), since all rows are: submit with \(words)", after: "  ", columns: 4)
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
        let amount = (tokens.countsTextsExactly ? "" : "about ") + HumanText.number(tokens.trained)
        let kind = "(\(tokens.encoding), \(tokens.kind))"
        var lines = [
            "\(amount)\(isTraining ? " an epoch" : "") \(kind), \(HumanText.number(tokens.contents)) in messages"
        ]
        if tokens.billed < tokens.trained {
            lines.append("\(HumanText.number(tokens.billed)) of them within the limit")
        }
        if tokens.images > 0 {
            lines.append("\(HumanText.number(tokens.images)) of them images, by the vision guide's rule")
        }
        if tokens.uncountedImages > 0 {
            lines.append("\(HumanText.count(tokens.uncountedImages, "image")) not counted: the size is not known here")
        }
        if tokens.tools > 0 {
            lines.append(
                "\(HumanText.number(tokens.tools)) of them the text of tools, whose real cost is not published")
        }
        return lines
            + (tokens.countsTextsExactly ? [] : ["exact counts: ftctl tokenizer install \(tokens.encoding)"])
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
