import Dispatch
import FineTuning
import Hooks
import JobStorage
import Services
import Synchronization
import Text

/// Delivers to one hook, in the order of events; a hook that hangs or fails delays no other.
final class HookLoop: Loop {
    let pulse = Pulse()
    private let hook: Hook
    private let context: DaemonContext
    private let runner: HookRunner
    private let stop = StopFlag()
    let ticker: Ticker
    private let failures = Mutex(0)

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
        var attempted: Set<NoticeID> = []
        let pass = deliverSome(except: &attempted)
        let wait = pass.wait(at: .now())
        guard !stop.isRaised else { return nil }
        pulse.expect(within: wait)
        return Ticker.Wait(wait, least: pass.outlastsWakes ? wait : .zero)
    }

    /// Attempts every delivery whose time has come, once, for `--once`.
    ///
    /// - Returns: false when the store failed.
    func deliverDue() -> Bool {
        var attempted: Set<NoticeID> = []
        while !stop.isRaised {
            let before = attempted.count
            switch deliverSome(except: &attempted) {
            case .storeFailed: return false
            case .disabled, .silenced: return true
            case .attempted: if attempted.count == before { return true }
            }
        }
        return true
    }

    /// Attempts deliveries that are due, a hundred at the most, each that was not attempted yet.
    private func deliverSome(except attempted: inout Set<NoticeID>) -> OutboxPass {
        do {
            let pass = try attemptSome(except: &attempted)
            failures.withLock { $0 = 0 }
            return pass
        } catch {
            let pass = OutboxPass.storeFailed(
                inARow: failures.withLock { count in
                    count += 1
                    return count
                })
            if pass.isLogged {
                context.log.error("the outbox could not be used", ["hook": hook.name.rawValue, "cause": "\(error)"])
            }
            if !StoreError.isTemporary(error) { context.storeFailed("\(error)") }
            return pass
        }
    }

    private func attemptSome(except attempted: inout Set<NoticeID>) throws -> OutboxPass {
        let limit = attempted.count + 100
        let (standing, due) = try context.store.use { store -> (HookStanding, [StoredDelivery]) in
            let stored = try store.reader.hook(hook.name)
            let standing = HookStanding(
                isDisabled: stored.disabled != nil, silencedUntil: stored.silencedUntil, at: .now())
            guard standing == .ready else { return (standing, []) }
            let due = try store.dueDeliveries(
                of: hook.name, at: .now(), greatestDelay: hook.schedule.greatestDelay, limit: limit)
            return (standing, due)
        }
        switch standing {
        case .disabled: return .disabled
        case .silenced(let end): return .silenced(until: end)
        case .ready: break
        }
        var count = 0
        for stored in due where !stop.isRaised {
            guard attempted.insert(stored.delivery.notice).inserted else { continue }
            count += 1
            guard try attempt(stored.delivery) else { break }
        }
        return .attempted(count, nextDue: try context.store.use { try $0.reader.nextDue(of: hook.name) })
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
        let end = hook.schedule.end(of: attempt.outcome, attempts: attempts, at: .now())
        switch end {
        case .interrupted, .recorded:
            try context.store.use {
                try $0.attemptEnded(delivery.notice, hook: hook.name, state: end.state, at: .now())
            }
        case .disablesHook(let state, let reason): try disable(reason, after: (delivery.notice, state))
        }
        Failpoint.visit(.outboxAfterMark)
        log(delivery, attempt, end, number: attempts + 1)
        switch end {
        case .recorded: return true
        case .interrupted, .disablesHook: return false
        }
    }

    /// Writes down that the receiver is gone, with the notice about it to the other hooks.
    private func disable(_ reason: String, after attempt: (notice: NoticeID, state: Delivery.State)) throws {
        try context.store.use { store in
            let now = UnixTime.now()
            let notice = Notice(
                id: DaemonContext.newNoticeID(), type: .hookDisabled, createdAt: now,
                sequence: try store.nextSequence(), subject: .hook(hook.name, reason: reason))
            let deliveries = context.hooks.filter { $0.name != hook.name }.deliveries(
                of: notice, knowing: context.background)
            context.delivered(
                try store.disable(hook.name, reason: reason, at: now, after: attempt, announcing: deliveries))
        }
    }

    private func log(_ delivery: Delivery, _ attempt: HookAttempt, _ end: AttemptEnd, number: Int) {
        let took = "\(attempt.took.milliseconds)ms"
        if let remark = attempt.remark {
            context.log.warning("hook", ["hook": hook.name.rawValue, "id": delivery.notice.rawValue, "note": remark])
        }
        switch end.state {
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
        if case .disablesHook(_, let reason) = end {
            context.log.error("hook disabled", ["hook": hook.name.rawValue, "cause": reason])
        }
    }
}
