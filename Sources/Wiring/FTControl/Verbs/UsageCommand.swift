import Commands
import FineTuning
import JSONText
import JobJSON
import JobStorage
import JobViews
import Settings
import Text

/// `usage`: what trainings used and cost.
enum UsageCommand {
    private static let by = CommandOption<[UsageReport.Grouping]>.value(
        "by", .groupings, default: [.month, .model], defaultText: "month,model",
        "group by day, month, model, account or name, or several of them")
    private static let since = CommandOption.value("since", .moment(), "only jobs that ended since then")
    private static let storeOnly = CommandOption.flag(
        "store-only", "only what the store knows: no server is asked, also where there is an admin key")
    private static let until = CommandOption.value("until", .moment(), "only jobs that ended before then")

    static let command: Command = Command(
        name: "usage", section: .watch, summary: "Show trained tokens and cost by month and model",
        details: [
            "A job counts in the period in which it ended; one that has not ended counts, without a cost, in that of its "
                + "creation. The cost is the server's own figure where it gives one, otherwise the trained tokens at "
                + "the price list; validation is free. Where a price is missing the line below says why.",
            "With an admin key (OPENAI_ADMIN_KEY, or admin-key-file of the section) the organization's own costs and "
                + "usage follow below the table, and why they differ.",
        ],
        options: [
            by, since, until, storeOnly, StandardOptions.account, StandardOptions.utc,
        ],
        output: CommandOutput(
            OutputFormat.allCases, .array, UsageReport.Line.fields(UsageReport.Grouping.allCases).notes,
            remark: "Of day, month, model, account and name there are those that --by names."),
        examples: [
            CommandExample("ftctl usage", "by month and model"),
            CommandExample("ftctl usage --by name --since 30d", "what each experiment of the last month cost"),
            CommandExample("ftctl usage --by day -o csv > usage.csv", "for a spreadsheet"),
        ],
        exitNotes: [ExitNote(.notFound, "no store")]
    ) { context, arguments in
        let store = try context.openStore()
        let account = try context.account(named: arguments[StandardOptions.account], in: store)
        let time = context.time
        let table = try context.modelTableOrBuiltIn()
        let openAI = try openAIAccounts(store, context)
        let period = (
            from: arguments[since].map { $0.time(now: context.now, zone: time) },
            until: arguments[until].map { $0.time(now: context.now, zone: time) }
        )
        func usage(
            _ account: AccountName?, _ groupings: [UsageReport.Grouping], _ period: (from: UnixTime?, until: UnixTime?)
        ) throws -> UsageReport {
            UsageReport(
                of: try store.jobs(JobFilter(account: account)), by: groupings, period: period, time: time,
                facts: { table.facts(of: $0) }, isOpenAI: { openAI.contains($0) })
        }
        let report = try usage(account, arguments[by], period)
        try context.print(
            report.lines, as: Self.report(report),
            narrowings: [
                .shorten("model"), .drop("failed"), .drop("jobs"), .shorten("trained_tokens"), .drop("trained_tokens"),
            ], footer: footer(report, context) + context.budgetLines(store),
            empty: ["no jobs in this time", "next: ftctl list --all"])
        guard !arguments[storeOnly] else { return .done }
        switch context.format {
        case .table, .wide:
            let configured = try context.settings().accounts.filter { account == nil || $0.name == account }
            let grouping: UsageReport.Grouping = arguments[by].contains(.day) ? .day : .month
            try OrganizationText(context: context).print(configured, period: period) { name, from, until in
                try usage(name, [grouping], (from, until))
            }
        case .json, .jsonl, .csv, .name: break
        }
        return .done
    }

    private static func report(_ usage: UsageReport) -> Report<UsageReport.Line> {
        let groups = usage.groupings.enumerated().map { index, grouping in
            ReportColumn<UsageReport.Line>(
                grouping.rawValue, grouping.rawValue.uppercased(),
                room: grouping == .name ? .elastic(least: 12) : .whole,
                cell: { row, _ in
                    let word = row.group[index].printable
                    return Table.Cell(word, shorter: grouping == .model ? [JobReport.withoutDate(word)] : [])
                }, value: { .text($0.group[index]) })
        }
        let groupings = usage.groupings
        return Report(
            name: { $0.group.joined(separator: "\t") },
            columns: groups + [
                ReportColumn("jobs", "JOBS") { .integer(Int64($0.usage.jobs)) },
                ReportColumn("failed", "FAILED") { .integer(Int64($0.usage.failed)) },
                ReportColumn(
                    "trained_tokens", "TRAINED TOKENS", alignment: .right,
                    cell: { row, _ in
                        let tokens = row.usage.trainedTokens
                        return Table.Cell(HumanText.number(tokens), shorter: [HumanText.short(tokens)])
                    }, value: { .integer($0.usage.trainedTokens) }),
                ReportColumn(
                    "cost", "COST", alignment: .right,
                    cell: { row, _ in Table.Cell(row.usage.costText(row.currency)) },
                    value: { $0.usage.hasCost ? .json($0.usage.cost.json) : .unknown }),
                ReportColumn("currency") { .text($0.currency) },
                ReportColumn("open") { .integer(Int64($0.usage.open)) },
                ReportColumn("unpriced") { .integer(Int64($0.usage.unpriced)) },
                ReportColumn("failed_cost") { $0.usage.hasCost ? .json($0.usage.failedCost.json) : .unknown },
            ],
            fields: UsageReport.Line.fields(groupings))
    }

    /// The sums, what of them was lost, and why costs are missing.
    private static func footer(_ usage: UsageReport, _ context: CommandContext) -> [String] {
        var lines = usage.totals.map { currency, total in
            let count = HumanText.count(total.jobs, "job")
            let lost = total.failed > 0 ? ", \(HumanText.number(total.failed)) of them failed or cancelled" : ""
            let cost = total.hasCost ? " · \(total.costText(currency))" : ""
            let wasted =
                total.failedCost > .zero && total.cost > .zero
                ? " (\(Int((total.failedCost.dollars / total.cost.dollars * 100).rounded())) % of it on those)" : ""
            let open = total.open > 0 ? " · \(HumanText.number(total.open)) under way, not in the cost" : ""
            return "\(count)\(lost) · \(HumanText.number(total.trainedTokens)) trained tokens\(cost)\(wasted)\(open)"
        }
        lines += usage.problems.map { problem, jobs in
            "cost of \(HumanText.count(jobs, "job")) unknown: \(problem.sentence)"
        }
        return lines.flatMap { TextWrapping.lines($0, width: max(40, context.terminal.width)) }
    }

    /// Accounts whose server is OpenAI's own.
    ///
    /// One that is not configured any more has no prices.
    private static func openAIAccounts(
        _ store: JobStoreReader, _ context: CommandContext
    ) throws -> Set<AccountName> {
        let configured = try context.settings().accounts
        return Set(configured.filter { context.isOpenAI($0) }.map(\.name))
    }
}

extension Usage {
    /// `12.07 USD`, `4.00 EUR`; `unknown` where no cost is.
    fileprivate func costText(_ currency: String) -> String {
        guard hasCost else { return open == jobs ? "" : "unknown" }
        let amount = "\(cost)".split(separator: " ").first.map(String.init) ?? ""
        return "\(amount) \(currency.printable)"
    }
}

extension ArgumentKind where Value == [UsageReport.Grouping] {
    /// Words with commas between them, each once.
    fileprivate static var groupings: Self {
        let words = UsageReport.Grouping.allCases.map(\.rawValue)
        return ArgumentKind(
            name: "WHAT", expectation: "some of \(words.joined(separator: ", ")), with commas between"
        ) { text in
            let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            let groupings = parts.compactMap(UsageReport.Grouping.init(rawValue:))
            return groupings.count == parts.count && Set(groupings).count == parts.count ? groupings : nil
        }
    }
}
