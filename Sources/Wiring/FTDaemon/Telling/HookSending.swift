import FineTuning
import Hooks
import JobStorage
import Services
import Synchronization
import Text

/// Sends a hook what is due to it, by the rules of its holds, its pace, its quiet hours and its groups.
///
/// The clock is handed in, so that days of trouble can be tried in an instant.
final class HookSending: Sendable {
    private let hook: Hook
    private let context: DaemonContext
    private let runner: HookRunner
    private let stop: StopFlag
    private let pulse: Pulse
    private let clock: @Sendable () -> UnixTime
    private let zone: LocalTime
    private let lines: HookLines
    private let pace: Mutex<HookPace>
    private let looks = Mutex(ReceiverLooks())

    /// The most notices of one pass.
    private static let passSize = 100
    /// The longest that a look at a receiver may take.
    private static let lookTimeout: Duration = .seconds(10)

    /// - Parameters:
    ///   - pulse: told how long an attempt may take.
    ///   - zone: whose clock the quiet hours are read by.
    init(
        hook: Hook, context: DaemonContext, runner: HookRunner, stop: StopFlag, pulse: Pulse,
        clock: @escaping @Sendable () -> UnixTime, zone: LocalTime = LocalTime(zone: .local)
    ) {
        self.hook = hook
        self.context = context
        self.runner = runner
        self.stop = stop
        self.pulse = pulse
        self.clock = clock
        self.zone = zone
        lines = HookLines(hook: hook.name, log: context.log)
        pace = Mutex(HookPace(rate: hook.rate))
    }

    /// What may be sent now.
    private struct Outbox {
        var standing: HookStanding
        var hold: HookHold?
        /// The end of the quiet hours, if it is quiet.
        var quietEnd: UnixTime?
        var due: [StoredDelivery] = []
    }

    /// How to go on after an attempt.
    private enum Course {
        case goesOn
        case held(until: UnixTime)
        case ends
    }

    /// Attempts deliveries that are due, a hundred at the most, each that was not attempted yet.
    func pass(except attempted: inout Set<NoticeID>) throws -> OutboxPass {
        let isPaced = pace.withLock(\.isPaced)
        let limit = attempted.count + (isPaced ? 1 : Self.passSize)
        let outbox = try context.store.use { try read($0, limit: limit) }
        switch outbox.standing {
        case .disabled: return .disabled
        case .silenced(let end): return .silenced(until: end)
        case .held(let end):
            guard let hold = outbox.hold, hold.isLookedInto(at: clock()) else { return .held(until: end) }
            guard let held = try look(after: hold) else { return try pass(except: &attempted) }
            let next = clock() + looks.withLock { $0.wait(isAway: held.isAway, at: clock()) }
            return .held(until: min(end, next))
        case .ready: break
        }
        var (hold, count) = (outbox.hold, 0)
        attempts: for stored in outbox.due where !stop.isRaised {
            guard !attempted.contains(stored.delivery.notice) else { continue }
            let wait = pace.withLock { $0.wait(at: clock()) }
            guard wait == .zero else { return .paced(wait) }
            attempted.insert(stored.delivery.notice)
            count += 1
            switch try attempt(stored.delivery, hold) {
            case .goesOn: hold = nil
            case .held(let end): return .held(until: end)
            case .ends: break attempts
            }
        }
        if outbox.due.isEmpty { pace.withLock { $0.drained() } }
        return .attempted(count, nextDue: try nextDue(outbox.quietEnd))
    }

    /// Looks whether there is a way to a receiver in trouble, if that is due.
    ///
    /// - Returns: the hold as it is known now; nil when there is one again: then it has ended, and the probe is due.
    private func look(after hold: HookHold) throws -> HookHold? {
        guard looks.withLock({ $0.wait(isAway: hold.isAway, at: clock()) }) == .zero else { return hold }
        pulse.expect(within: Self.lookTimeout + .seconds(10))
        let problem = runner.problem(of: hook, within: min(Self.lookTimeout, hook.timeout), at: clock())
        let now = clock()
        looks.withLock { $0.looked(at: now) }
        // A look that our own stop cut short says nothing.
        guard !stop.isRaised else { return hold }
        let looked = hold.looked(isAway: problem != nil, at: now)
        if looked != hold { try context.store.use { try $0.hold(hook.name, looked, after: nil) } }
        guard looked.until <= now else { return looked }
        lines.returned(hold, at: now)
        return nil
    }

    private func nextDue(_ quietEnd: UnixTime?) throws -> UnixTime? {
        try context.store.use { store in
            let next = try store.reader.nextDue(of: hook.name, onlyFailures: quietEnd != nil)
            guard let quietEnd, try store.reader.nextDue(of: hook.name) != nil else { return next }
            return min(next ?? quietEnd, quietEnd)
        }
    }

    private func read(_ store: JobStore, limit: Int) throws -> Outbox {
        let now = clock()
        let row = try store.reader.hookRow(hook.name)
        let hold = row?.hold?.rebased(to: now)
        if let hold, hold != row?.hold { try store.hold(hook.name, hold, after: nil) }
        let standing = HookStanding(
            isDisabled: row?.disabled != nil, silencedUntil: row?.silencedUntil, hold: hold, at: now)
        var outbox = Outbox(standing: standing, hold: hold)
        guard standing == .ready else { return outbox }
        outbox.quietEnd = hook.quiet?.end(at: now) { zone.offset(at: $0) }
        let onlyFailures = outbox.quietEnd != nil
        if hook.group != nil { try closeGroups(store, at: now, onlyFailures: onlyFailures) }
        outbox.due = try store.dueDeliveries(
            of: hook.name, at: now, greatestDelay: max(hook.schedule.greatestDelay, hook.group ?? .zero),
            onlyFailures: onlyFailures, heldSince: hold?.since, limit: limit)
        return outbox
    }

    /// Makes each burst that is over one message, with an id and a body of its own, before that is attempted.
    private func closeGroups(_ store: JobStore, at now: UnixTime, onlyFailures: Bool) throws {
        for _ in 0..<Self.passSize {
            let waiting = try store.reader.waiting(
                of: hook.name, due: nil, at: now, onlyFailures: onlyFailures, limit: Self.passSize)
            let members = NoticeGroup.closing(waiting.map(\.delivery), at: now)
            guard !members.isEmpty else { return }
            let id = DaemonContext.newNoticeID()
            let body = HookPayload.body(ofGroup: id, members, at: now)
            guard let message = NoticeGroup.message(id, of: members, body: body, at: now) else { return }
            try store.closeGroup(message, of: members)
            lines.grouped(message)
        }
    }

    /// One attempt: written down before it begins, and its end after it has ended.
    private func attempt(_ delivery: Delivery, _ hold: HookHold?) throws -> Course {
        guard case .waiting(_, let attempts, _) = delivery.state else { return .goesOn }
        pulse.expect(within: hook.timeout + .seconds(10))
        let start = clock()
        try context.store.use { try $0.attemptStarted(delivery.notice, hook: hook.name, at: start) }
        Failpoint.visit(.hookBeforeAttempt)
        pace.withLock { $0.began(at: start) }
        let stop = stop
        let attempt = runner.attempt(delivery, of: hook, at: start) { stop.isCutting }
        Failpoint.visit(.hookAfterAttempt)
        let now = clock()
        let end = hook.schedule.end(of: attempt.outcome, attempts: attempts, hold: hold, at: now)
        switch end {
        case .interrupted, .recorded:
            try context.store.use {
                try $0.attemptEnded(delivery.notice, hook: hook.name, state: end.state, at: now)
            }
        case .holdsHook(let hold):
            try context.store.use { try $0.hold(hook.name, hold, after: delivery.notice) }
        case .disablesHook(let state, let reason): try disable(reason, after: (delivery.notice, state), at: now)
        }
        Failpoint.visit(.outboxAfterMark)
        if let remark = attempt.remark { lines.remarked(remark, on: delivery) }
        lines.ended(
            HookLines.Attempt(
                delivery: delivery, number: attempts + 1, took: attempt.took, hold: hold, time: now), end)
        switch end {
        case .recorded:
            pace.withLock { $0.answered() }
            return .goesOn
        case .holdsHook(let hold):
            pace.withLock { hold.isAsked ? $0.held(until: hold.until, at: now) : $0.drained() }
            // Whether there is a way to it now decides what a later look means.
            looks.withLock { $0 = ReceiverLooks() }
            return .held(until: hold.isLookedInto(at: now) ? now : hold.until)
        case .interrupted, .disablesHook: return .ends
        }
    }

    /// Writes down that the receiver is gone, with the notice about it to the other hooks.
    private func disable(
        _ reason: String, after attempt: (notice: NoticeID, state: Delivery.State), at now: UnixTime
    ) throws {
        try context.store.use { store in
            let notice = Notice(
                id: DaemonContext.newNoticeID(), type: .hookDisabled, createdAt: now,
                sequence: try store.nextSequence(), subject: .hook(hook.name, reason: reason))
            let deliveries = context.hooks.filter { $0.name != hook.name }.deliveries(
                of: notice, knowing: context.background)
            context.delivered(
                try store.disable(hook.name, reason: reason, at: now, after: attempt, announcing: deliveries))
        }
    }
}
