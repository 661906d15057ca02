import Commands
import FineTuning
import JSONText
import JobStorage
import JobViews
import Text

/// `model`: the name of a tuned model, for scripts to use.
enum ModelCommand {
    private static let job = CommandOption.value("job", .job(), "the model of this job")
    private static let all = CommandOption.flag("all", "every tuned model, newest first")

    static let command: Command = Command(
        name: "model", section: .use, summary: "Print the tuned model of the newest succeeded job",
        options: [job, all, StandardOptions.account, StandardOptions.utc],
        output: CommandOutput(
            OutputFormat.allCases, .object, StoredModel.fields.notes, remark: "With --all it is an array of them."),
        examples: [
            CommandExample("ftctl model", "for example to use as --model=\"$(ftctl model)\""),
            CommandExample("ftctl model --all -o csv", "every tuned model that ftd knows"),
        ],
        exitNotes: [ExitNote(.notFound, "no tuned model, no such job, or no store")], run: run)

    static let report = report(parts: [:])

    /// - Parameter parts: the shortest part of each job's id, for narrow terminals.
    static func report(parts: [JobID: String]) -> Report<StoredModel> {
        Report(
            name: { $0.model.rawValue },
            columns: [
                ReportColumn(
                    "id", "MODEL", room: .elastic(least: 24),
                    cell: { row, _ in
                        Table.Cell(
                            row.model.rawValue.printable, shorter: [JobResultCell.withoutBase(row.model).printable],
                            clipping: .name)
                    }, value: { .text($0.model.rawValue) }),
                ReportColumn(
                    "created_at", "CREATED", cell: { row, context in context.cell(row.createdAt) },
                    value: { row in row.createdAt.map { .time($0) } ?? .unknown }),
                ReportColumn(
                    "base_model", "BASE MODEL", room: .fixed(22),
                    cell: { row, _ in
                        let base = row.base.rawValue.printable
                        return Table.Cell(base, shorter: [JobReport.withoutDate(base)])
                    }, value: { .text($0.base.rawValue) }),
                ReportColumn(
                    "fine_tuning_job_id", "JOB ID",
                    cell: { row, _ in
                        let id = row.job?.rawValue.printable ?? ""
                        return Table.Cell(id, shorter: row.job.flatMap { parts[$0]?.printable }.map { [$0] } ?? [])
                    }, value: { .optional($0.job?.rawValue) }),
                ReportColumn("account") { .text($0.account.rawValue) },
            ],
            fields: StoredModel.fields)
    }

    private static let narrowings: [Narrowing] = [
        .shorten("fine_tuning_job_id"), .shorten("created_at"), .shorten("base_model"),
        .give("base_model", .fixed(12)), .drop("base_model"), .give("id", .elastic(least: 16)),
        .drop("fine_tuning_job_id"), .drop("created_at"),
    ]

    private static func run(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        let store = try context.openStore()
        let account = try context.account(named: arguments[StandardOptions.account], in: store)
        let models = try models(store, account, arguments, context)
        if arguments[all] {
            let parts = try store.shortestParts(of: models.compactMap(\.job))
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
        case .table, .wide, .name: try context.output.line(model.model.rawValue.printable)
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
