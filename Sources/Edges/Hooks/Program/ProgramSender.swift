import Files
package import FineTuning
import Glibc
import Processes
import Text

/// Runs a program with the body on its standard input: exit 0 is success, 75 says that whoever it serves is in trouble,
/// and anything else that it did not like the notice.
package struct ProgramSender: HookSender {
    private let arguments: [String]
    private let variables: [String: String]

    /// - Parameters:
    ///   - arguments: the program by its absolute path, then its arguments; no shell.
    ///   - variables: what its environment has besides what every hook's has.
    package init(arguments: [String], variables: [String: String] = [:]) {
        self.arguments = arguments
        self.variables = variables
    }

    package func send(
        _ delivery: Delivery, _ attempt: HookAttempt.Terms, isCancelled: () -> Bool
    ) -> HookAttempt.Result {
        if let weakness { return HookAttempt.Result(.receiverTrouble(reason: weakness, retryAfter: nil)) }
        let own = variables.merging(ProgramEnvironment.variables(of: delivery)) { _, ours in ours }
        let command = ChildCommand(
            arguments: arguments, environment: attempt.inherited.merging(own) { _, ours in ours },
            input: delivery.body, timeout: attempt.timeout)
        let result = ChildProcess.run(command, isCancelled: isCancelled)
        return HookAttempt.Result(
            Self.outcome(of: result, timeout: attempt.timeout), remark: Self.remark(on: result))
    }

    package var problem: HookProblem? { complaint.map { HookProblem(ProgramKeys.name, $0) } }

    private var complaint: String? {
        guard let program = arguments.first else { return nil }
        if let weakness { return weakness }
        var status = stat()
        guard stat(program, &status) == 0 else {
            return "cannot run \(program.printable): \(SystemError(code: errno)); is the path right?"
        }
        // Root may call a file executable that has no such bit at all.
        guard status.st_mode & S_IFMT == S_IFREG, access(program, X_OK) == 0 else {
            return "cannot run \(program.printable): it must be a file that is executable for user \(geteuid())"
        }
        return nil
    }

    /// Why the program is not to be run: somebody else could have written it.
    ///
    /// A program that is not there is left to its start to name.
    private var weakness: String? {
        guard let program = arguments.first else { return nil }
        do throws(SystemError) {
            return try FileOwnership(of: program).weakness(program.printable).map {
                "not run: \(program.printable) \($0)"
            }
        } catch {
            return nil
        }
    }

    /// A program that ends leaves nothing running in its group: whoever meant to has to be told.
    private static func remark(on result: ChildResult) -> String? {
        guard case .exited = result.ending, result.leftBehind > 0 else { return nil }
        let were =
            result.leftBehind == 1 ? "1 process left behind was" : "\(result.leftBehind) processes left behind were"
        return "\(were) stopped; use setsid or systemd-run for what is to outlive the hook"
    }

    private static func outcome(of result: ChildResult, timeout: Duration) -> DeliveryOutcome {
        // What a failed program said last is the best explanation there is.
        let said = result.standardError.lastLine.map { ": \($0.printable.cut(toBytes: 300))" } ?? ""
        switch result.ending {
        case .exited(0): return .delivered("exit 0")
        case .exited(EX_TEMPFAIL):
            return .receiverTrouble(reason: "exit 75, try again later\(said)", retryAfter: nil)
        case .exited(let status): return .refused(reason: "exit \(status)\(said)", retryAfter: nil)
        case .signalled(let signal): return .refused(reason: "ended by signal \(signal)\(said)", retryAfter: nil)
        case .timedOut:
            return .refused(reason: "stopped, still running after \(timeout.configurationText)\(said)", retryAfter: nil)
        case .cancelled: return .interrupted
        case .notStarted(let error): return .receiverTrouble(reason: error.description, retryAfter: nil)
        }
    }
}
