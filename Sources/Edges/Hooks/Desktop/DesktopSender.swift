import Files
package import FineTuning
import Glibc
import Processes
import Text

/// Shows a notice by `notify-send`, where there is a session bus to show it on.
package struct DesktopSender: HookSender {
    private let environment: [String: String]

    /// - Parameter environment: our own, by which the program and the session are found.
    package init(environment: [String: String] = ProgramEnvironment.inherited()) { self.environment = environment }

    package var problem: HookProblem? { complaint.map { HookProblem(DesktopKeys.name, $0) } }

    package func send(
        _ delivery: Delivery, _ attempt: HookAttempt.Terms, isCancelled: () -> Bool
    ) -> HookAttempt.Result {
        guard let program, let bus else {
            return HookAttempt.Result(.receiverTrouble(reason: complaint ?? "no desktop", retryAfter: nil))
        }
        let message = NoticeMessage(delivery.body)
        // Servers may read the text as markup, never the title (Desktop Notifications Specification 1.2, "Markup").
        var text = TextEscapes.html(message.plainText(withTitle: false).cut(toBytes: 2000))
        if text.isEmpty { text = " " }
        let command = ChildCommand(
            arguments: [
                program, "--app-name=ftd", "--urgency=\(Self.urgency(message.tone))", "--", message.title, text,
            ],
            environment: environment.merging(["DBUS_SESSION_BUS_ADDRESS": bus]) { _, ours in ours },
            timeout: attempt.timeout)
        let result = ChildProcess.run(command, isCancelled: isCancelled)
        let said = result.standardError.lastLine.map { ": \($0.printable.cut(toBytes: 300))" } ?? ""
        switch result.ending {
        case .exited(0): return HookAttempt.Result(.delivered("exit 0"))
        case .cancelled: return HookAttempt.Result(.interrupted)
        case .exited(let status):
            return HookAttempt.Result(.receiverTrouble(reason: "notify-send: exit \(status)\(said)", retryAfter: nil))
        case .signalled(let signal):
            return HookAttempt.Result(
                .receiverTrouble(reason: "notify-send: ended by signal \(signal)\(said)", retryAfter: nil))
        case .timedOut:
            return HookAttempt.Result(
                .receiverTrouble(
                    reason: "notify-send: still running after \(attempt.timeout.configurationText)", retryAfter: nil))
        case .notStarted(let error):
            return HookAttempt.Result(.receiverTrouble(reason: error.description, retryAfter: nil))
        }
    }

    private var complaint: String? {
        if bus == nil {
            return "no session bus: notify = yes works where a person is logged in, for ftd as that person's user unit"
        }
        return program == nil ? "notify-send is not there; it is in Debian's package libnotify-bin" : nil
    }

    /// The session's bus: named by the session, or at the place where systemd has it.
    private var bus: String? {
        if let named = environment["DBUS_SESSION_BUS_ADDRESS"], !named.isEmpty { return named }
        guard let directory = environment["XDG_RUNTIME_DIR"], directory.hasPrefix("/") else { return nil }
        let path = "\(directory)/bus"
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return nil }
        return "unix:path=\(path)"
    }

    /// The first `notify-send` on the path that nobody else could have written.
    private var program: String? {
        (environment["PATH"] ?? "").split(separator: ":").lazy.filter { $0.hasPrefix("/") }
            .map { "\($0)/notify-send" }
            .first { path in
                guard access(path, X_OK) == 0 else { return false }
                do throws(SystemError) { return try FileOwnership(of: path).weakness(path) == nil } catch {
                    return false
                }
            }
    }

    private static func urgency(_ tone: NoticeMessage.Tone) -> String {
        switch tone {
        case .good, .neutral, .warning: "normal"
        case .bad: "critical"
        }
    }
}
