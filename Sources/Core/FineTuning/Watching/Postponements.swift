/// Harvests that failed, and when they may be tried again: later each time.
public struct Postponements: Hashable, Sendable {
    private struct Entry: Hashable, Sendable {
        /// In a row.
        var failures: Int
        /// Not before this.
        var until: SuspendingClock.Instant
    }

    private var entries: [JobKey: Entry] = [:]

    /// Nothing is postponed.
    public init() {}

    /// Puts a job's harvest off.
    ///
    /// - Returns: for how long: two minutes, then twice as long each time, a day at the most.
    public mutating func postpone(_ key: JobKey, at now: SuspendingClock.Instant) -> Duration {
        let failures = (entries[key]?.failures ?? 0) + 1
        let wait = Self.wait(failures)
        entries[key] = Entry(failures: failures, until: now + wait)
        return wait
    }

    /// The job's harvest went on: its failures are forgotten.
    public mutating func forget(_ key: JobKey) { entries[key] = nil }

    /// Whether a job's harvest has to wait.
    public func contains(_ key: JobKey, at now: SuspendingClock.Instant) -> Bool {
        entries[key].map { now < $0.until } ?? false
    }

    /// How many jobs' harvests have to wait.
    public func count(at now: SuspendingClock.Instant) -> Int { entries.keys.filter { contains($0, at: now) }.count }

    static func wait(_ failures: Int) -> Duration {
        Backoff.wait(failures: failures, interval: .seconds(60), cap: .seconds(86_400), jitter: 1)
    }
}
