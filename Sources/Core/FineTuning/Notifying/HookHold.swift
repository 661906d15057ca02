/// Trouble of a hook's receiver: nothing is sent to the hook before its end, and then one notice, the oldest, as a probe.
///
/// It is nobody's attempt, and no notice ages by it.
package struct HookHold: Hashable, Sendable {
    /// When the trouble was first seen.
    package var since: UnixTime
    /// Troubles in a row, from 1.
    package var failures: Int
    /// When the present wait began.
    package var began: UnixTime
    /// When the next probe is sent.
    package var until: UnixTime
    /// Whether the receiver itself asked for this wait; then nothing undercuts it.
    package var isAsked: Bool
    /// Whether there was no way to the receiver when it was last looked.
    package var isAway: Bool
    /// What the last trouble was.
    package var reason: String

    /// Describes a hold.
    package init(
        since: UnixTime, failures: Int, began: UnixTime, until: UnixTime, isAsked: Bool = false,
        isAway: Bool = false, reason: String
    ) {
        self.since = since
        self.failures = failures
        self.began = began
        self.until = until
        self.isAsked = isAsked
        self.isAway = isAway
        self.reason = reason
    }

    /// The longest wait that a receiver may ask for: what asks for more than a week has a wrong clock.
    package static let greatestRetryAfter: Duration = .seconds(7 * 86_400)

    /// The least wait before a probe: a schedule, or a receiver, that says 0 must not make a busy loop.
    package static let least: Duration = .seconds(1)

    /// The hold by the clock of now: it ends no later than its own step from now, also after the clock was set back.
    package func rebased(to time: UnixTime) -> HookHold {
        guard began > time else { return self }
        var hold = self
        hold.until = time + max(until - began, .zero)
        hold.began = time
        hold.since = min(since, time)
        return hold
    }

    /// Whether it is worth to look at the receiver before the next probe, which a look could bring forward: not where that
    /// is soon, nor where the receiver itself asked for the wait.
    package func isLookedInto(at time: UnixTime) -> Bool { !isAsked && until - time > ReceiverLooks.whileAway }

    /// The hold after a look at the receiver, between two probes: where there was no way to it and now is one, the probe is
    /// sent at once.
    package func looked(isAway: Bool, at time: UnixTime) -> HookHold {
        var hold = self.isAway && !isAway ? shortened(at: time) : self
        hold.isAway = isAway
        return hold
    }

    /// The hold once its receiver has shown that it is there: the probe is sent at once, unless it asked for the wait.
    package func shortened(at time: UnixTime) -> HookHold {
        guard !isAsked, until > time else { return self }
        var hold = self
        hold.until = time
        return hold
    }
}

extension RetrySchedule {
    /// The hold after one more trouble: until the receiver asks for, else by the next step, the last one repeating.
    ///
    /// The first step is the second wait of the schedule, since the first one is the wait before any attempt.
    ///
    /// - Parameters:
    ///   - earlier: the hold that a probe was to end, if there was one.
    ///   - retryAfter: what the receiver asked for.
    ///   - time: now.
    package func hold(
        after earlier: HookHold?, reason: String, retryAfter: Duration?, at time: UnixTime
    ) -> HookHold {
        let failures = (earlier?.failures ?? 0) + 1
        let steps = delays.count > 1 ? Array(delays.dropFirst()) : delays
        let step = steps[min(failures, steps.count) - 1]
        let wait =
            retryAfter.map { min(max($0, HookHold.least), HookHold.greatestRetryAfter) }
            ?? (step > .zero ? step : HookHold.least)
        return HookHold(
            since: min(earlier?.since ?? time, time), failures: failures, began: time, until: time + wait,
            isAsked: retryAfter != nil, reason: reason)
    }
}
