import Dispatch
import FineTuning
import Hooks
import JobStorage
import Services
import Synchronization

/// Delivers to one hook, in the order of events; a hook that hangs or fails delays no other.
final class HookLoop: Loop {
    let pulse = Pulse()
    private let hook: Hook
    private let context: DaemonContext
    private let runner: HookRunner
    private let stop = StopFlag()
    let ticker: Ticker
    private let failures = Mutex(0)

    /// How long a loop sleeps when nothing is waiting; a wall clock that was set is noticed by then.
    private static let longestSleep: Duration = .seconds(600)
    /// The least time between two looks when the last one found nothing to do.
    private static let leastSleep: Duration = .seconds(1)

    init(hook: Hook, context: DaemonContext) {
        self.hook = hook
        self.context = context
        runner = HookRunner(transport: context.transport(stop))
        ticker = Ticker(name: "ftd.hook.\(hook.name)")
    }

    func start() { ticker.start { [weak self] in self?.turn() } }

    /// Looks at the outbox at once.
    func wake() { ticker.wake() }

    /// Begins no further attempt; the one under way is let finish, or cut short.
    func stop(_ stop: LoopStop, _ group: DispatchGroup) {
        self.stop.raise(stop)
        ticker.stop(group)
    }

    private func turn() -> Ticker.Wait? {
        guard !stop.isRaised else { return nil }
        let wait = wait(after: deliverSome())
        guard !stop.isRaised else { return nil }
        pulse.expect(within: wait.longest)
        return wait
    }

    private func wait(after pass: Pass) -> Ticker.Wait {
        switch pass {
        case .off: return Ticker.Wait(Self.longestSleep)
        case .silent(let end): return Ticker.Wait(Self.bounded(end - .now(), least: Self.leastSleep))
        case .failed:
            // The store does not heal by being asked often.
            let wait = Backoff.wait(
                failures: failures.withLock { $0 }, interval: .milliseconds(500), cap: .seconds(60), jitter: 1)
            return Ticker.Wait(wait, least: wait)
        case .done(let attempts):
            let next: UnixTime?
            do { next = try context.store.use { try $0.reader.nextDue(of: hook.name) } } catch {
                return Ticker.Wait(Self.leastSleep)
            }
            guard let next else { return Ticker.Wait(Self.longestSleep) }
            let least = attempts > 0 ? .milliseconds(10) : Self.leastSleep
            return Ticker.Wait(Self.bounded(next - .now(), least: least))
        }
    }

    private static func bounded(_ wait: Duration, least: Duration) -> Duration {
        min(max(wait, least), longestSleep)
    }

    /// What a look at the outbox came to.
    private enum Pass {
        /// Whatever was due was attempted.
        case done(attempts: Int)
        /// The hook is silenced.
        case silent(until: UnixTime)
        /// The hook is switched off; a restart or a reload gives it another chance.
        case off
        /// The store did not do its part.
        case failed
    }

    /// Attempts every delivery whose time has come, once, for `--once`.
    ///
    /// - Returns: false when the store failed.
    func deliverDue() -> Bool {
        var attempted: Set<NoticeID> = []
        while !stop.isRaised {
            let before = attempted.count
            switch deliverSome(except: &attempted) {
            case .failed: return false
            case .off, .silent: return true
            case .done: if attempted.count == before { return true }
            }
        }
        return true
    }

    private func deliverSome() -> Pass {
        var attempted: Set<NoticeID> = []
        return deliverSome(except: &attempted)
    }

    /// Attempts deliveries that are due, a hundred at the most, each that was not attempted yet.
    private func deliverSome(except attempted: inout Set<NoticeID>) -> Pass {
        do {
            let limit = attempted.count + 100
            let (due, pause) = try context.store.use { store -> ([StoredDelivery], Pass?) in
                let state = try store.reader.hook(hook.name)
                if state.disabled != nil { return ([], .off) }
                if let end = state.silencedUntil, end > .now() { return ([], .silent(until: end)) }
                let due = try store.dueDeliveries(
                    of: hook.name, at: .now(), greatestDelay: hook.schedule.greatestDelay, limit: limit)
                return (due, nil)
            }
            if let pause { return pause }
            var attempts = 0
            for stored in due where !stop.isRaised {
                guard attempted.insert(stored.delivery.notice).inserted else { continue }
                attempts += 1
                guard try attempt(stored.delivery) else { break }
            }
            failures.withLock { $0 = 0 }
            return .done(attempts: attempts)
        } catch {
            let count = failures.withLock { count in
                count += 1
                return count
            }
            // The same trouble is logged at its first and every tenth time.
            if count % 10 == 1 {
                context.log.error("the outbox could not be used", ["hook": hook.name.rawValue, "cause": "\(error)"])
            }
            if !StoreError.isTemporary(error) { context.storeFailed("\(error)") }
            return .failed
        }
    }

    /// One attempt: written down before it begins, and its end after it has ended.
    ///
    /// - Returns: false when the hook is not to be tried any further now.
    private func attempt(_ delivery: Delivery) throws -> Bool {
        guard case .waiting(_, let attempts, _) = delivery.state else { return true }
        pulse.expect(within: hook.timeout + .seconds(10))
        try context.store.use { try $0.attemptStarted(delivery.notice, hook: hook.name, at: .now()) }
        Failpoint.visit(.hookBeforeAttempt)
        let stop = stop
        let attempt = runner.attempt(delivery, of: hook, at: .now()) { stop.isCutting }
        Failpoint.visit(.hookAfterAttempt)
        let state = hook.schedule.state(after: attempt.outcome, attempts: attempts, at: .now())
        try context.store.use { try $0.attemptEnded(delivery.notice, hook: hook.name, state: state, at: .now()) }
        Failpoint.visit(.outboxAfterMark)
        log(delivery, attempt, state, number: attempts + 1)
        guard case .gone(let reason) = attempt.outcome else { return state != nil }
        try disable(reason)
        return false
    }

    private func disable(_ reason: String) throws {
        try context.store.use { store in
            try store.disable(hook.name, reason: reason, at: .now())
            let notice = Notice(
                id: DaemonContext.newNoticeID(), type: .hookDisabled, createdAt: .now(),
                sequence: try store.nextSequence(), subject: .hook(hook.name, reason: reason))
            try context.announce(notice, except: hook.name, in: store)
        }
        context.log.error("hook disabled", ["hook": hook.name.rawValue, "cause": reason])
    }

    private func log(_ delivery: Delivery, _ attempt: HookAttempt, _ state: Delivery.State?, number: Int) {
        let took = "\(attempt.took.milliseconds)ms"
        switch state {
        case nil: break
        case .delivered:
            context.log.info(
                "delivered",
                [
                    "hook": hook.name.rawValue, "job": delivery.job?.job.rawValue, "type": delivery.type.rawValue,
                    "attempt": "\(number)", "took": took, "id": delivery.notice.rawValue,
                ])
        case .waiting(let due, _, let reason):
            context.log.warning(
                "delivery failed",
                [
                    "hook": hook.name.rawValue, "job": delivery.job?.job.rawValue, "type": delivery.type.rawValue,
                    "attempt": "\(number)", "took": took, "id": delivery.notice.rawValue,
                    "retry_in": "\(max(0, (due - .now()).components.seconds))s", "cause": reason,
                ])
        case .dead(_, _, let reason):
            context.log.error(
                "delivery dead",
                [
                    "hook": hook.name.rawValue, "job": delivery.job?.job.rawValue, "type": delivery.type.rawValue,
                    "attempt": "\(number)", "took": took, "id": delivery.notice.rawValue, "cause": reason,
                ])
        }
    }
}
