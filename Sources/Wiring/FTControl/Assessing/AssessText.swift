import Commands
import FineTuning
import Text
import TrainingCheck
import TrainingData

/// An assessment as people see it.
struct AssessText {
    let result: AssessResult
    let context: CommandContext

    private var report: CorpusReport { result.report }
    private var assessment: Assessment { result.assessment }
    private var figures: CorpusFigures { assessment.figures }
    private var terms: AssessmentTerms { assessment.terms }
    private var costs: AssessmentCosts { assessment.costs }
    private var width: Int { context.terminal.outputIsTerminal ? min(max(context.terminal.width, 40), 100) : 80 }

    /// All of it.
    func lines() -> [String] {
        var lines = TextWrapping.lines(headline, width: width)
        lines += block(mark + verdict, style)
        for reason in assessment.reasons {
            lines += wrapped(AssessReasonText(result: result).sentence(reason), indentation: 2)
        }
        lines += corpus
        if figures.whole.documents > 0 {
            lines += retrieval + weights
            lines += caveats
        }
        return lines + basis
    }

    // MARK: The verdict

    private var headline: String {
        let whole = figures.whole
        return "\(report.file.printable): \(HumanText.count(whole.documents, "document")), "
            + "\(HumanText.bytes(Int64(whole.bytes))) of text, \(tokens(whole.tokens)) "
            + "(\(report.encoding), \(report.isExact ? "exact" : "estimated"))"
    }

    private var mark: String {
        switch assessment.verdict {
        case .fineTune, .split: "✔ "
        case .keepRetrieving: "● "
        case .unknown: "? "
        }
    }

    private var style: TextStyle {
        switch assessment.verdict {
        case .fineTune, .split: .good
        case .keepRetrieving: .busy
        case .unknown: .warning
        }
    }

    private var verdict: String {
        switch assessment.verdict {
        case .fineTune: "fine-tune the static part"
        case .keepRetrieving: "keep retrieving"
        case .split: "both: split it"
        case .unknown: "not enough known"
        }
    }

    // MARK: The corpus

    private var corpus: [String] {
        var lines = field("text", report.text.printable + (report.textIsGuessed ? " (guessed by its name)" : ""))
        if report.empty > 0 { lines += field("", "\(HumanText.count(report.empty, "row")) without text left out") }
        if let time = report.time {
            lines += field("time", time.printable + (report.timeIsGuessed ? " (guessed by its name)" : ""))
        } else {
            lines += field("time", "no column looks like one: name it with --time COLUMN")
        }
        lines += badTimes
        guard figures.whole.documents > 0 else { return lines }
        let settled = figures.settled
        let documents = Self.percent(settled.documents, of: figures.whole.documents)
        lines += field(
            "static",
            "\(documents) of the documents, \(Self.percent(settled.tokens, of: figures.whole.tokens)) of the tokens: "
                + "not changed for \(HumanText.duration(result.staticFor))")
        lines += field("ages", ages)
        let (exact, near) = (report.duplicates, report.nearDuplicates)
        var overlap = "\(Self.percent(exact.tokens, of: figures.whole.tokens)) of the tokens said before"
        if let near { overlap += ", \(Self.percent(near.tokens, of: figures.whole.tokens)) nearly" }
        lines += field("overlap", overlap + (near == nil ? " (--near finds what is nearly the same)" : ""))
        if let target = result.target {
            lines += field("written", "\(HumanText.count(report.staticRows, "row")) to \(target.settled.printable)")
            lines += field("", "\(HumanText.count(report.dynamicRows, "row")) to \(target.changing.printable)")
        }
        return lines
    }

    private var badTimes: [String] {
        guard report.time != nil else { return [] }
        let problems: [(CorpusReport.BadTime.Problem, String)] = [
            (.missing, "without a time"), (.unreadable, "with a time that is none"), (.future, "with a time to come"),
        ]
        return problems.flatMap { problem, words -> [String] in
            guard let count = report.badTimeCounts[problem] else { return [] }
            let listed = report.badTimes.filter { $0.problem == problem }.prefix(8).map { HumanText.number($0.line) }
            let more = count > listed.count ? ", …" : ""
            let places = listed.isEmpty ? "" : ": line \(listed.joined(separator: ", "))\(more)"
            return field("", "\(HumanText.count(count, "row")) \(words)\(places)")
        }
    }

    /// Shares of the tokens, from young to old.
    private var ages: String {
        let whole = figures.whole.tokens
        var parts = report.ages.map { age in
            let share = Self.percent(age.tokens, of: whole).filter { $0 != " " }
            guard let days = age.days else { return "older \(share)" }
            return days % 365 == 0 ? "<\(days / 365)y \(share)" : "<\(days)d \(share)"
        }
        let dated = report.ages.reduce(0) { $0 + $1.tokens }
        if dated < whole { parts.append("unknown \(Self.percent(whole - dated, of: whole).filter { $0 != " " })") }
        return parts.joined(separator: " · ")
    }

    // MARK: Costs

    private var retrieval: [String] {
        var lines = section("with retrieval")
        let month = costs.embeddingMonth.map { ", \($0) a month for what changes" } ?? ""
        lines += field("embedding", price(costs.embedding, " once\(month)"))
        let stored = costs.storedBytes.map { " for \(HumanText.bytes(Int64($0)))" } ?? ""
        let free = assessment.prices.freeStorage
        lines += field(
            "storage", price(costs.storageMonth, " a month\(stored)\(free > 0 ? "; \(free) GB is free" : "")"))
        lines += field(
            "a query",
            price(
                costs.retrievalQuery,
                ": \(HumanText.count(terms.chunks, "passage")) of \(HumanText.count(terms.chunkTokens, "token")), "
                    + "\(terms.questionTokens) asked, \(terms.answerTokens) answered"))
        if let queries = terms.queries {
            lines += field(
                "a month", price(costs.retrievalMonth, " for \(HumanText.count(queries, "query", plural: "queries"))"))
        }
        return lines
    }

    private var weights: [String] {
        var lines = section("with the static part in \(result.model.rawValue.printable)")
        let unique = HumanText.count(figures.settled.uniqueTokens, "token")
        lines += field(
            "training",
            price(
                costs.training,
                " once: \(unique), \(terms.wordings.shortest) \(terms.wordings == 1 ? "wording" : "wordings"), "
                    + HumanText.count(terms.epochs, "epoch")))
        lines += field("a query", price(costs.tunedQuery, " without passages"))
        if let queries = terms.queries {
            lines += field(
                "a month",
                price(
                    costs.splitMonth,
                    " for \(HumanText.count(queries, "query", plural: "queries")), the dynamic part retrieved"))
        }
        let number = HumanText.decimal(assessment.months, places: assessment.months < 10 ? 1 : 0)
        let months = "\(number) \(assessment.months == 1 ? "month" : "months")"
        switch assessment.breakEven {
        case nil: lines += field("break-even", "unknown without all prices")
        case .never: lines += field("break-even", "never: a query costs no less than with retrieval")
        case .queries(let least):
            var text =
                "\(HumanText.count(least, "query", plural: "queries")) a month \(least == 1 ? "earns" : "earn") the "
                + "training within \(months)"
            if case .queries(let worth)? = assessment.worthwhile, terms.margin > 1 {
                text += "; \(HumanText.number(worth)) earn it \(terms.margin.shortest) times"
            }
            lines += field("break-even", text)
        }
        return lines
    }

    private func price(_ money: Money?, _ rest: String) -> String {
        money.map { "\($0)\(rest)" } ?? "unknown\(rest.prefix { $0 != ";" })"
    }

    // MARK: What it rests on

    private var caveats: [String] {
        section("what a price does not say")
            + AssessReasonText.caveats.flatMap { caveat in
                TextWrapping.lines(caveat, width: width - 6).enumerated().map { "    \($0 == 0 ? "-" : " ") \($1)" }
            }
    }

    private var basis: [String] {
        var lines = section("taken for granted; change it with --set NAME=NUMBER")
        let plain = AssessmentTerms()
        for setting in AssessmentSetting.all {
            let (value, usual) = (setting.read(terms), setting.read(plain))
            let shown = setting.isShare ? "\((value * 100).shortest) %" : HumanText.short(value)
            let note = value == usual ? setting.reason : "instead of \(HumanText.short(usual)): \(setting.reason)"
            lines += field(setting.name, "\(shown.padded(to: 7)) \(note)", column: 21, indentation: 8)
        }
        lines += section("prices in USD; change them with --price NAME=USD or in models.conf")
        for item in AssessmentPrices.Item.allCases {
            let unit = item == .storage ? "a GB and month" : "1M tokens"
            let text =
                assessment.prices.known[item].map { "\($0.value) for \(unit), \($0.origin.printable)" }
                ?? "unknown: \(AssessReasonText(result: result).remedy(item))"
            lines += field(item.rawValue, text, column: 21)
        }
        return lines
    }

    // MARK: Lines

    private func section(_ title: String) -> [String] { block("  " + title, .bold) }

    private func block(_ text: String, _ style: TextStyle) -> [String] {
        TextWrapping.lines(text, width: width).map { context.paint($0, style) }
    }

    private func wrapped(_ text: String, indentation: Int) -> [String] {
        TextWrapping.lines(String(repeating: " ", count: indentation) + text, width: width)
    }

    /// A label and its text, which goes on below itself.
    private func field(
        _ label: String, _ text: String, column: Int = 16, indentation: Int = 0
    ) -> [String] {
        let lines = TextWrapping.lines(text, width: max(20, width - column - indentation))
        return lines.enumerated().map { place, line in
            let isFirst = place == 0
            let head = "    " + context.paint((isFirst ? label : "").padded(to: column - 4), .dim)
            return head + String(repeating: " ", count: isFirst ? 0 : indentation) + line
        }
    }

    private func tokens(_ count: Int) -> String {
        "\(report.isExact ? "" : "about ")\(HumanText.count(count, "token"))"
    }

    /// `64 %`; `<1 %` for a little, since 0 % means none.
    static func percent(_ part: Int, of whole: Int) -> String {
        guard whole > 0, part > 0 else { return "0 %" }
        let share = Double(part) / Double(whole) * 100
        return share < 1 ? "<1 %" : share > 99 && part < whole ? ">99 %" : "\(Int(share.rounded())) %"
    }
}

extension HumanText {
    /// A number of either kind, without places that say nothing.
    fileprivate static func short(_ value: Double) -> String {
        value == value.rounded() ? number(Int64(value)) : value.shortest
    }
}
