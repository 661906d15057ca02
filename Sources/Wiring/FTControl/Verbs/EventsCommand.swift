import Commands
import FineTuning
import JobJSON
import JobStorage
import JobViews
import Text

/// `events`: the log lines of one job.
enum EventsCommand {
    private static let job = CommandOperand<String>.one(.job(), "the job's id, any unique part of it, or latest")
    private static let follow = CommandOption.flag("follow", short: "f", "go on until the job has ended, or Ctrl-C")
    private static let limit = CommandOption.value(
        "limit", short: "n", .wholeNumber("COUNT", in: 1...1_000_000_000), "only so many of the newest")
    private static let interval = Duration.seconds(1)

    static let command: Command = Command(
        name: "events", aliases: ["logs"], section: .watch, summary: "Show the log lines of a job, oldest first",
        operands: [job],
        options: [follow, limit, StandardOptions.account, StandardOptions.output, StandardOptions.utc],
        examples: [CommandExample("ftctl events ftjob-k2 -f", "until it has ended")], run: run)

    static let report = Report<StoredEvent>(
        name: { $0.event.id.rawValue },
        columns: [
            ReportColumn("id") { .text($0.event.id.rawValue) },
            ReportColumn(
                "created_at", "TIME", cell: { row, context in Table.Cell(context.time.full(row.event.createdAt)) },
                value: { .time($0.event.createdAt) }),
            ReportColumn(
                "level", "LEVEL", cell: { row, _ in Table.Cell(row.event.level.printable, style: style(row.event)) },
                value: { .text($0.event.level) }),
            ReportColumn("message", "MESSAGE", room: .elastic(least: 24)) { .text($0.event.message) },
            ReportColumn("type") { .optional($0.event.type) },
            ReportColumn("data") { .json($0.event.data) },
        ],
        wholeObject: { $0.event.json })

    private static func run(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        let store = try context.openStore()
        let account = try context.account(named: arguments[StandardOptions.account], in: store)
        let key = try context.job(named: arguments[job], in: store, account: account)
        let events = try store.events(of: key, newest: arguments[limit])
        guard arguments[follow] else {
            let freshness = try Freshness(of: store, in: context)
            try context.print(
                events, as: report, empty: ["no events yet · \(freshness.sentence(context))"])
            return .done
        }
        switch context.format {
        case .json, .csv, .name:
            throw CommandError.usage(
                "events: --follow does not end, and -o \(context.format) needs an end",
                hints: ["One JSON object for each event: ftctl events \(key.job) -f -o jsonl"])
        case .table, .wide, .jsonl: break
        }
        try follow(key, from: events, in: store, context)
        return .done
    }

    private static func follow(
        _ key: JobKey, from first: [StoredEvent], in store: JobStoreReader, _ context: CommandContext
    ) throws {
        context.interrupt.arm(saying: "stopped following; the job goes on")
        var standIn = try DaemonStandIn(context)
        var events = first
        var position: Int64 = 0
        while true {
            for event in events { try print(event, context) }
            try context.output.flush()
            position = events.map(\.position).max().map { max($0, position) } ?? position
            // Read the job before its events: when it had ended and been harvested by then, they are complete.
            let job = try store.job(key)
            let isOver =
                job.map { $0.goneAt != nil || $0.job.status.isTerminal && !$0.missing.contains(.events) } ?? true
            events = try store.events(of: key, after: position)
            if isOver, events.isEmpty { return }
            if !isOver, events.isEmpty {
                try context.interrupt.sleep(for: interval)
                try standIn.pollIfNeeded()
            }
        }
    }

    private static func print(_ row: StoredEvent, _ context: CommandContext) throws {
        if context.format == .jsonl { return try context.printLine(row, as: report) }
        let event = row.event
        let level = event.level == "info" ? "" : context.paint(event.level.printable, style(event)) + "  "
        try context.tell("\(context.time.full(event.createdAt))  \(level)\(event.message.printable)")
    }

    private static func style(_ event: JobEvent) -> TextStyle {
        switch event.level {
        case "error": .bad
        case "warn", "warning": .warning
        case _: .plain
        }
    }
}
