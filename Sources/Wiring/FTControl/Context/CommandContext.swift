import Dispatch
import FineTuning
import Glibc
import Text

/// Everything around a program: its streams, its environment, its clocks.
struct Surroundings: Sendable {
    var output: OutputWriter
    var errors: OutputWriter
    /// The next line of standard input without its end; nil at the end.
    var readLine: @Sendable () -> String?
    var environment: [String: String]
    var terminal: Terminal
    /// The terminal as it is now: a window may have been resized.
    var measure: @Sendable () -> Terminal
    var zone: LocalTime.Zone
    /// The wall clock, for display.
    var now: @Sendable () -> UnixTime
    /// A clock that never jumps, for waits and rates.
    var uptime: @Sendable () -> Duration
    var interrupt: Interrupt
}

/// What a verb works with: its surroundings as the options that every verb has have shaped them.
struct CommandContext: Sendable {
    let surroundings: Surroundings
    /// `--config`, if given.
    let configPath: String?
    /// `--store`, if given.
    let storePath: String?
    /// Colours standard output.
    let paint: Paint
    /// Colours standard error.
    let errorPaint: Paint
    /// Names moments in local time, or in UTC with `--utc`.
    let time: LocalTime
    /// `-o`, for verbs that have it.
    let format: OutputFormat

    init(_ surroundings: Surroundings, _ arguments: Arguments) {
        let terminal = surroundings.terminal
        let color = arguments[StandardOptions.color]
        self.surroundings = surroundings
        configPath = arguments[StandardOptions.config]
        storePath = arguments[StandardOptions.store]
        paint = Terminal.paint(
            isTerminal: terminal.outputIsTerminal, choice: color, environment: surroundings.environment)
        errorPaint = Terminal.paint(
            isTerminal: terminal.errorsIsTerminal, choice: color, environment: surroundings.environment)
        time = LocalTime(zone: arguments[StandardOptions.utc] ? .utc : surroundings.zone)
        format = arguments[StandardOptions.output]
    }

    var output: OutputWriter { surroundings.output }
    var terminal: Terminal { surroundings.terminal }
    var environment: [String: String] { surroundings.environment }
    var interrupt: Interrupt { surroundings.interrupt }
    /// The wall clock now.
    var now: UnixTime { surroundings.now() }
    /// The monotonic clock now.
    var uptime: Duration { surroundings.uptime() }

    /// Says something to the person, on standard error, after all data written so far.
    func say(_ text: String) throws(OutputError) {
        try output.flush()
        surroundings.say(text + "\n")
    }

    /// Asks a question that is answered with y or n; anything but yes means no.
    ///
    /// Refuses where nobody can answer: a program that waits for input there would hang.
    func confirm(_ question: String) throws -> Bool {
        guard terminal.inputIsTerminal, terminal.errorsIsTerminal else {
            throw CommandError.usage(
                "cannot ask \"\(question)\": standard input or standard error is not a terminal",
                hints: ["Say yes beforehand: --yes"])
        }
        try output.flush()
        surroundings.say("\(question) [y/N] ")
        let answer = surroundings.readLine()?.lowercased().filter { $0 != " " }
        if answer == nil { surroundings.say("\n") }
        return answer == "y" || answer == "yes"
    }
}

extension Surroundings {
    /// Those of this process.
    static func live(environment: [String: String]) -> Surroundings {
        Surroundings(
            output: OutputWriter(descriptor: STDOUT_FILENO), errors: OutputWriter(descriptor: STDERR_FILENO),
            readLine: { Swift.readLine() }, environment: environment,
            terminal: Terminal.detect(environment: environment),
            measure: { Terminal.detect(environment: environment) }, zone: .local, now: Self.wallClock,
            uptime: Self.monotonicClock, interrupt: Interrupt())
    }

    /// Writes to standard error at once; when that fails there is nobody left to tell.
    func say(_ text: String) {
        do {
            try errors.write(text)
            try errors.flush()
        } catch {
            return
        }
    }

    /// Whole seconds are enough for display.
    private static let wallClock: @Sendable () -> UnixTime = { UnixTime(seconds: Int64(time(nil))) }

    private static let monotonicClock: @Sendable () -> Duration = {
        .nanoseconds(Int64(clamping: DispatchTime.now().uptimeNanoseconds))
    }
}
