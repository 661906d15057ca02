import Commands
import FineTuning
import JobStorage
import JobViews
import Text

/// `ftctl` alone on a terminal: the jobs that run and the newest ones, how the daemon is, and what to do next.
enum HomeCommand {
    /// Rows of recent jobs; those that run come on top of them while there is room.
    private static let recent = 5

    static let command: Command = Command(
        name: "", section: .watch, summary: "", options: [], run: run)

    private static func run(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        let store: JobStoreReader
        do {
            store = try context.openStore()
        } catch StoreError.absent, StoreError.notYetMade {
            try context.output.write(CommandHelp(ControlProgram.table).text(.program))
            return .done
        }
        let models = try context.modelTableOrBuiltIn()
        let list = try jobs(store, room: max(3, context.terminal.height - 7))
        let submissions = try context.submissions()
        let freshness = try Freshness(of: store, in: context)
        let footer = ListFooter(models: models, freshness: freshness, context: context)
        let state = list.rows.isEmpty ? footer.empty(isFiltered: false) : try footer.lines(list, store)
        let below = ListFooter.waiting(submissions, context) + state
        let table = try JobTable(list.rows, of: store, costs: context.jobCosts(models), in: context)
        try context.print(
            list.rows, as: table.report, narrowings: JobTable.narrowings, footer: below, empty: below)
        if !list.rows.isEmpty { try NextCommand.say(next(list.rows, submissions, freshness, store), in: context) }
        return .done
    }

    /// Those that have not ended and the newest ones, newest first.
    private static func jobs(_ store: JobStoreReader, room: Int) throws -> JobListing<StatusRow> {
        try store.snapshot {
            let newest = try JobListing(linesOf: store, JobFilter(), limit: min(recent, room))
            var rows = newest.rows
            let shown = Set(rows.map(\.key))
            let running = try store.accounts().flatMap { try store.unfinishedJobs(of: $0.name) }.map(\.key)
            for key in running where !shown.contains(key) && rows.count < room {
                if let row = try store.line(of: key) { rows.append(row) }
            }
            return newest.with(rows.sorted { $0.createdAt > $1.createdAt })
        }
    }

    /// What is worth typing next, by what is known.
    private static func next(
        _ rows: [StatusRow], _ submissions: [SubmissionView], _ freshness: Freshness, _ store: JobStoreReader
    ) throws -> [NextCommand] {
        var commands: [NextCommand] = []
        if freshness.isDaemonAlive == false { commands.append(NextCommand("status")) }
        if submissions.contains(where: { $0.state == .parked }) { commands.append(NextCommand("submissions list")) }
        let parts = try store.shortestParts(of: rows.map(\.key.job))
        func name(_ row: StatusRow) -> String { parts[row.key.job] ?? row.key.job.rawValue }
        if let running = rows.first(where: { !$0.status.isTerminal && $0.goneAt == nil }) {
            commands += [NextCommand("wait", name(running)), NextCommand("loss", name(running))]
        } else if let newest = rows.first {
            commands +=
                newest.status.meaning == .succeeded
                ? [NextCommand("ask", "\"...\""), NextCommand("show", name(newest))]
                : [NextCommand("show", name(newest)), NextCommand("list")]
        }
        return commands
    }
}
