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

    /// Where a delivery stands.
    package enum State: Hashable, Sendable {
        /// Waits for its time. `attempts` ended without success so far; `reason` says why the last one did.
        /// Goes to any state.
        case waiting(due: UnixTime, attempts: Int, reason: String?)
        /// The hook answered well. Final.
        case delivered(at: UnixTime, attempts: Int)
        /// Every retry failed, or the hook was switched off. Visible, and `hooks retry` makes it waiting again.
        case dead(at: UnixTime, attempts: Int, reason: String)
    }

    /// Describes a row of the outbox.
    package init(
        notice: NoticeID, hook: HookName, type: NoticeType, job: JobKey?, sequence: Int64, body: [UInt8],
        createdAt: UnixTime, state: State
    ) {
        self.notice = notice
        self.hook = hook
        self.type = type
        self.job = job
        self.sequence = sequence
        self.body = body
        self.createdAt = createdAt
        self.state = state
    }

    /// A notice's first row for a hook: due as soon as the first retry delay allows, normally at once.
    package init(_ notice: Notice, to hook: HookName, body: [UInt8], schedule: RetrySchedule) {
        self.init(
            notice: notice.id, hook: hook, type: notice.type, job: notice.jobKey, sequence: notice.sequence, body: body,
            createdAt: notice.createdAt,
            state: .waiting(due: notice.createdAt + (schedule.delays.first ?? .zero), attempts: 0, reason: nil))
    }
}
