import Commands
import FineTuning
import JSONText
import JobJSON
import JobStorage
import JobViews
import Text

/// `events`: the log lines of one job.
enum EventsCommand {
    private static let job = CommandOperand<String>.one(.job(), "the job's id, any unique part of it, or latest")
    private static let follow = CommandOption.flag("follow", short: "f", "go on until the job has ended, or Ctrl-C")
    private static let limit = CommandOption.value(
        "limit", short: "n", .wholeNumber("COUNT", in: 1...1_000_000_000), "only this many of the newest")
    private static let level = CommandOption<Level?>.value(
        "level", .choice("LEVEL"), "only lines of this level and above: info, warn or error")
    private static let noSteps = CommandOption.flag("no-steps", "leave the lines of single training steps out")
    private static let interval = Duration.seconds(1)

    /// A level from which on lines are shown; a word that is not known counts as the highest.
    private enum Level: String, CaseIterable {
        case info
        case warn
        case error

        init(of word: String) {
            self =
                switch word.lowercased() {
                case "info", "debug", "trace": .info
                case "warn", "warning": .warn
                case _: .error
                }
        }

        func passes(_ other: Level) -> Bool {
            switch (self, other) {
            case (.info, _), (.warn, .warn), (.warn, .error), (.error, .error): true
            case (.warn, .info), (.error, .info), (.error, .warn): false
            }
        }
    }

    /// Which lines are shown.
    private struct Selection {
        let level: Level
        let withSteps: Bool

        var isAll: Bool { level == .info && withSteps }

        func passes(_ row: StoredEvent) -> Bool {
            let event = row.event
            let isStep = event.metric != nil || event.type == "metrics"
            return (withSteps || !isStep) && level.passes(Level(of: event.level))
        }
    }

    static let command: Command = Command(
        name: "events", aliases: ["logs"], section: .watch, summary: "Show the log lines of a job, oldest first",
        operands: [job],
        options: [follow, limit, level, noSteps, StandardOptions.account, StandardOptions.utc], output: .rows(report),
        examples: [
            CommandExample("ftctl events ftjob-k2 -f", "until it has ended"),
            CommandExample("ftctl events ftjob-k2 --no-steps", "what happened, without a line for each step"),
            CommandExample("ftctl events ftjob-k2 --level warn", "warnings and errors alone"),
        ], run: run)

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
        fields: JobEvent.fields.map { $0.event })

    private static func run(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        let store = try context.openStore()
        let account = try context.account(named: arguments[StandardOptions.account], in: store)
        let key = try context.job(named: arguments[job], in: store, account: account)
        let selection = Selection(level: arguments[level] ?? .info, withSteps: !arguments[noSteps])
        let all = try store.events(of: key, newest: selection.isAll ? arguments[limit] : nil)
        let passed = selection.isAll ? all : all.filter(selection.passes)
        let events = arguments[limit].map { Array(passed.suffix($0)) } ?? passed
        guard arguments[follow] else {
            let freshness = try Freshness(of: store, in: context)
            let nothing = all.isEmpty ? "no events yet" : "no such events"
            try context.print(events, as: report, empty: ["\(nothing) · \(freshness.sentence(context))"])
            return .done
        }
        switch context.format {
        case .json, .csv, .name:
            throw CommandError.usage(
                "events: --follow does not end, and -o \(context.format) needs an end",
                hints: ["One JSON object for each event: ftctl events \(key.job) -f -o jsonl"])
        case .table, .wide, .jsonl: break
        }
        let start = all.map(\.position).max() ?? 0
        try follow(key, from: events, behind: start, selection, in: store, context)
        return .done
    }

    private static func follow(
        _ key: JobKey, from first: [StoredEvent], behind start: Int64, _ selection: Selection,
        in store: JobStoreReader, _ context: CommandContext
    ) throws {
        context.interrupt.arm(saying: "stopped following; the job goes on")
        var standIn = try DaemonStandIn(context)
        var events = first
        var position = start
        while true {
            for event in events where selection.passes(event) { try print(event, context) }
            try context.output.flush()
            position = events.map(\.position).max().map { max($0, position) } ?? position
            // Read the job before its events: when it had ended and been harvested by then, they are complete.
            let job = try store.job(key)
            let isOver =
                job.map { $0.goneAt != nil || $0.job.status.isTerminal && !$0.missing.contains(.events) } ?? true
            events = try store.events(of: key, after: position)
            if isOver, events.isEmpty { return }
            if !isOver, events.isEmpty {
                try context.output.checkReader()
                try context.interrupt.sleep(for: interval)
                try standIn.pollIfNeeded { try context.say($0) }
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
