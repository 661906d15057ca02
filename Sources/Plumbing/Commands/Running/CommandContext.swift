import Dispatch
package import FineTuning
import Glibc
package import Text

/// Everything around a program: its streams, its environment, its clocks.
package struct Surroundings: Sendable {
    package var output: OutputWriter
    package var errors: OutputWriter
    /// The next line of standard input without its end; nil at the end.
    package var readLine: @Sendable () -> String?
    package var environment: [String: String]
    package var terminal: Terminal
    /// The terminal as it is now: a window may have been resized.
    package var measure: @Sendable () -> Terminal
    package var zone: LocalTime.Zone
    /// The wall clock, for display.
    package var now: @Sendable () -> UnixTime
    /// A clock that never jumps, for waits and rates.
    package var uptime: @Sendable () -> Duration
    package var interrupt: Interrupt

    package init(
        output: OutputWriter, errors: OutputWriter, readLine: @escaping @Sendable () -> String?,
        environment: [String: String], terminal: Terminal, measure: @escaping @Sendable () -> Terminal,
        zone: LocalTime.Zone, now: @escaping @Sendable () -> UnixTime,
        uptime: @escaping @Sendable () -> Duration, interrupt: Interrupt
    ) {
        self.output = output
        self.errors = errors
        self.readLine = readLine
        self.environment = environment
        self.terminal = terminal
        self.measure = measure
        self.zone = zone
        self.now = now
        self.uptime = uptime
        self.interrupt = interrupt
    }
}

/// What a verb works with: its surroundings as the options that every verb has have shaped them.
package struct CommandContext: Sendable {
    package let surroundings: Surroundings
    /// The command line, for what a program reads from options of its own.
    package let arguments: Arguments
    /// Colours standard output.
    package let paint: Paint
    /// Colours standard error.
    package let errorPaint: Paint
    /// Names moments in local time, or in UTC with `--utc`.
    package let time: LocalTime
    /// `-o`, for verbs that have it.
    package let format: OutputFormat

    package init(_ surroundings: Surroundings, _ arguments: Arguments) {
        let terminal = surroundings.terminal
        let color = arguments[StandardOptions.color]
        self.surroundings = surroundings
        self.arguments = arguments
        paint = Terminal.paint(
            isTerminal: terminal.outputIsTerminal, choice: color, environment: surroundings.environment)
        errorPaint = Terminal.paint(
            isTerminal: terminal.errorsIsTerminal, choice: color, environment: surroundings.environment)
        time = LocalTime(zone: arguments[StandardOptions.utc] ? .utc : surroundings.zone)
        format = arguments[StandardOptions.output]
    }

    package var output: OutputWriter { surroundings.output }
    package var terminal: Terminal { surroundings.terminal }
    package var environment: [String: String] { surroundings.environment }
    package var interrupt: Interrupt { surroundings.interrupt }
    /// The wall clock now.
    package var now: UnixTime { surroundings.now() }
    /// The monotonic clock now.
    package var uptime: Duration { surroundings.uptime() }

    /// Says something to the person, on standard error, after all data written so far; broken between words on a
    /// terminal.
    package func say(_ text: String, hanging: Int? = nil) throws(OutputError) {
        try output.flush()
        surroundings.sayLines(text, hanging: hanging)
    }

    /// Asks a question that is answered with y or n; anything but yes means no.
    ///
    /// Refuses where nobody can answer: a program that waits for input there would hang.
    package func confirm(_ question: String) throws -> Bool {
        guard terminal.inputIsTerminal, terminal.errorsIsTerminal else {
            throw CommandError.usage(
                "cannot ask \"\(question)\": standard input or standard error is not a terminal",
                hints: ["Say yes beforehand: --yes"])
        }
        try output.flush()
        let lines = surroundings.errorLayout.lines("\(question) [y/N]")
        surroundings.say(lines.joined(separator: "\n") + " ")
        let answer = surroundings.readLine()?.lowercased().filter { $0 != " " }
        if answer == nil { surroundings.say("\n") }
        return answer == "y" || answer == "yes"
    }
}

extension Surroundings {
    /// Those of this process.
    package static func live(program: String, environment: [String: String]) -> Surroundings {
        Surroundings(
            output: OutputWriter(descriptor: STDOUT_FILENO), errors: OutputWriter(descriptor: STDERR_FILENO),
            readLine: { Swift.readLine() }, environment: environment,
            terminal: Terminal.detect(environment: environment),
            measure: { Terminal.detect(environment: environment) }, zone: .local, now: Self.wallClock,
            uptime: Self.monotonicClock,
            interrupt: Interrupt(program: program) {
                let terminal = Terminal.detect(environment: environment)
                return TextLayout(
                    width: terminal.errorsIsTerminal ? terminal.width : nil,
                    glyphs: Glyphs(environment: environment))
            })
    }

    /// Writes to standard error at once; an error of that has nowhere to be written and is dropped.
    package func say(_ text: String) {
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
