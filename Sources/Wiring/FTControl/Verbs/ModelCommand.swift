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

    static let report = Report<StoredModel>(
        name: { $0.model.rawValue },
        columns: [
            ReportColumn("id", "MODEL") { .text($0.model.rawValue) },
            ReportColumn(
                "created_at", "CREATED",
                cell: { row, context in
                    Table.Cell(row.createdAt.map { context.time.short($0, now: context.now) } ?? "")
                }, value: { row in row.createdAt.map { .time($0) } ?? .unknown }),
            ReportColumn("base_model", "BASE MODEL") { .text($0.base.rawValue) },
            ReportColumn("fine_tuning_job_id", "JOB ID") { .optional($0.job?.rawValue) },
            ReportColumn("account") { .text($0.account.rawValue) },
        ],
        fields: StoredModel.fields)

    private static func run(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        let store = try context.openStore()
        let account = try context.account(named: arguments[StandardOptions.account], in: store)
        let models = try models(store, account, arguments, context)
        if arguments[all] {
            try context.print(models, as: report, empty: [noModel.text(from: ControlProgram.description.name)])
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
