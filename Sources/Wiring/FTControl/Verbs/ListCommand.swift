import Commands
import FineTuning
import JobStorage
import JobViews
import Settings
import Text

/// `list`: the table of jobs.
enum ListCommand {
    private static let all = CommandOption.flag("all", short: "a", "every job")
    private static let status = CommandOption.values(
        "status", .text("WORD,..."), "only jobs of this status: running, failed, ...")
    private static let since = CommandOption.value("since", .moment(), "only jobs created since then")
    private static let model = CommandOption.value("model", .text("NAME"), "only jobs on this model, or that made it")

    static let command: Command = Command(
        name: "list", section: .watch, summary: "Show the newest jobs",
        details: [
            "Reads the store that ftd keeps; the line below the table says how old it is. On a narrow terminal columns "
                + "give way, so that a job stays one line; a pipe and -o wide get all of them, whole. A table on a "
                + "terminal shows the newest 20 jobs; -o wide, json, jsonl, csv and name, and any pipe, get every job."
        ],
        options: [
            RowLimit.count, all, status, since, model, StandardOptions.account, LiveWatch.option,
            StandardOptions.output,
            StandardOptions.utc,
        ],
        examples: [
            CommandExample("ftctl list --status running,queued", "what is under way"),
            CommandExample("ftctl list --since 7d -o csv > week.csv", "the last week for a spreadsheet"),
            CommandExample("ftctl cancel $(ftctl list --status running -o name)", "end all that runs"),
        ], run: run)

    private static func run(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        let store = try context.openStore()
        let filter = JobFilter(
            statuses: try StatusWords.read(arguments[status], stored: store.statuses),
            since: arguments[since].map { $0.time(now: context.now, zone: context.time) },
            model: arguments[model].map { ModelName($0) },
            account: try context.account(named: arguments[StandardOptions.account], in: store))
        let limit = RowLimit.rows(arguments, wantsAll: arguments[all], context)
        if arguments[LiveWatch.option] {
            let jobs = JobsWatch(filter: filter, limit: limit, store: store)
            return try LiveWatch(watched: jobs, store: store, context: context).run()
        }
        let (shown, total) =
            switch context.format {
            case .json, .jsonl: try printWhole(filter, limit, store, context)
            case .table, .wide, .csv, .name: try printLines(filter, limit, store, context)
            }
        if shown < total { try RowLimit.sayCut(shown: shown, of: total, noun: "job", context) }
        return .done
    }

    /// - Returns: how many jobs were printed, and how many there are.
    private static func printWhole(
        _ filter: JobFilter, _ limit: Int?, _ store: JobStoreReader, _ context: CommandContext
    ) throws -> (shown: Int, total: Int) {
        let list = try JobListing(jobsOf: store, filter, limit: limit)
        if list.rows.isEmpty { try checkModel(filter, store) }
        let submissions = try context.submissions().filter { $0.passes(filter) }
        try context.print(list.rows, as: JobReport.whole, beside: submissions.map(\.json))
        return (list.rows.count, list.total)
    }

    /// - Returns: how many jobs were printed, and how many there are.
    private static func printLines(
        _ filter: JobFilter, _ limit: Int?, _ store: JobStoreReader, _ context: CommandContext
    ) throws -> (shown: Int, total: Int) {
        let list = try JobListing(linesOf: store, filter, limit: limit)
        if list.rows.isEmpty { try checkModel(filter, store) }
        let freshness = try Freshness(of: store, in: context)
        try context.print(
            list.rows,
            as: JobReport.report(
                showsAccount: try store.accounts().count > 1,
                showsProgress: context.format == .table && context.terminal.outputIsTerminal
                    && list.rows.contains { $0.progress != nil }),
            narrowings: JobReport.narrowings(list.rows, store: store, in: context),
            footer: try footer(list, freshness, store, context) + waiting(filter, context),
            empty: empty(filter, freshness, context) + waiting(filter, context))
        return (list.rows.count, list.total)
    }

    /// One line for each submission that has no job yet.
    private static func waiting(_ filter: JobFilter, _ context: CommandContext) throws -> [String] {
        try context.submissions().filter { $0.passes(filter) }.map { SubmissionReport.sentence($0, context) }
    }

    /// Ends the verb where no job at all is on the model that was asked for: a slip must not look like an empty list.
    private static func checkModel(_ filter: JobFilter, _ store: JobStoreReader) throws {
        guard let model = filter.model, try store.count(JobFilter(model: model)) == 0 else { return }
        throw CommandError(
            .notFound, "no job on the model \"\(model)\" in the store, and none that made it",
            hints: ["All jobs: ftctl list --all"])
    }

    /// What stands below the table.
    static func footer(
        _ list: JobListing<StatusRow>, _ freshness: Freshness, _ store: JobStoreReader,
        _ context: CommandContext
    ) throws -> [String] {
        let count =
            list.rows.count < list.total
            ? "\(HumanText.number(list.rows.count)) of \(HumanText.count(list.total, "job")) (--all)"
            : HumanText.count(list.total, "job")
        var parts = [count, freshness.sentence(context)]
        parts += try shutdowns(list.rows, store, context)
        // A line that a terminal would break is broken here, between its parts.
        let isTooWide = parts.reduce(0) { $0 + $1.displayWidth + 3 } > context.terminal.width + 3
        let isOnTerminal = context.terminal.errorsIsTerminal
        return (isOnTerminal && isTooWide ? parts : [parts.joined(separator: " · ")]) + freshness.warnings(context)
    }

    /// Base models of the shown jobs that stop answering soon.
    private static func shutdowns(
        _ rows: [StatusRow], _ store: JobStoreReader, _ context: CommandContext
    ) throws -> [String] {
        let table = try context.modelTableOrBuiltIn()
        let (now, time) = (context.now, context.time)
        return ModelShutdown.near(
            Set(rows.map(\.model.base)), announced: try store.models(endingOnly: true),
            facts: { table.facts(of: $0) }, now: now, time: time
        ).map { $0.sentence(now: now, time: time) }
    }

    /// What is said instead of a table without rows.
    private static func empty(_ filter: JobFilter, _ freshness: Freshness, _ context: CommandContext) -> [String] {
        let isFiltered = filter != JobFilter()
        let sentence = isFiltered ? "no such jobs" : "no jobs yet"
        let next =
            isFiltered ? [NextCommand("list", "--all")] : [NextCommand("submit", "train.jsonl"), NextCommand("status")]
        return ["\(sentence) · \(freshness.sentence(context))"] + freshness.warnings(context)
            + NextCommand.lines(next)
    }
}
