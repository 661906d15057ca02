/// When the details of an account's jobs are asked for again, after an error that is not about one job alone.
///
/// The listing goes on meanwhile: only that decides whether a poll was good.
package struct DetailPause: Hashable, Sendable {
    private var failures = 0
    private var end: SuspendingClock.Instant?

    /// Nothing is paused.
    package init() {}

    /// Whether details may be asked for.
    package func isOver(at now: SuspendingClock.Instant) -> Bool { end.map { now >= $0 } ?? true }

    /// Begins a pause, twice as long as the one before: 30 s at first, an hour at the most, and what the server asks for.
    ///
    /// - Returns: how long it is, and whether it is the first in a row.
    package mutating func begin(
        retryAfter: Duration?, at now: SuspendingClock.Instant
    ) -> (wait: Duration, isFirst: Bool) {
        failures += 1
        let wait = Backoff.wait(
            failures: failures, interval: .seconds(15), cap: .seconds(3600), retryAfter: retryAfter, jitter: 1)
        end = now + wait
        return (wait, failures == 1)
    }

    /// Details could be read again.
    package mutating func forget() { self = DetailPause() }
}
