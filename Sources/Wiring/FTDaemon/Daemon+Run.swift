import Dispatch
import FineTuning
import Processes
import Services
import Synchronization

extension Daemon {
    /// How often the loops' promises are looked at when the service manager sets no watchdog.
    private static let housekeeping: Duration = .seconds(30)

    /// Stays until a signal or a failed store ends it.
    ///
    /// - Returns: the exit code.
    func run() -> Int32 {
        let queue = DispatchQueue(label: "ftd.supervisor")
        // On a queue of its own: a stop must not wait for the end of a reload.
        let signals = SignalSource(queue: DispatchQueue(label: "ftd.signals")) { [weak self] in
            self?.received($0, queue)
        }
        let socket = listen(queue)
        logStart()
        loops.start()
        // READY means: store and configuration are good. The first poll may fail and be tried again.
        ready()
        let watch = DispatchTimer(queue: queue) { [weak self] in self?.feedWatchdog() }
        watchdog.withLock { $0 = watch }
        watch.schedule(after: .zero)
        let code = exit.wait()
        watch.cancel()
        socket?.cancel()
        let inTime = loops.stop(within: Self.stopPatience)
        signals.cancel()
        // A loop that still works may be in the store for longer than a stop may take.
        if inTime { finishStore() }
        log.info("stopped", ["in_time": inTime ? nil : "no"])
        return code
    }

    private func listen(_ queue: DispatchQueue) -> WakeSocket? {
        do throws(WakeSocketError) {
            return try WakeSocket(path: wakePath, queue: queue) { [weak self] in self?.wake() }
        } catch {
            // Without the socket everything only takes an interval longer.
            log.warning("no wake socket", ["cause": error.description])
            return nil
        }
    }

    /// Looks at everything at once; hooks are woken by what is written down for them.
    private func wake() { loops.wake { $0.isAccount || $0 == .submissions } }

    private func received(_ signal: ServiceSignal, _ queue: DispatchQueue) {
        switch signal {
        case .stop:
            manager.stopping(status: "stopping")
            exit.make(0)
        case .reload: queue.async { [weak self] in self?.reload() }
        case .poll: queue.async { [weak self] in self?.wake() }
        }
    }

    /// Fed only while every loop keeps its promise to come back.
    private func feedWatchdog() {
        Orphans.reap()
        let isOnTime = loops.isOnTime()
        if isOnTime { manager.watchdog() }
        let isNews = isStuck.withLock { stuck in
            defer { stuck = !isOnTime }
            return stuck == isOnTime
        }
        if isNews, !isOnTime {
            log.error("a loop is stuck", ["watchdog": manager.watchdogInterval == nil ? "off" : "not fed"])
        }
        // Three times in an interval, so that one late turn does not miss it.
        let next = manager.watchdogInterval.map { $0 / 3 } ?? Self.housekeeping
        watchdog.withLock { $0?.schedule(after: next) }
    }
}
