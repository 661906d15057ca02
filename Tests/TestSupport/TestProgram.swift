package import Commands
package import FineTuning
package import Synchronization
import Text

/// Runs command lines inside the test, with streams that are kept and clocks that stand still.
package final class TestProgram: Sendable {
    /// What a command line did.
    package struct Outcome: Equatable {
        package var output: String
        package var errors: String
        package var code: ExitCode

        package init(output: String, errors: String, code: ExitCode) {
            self.output = output
            self.errors = errors
            self.code = code
        }
    }

    /// 2026-11-22 08:33:10 UTC.
    package static let now = UnixTime(seconds: 1_795_336_390)

    private let output = Mutex<[UInt8]>([])
    private let errors = Mutex<[UInt8]>([])
    private let uptime = Mutex<Duration>(.zero)
    package let terminal: Terminal
    package let environment: [String: String]
    package let answers: Mutex<[String]>

    /// The locale is UTF-8 where the environment names none.
    package init(terminal: Terminal = .none, environment: [String: String] = [:], answers: [String] = []) {
        self.terminal = terminal
        self.environment = environment.merging(["LANG": "C.UTF-8"]) { own, _ in own }
        self.answers = Mutex(answers)
    }

    package var written: String { output.withLock { String(decoding: $0, as: UTF8.self) } }
    package var said: String { errors.withLock { String(decoding: $0, as: UTF8.self) } }

    /// Moves the monotonic clock.
    package func advance(by duration: Duration) { uptime.withLock { $0 += duration } }

    package var surroundings: Surroundings {
        Surroundings(
            output: OutputWriter { [self] bytes in output.withLock { $0 += bytes } },
            errors: OutputWriter { [self] bytes in errors.withLock { $0 += bytes } },
            readLine: { [self] in answers.withLock { $0.isEmpty ? nil : $0.removeFirst() } },
            environment: environment, terminal: terminal, measure: { [self] in terminal }, zone: .utc,
            now: { Self.now },
            uptime: { [self] in uptime.withLock { $0 } }, interrupt: Interrupt(end: { _ in }))
    }

    package func run(_ arguments: [String], table: CommandTable) -> Outcome {
        let code = table.run(arguments, in: surroundings)
        return Outcome(output: written, errors: said, code: code)
    }
}

extension Terminal {
    /// A terminal that standard error does not go to.
    package static func output(_ width: Int) -> Terminal {
        Terminal(inputIsTerminal: true, outputIsTerminal: true, errorsIsTerminal: false, width: width)
    }

    /// A terminal on all three streams.
    package static func wide(_ width: Int) -> Terminal {
        Terminal(inputIsTerminal: true, outputIsTerminal: true, errorsIsTerminal: true, width: width)
    }
}
