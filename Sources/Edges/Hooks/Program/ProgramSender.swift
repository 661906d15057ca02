package import FineTuning
import Glibc
import Processes
import Text

/// Runs a program with the body on its standard input: exit 0 is success, anything else is tried again.
package struct ProgramSender: HookSender {
    private let arguments: [String]

    /// Takes the program by its absolute path, then its arguments; no shell.
    package init(arguments: [String]) { self.arguments = arguments }

    package func send(
        _ delivery: Delivery, _ attempt: HookAttempt.Terms, isCancelled: () -> Bool
    ) -> DeliveryOutcome {
        let variables = ProgramEnvironment.variables(of: delivery)
        let command = ChildCommand(
            arguments: arguments, environment: attempt.inherited.merging(variables) { _, ours in ours },
            input: delivery.body, timeout: attempt.timeout)
        return Self.outcome(of: ChildProcess.run(command, isCancelled: isCancelled), timeout: attempt.timeout)
    }

    private static func outcome(of result: ChildResult, timeout: Duration) -> DeliveryOutcome {
        // What a failed program said last is the best explanation there is.
        let said = result.standardError.lastLine.map { ": \($0.printable.cut(toBytes: 300))" } ?? ""
        switch result.ending {
        case .exited(0): return .delivered("exit 0")
        case .exited(EX_TEMPFAIL): return .failed(reason: "exit 75, try again later\(said)", retryAfter: nil)
        case .exited(let status): return .failed(reason: "exit \(status)\(said)", retryAfter: nil)
        case .signalled(let signal): return .failed(reason: "ended by signal \(signal)\(said)", retryAfter: nil)
        case .timedOut:
            return .failed(reason: "stopped, still running after \(timeout.configurationText)\(said)", retryAfter: nil)
        case .cancelled: return .interrupted
        case .notStarted(let error): return .failed(reason: error.description, retryAfter: nil)
        }
    }
}
