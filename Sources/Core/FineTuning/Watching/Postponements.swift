/// Harvests that failed, and when they may be tried again: later each time.
package struct Postponements: Hashable, Sendable {
    private struct Entry: Hashable, Sendable {
        /// In a row.
        var failures: Int
        /// Not before this.
        var until: SuspendingClock.Instant
    }

    private var entries: [JobKey: Entry] = [:]

    /// Nothing is postponed.
    package init() {}

    /// Puts a job's harvest off.
    ///
    /// - Returns: for how long: two minutes, then twice as long each time, a day at the most.
    package mutating func postpone(_ key: JobKey, at now: SuspendingClock.Instant) -> Duration {
        let failures = (entries[key]?.failures ?? 0) + 1
        let wait = Self.wait(failures)
        entries[key] = Entry(failures: failures, until: now + wait)
        return wait
    }

    /// The job's harvest went on: its failures are forgotten.
    package mutating func forget(_ key: JobKey) { entries[key] = nil }

    /// Whether a job's harvest has to wait.
    package func contains(_ key: JobKey, at now: SuspendingClock.Instant) -> Bool {
        entries[key].map { now < $0.until } ?? false
    }

    /// How many jobs' harvests have to wait.
    package func count(at now: SuspendingClock.Instant) -> Int { entries.keys.filter { contains($0, at: now) }.count }

    static func wait(_ failures: Int) -> Duration {
        Backoff.wait(failures: failures, interval: .seconds(60), cap: .seconds(86_400), jitter: 1)
    }
}
