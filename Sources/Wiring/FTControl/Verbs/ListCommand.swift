import Commands
import FineTuning
import JSONText
import JobStorage
import JobViews
import Settings
import Text

/// `list`: the table of jobs.
enum ListCommand {
    private static let all = CommandOption.flag("all", short: "a", "every job")
    private static let status = CommandOption.values(
        "status", .text("WORD,...", completion: .status), "only jobs of this status: running, failed, ...")
    private static let since = CommandOption.value("since", .moment(), "only jobs created since then")
    private static let model = CommandOption.value(
        "model", .text("NAME", completion: .model), "only jobs on this model, or that made it")
    private static let name = CommandOption.value(
        "name", .text("TEXT"), "only jobs with this in their name: the suffix, or the metadata's name")
    private static let sort = CommandOption<JobOrder.Key>.value(
        "sort", .choice("BY"), default: .created, "by created, finished, name, status, model, account, tokens or id")
    private static let reverse = CommandOption.flag("reverse", short: "r", "in the opposite order")
    private static let columns = CommandOption.value(
        "columns", .columns(JobTable.keys, called: JobTable.names),
        "only these columns, in this order; in tables and CSV")

    static let command: Command = Command(
        name: "list", aliases: ["ls", "ps"], section: .watch, summary: "Show the newest jobs",
        details: [
            "Reads the store that ftd keeps; the line below the table says how old it is. A table on a terminal has a "
                + "line a job, the shortest part of each id that names it alone, and as many jobs as fit the height; "
                + "on a narrow one columns give way. -o wide, json, jsonl, csv and name, and any pipe, get every job, "
                + "whole.",
            "Columns: \(JobTable.keys.uniqued.joined(separator: ", ")).",
        ],
        options: [
            RowLimit.count, all, status, since, model, name, StandardOptions.account, sort, reverse, columns,
            LiveWatch.option, StandardOptions.utc,
        ],
        output: .rows(
            JobReport.whole, remark: JobReport.receivedRemark,
            others: [("Submissions that have no job yet stand behind the jobs", SubmissionView.fields.notes)]),
        examples: [
            CommandExample("ftctl list --status running,queued", "what is under way"),
            CommandExample("ftctl list --name faq --sort finished", "one experiment's jobs, the last to end first"),
            CommandExample("ftctl list --columns name,status,cost_amount", "only what is asked for"),
            CommandExample("ftctl list --since 7d -o csv > week.csv", "the last week for a spreadsheet"),
            CommandExample("ftctl cancel $(ftctl list --status running -o name)", "end all that runs"),
        ], run: run)

    /// Which jobs are listed, and how.
    private struct Request {
        let filter: JobFilter
        let order: JobOrder
        let columns: [String]?
        let arguments: Arguments
        let costs: JobCosts
        let models: ModelTable
    }

    private static func run(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        let store = try context.openStore()
        let filter = JobFilter(
            statuses: try StatusWords.read(arguments[status], stored: store.statuses),
            since: arguments[since].map { $0.time(now: context.now, zone: context.time) },
            model: arguments[model].map { ModelName($0) },
            account: try context.account(named: arguments[StandardOptions.account], in: store), name: arguments[name])
        let models = try context.modelTableOrBuiltIn()
        let request = Request(
            filter: filter, order: JobOrder(arguments[sort], isReversed: arguments[reverse]),
            columns: arguments[columns], arguments: arguments, costs: try context.jobCosts(models), models: models)
        if arguments[LiveWatch.option] {
            let jobs = JobsWatch(
                filter: filter, order: request.order,
                limit: RowLimit.rows(arguments, wantsAll: arguments[all], context),
                columns: request.columns, costs: request.costs, models: models, store: store)
            return try LiveWatch(watched: jobs, store: store, context: context).run()
        }
        let (shown, total) =
            switch context.format {
            case .json, .jsonl: try printWhole(request, store, context)
            case .table where context.terminal.outputIsTerminal: try printTable(request, store, context)
            case .table, .wide, .csv, .name: try printLines(request, store, context)
            }
        if shown < total { try RowLimit.sayCut(shown: shown, of: total, noun: "job", context) }
        return .done
    }

    /// The whole jobs, read and printed piece by piece: what the API sent of a hundred thousand is too much to be kept.
    ///
    /// - Returns: how many jobs were printed, and how many there are.
    private static func printWhole(
        _ request: Request, _ store: JobStoreReader, _ context: CommandContext
    ) throws -> (shown: Int, total: Int) {
        guard request.columns == nil else {
            throw CommandError.usage(
                "list: --columns is for tables and CSV; -o \(context.format) has every key",
                hints: ["Pick keys from it: ftctl list -o jsonl | jq -c '{id, status}'"])
        }
        let limit = RowLimit.rows(request.arguments, wantsAll: request.arguments[all], context)
        let listing = try WholeListing(of: store, request.filter, by: request.order, limit: limit, costs: request.costs)
        if listing.count == 0 { try checkModel(request.filter, store) }
        let submissions = try context.submissions().filter { $0.passes(request.filter) }
        var printer = ReportPrinter(JobReport.whole, in: context)
        try listing.forEach { try printer.add($0) }
        try printer.finish(beside: submissions.map(\.json))
        return (printer.count, listing.total)
    }

    /// The lines as they are, each written down before the next is read.
    ///
    /// - Returns: how many jobs were printed, and how many there are.
    private static func printLines(
        _ request: Request, _ store: JobStoreReader, _ context: CommandContext
    ) throws -> (shown: Int, total: Int) {
        let limit = RowLimit.rows(request.arguments, wantsAll: request.arguments[all], context)
        var printer = ReportPrinter(JobReport.report(costs: request.costs, columns: request.columns), in: context)
        var summary = ListSummary()
        summary.total = try store.forEachLine(request.filter, by: request.order, limit: limit) { row in
            summary.add(row)
            try printer.add(row)
        }
        if summary.count == 0 { try checkModel(request.filter, store) }
        guard context.format == .table || context.format == .wide else {
            try printer.finish()
            return (summary.count, summary.total)
        }
        let footer = ListFooter(
            models: request.models, freshness: try Freshness(of: store, in: context), context: context)
        let waiting = try ListFooter.waiting(context.submissions().filter { $0.passes(request.filter) }, context)
        try printer.finish(
            footer: footer.lines(summary, store) + waiting,
            empty: footer.empty(isFiltered: request.filter != JobFilter()) + waiting)
        return (summary.count, summary.total)
    }

    /// The table that fits the terminal.
    ///
    /// - Returns: how many jobs were printed, and how many there are.
    private static func printTable(
        _ request: Request, _ store: JobStoreReader, _ context: CommandContext
    ) throws -> (shown: Int, total: Int) {
        let (filter, arguments) = (request.filter, request.arguments)
        let limit = RowLimit.rows(arguments, wantsAll: arguments[all], context)
        var list = try JobListing(linesOf: store, filter, by: request.order, limit: limit)
        if list.rows.isEmpty { try checkModel(filter, store) }
        let freshness = try Freshness(of: store, in: context)
        let waiting = try ListFooter.waiting(context.submissions().filter { $0.passes(filter) }, context)
        let footer = ListFooter(models: request.models, freshness: freshness, context: context)
        if limit != nil, !arguments.has(RowLimit.count) {
            let below = try footer.lines(list, store).count + waiting.count
            let room = RowLimit.rows(arguments, wantsAll: false, footer: below, context)
            list = list.cut(to: room ?? list.rows.count)
        }
        let table = try JobTable(list.rows, of: store, costs: request.costs, columns: request.columns, in: context)
        try context.print(
            list.rows, as: table.report,
            narrowings: request.columns == nil ? JobTable.narrowings : JobTable.shortenings,
            footer: footer.lines(list, store) + waiting,
            empty: footer.empty(isFiltered: filter != JobFilter()) + waiting)
        return (list.rows.count, list.total)
    }

    /// Ends the verb where no job at all is on the model that was asked for: a slip must not look like an empty list.
    private static func checkModel(_ filter: JobFilter, _ store: JobStoreReader) throws {
        guard let model = filter.model, try store.count(JobFilter(model: model)) == 0 else { return }
        throw CommandError(
            .notFound, "no job on the model \"\(model)\" in the store, and none that made it",
            hints: ["All jobs: ftctl list --all"])
    }
}
