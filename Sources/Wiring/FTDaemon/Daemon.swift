import Commands
import Dispatch
import FineTuning
import Glibc
import HTTPClient
import Hooks
import JobStorage
import Services
import Settings
import Spool
import Synchronization
import Text

/// The daemon: builds its parts, starts them, and stops them in reverse.
final class Daemon: Sendable {
    /// How long a stop may take before the process ends without waiting.
    static let stopPatience: Duration = .milliseconds(4500)

    let log: JournalLog
    let manager: ServiceManager
    let exit = ExitRequest()
    let loops = DaemonLoops()
    let watchdog = Mutex<DispatchTimer?>(nil)
    let isStuck = Mutex(false)
    private let configuration: Configuration
    private let reading: Mutex<Configuration.Reading>
    private let store: SharedStore
    private let context: DaemonContext

    /// Opens the store, takes its lock and makes the loops ready; nothing is polled yet.
    ///
    /// - Parameter lockPatience: how long another daemon may take to give the store up; one that is stopping does.
    /// - Throws: `StoreError`, or what is wrong with the configuration.
    init(_ configuration: Configuration, log: JournalLog, lockPatience: Duration = .seconds(10)) throws {
        self.configuration = configuration
        self.log = log
        manager = ServiceManager(environment: configuration.environment)
        ServiceManager.removeVariables()
        let reading = try configuration.read()
        self.reading = Mutex(reading)
        log.level = reading.settings.log.level
        let place = try configuration.store(reading.settings)
        store = try SharedStore(path: place.path, makesDirectory: place.origin == .user, lockPatience: lockPatience)
        let spool = Spool(besideStore: place.path)
        try spool.prepare()
        if let weakness = spool.weakness { log.warning("spool", ["cause": weakness]) }
        let start = UnixTime.now()
        let (manager, accounts) = (manager, reading.settings.accounts.count)
        let status = Self.status(accounts, place.path)
        let board = StatusBoard(
            besideStore: place.path,
            state: LiveState(version: ProductVersion.text, pid: getpid(), startedAt: start), log: log,
            onFailure: { cause in
                manager.status(cause.map { "\(status); how it goes cannot be written: \($0)" } ?? status)
            })
        try store.use { try Self.prepare($0, reading, at: start, log) }
        board.keepOnly(reading.settings.accounts.map(\.name))
        store.observe { board.storeFails($0) }
        let exit = exit
        let context = DaemonContext(
            store: store, environment: configuration.environment, hooks: reading.hooks, background: reading.background,
            budget: reading.settings.budget,
            log: log, board: board,
            loops: loops,
            makeTransport: { stop in
                CurlTransport(userAgent: "ftd/\(ProductVersion.text)") { stop.isCutting }
            },
            onFatal: { cause, remedy in
                log.error("the store failed", ["cause": cause])
                exit.make(remedy.exitCode.rawValue)
            })
        self.context = context
        try store.use { try context.abandonDeliveries(in: $0) }
        loops.update(LoopSettings.all(reading)) { $0.loop(in: context) }
    }

    /// Records the daemon's start, and finds attempts that the last run left unfinished.
    private static func prepare(
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

    /// The settings in force.
    var settings: Settings { reading.withLock { $0.settings } }

    /// Reads the configuration again; a bad one leaves the old settings in force.
    ///
    /// Loops whose settings are equal go on as they are, and poll at once: a key or a receiver may have been repaired.
    func reload() {
        manager.reloading()
        defer { ready() }
        let next: Configuration.Reading
        do {
            next = try configuration.read()
            let place = try configuration.store(next.settings)
            guard place.path == store.path else {
                return refuseReload("the store would move to \(place.path); that needs a restart")
            }
            // What goes on as it was is not looked at: a receiver that is down must not stand in the way of other changes.
            let known = reading.withLock { $0.hooks }
            try configuration.tryOut(next.hooks.filter { !known.contains($0) }, of: next.settings)
            try store.use { store in
                for hook in next.hooks { try store.enable(hook.name) }
            }
        } catch {
            return refuseReload("\(error)")
        }
        context.board.reloadRefused(nil)
        log.level = next.settings.log.level
        reading.withLock { $0 = next }
        context.hooks = next.hooks
        context.background = next.background
        context.budget.set(next.settings.budget)
        let kept = loops.update(LoopSettings.all(next)) { $0.loop(in: context) }
        context.board.keepOnly(next.settings.accounts.map(\.name))
        abandonDeliveries()
        loops.wake { kept.contains($0) }
        log.info("reloaded", ["config": configuration.path ?? "built-in"])
    }

    /// What is left waiting after a failure here is ended by the next reload or start.
    private func abandonDeliveries() {
        do { try store.use { try context.abandonDeliveries(in: $0) } } catch {
            log.warning("deliveries of hooks that are no more still wait", ["cause": "\(error)"])
        }
    }

    private func refuseReload(_ cause: String) {
        context.board.reloadRefused(cause)
        log.error("reload refused", ["cause": cause])
    }

    /// Tells the service manager that the daemon works, and on what.
    func ready() { manager.ready(status: Self.status(settings.accounts.count, store.path)) }

    private static func status(_ accounts: Int, _ store: String) -> String {
        "watching \(HumanText.count(accounts, "account")), store \(store)"
    }

    /// What a person should see first in the log.
    func logStart() {
        let (settings, hooks) = reading.withLock { ($0.settings, $0.hooks) }
        log.info(
            "started",
            [
                "version": ProductVersion.text, "store": store.path, "config": configuration.path ?? "built-in",
                "accounts": settings.accounts.map(\.name.rawValue).joined(separator: ","),
                "hooks": hooks.isEmpty ? nil : hooks.map(\.name.rawValue).joined(separator: ","),
                "sqlite": JobStoreReader.libraryVersion,
            ])
    }

    /// Leaves all that is known in the store's one file; to be called when no loop works any more.
    func finishStore() {
        do { try store.use { try $0.finish() } } catch {
            log.warning("the store's log stays beside it", ["cause": "\(error)"])
        }
    }

    /// The socket on which `ftctl` wakes the daemon.
    var wakePath: String { Spool(besideStore: store.path).wakeSocket }
}
