import Charts
import Commands
import FineTuning
import JobJSON
import JobStorage
import JobViews
import Text

/// The jobs in whole columns: for pipes, `-o wide`, CSV and JSON.
enum JobReport {
    /// - Parameters:
    ///   - costs: what jobs cost.
    ///   - columns: only these, in this order; nil for all.
    static func report(costs: JobCosts, columns: [String]? = nil) -> Report<StatusRow> {
        let all = facts + figures(costs)
        guard let columns else { return Report(name: { $0.key.job.rawValue }, columns: all) }
        return Report(
            name: { $0.key.job.rawValue },
            columns: columns.compactMap { key in all.last { $0.key == key && $0.title != nil } })
    }

    /// The whole jobs, for JSON; a table and CSV are made of ``report(costs:columns:)``.
    static let whole = Report<WholeJob>(
        name: { $0.stored.job.id.rawValue }, columns: [], received: (WholeJob.notes, { $0.json }, { $0.spacedJSON }))

    /// Said of the keys of a job.
    static let receivedRemark = "Whatever else the API sent of the job stands there under the API's own keys."

    private static let facts: [ReportColumn<StatusRow>] = [
        ReportColumn("id", "JOB ID") { .text($0.key.job.rawValue) },
        ReportColumn("created_at", "CREATED") { .time($0.createdAt) },
        ReportColumn(
            "status", "STATUS",
            cell: { row, _ in Table.Cell(JobStatusCell.text(row), style: row.status.style) },
            value: { .text($0.status.word) }),
        ReportColumn("model", "MODEL") { .text($0.model.rawValue) },
        ReportColumn("training_file", "TRAINING FILE") { .optional($0.trainingFile?.rawValue) },
        ReportColumn("error", "ERROR", room: .elastic(least: 12)) { .optional($0.error ?? $0.failure) },
        ReportColumn(
            "fine_tuned_model", "FINE-TUNED MODEL", room: .elastic(least: 12),
            cell: { row, _ in Table.Cell(row.fineTunedModel?.rawValue.printable ?? "", clipping: .name) },
            value: { .optional($0.fineTunedModel?.rawValue) }),
        ReportColumn("account") { .text($0.key.account.rawValue) },
        ReportColumn("gone_at") { .optional($0.goneAt) },
    ]

    /// Columns that were added to those of the first version: CSV has them last, and a table before the account.
    private static func figures(_ costs: JobCosts) -> [ReportColumn<StatusRow>] {
        [
            ReportColumn("name", "NAME", room: .fixed(12)) { .optional($0.name) },
            ReportColumn("finished_at", "FINISHED") { .optional($0.finishedAt) },
            ReportColumn("trained_tokens", "TRAINED TOKENS") { .optional($0.trainedTokens) },
            ReportColumn(
                "cost_amount", "COST", alignment: .right,
                cell: { row, _ in Table.Cell(text(costs.amount(of: row)) ?? "") },
                value: { row in costs.amount(of: row).map { .json($0.money.json) } ?? .unknown }),
            ReportColumn("cost_currency") { row in .optional(costs.amount(of: row)?.currency) },
            ReportColumn(shown: "account", "ACCOUNT") { row, _ in Table.Cell(row.key.account.rawValue.printable) },
        ]
    }

    /// `12.07 USD`; nil where no cost is known, and where there is none.
    static func text(_ cost: (money: Money, currency: String)?) -> String? {
        guard let (money, currency) = cost, money > .zero else { return nil }
        let amount = "\(money)".split(separator: " ").first.map(String.init) ?? ""
        return "\(amount) \(currency.printable)"
    }

    /// `step 186/300, loss 1.157 ▆▅▄▃▃▂▂, ends about 08:41`; empty where nothing is known.
    static func note(_ progress: JobProgress?, in context: CommandContext) -> String {
        guard let progress else { return "" }
        var parts = [steps(progress)]
        if let loss = loss(progress, width: 8) { parts.append(loss) }
        if let finish = progress.estimatedFinish {
            parts.append("\(ending(finish, in: context)) \(context.time.brief(finish, now: context.now))")
        }
        return parts.joined(separator: ", ")
    }

    /// `step 186/300`.
    static func steps(_ progress: JobProgress) -> String {
        "step \(HumanText.number(progress.step))"
            + (progress.totalSteps.map { "/\(HumanText.number($0))" } ?? "")
    }

    /// `loss 1.157 ▆▅▄▃▃▂▂`, with at most so many bars; nil where no loss is known.
    static func loss(_ progress: JobProgress, width: Int) -> String? {
        progress.losses.last.map { loss in
            let line = progress.losses.count > 2 && width > 0 ? " " + Sparkline.text(progress.losses, width: width) : ""
            return "loss \(HumanText.decimal(loss, places: 3))\(line)"
        }
    }

    /// What is said before the time at which a job that has not ended is to end.
    static func ending(_ finish: UnixTime, in context: CommandContext) -> String {
        finish > context.now ? "ends about" : "was to end at"
    }

    /// `gpt-4o-mini` of `gpt-4o-mini-2024-07-18`, also inside the name of a tuned model.
    static func withoutDate(_ model: String) -> String {
        model.split(separator: ":", omittingEmptySubsequences: false).map { part in
            let words = part.split(separator: "-", omittingEmptySubsequences: false)
            let lengths = words.suffix(3).map(\.count)
            let isDate = words.count > 3 && lengths == [4, 2, 2]
            let digits = words.suffix(3).allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
            return isDate && digits ? words.dropLast(3).joined(separator: "-") : String(part)
        }.joined(separator: ":")
    }
}
