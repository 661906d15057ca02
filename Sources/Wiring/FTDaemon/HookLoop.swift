import Dispatch
import FineTuning
import Hooks
import JobStorage
import Synchronization

/// Delivers to one hook, in the order of events; a hook that hangs or fails delays no other.
final class HookLoop: Sendable {
    let pulse = Pulse()
    private let hook: Hook
    private let context: DaemonContext
    private let runner: HookRunner
    private let onFatal: @Sendable (String) -> Void
    private let queue: DispatchQueue
    private let timer = Mutex<DispatchTimer?>(nil)

    /// How long a loop sleeps when nothing is waiting; a wall clock that was set is noticed by then.
    private static let longestSleep: Duration = .seconds(600)

    init(hook: Hook, context: DaemonContext, onFatal: @escaping @Sendable (String) -> Void) {
        self.hook = hook
        self.context = context
        self.onFatal = onFatal
        runner = HookRunner(transport: context.transport)
        queue = DispatchQueue(label: "ftd.hook.\(hook.name)")
    }

    func start() {
        let timer = DispatchTimer(queue: queue) { [weak self] in self?.tick() }
        self.timer.withLock { $0 = timer }
        context.onDelivery(to: hook.name) { [weak self] in self?.wake() }
        timer.schedule(after: .zero)
    }

    /// Looks at the outbox at once.
    func wake() { timer.withLock { $0?.ring() } }

    func stop(_ group: DispatchGroup) {
        timer.withLock {
            $0?.cancel()
            $0 = nil
        }
        queue.async(group: group) {}
    }

    private func tick() {
        guard !context.stop.isRaised else { return }
        deliverDue()
        guard !context.stop.isRaised else { return }
        let next = (try? context.store.use { try $0.reader.nextDue(of: hook.name) }) ?? nil
        let wait = next.map { min(max($0 - .now(), .milliseconds(10)), Self.longestSleep) } ?? Self.longestSleep
        pulse.expect(within: wait)
        timer.withLock { $0?.schedule(after: wait) }
    }

    /// Attempts every delivery whose time has come, once, for the timer and for `--once`.
    func deliverDue() {
        do {
            let due = try context.store.use { store in
                let state = try store.reader.hook(hook.name)
                guard state.disabled == nil, state.silencedUntil.map({ $0 <= .now() }) ?? true else {
                    return [StoredDelivery]()
                }
                return try store.dueDeliveries(
                    of: hook.name, at: .now(), greatestDelay: hook.schedule.greatestDelay)
            }
            for stored in due where !context.stop.isRaised {
                guard try attempt(stored.delivery) else { return }
            }
        } catch {
            let failure = PollFailure.store(error)
            context.log.error("the outbox could not be used", ["hook": hook.name.rawValue, "cause": "\(error)"])
            if failure.isFatal { onFatal(failure.reason) }
        }
    }

    /// One attempt: written down before it begins, and its end after it has ended.
    ///
    /// - Returns: false when the hook is not to be tried any further now.
    private func attempt(_ delivery: Delivery) throws -> Bool {
        guard case .waiting(_, let attempts, _) = delivery.state else { return true }
        pulse.expect(within: hook.target.timeout + .seconds(10))
        try context.store.use { try $0.attemptStarted(delivery.notice, hook: hook.name, at: .now()) }
        Failpoint.visit(.hookBeforeAttempt)
        let stop = context.stop
        let attempt = runner.attempt(delivery, to: hook.target, at: .now()) { stop.isRaised }
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
            var changes = StoreChanges(account: .default, seenAt: .now())
            let notice = Notice(
                id: DaemonContext.newNoticeID(), type: .hookDisabled, createdAt: changes.seenAt,
                sequence: try store.nextSequence(), subject: .hook(hook.name, reason: reason))
            changes.deliveries = context.hooks.filter { $0.name != hook.name }.deliveries(of: notice)
            context.delivered(try store.apply(changes).deliveries)
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
