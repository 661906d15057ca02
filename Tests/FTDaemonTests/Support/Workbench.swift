import Accounts
import FineTuning
import Glibc
import HTTPClient
import Hooks
import JobStorage
import Services
import Settings
import Synchronization
import TestSupport
import Testing

@testable import FTDaemon

/// A real store in a directory of its own, a server, and what a daemon makes of both.
final class Workbench {
    let directory: TemporaryDirectory
    /// What ``poller()`` asks.
    let server = StandingProvider()
    /// What everything else asks, byte by byte.
    let api = FakeAPI()
    let store: SharedStore
    let loops = DaemonLoops()
    /// What would help after the store failed; nil while it works.
    let fatal = FatalEnd()
    var settings = Settings()
    var hooks: [Hook] = []
    var environment = ["OPENAI_API_KEY": "sk-testing"]
    private let descriptor: Int32

    /// - Parameter hook: whether there is a hook that wants everything.
    init(hook: Bool = true) throws {
        directory = try TemporaryDirectory()
        store = try SharedStore(path: directory.path("ftd.db"), makesDirectory: false, lockPatience: .zero)
        descriptor = open(directory.path("log"), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        if hook { hooks = [Self.hook("all")] }
    }

    // The log's descriptor stays open: a loop may still write to it, and its number must not become another file's.

    /// A hook that wants everything and runs a program.
    static func hook(
        _ name: String, _ sender: any HookSender = ProgramSender(arguments: ["/bin/true"]),
        retry: [Duration] = [.zero]
    ) -> Hook {
        var settings = HookSettings(name: HookName(name))
        settings.on = ["all"]
        settings.schedule = RetrySchedule(delays: retry)
        settings.timeout = .seconds(10)
        return Hook(settings, sender: sender)
    }

    /// A context of its own, as a start or a reload makes one.
    func context(transport: (any HTTPTransport)? = nil) -> DaemonContext {
        let log = JournalLog(level: .debug, descriptor: descriptor, isJournal: false)
        return DaemonContext(
            store: store, environment: environment, hooks: hooks, background: NoticeBackground(),
            budget: settings.budget, log: log,
            board: StatusBoard(
                besideStore: store.path,
                state: LiveState(version: "test", pid: 1, startedAt: UnixTime(seconds: 1)), log: log),
            loops: loops, makeTransport: { [api] _ in transport ?? api },
            onFatal: { [fatal] _, remedy in fatal.remedy = remedy })
    }

    /// What the first account's loop takes from the settings.
    var accountSettings: AccountLoop.Parameters {
        AccountLoop.Parameters(account: settings.accounts[0], poll: settings.poll)
    }

    /// A loop over the spool: in a context of its own as a start makes one, in a given one as a reload does.
    func submissionLoop(in context: DaemonContext? = nil) -> SubmissionLoop {
        SubmissionLoop(
            SubmissionLoop.Parameters(accounts: settings.accounts, poll: settings.poll),
            context: context ?? self.context())
    }

    /// A poller that remembers nothing, as after a restart.
    func poller() -> AccountPoller {
        let identity = settings.accounts[0].organization ?? "one"
        return AccountPoller(accountSettings, context: context(), pulse: Pulse()) { [server] in
            AccountConnection(provider: server, identity: identity)
        }
    }

    /// A poller that reads the fake API's bytes.
    func wirePoller() -> AccountPoller {
        let accounts = Accounts(environment: environment, transport: api)
        let account = settings.accounts[0]
        return AccountPoller(accountSettings, context: context(), pulse: Pulse()) { try accounts.connect(account) }
    }

    /// The log so far.
    var log: [String] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        lseek(descriptor, 0, SEEK_SET)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Puts a file somewhere.
    func write(_ text: String, to path: String) throws {
        let file = try #require(fopen(path, "we"))
        fputs(text, file)
        fclose(file)
    }

    /// A job as the store has it.
    func job(_ id: String) throws -> WatchedJob? {
        try store.use { try $0.reader.job(JobKey(account: .default, job: JobID(id))) }
    }

    /// Every stored change, as `from>to`, oldest first.
    func transitions(_ id: String) throws -> [String] {
        try store.use { store in
            try store.reader.transitions(of: JobKey(account: .default, job: JobID(id))).map {
                "\($0.from?.word ?? "-")>\($0.to.word)"
            }
        }
    }

    /// The short words of the notices in a hook's outbox, in the order of events.
    func notices(_ hook: String = "all") throws -> [String] {
        try store.use { store in
            try store.reader.deliveries(DeliveryFilter(hook: HookName(hook))).reversed().map {
                "\($0.delivery.type.shortWord)\($0.delivery.job.map { " \($0.job.rawValue)" } ?? "")"
            }
        }
    }

    /// The jobs that count as stalled, by name.
    func stalls() throws -> [String] {
        try store.use { try $0.reader.stalls(of: .default).map(\.rawValue).sorted() }
    }

    /// The account's row.
    func account() throws -> WatchedAccount? { try store.use { try $0.reader.account(.default) } }

    /// The ids of a job's stored events, oldest first.
    func events(_ id: String) throws -> [String] {
        try store.use { store in
            try store.reader.events(of: JobKey(account: .default, job: JobID(id))).map(\.event.id.rawValue)
        }
    }

    /// The size and time of the store's files: equal when nothing was written meanwhile.
    var storeFacts: [String] {
        ["ftd.db", "ftd.db-wal"].map { name in
            var facts = stat()
            guard stat(directory.path(name), &facts) == 0 else { return "none" }
            return "\(facts.st_size) \(facts.st_mtim.tv_sec).\(facts.st_mtim.tv_nsec)"
        }
    }
}

/// Whether the store failed, and what would help.
final class FatalEnd: Sendable {
    private let value = Mutex<StartRemedy?>(nil)

    var remedy: StartRemedy? {
        get { value.withLock { $0 } }
        set { value.withLock { $0 = newValue } }
    }
}
