/// One notice on its way to one hook: a row of the outbox.
public struct Delivery: Hashable, Sendable {
    /// The notice; with the hook it names the row.
    public var notice: NoticeID
    /// The hook that wanted it.
    public var hook: HookName
    /// What happened.
    public var type: NoticeType
    /// The job it is about, if it is about one.
    public var job: JobKey?
    /// The notice's place in the order of all notices.
    public var sequence: Int64
    /// The payload, made in the transaction of the transition: every attempt sends these bytes.
    public var body: [UInt8]
    /// When the notice was made.
    public var createdAt: UnixTime
    /// Where it stands.
    public var state: State

    /// Where a delivery stands.
    public enum State: Hashable, Sendable {
        /// Waits for its time. `attempts` ended without success so far; `reason` says why the last one did.
        /// Goes to any state.
        case waiting(due: UnixTime, attempts: Int, reason: String?)
        /// The hook answered well. Final.
        case delivered(at: UnixTime, attempts: Int)
        /// Every retry failed, or the hook was switched off. Visible, and `hooks retry` makes it waiting again.
        case dead(at: UnixTime, attempts: Int, reason: String)
    }

    /// Describes a row of the outbox.
    public init(
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
    public init(_ notice: Notice, to hook: HookName, body: [UInt8], schedule: RetrySchedule) {
        self.init(
            notice: notice.id, hook: hook, type: notice.type, job: notice.jobKey, sequence: notice.sequence, body: body,
            createdAt: notice.createdAt,
            state: .waiting(due: notice.createdAt + (schedule.delays.first ?? .zero), attempts: 0, reason: nil))
    }
}

/// What one attempt to deliver came to.
public enum DeliveryOutcome: Hashable, Sendable {
    /// The hook answered well; the text is for the log, for example `exit 0` or `HTTP 204`.
    case delivered(String)
    /// It did not; try again by the schedule, but not before `retryAfter` has passed, if the receiver asked for that.
    case failed(reason: String, retryAfter: Duration?)
    /// The receiver is gone for good (HTTP 410): the hook is switched off.
    case gone(reason: String)
    /// We were stopped in the middle: the attempt does not count.
    case interrupted
}

/// What an attempt leaves behind: where its delivery stands, and whether the hook's others are attempted now.
public enum AttemptEnd: Hashable, Sendable {
    /// We were stopped in the middle: the attempt does not count, and no other is made.
    case interrupted
    /// The attempt counts, and the next delivery may be attempted.
    case recorded(Delivery.State)
    /// The receiver is gone for good: the attempt counts, and the hook is switched off in the same transaction.
    case disablesHook(Delivery.State, reason: String)

    /// Where the delivery stands now; nil when the attempt does not count.
    public var state: Delivery.State? {
        switch self {
        case .interrupted: nil
        case .recorded(let state), .disablesHook(let state, _): state
        }
    }
}

/// The waits before each attempt; the first is the wait before the first attempt.
public struct RetrySchedule: Hashable, Sendable {
    /// One wait an attempt; after the last one fails the delivery is dead.
    public var delays: [Duration]

    /// Takes the setting `retry`; an empty one means a single attempt at once.
    public init(delays: [Duration]) { self.delays = delays.isEmpty ? [.zero] : delays }

    /// The default, from Standard Webhooks 1.0: 75.6 hours in all.
    public static let standard = RetrySchedule(
        delays: [0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400].map { .seconds($0) })

    /// The greatest wait: a stored due time further away than this came from another clock.
    public var greatestDelay: Duration { max(delays.max() ?? .zero, Backoff.greatestRetryAfter) }

    /// What an attempt leaves behind.
    ///
    /// - Parameters:
    ///   - attempts: attempts that ended before this one.
    ///   - time: now.
    public func end(of outcome: DeliveryOutcome, attempts: Int, at time: UnixTime) -> AttemptEnd {
        switch outcome {
        case .interrupted: return .interrupted
        case .delivered: return .recorded(.delivered(at: time, attempts: attempts + 1))
        case .gone(let reason):
            return .disablesHook(.dead(at: time, attempts: attempts + 1, reason: reason), reason: reason)
        case .failed(let reason, let retryAfter):
            guard attempts + 1 < delays.count else {
                return .recorded(.dead(at: time, attempts: attempts + 1, reason: reason))
            }
            let asked = min(retryAfter ?? .zero, Backoff.greatestRetryAfter)
            return .recorded(
                .waiting(due: time + max(delays[attempts + 1], asked), attempts: attempts + 1, reason: reason))
        }
    }
}
