import Commands
import FineTuning
import JSONText
import JobStorage
import JobViews
import Settings
import Text

/// `model`: the name of a tuned model, for scripts to use; and its end, by the calendar or on a wish.
enum ModelCommand {
    private static let job = CommandOption.value("job", .job(), "the model of this job")
    private static let all = CommandOption.flag("all", "every tuned model, newest first, and when it stops answering")
    private static let delete = CommandOption.value(
        "delete", .text("NAME", completion: .model), "delete this tuned model at the API, for good; asks twice")

    static let command: Command = Command(
        name: "model", section: .use, summary: "Print the tuned model of the newest succeeded job",
        details: [
            "A model stops answering on the day that its server says, or else the table of models (ftd.conf (5)). ftd asks "
                + "once a day, and tells hooks 60, 30, 14, 7, 3 and 1 days before (ftd.model.shutdown_approaching)."
        ],
        options: [
            job, all, delete, StandardOptions.yes, StandardOptions.account, StandardOptions.keyFile,
            StandardOptions.utc,
        ],
        output: CommandOutput(
            OutputFormat.allCases, .object, ModelView.fields.notes, remark: "With --all it is an array of them."),
        examples: [
            CommandExample("ftctl model", "for example to use as --model=\"$(ftctl model)\""),
            CommandExample("ftctl model --all -o csv", "every tuned model that ftd knows, with its last day"),
            CommandExample("ftctl model --delete ft:gpt-4o-mini-2024-07-18:org:old:A32VfYIz", "it is gone for good"),
        ],
        exitNotes: [ExitNote(.notFound, "no tuned model, no such job, or no store")], run: run)

    static let report = report(parts: [:])

    /// - Parameter parts: the shortest part of each job's id, for narrow terminals.
    static func report(parts: [JobID: String]) -> Report<ModelView> {
        Report(
            name: { $0.model.model.rawValue },
            columns: [
                ReportColumn(
                    "id", "MODEL", room: .elastic(least: 24),
                    cell: { row, _ in
                        Table.Cell(
                            row.model.model.rawValue.printable,
                            shorter: [JobResultCell.withoutBase(row.model.model).printable],
                            clipping: .name)
                    }, value: { .text($0.model.model.rawValue) }),
                ReportColumn(
                    "created_at", "CREATED", cell: { row, context in context.cell(row.model.createdAt) },
                    value: { row in row.model.createdAt.map { .time($0) } ?? .unknown }),
                ReportColumn(
                    "base_model", "BASE MODEL", room: .fixed(22),
                    cell: { row, _ in
                        let base = row.model.base.rawValue.printable
                        return Table.Cell(base, shorter: [JobReport.withoutDate(base)])
                    }, value: { .text($0.model.base.rawValue) }),
                ReportColumn(shown: "ends", "SHUTS DOWN") { row, context in ending(row, context) },
                ReportColumn(
                    "fine_tuning_job_id", "JOB ID",
                    cell: { row, _ in
                        let id = row.model.job?.rawValue.printable ?? ""
                        return Table.Cell(
                            id, shorter: row.model.job.flatMap { parts[$0]?.printable }.map { [$0] } ?? [])
                    }, value: { .optional($0.model.job?.rawValue) }),
                ReportColumn("account") { .text($0.model.account.rawValue) },
                ReportColumn("shutdown_at") { .optional($0.end) },
                ReportColumn("days_left") { .optional($0.daysLeft.map { Int64($0) }) },
                ReportColumn("last_used_at") { .optional($0.model.lastUsed) },
                ReportColumn("gone") { .bool($0.isGone) },
            ],
            fields: ModelView.fields)
    }

    /// `2027-01-14 (47 days)`.
    private static func ending(_ row: ModelView, _ context: CommandContext) -> Table.Cell {
        if row.isGone { return Table.Cell("gone") }
        guard let end = row.end else { return Table.Cell("not known", shorter: ["?"]) }
        let day = LocalTime(zone: .utc).date(end)
        let left = HumanText.duration(end - context.now)
        return end > context.now
            ? Table.Cell("\(day) (\(left))", shorter: [left]) : Table.Cell("\(day) (over)", shorter: ["over"])
    }

    private static let narrowings: [Narrowing] = [
        .shorten("fine_tuning_job_id"), .shorten("created_at"), .shorten("base_model"), .shorten("ends"),
        .give("base_model", .fixed(12)), .drop("base_model"), .give("id", .elastic(least: 16)),
        .drop("fine_tuning_job_id"), .drop("created_at"), .shorten("ends"), .drop("ends"),
    ]

    private static func run(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        if let name = arguments[delete] {
            guard !arguments[all], arguments[job] == nil else {
                throw CommandError.usage("model: --delete names its model: neither --all nor --job goes with it")
            }
            return try ModelDeletion(context: context, keyFile: arguments[StandardOptions.keyFile]).delete(
                ModelName(name), account: arguments[StandardOptions.account],
                isConfirmed: arguments[StandardOptions.yes])
        }
        let store = try context.openStore()
        let account = try context.account(named: arguments[StandardOptions.account], in: store)
        let table = try context.modelTableOrBuiltIn()
        let models = try ModelView.all(
            Self.models(store, account, arguments, context), in: store, facts: { table.facts(of: $0) }, now: context.now
        )
        if arguments[all] {
            let parts = try store.shortestParts(of: models.compactMap(\.model.job))
            try context.print(
                models, as: report(parts: parts), narrowings: narrowings,
                footer: [HumanText.count(models.count, "model")],
                empty: ["ftctl: \(noModel.sentence)"] + noModel.hints.map { "  \($0)" })
            return models.isEmpty ? .notFound : .done
        }
        guard let model = models.first else {
            throw try store.newestUnnamedJob(account: account).map { unnamed($0.key.job) } ?? noModel
        }
        switch context.format {
        case .table, .wide, .name: try context.output.line(model.model.model.rawValue.printable)
        case .json, .jsonl: try context.printObject(model.json)
        case .csv: try context.print([model], as: report)
        }
        return .done
    }

    private static func models(
        _ store: JobStoreReader, _ account: AccountName?, _ arguments: Arguments, _ context: CommandContext
    ) throws -> [StoredModel] {
        if arguments[all] { return try store.models(account: account).filter { $0.job != nil } }
        let tuned: WatchedJob?
        if let name = arguments[job] {
            let key = try context.job(named: name, in: store, account: account)
            tuned = try store.job(key)
            if tuned?.job.hasUnnamedModel == true { throw unnamed(key.job) }
            if tuned?.job.fineTunedModel == nil {
                throw CommandError(
                    .notFound, "job \(key.job) has no tuned model: it is \(tuned?.job.status.word ?? "unknown")",
                    hints: ["ftctl show \(key.job)"])
            }
        } else {
            tuned = try store.newestTunedJob(account: account)
        }
        return tuned.flatMap { StoredModel(tunedBy: $0) }.map { [$0] } ?? []
    }

    /// Said by every verb that wants a tuned model which has no name yet.
    static func unnamed(_ job: JobID) -> CommandError {
        CommandError(
            .notFound, "job \(job.rawValue.printable) has succeeded, its model has no name yet",
            hints: ["ftctl wait \(job.rawValue.printable)"])
    }

    /// Said by every verb that wants a tuned model where there is none.
    static let noModel = CommandError(
        .notFound, "no tuned model yet: no job in the store has succeeded", hints: ["All jobs: ftctl list"])
}
