import Dispatch
import FineTuning
import Glibc
import HTTPClient
import JobStorage
import Services
import Settings
import Submission
import Synchronization

/// The daemon: builds its parts, starts them, and stops them in reverse.
final class Daemon: Sendable {
    /// How long a stop may take before the process ends without waiting.
    static let stopPatience: Duration = .milliseconds(4500)

    let log: JournalLog
    let manager: ServiceManager
    let exit = ExitRequest()
    let generation: Mutex<Generation>
    let watchdog = Mutex<DispatchTimer?>(nil)
    let isStuck = Mutex(false)
    private let configuration: Configuration
    private let store: SharedStore
    private let board: StatusBoard

    /// Opens the store, takes its lock and makes the loops ready; nothing is polled yet.
    ///
    /// - Throws: `StoreError`, or what is wrong with the configuration.
    init(_ configuration: Configuration, log: JournalLog) throws {
        self.configuration = configuration
        self.log = log
        manager = ServiceManager(environment: configuration.environment)
        ServiceManager.removeVariables()
        let reading = try configuration.read()
        log.level = reading.settings.log.level
        let place = try configuration.store(reading.settings)
        store = try SharedStore(path: place.path, makesDirectory: place.origin == .user)
        try Spool(besideStore: place.path).prepare()
        let start = UnixTime.now()
        board = StatusBoard(
            besideStore: place.path,
            state: LiveState(version: ProductVersion.text, pid: getpid(), startedAt: start), log: log)
        try store.use { try Self.greet($0, reading, at: start, log) }
        board.keepOnly(reading.settings.accounts.map(\.name))
        let exit = exit
        generation = Mutex(
            Self.generation(reading, configuration, store: store, board: board, log: log) { exit.make(1) })
    }

    /// What the store must know of a new life: who works on it, and which attempts the last one left cut short.
    private static func greet(
        _ store: JobStore, _ reading: Configuration.Reading, at time: UnixTime, _ log: JournalLog
    ) throws {
        try store.daemonStarted(pid: Int(getpid()), version: ProductVersion.text, at: time)
        for cut in try store.resumeCutAttempts() {
            log.info(
                "delivery is repeated",
                ["hook": cut.delivery.hook.rawValue, "id": cut.delivery.notice.rawValue])
        }
        // A hook that its receiver switched off gets another chance when somebody restarts or reloads.
        for hook in reading.hooks { try store.enable(hook.name) }
    }

    private static func generation(
        _ reading: Configuration.Reading, _ configuration: Configuration, store: SharedStore, board: StatusBoard,
        log: JournalLog, onFatal: @escaping @Sendable () -> Void
    ) -> Generation {
        let stop = StopFlag()
        let context = DaemonContext(
            store: store, settings: reading.settings, environment: configuration.environment, hooks: reading.hooks,
            transport: CurlTransport(userAgent: "ftd/\(ProductVersion.text)") { stop.isRaised }, log: log,
            board: board, stop: stop)
        return Generation(context: context) { cause in
            log.error("the store failed", ["cause": cause])
            onFatal()
        }
    }

    /// Reads the configuration again; a bad one leaves the old settings in force.
    func reload() {
        manager.reloading()
        defer { ready() }
        let reading: Configuration.Reading
        do {
            reading = try configuration.read()
            let place = try configuration.store(reading.settings)
            guard place.path == store.path else {
                return log.error(
                    "reload refused", ["cause": "the store would move to \(place.path); that needs a restart"])
            }
            try store.use { store in
                for hook in reading.hooks { try store.enable(hook.name) }
            }
        } catch {
            return log.error("reload refused", ["cause": "\(error)"])
        }
        log.level = reading.settings.log.level
        let exit = exit
        let next = Self.generation(reading, configuration, store: store, board: board, log: log) { exit.make(1) }
        let old = generation.withLock { current in
            defer { current = next }
            return current
        }
        if !old.stop(within: Self.stopPatience) { log.warning("the old loops take long to end") }
        // Only now nobody writes for the accounts that are gone.
        board.keepOnly(reading.settings.accounts.map(\.name))
        next.start()
        log.info("reloaded", ["config": configuration.path ?? "built-in"])
    }

    /// Tells the service manager that the daemon works, and on what.
    func ready() {
        let context = generation.withLock { $0.context }
        let accounts = context.settings.accounts.count
        manager.ready(
            status: "watching \(accounts) account\(accounts == 1 ? "" : "s"), store \(store.path)")
    }

    /// What a person should see first in the log.
    func logStart() {
        let context = generation.withLock { $0.context }
        log.info(
            "started",
            [
                "version": ProductVersion.text, "store": store.path, "config": configuration.path ?? "built-in",
                "accounts": context.settings.accounts.map(\.name.rawValue).joined(separator: ","),
                "hooks": context.hooks.isEmpty ? nil : context.hooks.map(\.name.rawValue).joined(separator: ","),
                "sqlite": JobStoreReader.libraryVersion,
            ])
    }

    /// The socket on which `ftctl` rings.
    var wakePath: String { Spool(besideStore: store.path).wakeSocket }
}
