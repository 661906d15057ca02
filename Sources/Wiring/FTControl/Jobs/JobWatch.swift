import Commands
import FineTuning
import JobStorage
import JobViews
import Text

/// `list --watch`: the table that renews itself on a terminal, one line for each change anywhere else.
struct JobWatch {
    private static let interval = Duration.seconds(1)

    let filter: JobFilter
    let limit: Int?
    let context: CommandContext

    /// Goes on until it is interrupted or nobody reads any more.
    func run(_ store: JobStoreReader) throws {
        switch context.format {
        case .json, .csv, .name:
            throw CommandError.usage(
                "list: --watch does not end, and -o \(context.format) needs an end",
                hints: ["One JSON object for each change: ftctl list --watch -o jsonl"])
        case .table, .wide, .jsonl: break
        }
        context.interrupt.arm(saying: "stopped watching; the jobs go on")
        var standIn = try DaemonStandIn(context)
        let isScreen =
            context.format == .table && context.terminal.outputIsTerminal
            && Terminal.understandsSequences(context.environment)
        if isScreen { try watchScreen(store, &standIn) } else { try watchLines(store, &standIn) }
    }

    /// One line for each job that differs from what was shown last.
    private func watchLines(_ store: JobStoreReader, _ standIn: inout DaemonStandIn) throws {
        var shown: [JobKey: StatusRow] = [:]
        while true {
            try standIn.pollIfNeeded()
            // Nothing is printed while the store is read: a slow reader must not keep the daemon's log from being cut.
            let changed = try store.snapshot {
                let rows = try JobListing(linesOf: store, filter, limit: limit).rows
                return try rows.reversed().filter { shown[$0.key] != $0 }.map { row in
                    (row, context.format == .jsonl ? try store.job(row.key).map { try WholeJob($0, in: store) } : nil)
                }
            }
            for (row, whole) in changed {
                shown[row.key] = row
                if let whole {
                    try context.printLine(whole, as: JobReport.whole)
                } else {
                    try context.output.line(line(row))
                }
            }
            try context.output.flush()
            try context.interrupt.sleep(for: Self.interval)
        }
    }

    private func line(_ row: StatusRow) -> String {
        let outcome = row.error ?? row.fineTunedModel?.rawValue ?? JobReport.note(row.progress, in: context)
        let parts = [
            context.time.full(context.now), row.key.job.rawValue.printable,
            context.paint(JobStatusCell.text(row), row.status.style), outcome.printable,
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "  ")
    }

    /// Draws on the alternate screen, and leaves the last picture on the ordinary one.
    private func watchScreen(_ store: JobStoreReader, _ standIn: inout DaemonStandIn) throws {
        let output = context.output
        var picture = ""
        context.interrupt.onInterrupt {
            try? output.write(Self.leave)
            try? output.flush()
        }
        try output.write(Self.enter)
        defer { context.interrupt.onInterrupt(nil) }
        do {
            while true {
                try standIn.pollIfNeeded()
                let terminal = context.surroundings.measure()
                picture = try self.picture(store, terminal)
                try output.write(
                    Self.home
                        + picture.split(separator: "\n").prefix(terminal.height - 1).map {
                            "\($0)\(Self.clearLine)\n"
                        }.joined() + Self.clearBelow)
                try output.flush()
                try context.interrupt.sleep(for: Self.interval)
            }
        } catch {
            try output.write(Self.leave + picture)
            try output.flush()
            throw error
        }
    }

    private func picture(_ store: JobStoreReader, _ terminal: Terminal) throws -> String {
        let list = try JobListing(linesOf: store, filter, limit: min(limit ?? .max, terminal.height))
        let models = try context.modelTableOrBuiltIn()
        let table = try JobTable(list.rows, of: store, costs: context.jobCosts(models), in: context)
        let footer = ListFooter(models: models, freshness: try Freshness(of: store, in: context), context: context)
        return table.text(width: terminal.width)
            + (try footer.lines(list, store)).map { $0.clipped(to: terminal.width) + "\n" }.joined()
    }

    private static let enter = "\u{1B}[?1049h\u{1B}[?25l"
    private static let leave = "\u{1B}[?25h\u{1B}[?1049l"
    private static let home = "\u{1B}[H"
    private static let clearLine = "\u{1B}[K"
    private static let clearBelow = "\u{1B}[J"
}
