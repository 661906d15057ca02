package import Files
package import FineTuning
package import JobStorage
package import Text

/// How old the data of the store are, and whether somebody renews them.
package struct Freshness: Sendable {
    /// What the daemon left word of; nil when it never polled here, or that cannot be read.
    package let live: LiveState?
    /// Why what the daemon left word of cannot be read.
    package let unreadable: FileError?
    /// Nil when the lock file cannot be read.
    package let isDaemonAlive: Bool?
    /// Accounts that cannot be watched properly.
    package let degraded: [WatchedAccount]

    package init(
        live: LiveState?, unreadable: FileError? = nil, isDaemonAlive: Bool?, degraded: [WatchedAccount]
    ) {
        self.live = live
        self.unreadable = unreadable
        self.isDaemonAlive = isDaemonAlive
        self.degraded = degraded
    }

    /// Looks at a store and at what the daemon leaves beside it.
    ///
    /// - Parameter path: the store's file.
    package init(of store: JobStoreReader, at path: String) throws {
        var live: LiveState?
        var unreadable: FileError?
        do throws(FileError) { live = try LiveState.read(besideStore: path) } catch { unreadable = error }
        self.init(
            live: live, unreadable: unreadable, isDaemonAlive: JobStoreReader.isDaemonAlive(store: path),
            degraded: try store.accounts().filter { $0.degraded != nil })
    }

    /// Whether the daemon runs; where the lock cannot be read, `live.json` decides.
    package var isRunning: Bool { isDaemonAlive ?? (live != nil) }

    /// When every account had been polled well; nil when one never was.
    package var lastGoodPoll: UnixTime? {
        guard let live, !live.accounts.isEmpty else { return nil }
        let polls = live.accounts.values.map(\.lastGoodPoll)
        return polls.contains(nil) ? nil : polls.compactMap(\.self).min()
    }

    /// `as of 08:33:10, polled 4 s ago`.
    package func sentence(now: UnixTime, time: LocalTime) -> String {
        let polled =
            lastGoodPoll.map { "polled \(HumanText.age(of: $0, now: now))" }
            ?? unreadable.map { "when it polled is not known: \("\($0)".printable)" } ?? "not polled yet"
        guard isDaemonAlive == false else { return "as of \(time.clock(now)), \(polled)" }
        guard let poll = lastGoodPoll else { return "ftd is not running" }
        return "ftd is not running: as of \(time.brief(poll, now: now)), \(polled)"
    }
}
