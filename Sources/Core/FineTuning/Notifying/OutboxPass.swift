/// Whether a hook may be sent anything now.
package enum HookStanding: Hashable, Sendable {
    /// It may. Goes to any case.
    case ready
    /// Not before this moment, because somebody asked for silence. Goes to any case.
    case silenced(until: UnixTime)
    /// Not before this moment, because its receiver has trouble. Goes to any case.
    case held(until: UnixTime)
    /// Its receiver is gone; a restart or a change of its settings gives it another chance.
    case disabled

    /// Judges what is stored of a hook.
    ///
    /// - Parameters:
    ///   - isDisabled: whether it is switched off, which counts more than a silence.
    ///   - silencedUntil: the end of its silence, if it has one, also a past one.
    ///   - hold: its hold, if it has one, also one whose end has come.
    ///   - time: now.
    package init(isDisabled: Bool, silencedUntil: UnixTime?, hold: HookHold? = nil, at time: UnixTime) {
        if isDisabled {
            self = .disabled
        } else if let silencedUntil, silencedUntil > time {
            self = .silenced(until: silencedUntil)
        } else if let hold, hold.until > time {
            self = .held(until: hold.until)
        } else {
            self = .ready
        }
    }
}

/// What one pass over a hook's outbox came to.
package enum OutboxPass: Hashable, Sendable {
    /// Whatever was due was attempted; `nextDue` is the time of the first delivery that waits, if any does.
    case attempted(Int, nextDue: UnixTime?)
    /// More is due, but not to be sent before this much time has passed.
    case paced(Duration)
    /// Nothing may be sent before this moment.
    case silenced(until: UnixTime)
    /// Nothing may be sent before this moment, when a probe is made.
    case held(until: UnixTime)
    /// Nothing may be sent at all.
    case disabled
    /// The store could not be read or written, for the n-th time in a row, from 1.
    case storeFailed(inARow: Int)

    /// How long a loop waits when nothing is due; a wall clock that was set is noticed by then.
    package static let longestWait = Duration.seconds(600)
    /// The least wait after a pass that found nothing to do.
    package static let leastWait = Duration.seconds(1)

    /// How long to wait before the next pass, unless there is something new to deliver.
    ///
    /// - Parameter time: now.
    package func wait(at time: UnixTime) -> Duration {
        switch self {
        case .attempted(_, nil), .disabled: Self.longestWait
        case .attempted(let count, let next?):
            Self.bounded(next - time, least: count > 0 ? .milliseconds(10) : Self.leastWait)
        case .paced(let wait): Self.bounded(wait, least: .milliseconds(1))
        case .silenced(let end): Self.bounded(end - time, least: Self.leastWait)
        case .held(let end): Self.bounded(end - time, least: .milliseconds(10))
        case .storeFailed(let count):
            Backoff.wait(failures: count, interval: .milliseconds(500), cap: .seconds(60), jitter: 1)
        }
    }

    /// Whether something new to deliver must wait, too: a store that failed does not recover by being asked often.
    package var outlastsWakes: Bool {
        switch self {
        case .storeFailed: true
        case .attempted, .paced, .silenced, .held, .disabled: false
        }
    }

    /// Whether to log it: a failure that lasts is logged at its first and every tenth time.
    package var isLogged: Bool {
        switch self {
        case .storeFailed(let count): count % 10 == 1
        case .attempted, .paced, .silenced, .held, .disabled: false
        }
    }

    private static func bounded(_ wait: Duration, least: Duration) -> Duration { min(max(wait, least), longestWait) }
}
