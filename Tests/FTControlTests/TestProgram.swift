import FineTuning
import Synchronization
import Text

@testable import FTControl

/// Runs command lines inside the test, with streams that are kept and clocks that stand still.
final class TestProgram: Sendable {
    /// What a command line did.
    struct Outcome: Equatable {
        var output: String
        var errors: String
        var code: ExitCode
    }

    /// 2026-11-22 08:33:10 UTC.
    static let now = UnixTime(seconds: 1_795_336_390)

    private let output = Mutex<[UInt8]>([])
    private let errors = Mutex<[UInt8]>([])
    private let uptime = Mutex<Duration>(.zero)
    let terminal: Terminal
    let environment: [String: String]
    let answers: Mutex<[String]>

    init(terminal: Terminal = .none, environment: [String: String] = [:], answers: [String] = []) {
        self.terminal = terminal
        self.environment = environment
        self.answers = Mutex(answers)
    }

    var written: String { output.withLock { String(decoding: $0, as: UTF8.self) } }
    var said: String { errors.withLock { String(decoding: $0, as: UTF8.self) } }

    /// Moves the monotonic clock.
    func advance(by duration: Duration) { uptime.withLock { $0 += duration } }

    var surroundings: Surroundings {
        Surroundings(
            output: OutputWriter { [self] bytes in output.withLock { $0 += bytes } },
            errors: OutputWriter { [self] bytes in errors.withLock { $0 += bytes } },
            readLine: { [self] in answers.withLock { $0.isEmpty ? nil : $0.removeFirst() } },
            environment: environment, terminal: terminal, measure: { [self] in terminal }, zone: .utc,
            now: { Self.now },
            uptime: { [self] in uptime.withLock { $0 } }, interrupt: Interrupt(end: { _ in }))
    }

    func run(_ arguments: [String], table: CommandTable) -> Outcome {
        let code = ControlProgram.run(arguments, table: table, in: surroundings)
        return Outcome(output: written, errors: said, code: code)
    }
}

extension Terminal {
    /// A terminal on all three streams.
    static func wide(_ width: Int) -> Terminal {
        Terminal(inputIsTerminal: true, outputIsTerminal: true, errorsIsTerminal: true, width: width)
    }
}

/// A table with a verb of each shape; every verb prints what it was given.
enum TestVerbs {
    static let limit = CommandOption.value(
        "limit", short: "n", .wholeNumber("COUNT", in: 1...Int.max), default: 20, "how many jobs")
    static let all = CommandOption.flag("all", short: "a", "every job")
    static let quiet = CommandOption.flag("quiet", short: "q", "say nothing")
    static let status = CommandOption.values("status", .text("WORD"), "only jobs of this status")
    static let heat = CommandOption.value("temperature", .number("DEGREE", in: -2...2), "how daring")
    static let wait = CommandOption.value("timeout", .duration(), "give up after this time")
    static let job = CommandOperand<String>.one(.job(), "the job")
    static let files = CommandOperand<[String]>.many(.file(), "the files")

    static let list = Command(
        name: "list", section: .watch, summary: "Show the newest jobs as a table",
        options: [limit, all, quiet, status, heat, wait, StandardOptions.output]
    ) { context, arguments in
        let heat = arguments[heat].map { "\($0)" } ?? "-"
        let wait = arguments[wait].map { "\($0.milliseconds)" } ?? "-"
        try context.output.line(
            "limit \(arguments[limit]) all \(arguments[all]) quiet \(arguments[quiet]) "
                + "status \(arguments[status]) heat \(heat) wait \(wait) format \(arguments[StandardOptions.output])")
        return .done
    }

    static let show = Command(name: "show", section: .watch, summary: "Show a job", operands: [job]) {
        context, arguments in
        try context.output.line("job \(arguments[job]) store \(context.storePath ?? "-")")
        return .done
    }

    static let send = Command(
        name: "send", section: .data, summary: "Send files", operands: [job, files], options: [StandardOptions.output]
    ) { context, arguments in
        try context.output.line("job \(arguments[job]) files \(arguments[files])")
        throw CommandError(.notFound, "send: no such job \"\(arguments[job])\"", hints: ["All jobs: ftctl list"])
    }

    static let hooks = ["list", "test"].map { word in
        Command(name: "hooks \(word)", section: .operate, summary: "Hooks: \(word)") { context, _ in
            try context.output.line("hooks \(word)")
            return .done
        }
    }

    static let table = CommandTable(commands: [list, show, send] + hooks)
}
