import Commands
import FineTuning
import JobStorage
import JobViews
import Settings
import Text

/// `list`: the table of jobs.
enum ListCommand {
    private static let limit = CommandOption.value(
        "limit", short: "n", .wholeNumber("COUNT", in: 1...1_000_000_000), default: 20, "at most so many jobs")
    private static let all = CommandOption.flag("all", short: "a", "every job")
    private static let status = CommandOption.values(
        "status", .text("WORD,..."), "only jobs of this status: running, failed, ...")
    private static let since = CommandOption.value("since", .moment(), "only jobs created since then")
    private static let model = CommandOption.value("model", .text("NAME"), "only jobs on this model, or that made it")
    private static let watch = CommandOption.flag("watch", short: "w", "go on showing changes until Ctrl-C")

    static let command: Command = Command(
        name: "list", section: .watch, summary: "Show the newest jobs",
        details: [
            "Reads the store that ftd keeps; the line below the table says how old it is. On a narrow terminal columns "
                + "give way, so that a job stays one line; a pipe and -o wide get all of them, whole."
        ],
        options: [
            limit, all, status, since, model, StandardOptions.account, watch, StandardOptions.output,
            StandardOptions.utc,
        ],
        examples: [
            CommandExample("ftctl list --status running,queued", "what is under way"),
            CommandExample("ftctl list --since 7d -o csv > week.csv", "the last week for a spreadsheet"),
            CommandExample("ftctl cancel $(ftctl list --status running -o name)", "end all that runs"),
        ], run: run)

    private static func run(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        var filter = JobFilter(
            since: arguments[since].map { $0.time(now: context.now, zone: context.time) },
            model: arguments[model].map { ModelName($0) },
            account: arguments[StandardOptions.account].map { AccountName($0) })
        filter.statuses = try statuses(arguments[status])
        let limit = arguments[all] ? nil : arguments[limit]
        let store = try context.openStore()
        if arguments[watch] {
            try JobWatch(filter: filter, limit: limit, context: context).run(store)
            return .done
        }
        let list = try JobListing(of: store, filter, limit: limit, isWhole: context.format.isJSON)
        let freshness = try Freshness(of: store, in: context)
        try context.print(
            list.rows,
            as: JobReport.report(
                showsAccount: try store.accounts().count > 1,
                showsProgress: context.format == .table && context.terminal.outputIsTerminal
                    && list.rows.contains { $0.line.progress != nil }),
            narrowings: JobReport.narrowings(list.rows, store: store, in: context),
            footer: try footer(list, freshness, store, context),
            empty: empty(filter, freshness, context))
        return .done
    }

    /// The words of `--status`; the set is open, so only what looks like a slip is refused.
    private static func statuses(_ texts: [String]) throws -> [JobStatus] {
        try texts.flatMap { $0.split(separator: ",") }.map { word in
            let status = JobStatus(word: String(word))
            guard case .unrecognized = status else { return status }
            let question = NearestName.question(String(word), among: JobStatus.known.map(\.word))
            guard question.isEmpty else {
                throw CommandError.usage("list: --status: no job status \"\(word)\"\(question)")
            }
            return status
        }
    }

    /// What stands below the table.
    static func footer(
        _ list: JobListing, _ freshness: Freshness, _ store: JobStoreReader,
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
        _ rows: [JobListRow], _ store: JobStoreReader, _ context: CommandContext
    ) throws -> [String] {
        let table = try context.modelTableOrBuiltIn()
        let (now, time) = (context.now, context.time)
        return ModelShutdown.near(
            Set(rows.map(\.line.model.base)), announced: try store.models(endingOnly: true),
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
