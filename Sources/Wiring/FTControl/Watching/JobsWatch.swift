import Commands
import FineTuning
import JSONText
import JobStorage
import JobViews
import Text

/// `list --watch`.
struct JobsWatch: Watched {
    let verb = "list"
    let filter: JobFilter
    let limit: Int?
    let store: JobStoreReader

    func frame(_ context: CommandContext, height: Int) throws -> LiveFrame {
        let list = try JobListing(linesOf: store, filter, limit: min(limit ?? .max, height))
        let report = JobReport.report(
            showsAccount: try store.accounts().count > 1,
            showsProgress: list.rows.contains { $0.progress != nil })
        let lines = TableRenderer.text(
            report.table(list.rows, in: context), width: context.terminal.width,
            narrowings: JobReport.narrowings(list.rows, store: store, in: context), paint: context.paint
        ).split(separator: "\n").map(String.init)
        let rows = zip(list.rows, lines.dropFirst()).map { row, line in
            LiveLine(key: Self.key(row.key), state: row, text: line)
        }
        return LiveFrame(
            lines: lines.prefix(1).map { LiveLine($0) } + rows,
            footer: try ListCommand.footer(list, Freshness(of: store, in: context), store, context))
    }

    /// Oldest first, so that what came last stands last.
    func entries(_ context: CommandContext, inJSON: Bool) throws -> [WatchEntry] {
        let rows = try JobListing(linesOf: store, filter, limit: limit).rows
        return rows.reversed().map { row in
            WatchEntry(key: Self.key(row.key), state: row, line: { line(row, context) }) {
                // A job that is not there any more has no row either: both are of one state of the store.
                try store.job(row.key).map { try WholeJob($0, in: store).json } ?? [:]
            }
        }
    }

    private static func key(_ key: JobKey) -> String { "\(key.account) \(key.job)" }

    private func line(_ row: StatusRow, _ context: CommandContext) -> String {
        let outcome = row.error ?? row.fineTunedModel?.rawValue ?? JobReport.note(row.progress, in: context)
        let parts = [
            row.key.job.rawValue.printable, context.paint(JobReport.status(row), row.status.style), outcome.printable,
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "  ")
    }
}
