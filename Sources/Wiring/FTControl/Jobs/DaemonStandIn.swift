import Commands
import FineTuning
import Glibc
import JobStorage
import Processes
import Settings
import Text

/// Keeps the store fresh for a verb that follows it, where no daemon runs: by `ftd --once` at the daemon's pace.
struct DaemonStandIn {
    private let context: CommandContext
    private let storePath: String
    private let program: String
    private let interval: Duration
    private var lastRun: Duration?
    private var hasSaid = false
    private var lastTrouble: String?

    /// What is to be known while nobody else polls; empty where a daemon does.
    var notes: [String] { isDaemonAlive ? [] : [announcement] + [lastTrouble].compactMap(\.self) }

    private var announcement: String {
        "ftd is not running: polling every \(HumanText.duration(interval)) from here"
    }

    /// The longest that one poll takes: `ftd --once` ends by itself after a minute.
    private static let pollBound = Duration.seconds(70)

    /// - Parameter program: what polls; the `ftd` beside this program unless told otherwise.
    init(_ context: CommandContext, program: String = Self.sibling("ftd")) throws {
        self.context = context
        storePath = try context.storePlace().path
        interval = try context.settings().poll.active
        self.program = program
    }

    /// Whether a daemon works on the store; when that cannot be known, it is taken for granted.
    var isDaemonAlive: Bool { JobStoreReader.isDaemonAlive(store: storePath) ?? true }

    /// Polls once when nobody else does and it is time; says so the first time, and what goes wrong.
    ///
    /// - Parameters:
    ///   - left: how long the verb has time for it; nil for as long as a poll takes.
    ///   - isCancelled: asked while it polls; nil for whether a signal came.
    /// - Returns: Whether it polled.
    @discardableResult
    mutating func pollIfNeeded(
        within left: Duration? = nil, isCancelled: (() -> Bool)? = nil, say: (String) throws -> Void
    ) throws -> Bool {
        guard !isDaemonAlive else { return false }
        let now = context.uptime
        guard lastRun.map({ now - $0 >= interval }) ?? true else { return false }
        if !hasSaid {
            hasSaid = true
            try say(announcement)
        }
        var arguments = [program, "--once", "--store", storePath]
        if let config = context.configPath { arguments += ["--config", config] }
        let interrupt = context.interrupt
        let bound = min(Self.pollBound, max(.zero, left ?? Self.pollBound))
        let result = ChildProcess.run(
            ChildCommand(arguments: arguments, environment: context.environment, timeout: bound, grace: .seconds(1)),
            isCancelled: isCancelled ?? { interrupt.isRaised })
        lastRun = context.uptime
        try interrupt.check()
        // A poll that was stopped because the verb's own time is over has done nothing wrong.
        if result.ending == .timedOut, bound < Self.pollBound { return true }
        let before = lastTrouble
        lastTrouble = trouble(result)
        if let lastTrouble, lastTrouble != before { try say(lastTrouble) }
        return true
    }

    private func trouble(_ result: ChildResult) -> String? {
        switch result.ending {
        case .exited(0): nil
        case .exited(let code): result.standardError.lastLine?.printable ?? "ftd --once ended with code \(code)"
        case .signalled(let number): "ftd --once was ended by signal \(number)"
        case .timedOut: "ftd --once took too long"
        case .cancelled: nil
        case .notStarted(let error): "cannot run \(program): \(error)"
        }
    }

    /// The program of that name beside this one.
    static func sibling(_ name: String) -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        guard length > 0 else { return name }
        let path = String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            + "/\(name)"
    }
}
