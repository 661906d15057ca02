import Commands
import FineTuning
import JSONText
import JobStorage
import JobViews
import Settings
import Text

/// `list --watch`.
struct JobsWatch: Watched {
    let verb = "list"
    let filter: JobFilter
    let order: JobOrder
    let limit: Int?
    /// Only these, in this order; nil for those that fit.
    let columns: [String]?
    let costs: JobCosts
    let models: ModelTable
    let store: JobStoreReader

    func frame(_ context: CommandContext, height: Int) throws -> LiveFrame {
        let all = try JobListing(linesOf: store, filter, by: order, limit: min(limit ?? .max, height))
        let footer = ListFooter(models: models, freshness: try Freshness(of: store, in: context), context: context)
        let waiting = ListFooter.waiting(try context.submissions().filter { $0.passes(filter) }, context)
        // The count below the table stands for the rows that it leaves no room for.
        let below = try footer.lines(all, store).count + waiting.count
        let list = all.cut(to: max(1, height - 1 - below))
        let table = try JobTable(list.rows, of: store, costs: costs, columns: columns, in: context)
        let lines = table.text(width: context.terminal.width).split(separator: "\n").map(String.init)
        let rows = zip(list.rows, lines.dropFirst()).map { row, line in
            LiveLine(key: Self.key(row.key), state: row, text: line)
        }
        let layout = TextLayout(width: context.terminal.width, glyphs: context.glyphs)
        return LiveFrame(
            lines: lines.prefix(1).map { LiveLine($0) } + rows,
            footer: try footer.lines(list, store) + waiting.flatMap { layout.lines($0) })
    }

    /// Oldest first, so that what came last stands last.
    func entries(_ context: CommandContext, inJSON: Bool) throws -> [WatchEntry] {
        let rows = try JobListing(linesOf: store, filter, by: order, limit: limit).rows
        return rows.reversed().map { row in
            WatchEntry(key: Self.key(row.key), state: row, line: { line(row, context) }) {
                // A job that is not there any more has no row either: both are of one state of the store.
                try store.job(row.key).map { try WholeJob($0, in: store, costs: costs).json } ?? [:]
            }
        }
    }

    private static func key(_ key: JobKey) -> String { "\(key.account) \(key.job)" }

    private func line(_ row: StatusRow, _ context: CommandContext) -> String {
        let outcome = row.error ?? row.fineTunedModel?.rawValue ?? JobReport.note(row.progress, in: context)
        let parts = [
            row.key.job.rawValue.printable, context.paint(JobStatusCell.text(row), row.status.style), outcome.printable,
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "  ")
    }
}
