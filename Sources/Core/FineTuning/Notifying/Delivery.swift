/// One notice on its way to one hook: a row of the outbox.
package struct Delivery: Hashable, Sendable {
    /// The notice; with the hook it names the row.
    package var notice: NoticeID
    /// The hook that wanted it.
    package var hook: HookName
    /// What happened.
    package var type: NoticeType
    /// The job it is about, if it is about one.
    package var job: JobKey?
    /// The notice's place in the order of all notices.
    package var sequence: Int64
    /// The payload, made in the transaction of the transition: every attempt sends these bytes.
    package var body: [UInt8]
    /// When the notice was made.
    package var createdAt: UnixTime
    /// Where it stands.
    package var state: State
    /// When its present wait began: the end of its last attempt, or when the notice was made.
    package var waitsSince: UnixTime
    /// How many notices it tells of, where it is the message of a group; 0 where it is a notice of its own.
    package var members = 0

    /// Where a delivery stands.
    package enum State: Hashable, Sendable {
        /// Waits for its time. `attempts` ended without success so far; `reason` says why the last one did.
        /// Goes to any state.
        case waiting(due: UnixTime, attempts: Int, reason: String?)
        /// The hook answered well, with these words if they were kept. Final.
        case delivered(at: UnixTime, attempts: Int, answer: String? = nil)
        /// Every retry failed, or the hook was switched off. Visible, and `hooks retry` makes it waiting again.
        case dead(at: UnixTime, attempts: Int, reason: String)
        /// The hook left the configuration while the notice waited. `hooks retry` makes it waiting again.
        case abandoned(at: UnixTime, attempts: Int, reason: String)
        /// It is told as a part of another message, whose row says how that goes. Final.
        case grouped(into: NoticeID, at: UnixTime)
    }

    /// Describes a row of the outbox; without `waitsSince` it waits since it was made.
    package init(
        notice: NoticeID, hook: HookName, type: NoticeType, job: JobKey?, sequence: Int64, body: [UInt8],
        createdAt: UnixTime, state: State, waitsSince: UnixTime? = nil
    ) {
        self.notice = notice
        self.hook = hook
        self.type = type
        self.job = job
        self.sequence = sequence
        self.body = body
        self.createdAt = createdAt
        self.state = state
        self.waitsSince = waitsSince ?? createdAt
    }

    /// The delivery by the clock of now: it is due no later than its step from now, also after the clock was set back.
    ///
    /// - Parameter time: now; where the wait began later than that, the clock was set back since, and the wait begins now.
    package func rebased(to time: UnixTime) -> Delivery {
        guard case .waiting(let due, let attempts, let reason) = state, waitsSince > time else { return self }
        var delivery = self
        delivery.state = .waiting(due: time + max(due - waitsSince, .zero), attempts: attempts, reason: reason)
        delivery.waitsSince = time
        return delivery
    }

    /// The delivery after its hook was held: it has not aged by that.
    ///
    /// Only one that was refused before has a wait of its own that could have passed meanwhile.
    ///
    /// - Parameters:
    ///   - since: when the hold began.
    ///   - time: when it ended.
    package func afterHold(since: UnixTime, at time: UnixTime) -> Delivery {
        guard case .waiting(let due, let attempts, let reason) = state, attempts > 0 else { return self }
        let held = time - max(since, waitsSince)
        guard held > .zero, due > max(since, waitsSince) else { return self }
        var delivery = self
        delivery.state = .waiting(due: due + held, attempts: attempts, reason: reason)
        delivery.waitsSince = waitsSince + held
        return delivery
    }

    /// A notice's first row for a hook: due as soon as the first retry delay allows, normally at once.
    ///
    /// - Parameter group: how long it waits for others that are told in the same message, if any are.
    package init(
        _ notice: Notice, to hook: HookName, body: [UInt8], schedule: RetrySchedule, group: Duration? = nil
    ) {
        self.init(
            notice: notice.id, hook: hook, type: notice.type, job: notice.jobKey, sequence: notice.sequence, body: body,
            createdAt: notice.createdAt,
            state: .waiting(
                due: notice.createdAt + max(schedule.delays.first ?? .zero, group ?? .zero), attempts: 0, reason: nil))
    }
}
