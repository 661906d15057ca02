import Charts
import Commands
import FineTuning
import JobStorage
import JobViews
import Text

/// The table of jobs, in every format.
enum JobReport {
    /// - Parameters:
    ///   - showsAccount: with several accounts the account is a column too.
    ///   - showsProgress: a terminal wide enough for everything shows how far jobs are in a column of its own.
    static func report(showsAccount: Bool, showsProgress: Bool = false) -> Report<StatusRow> {
        var columns: [ReportColumn<StatusRow>] = [
            ReportColumn("id", "JOB ID") { .text($0.key.job.rawValue) },
            ReportColumn("created_at", "CREATED") { .time($0.createdAt) },
            ReportColumn(
                "status", "STATUS",
                cell: { row, _ in Table.Cell(status(row), style: row.status.style) },
                value: { .text($0.status.word) }),
            ReportColumn("model", "MODEL") { .text($0.model.rawValue) },
            ReportColumn("training_file", "TRAINING FILE") { .optional($0.trainingFile?.rawValue) },
            ReportColumn("error", "ERROR", mayBeClipped: true) { .optional($0.error ?? $0.failure) },
            ReportColumn(
                "fine_tuned_model", "FINE-TUNED MODEL",
                cell: { row, _ in Table.Cell(row.fineTunedModel?.rawValue.printable ?? "", keepsEnd: true) },
                value: { .optional($0.fineTunedModel?.rawValue) }),
        ]
        if showsProgress {
            columns.append(
                ReportColumn(shown: "progress", "PROGRESS") { row, context in
                    Table.Cell(note(row.progress, in: context))
                })
        }
        columns.append(ReportColumn("account", showsAccount ? "ACCOUNT" : nil) { .text($0.key.account.rawValue) })
        columns.append(ReportColumn("gone_at") { .optional($0.goneAt) })
        return Report(name: { $0.key.job.rawValue }, columns: columns)
    }

    /// The whole jobs, for JSON; a table and CSV are made of ``report(showsAccount:showsProgress:)``.
    static let whole = Report<WholeJob>(
        name: { $0.stored.job.id.rawValue }, columns: [], received: (WholeJob.notes, { $0.json }))

    /// Said of the keys of a job.
    static let receivedRemark = "Whatever else the API sent of the job stands there under the API's own keys."

    /// The order in which the table gives way on a narrow terminal.
    static func narrowings(_ rows: [StatusRow], store: JobStoreReader, in context: CommandContext) -> [Narrowing] {
        [
            // Where ERROR and FINE-TUNED MODEL share a column, the progress is in it.
            .drop("progress"),
            .drop("training_file"),
            .merge(
                "error", "fine_tuned_model", title: "ERROR / FINE-TUNED MODEL",
                notes: rows.map { note($0.progress, in: context) }),
            .rewrite("model") { $0.map(withoutDate) },
            .rewrite("id") { texts in
                let ids = rows.map(\.key.job)
                guard let prefixes = try? store.shortestPrefixes(of: ids, least: 9) else { return texts }
                return zip(ids, texts).map { id, text in prefixes[id]?.printable ?? text }
            },
        ]
    }

    /// `● running  62%`, `● running (gone)`.
    static func status(_ row: StatusRow) -> String {
        if row.goneAt != nil { return "\(row.status.marked) (gone)" }
        if let note = row.note { return "\(row.status.marked) (\(note.word))" }
        guard let share = row.progress?.share else { return row.status.marked }
        return "\(row.status.marked)  \(Int(share * 100))%"
    }

    /// `step 186/300, loss 1.157 ▆▅▄▃▃▂▂, ends about 08:41`; empty where nothing is known.
    static func note(_ progress: JobProgress?, in context: CommandContext) -> String {
        guard let progress else { return "" }
        var parts = ["step \(HumanText.number(progress.step))"]
        if let total = progress.totalSteps { parts[0] += "/\(HumanText.number(total))" }
        if let loss = progress.losses.last {
            let line = progress.losses.count > 2 ? " " + Sparkline.text(progress.losses, width: 8) : ""
            parts.append("loss \(HumanText.decimal(loss, places: 3))\(line)")
        }
        if let finish = progress.estimatedFinish {
            parts.append("\(ending(finish, in: context)) \(context.time.brief(finish, now: context.now))")
        }
        return parts.joined(separator: ", ")
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
