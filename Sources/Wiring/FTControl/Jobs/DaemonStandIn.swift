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

    init(_ context: CommandContext) throws {
        self.context = context
        storePath = try context.storePlace().path
        interval = try context.settings().poll.active
        program = Self.sibling("ftd")
    }

    /// Whether a daemon works on the store; when that cannot be known, it is taken for granted.
    var isDaemonAlive: Bool { JobStoreReader.isDaemonAlive(store: storePath) ?? true }

    /// Polls once when nobody else does and it is time; says so the first time, and what goes wrong.
    mutating func pollIfNeeded() throws {
        guard !isDaemonAlive else { return }
        let now = context.uptime
        guard lastRun.map({ now - $0 >= interval }) ?? true else { return }
        if !hasSaid {
            try context.say("ftd is not running: polling every \(HumanText.duration(interval)) from here")
            hasSaid = true
        }
        var arguments = [program, "--once", "--store", storePath]
        if let config = context.configPath { arguments += ["--config", config] }
        let interrupt = context.interrupt
        let result = ChildProcess.run(
            ChildCommand(arguments: arguments, environment: context.environment, timeout: .seconds(70)),
            isCancelled: { interrupt.isRaised })
        lastRun = context.uptime
        try interrupt.check()
        let trouble = trouble(result)
        if let trouble, trouble != lastTrouble { try context.say(trouble) }
        lastTrouble = trouble
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
