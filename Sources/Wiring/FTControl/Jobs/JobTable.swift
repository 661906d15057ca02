import Commands
import FineTuning
import JobStorage
import JobViews
import Text

/// The jobs in a table that fits a terminal: a line a job, and no long text costs another row a column.
struct JobTable {
    let rows: [StatusRow]
    let report: Report<StatusRow>
    private let context: CommandContext

    /// - Parameters:
    ///   - store: what tells the shortest part of each id, unique among all its jobs.
    ///   - columns: only these, in this order; nil for those that fit.
    init(
        _ rows: [StatusRow], of store: JobStoreReader, costs: JobCosts, columns: [String]? = nil,
        in context: CommandContext
    ) throws {
        self.rows = rows
        self.context = context
        let jobs = rows.map(\.key.job)
        let parts = try store.shortestParts(of: jobs, least: 9)
        let shortest = try store.shortestParts(of: jobs, least: 4)
        let showsAccount = try store.accounts().count > 1
        let result = JobResultCell(costs: costs, context: context)
        let all = Self.columns(parts, shortest, result)
        let whole = JobReport.report(costs: costs).columns.filter { $0.title != nil }
        let chosen =
            columns.map { keys in
                keys.compactMap { key in all.first { $0.key == key } ?? whole.last { $0.key == key } }
            }
            ?? all.filter { column in
                switch column.key {
                case "account": showsAccount
                case "name": rows.contains { $0.name != nil }
                case _: true
                }
            }
        report = Report(name: { $0.key.job.rawValue }, columns: chosen)
    }

    /// The keys that `columns` may have.
    static let keys: [String] =
        columns([:], [:], nil).map(\.key)
        + JobReport.report(costs: .unpriced).columns.filter { $0.title != nil }.map(\.key)

    /// What else columns are called: as `--sort` and the table's own heads call them.
    static let names = [
        "created": "created_at", "finished": "finished_at", "file": "training_file", "tokens": "trained_tokens",
        "cost": "cost_amount", "tuned": "fine_tuned_model",
    ]

    /// The table in so many columns.
    func text(width: Int) -> String {
        TableRenderer.text(
            report.table(rows, in: context), width: width, narrowings: Self.narrowings, paint: context.paint,
            glyphs: context.glyphs)
    }

    /// How columns that were asked for give way: none is left out.
    static let shortenings: [Narrowing] = [.shorten("created_at"), .shorten("model"), .shorten("id")]

    /// The order in which the table gives way on a narrow terminal: times before words, the name last but the status.
    static let narrowings: [Narrowing] = [
        .shorten("created_at"), .shorten("model"), .give("model", .fixed(12)), .shorten("id"), .drop("training_file"),
        .drop("model"),
        .drop("account"), .give("result", .elastic(least: 24)), .drop("created_at"),
        .give("result", .elastic(least: 14)), .drop("result"), .give("name", .fixed(8)), .drop("name"), .shorten("id"),
    ]

    private static func columns(
        _ parts: [JobID: String], _ shortest: [JobID: String], _ result: JobResultCell?
    ) -> [ReportColumn<StatusRow>] {
        [
            ReportColumn(shown: "id", "JOB") { row, _ in
                let id = row.key.job
                return Table.Cell(
                    id.rawValue.printable, shorter: [parts[id], shortest[id]].compactMap { $0?.printable })
            },
            ReportColumn(shown: "name", "NAME", room: .fixed(12)) { row, _ in Table.Cell(row.name?.printable ?? "") },
            ReportColumn(shown: "created_at", "CREATED") { row, context in
                Table.Cell(
                    context.time.short(row.createdAt, now: context.now),
                    shorter: [context.time.terse(row.createdAt, now: context.now)])
            },
            ReportColumn(shown: "status", "STATUS", room: .fixed(15)) { row, _ in JobStatusCell.cell(row) },
            ReportColumn(shown: "account", "ACCOUNT", room: .fixed(10)) { row, _ in
                Table.Cell(row.key.account.rawValue.printable)
            },
            ReportColumn(shown: "model", "MODEL", room: .fixed(22)) { row, _ in
                let model = row.model.rawValue.printable
                return Table.Cell(model, shorter: [JobReport.withoutDate(model)])
            },
            ReportColumn(shown: "training_file", "TRAINING FILE", room: .fixed(29)) { row, _ in
                Table.Cell(row.trainingFile?.rawValue.printable ?? "")
            },
            ReportColumn(shown: "result", "RESULT", room: .elastic(least: 40)) { row, _ in
                result?.cell(row) ?? Table.Cell("")
            },
        ]
    }
}
