/// What one attempt to deliver came to.
package enum DeliveryOutcome: Hashable, Sendable {
    /// The hook answered well; the text is for the log, for example `exit 0` or `HTTP 204`.
    case delivered(String)
    /// The receiver is in trouble, whatever it is sent: it cannot be reached, is overloaded, or asks for time.
    ///
    /// That is nobody's attempt: the hook is held, until `retryAfter` has passed if it asked for that, else until the
    /// next step of the hold.
    case receiverTrouble(reason: String, retryAfter: Duration?)
    /// It refused this notice, and may take others: an attempt of this notice, tried again by the schedule, but not
    /// before `retryAfter` has passed, if it asked for that.
    case refused(reason: String, retryAfter: Duration?)
    /// The receiver is gone for good (HTTP 410): the hook is switched off.
    case gone(reason: String)
    /// We were stopped in the middle: the attempt does not count.
    case interrupted

    /// Whether the receiver took it, and what it answered, for people.
    package var answer: (isTaken: Bool, text: String) {
        switch self {
        case .delivered(let answer): (true, answer)
        case .receiverTrouble(let reason, _), .refused(let reason, _), .gone(let reason): (false, reason)
        case .interrupted: (false, "cut short by a stop")
        }
    }
}

/// What an attempt leaves behind: where its delivery stands, and whether the hook's others are attempted now.
package enum AttemptEnd: Hashable, Sendable {
    /// We were stopped in the middle: the attempt does not count, and no other is made.
    case interrupted
    /// The attempt counts, and the next delivery may be attempted: the receiver is there.
    case recorded(Delivery.State)
    /// The attempt does not count, and nothing is sent to the hook for now.
    case holdsHook(HookHold)
    /// The receiver is gone for good: the attempt counts, and the hook is switched off in the same transaction.
    case disablesHook(Delivery.State, reason: String)

    /// Where the delivery stands now; nil when the attempt does not count.
    package var state: Delivery.State? {
        switch self {
        case .interrupted, .holdsHook: nil
        case .recorded(let state), .disablesHook(let state, _): state
        }
    }
}
