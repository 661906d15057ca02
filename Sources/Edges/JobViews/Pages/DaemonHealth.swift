package import FineTuning
package import JobStorage
package import Text

/// How the daemon is, by what it left word of, as a page and figures for machines show it.
package struct DaemonHealth: Sendable {
    /// How one account is watched.
    package struct Account: Sendable {
        package let name: AccountName
        /// When a poll last read everything it wanted.
        package let lastGoodPoll: UnixTime?
        /// When the next poll is due.
        package let nextPoll: UnixTime?
        /// Since the daemon's start.
        package let polls: Int
        /// Since the daemon's start, by the word of the log.
        package let failures: [String: Int]
        /// Why the last poll failed.
        package let problem: String?
        /// Why it cannot be watched properly.
        package let degraded: WatchedAccount.Degradation?
    }

    /// In one word.
    package enum State: String, Sendable {
        case ok
        /// It runs, and something keeps it from its work.
        case degraded
        /// It does not run.
        case down
    }

    package let isRunning: Bool
    /// Of the daemon that runs, or ran last.
    package let version: String?
    package let startedAt: UnixTime?
    package let sqliteVersion: String
    /// By name.
    package let accounts: [Account]
    /// When every account had been polled well; nil when one never was.
    package let lastGoodPoll: UnixTime?
    /// When the store was last examined.
    package let checkedAt: UnixTime?
    /// In bytes.
    package let storeSize: Int64
    private let freshness: Freshness
    private let problems: [DaemonProblem]

    /// Looks at a store and at what the daemon leaves beside it.
    ///
    /// - Parameter path: the store's file.
    package init(of store: JobStoreReader, at path: String, now: UnixTime) throws {
        let freshness = try Freshness(of: store, at: path)
        let info = try store.info()
        let live = freshness.live
        let known = try store.accounts()
        let names = Set(known.map(\.name)).union(live.map { Set($0.accounts.keys) } ?? [])
        self.freshness = freshness
        isRunning = freshness.isRunning
        version = live?.version ?? info.daemon?.version
        startedAt = live?.startedAt ?? info.daemon?.startedAt
        sqliteVersion = JobStoreReader.libraryVersion
        lastGoodPoll = freshness.lastGoodPoll
        checkedAt = info.checkedAt
        storeSize = info.bytes
        problems = DaemonProblem.all(freshness, logBytes: info.logBytes, now: now)
        accounts = names.sorted().map { name in
            let polled = live?.accounts[name]
            return Account(
                name: name, lastGoodPoll: polled?.lastGoodPoll, nextPoll: polled?.nextPoll, polls: polled?.polls ?? 0,
                failures: polled?.failures ?? [:], problem: polled?.problem,
                degraded: known.first { $0.name == name }?.degraded)
        }
    }

    package var state: State {
        guard isRunning else { return .down }
        return freshness.degraded.isEmpty && problems.isEmpty ? .ok : .degraded
    }

    /// `as of 08:33:10, polled 4 s ago`.
    package func sentence(now: UnixTime, time: LocalTime) -> String { freshness.sentence(now: now, time: time) }

    /// What keeps it from its work, a sentence each without a full stop.
    package func troubles(now: UnixTime, time: LocalTime) -> [String] {
        (isRunning ? [] : ["ftd is not running"])
            + freshness.degraded.map { account in
                let since = account.degraded.map { time.brief($0.since, now: now) } ?? ""
                return "account \(account.name.rawValue.printable) cannot be watched since \(since): "
                    + (account.degraded?.reason.printable ?? "")
            } + problems.map { $0.sentence(now: now, time: time) }
    }
}
