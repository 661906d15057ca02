/// What could not be read, and when it may be tried again: later each time.
package struct Postponements<Key: Hashable & Sendable>: Hashable, Sendable {
    private struct Entry: Hashable, Sendable {
        /// In a row.
        var failures: Int
        /// Not before this.
        var until: SuspendingClock.Instant
    }

    private let first: Duration
    private var entries: [Key: Entry] = [:]

    /// Nothing is postponed.
    ///
    /// - Parameter first: the wait after the first failure; each further one doubles it, to a day at the most.
    package init(first: Duration = .seconds(120)) { self.first = first }

    /// Puts something off.
    ///
    /// - Returns: for how long, and whether this is its first failure in a row.
    package mutating func postpone(_ key: Key, at now: SuspendingClock.Instant) -> (wait: Duration, isFirst: Bool) {
        let failures = (entries[key]?.failures ?? 0) + 1
        let wait = Backoff.wait(failures: failures, interval: first / 2, cap: .seconds(86_400), jitter: 1)
        entries[key] = Entry(failures: failures, until: now + wait)
        return (wait, failures == 1)
    }

    /// It went on: its failures are forgotten.
    package mutating func forget(_ key: Key) { entries[key] = nil }

    /// Forgets all but what somebody still asks for.
    package mutating func keep(where isWanted: (Key) -> Bool) { entries = entries.filter { isWanted($0.key) } }

    /// Whether something has to wait.
    package func contains(_ key: Key, at now: SuspendingClock.Instant) -> Bool {
        entries[key].map { now < $0.until } ?? false
    }

    /// How many have to wait.
    package func count(at now: SuspendingClock.Instant) -> Int { entries.keys.filter { contains($0, at: now) }.count }
}
