/// Why a submission in the spool cannot go on for now.
package enum SubmissionProblem: Hashable, Sendable {
    /// A call of the server failed.
    case server(FailureKind, String)
    /// A key, a file, the spool or the configuration is the cause.
    case local(String)

    /// The sentence for the log.
    package var description: String {
        switch self {
        case .server(_, let text), .local(let text): text
        }
    }

    /// What is the same when the problem repeats: the server's texts carry request ids, which never are.
    var repetition: String {
        switch self {
        case .server(let kind, _): kind.word
        case .local(let text): text
        }
    }
}

/// When each submission in the spool is taken up again, and which problems are worth a line in the log.
///
/// A value for one owner. Its moments are of the suspending clock: a machine that slept was not waiting meanwhile.
package struct SubmissionSchedule: Sendable {
    /// How often the spool is looked at when nobody asks for it.
    package static let interval: Duration = .seconds(30)

    private struct Wait {
        /// Failures in a row.
        var failures: Int
        var until: SuspendingClock.Instant
        /// The moment of the step that waits: a newer one means that somebody else went on.
        var step: UnixTime
        /// Why, as far as it repeats; nil after a turn that did not fail.
        var repetition: String?
        /// Whether the server asked for the wait.
        var isAskedFor = false
    }

    private var unauthorized: Duration
    private var backoffMax: Duration
    private var waits: [SubmissionID: Wait] = [:]
    private var spoolProblem: String?

    /// Takes the settings of the section `[poll]`: the wait after 401 and 403, and the greatest wait after failures.
    package init(
        unauthorized: Duration = PollSchedule().unauthorized, backoffMax: Duration = PollSchedule().backoffMax
    ) {
        self.unauthorized = unauthorized
        self.backoffMax = backoffMax
    }

    /// Begins anew under other settings: only what servers asked for still holds.
    package mutating func restart(unauthorized: Duration, backoffMax: Duration) {
        self.unauthorized = unauthorized
        self.backoffMax = backoffMax
        waits = waits.filter { $0.value.isAskedFor }
        spoolProblem = nil
    }

    /// Forgets every submission that is no longer in the spool.
    package mutating func keepOnly(_ ids: Set<SubmissionID>) { waits = waits.filter { ids.contains($0.key) } }

    /// Lets a submission be taken up at once: a person asked for it.
    package mutating func forget(_ id: SubmissionID) { waits[id] = nil }

    /// How long a submission still waits; nil when it is due.
    ///
    /// - Parameter step: when its step was written: `submit --again`, for one, ends a wait by going on.
    package func wait(of id: SubmissionID, step: UnixTime, at now: SuspendingClock.Instant) -> Duration? {
        guard let wait = waits[id], wait.step == step, wait.until > now else { return nil }
        return wait.until - now
    }

    /// Notes a turn that did not fail, after which the submission is taken up again after that time.
    ///
    /// - Parameter isAskedFor: whether the server asked for that time.
    package mutating func advanced(
        _ id: SubmissionID, step: UnixTime, again: Duration, isAskedFor: Bool = false, at now: SuspendingClock.Instant
    ) {
        waits[id] = Wait(failures: 0, until: now + again, step: step, isAskedFor: isAskedFor)
    }

    /// Notes a turn that failed: the same server makes it wait longer each time.
    ///
    /// - Parameters:
    ///   - step: when the step was written that it stands at now.
    ///   - jitter: a random number from 0 to 1.
    /// - Returns: whether the problem is another than that of the last turn; a turn that was cut short says nothing.
    package mutating func failed(
        _ id: SubmissionID, step: UnixTime, _ problem: SubmissionProblem, at now: SuspendingClock.Instant,
        jitter: Double
    ) -> Bool {
        let earlier = waits[id]
        let failures = (earlier?.failures ?? 0) + 1
        let wait: Duration
        var isAskedFor = false
        switch problem {
        case .server(.cancelled, _): return false
        case .server(.unauthorized, _), .server(.forbidden, _): wait = unauthorized
        case .server(let kind, _):
            isAskedFor = kind.retryAfter != nil
            wait = max(
                Self.interval,
                Backoff.wait(
                    failures: failures, interval: Self.interval, cap: backoffMax, retryAfter: kind.retryAfter,
                    jitter: jitter))
        case .local: wait = Self.interval
        }
        waits[id] = Wait(
            failures: failures, until: now + wait, step: step, repetition: problem.repetition, isAskedFor: isAskedFor)
        return earlier?.repetition != problem.repetition
    }

    /// Notes what could not be read in the spool.
    ///
    /// - Returns: a line for the log; nil where there is nothing to say, or it was said the last time.
    package mutating func read(problems: [String]) -> String? {
        let text = problems.isEmpty ? nil : problems.joined(separator: "; ")
        defer { spoolProblem = text }
        return text == spoolProblem ? nil : text
    }
}
