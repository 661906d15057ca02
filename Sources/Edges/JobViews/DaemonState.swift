package import FineTuning
import JobJSON
package import JobStorage
package import Text

/// How the daemon, its accounts and its hooks are.
package struct DaemonState: Sendable {
    /// When it polled, and what is degraded.
    package let freshness: Freshness
    /// The store itself.
    package let info: StoreInfo
    /// How many jobs there are of each status.
    package let jobs: [JobStatus: Int]
    /// How many of them can still change.
    package let unfinished: [JobStatus: Int]
    /// How many are gone.
    package let gone: Int
    /// The jobs of which there is something to be said, newest first.
    package let notes: [(job: JobKey, note: WatchNote)]
    /// Every account that was ever watched.
    package let accounts: [WatchedAccount]
    /// Every hook that has a row or a delivery.
    package let hooks: [StoredHook]
    /// Submissions that have no job yet.
    package var submissions: [SubmissionView] = []
    /// How the month stands against what it may cost; nil where nobody asked.
    package var budget: BudgetView?

    /// Reads it from a store and from what the daemon leaves beside it.
    ///
    /// - Parameter path: the store's file.
    package init(of store: JobStoreReader, at path: String) throws {
        freshness = try Freshness(of: store, at: path)
        info = try store.info()
        let counts = try store.counts()
        jobs = counts.byStatus
        unfinished = counts.unfinished
        gone = counts.gone
        notes = try store.notes()
        accounts = try store.accounts()
        hooks = try store.hooks()
    }

    /// Whether the daemon runs; where the lock cannot be read, `live.json` decides.
    package var isRunning: Bool { freshness.isRunning }

    /// Whether it runs, every account is watched, and nothing keeps it from its work.
    package func isWell(now: UnixTime) -> Bool {
        isRunning && freshness.degraded.isEmpty && problems(now: now).isEmpty
    }

    /// A log that is larger is not cut any more: a few megabytes are usual.
    static let largestLog: Int64 = 64 << 20

    /// What keeps the daemon from its work, a sentence each.
    package func problems(now: UnixTime) -> [DaemonProblem] {
        DaemonProblem.all(freshness, logBytes: info.logBytes, now: now)
    }

    /// `4 s ago, next in 17 s; 218,402 polls, 12 failed`.
    package func polled(now: UnixTime) -> String {
        if let unreadable = freshness.unreadable { return "not known: \("\(unreadable)".printable)" }
        guard let live = freshness.live, !live.accounts.isEmpty else { return "not yet" }
        var text = freshness.lastGoodPoll.map { HumanText.age(of: $0, now: now) } ?? "not every account yet"
        if let next = live.accounts.values.compactMap(\.nextPoll).min(), isRunning {
            text += ", next \(next > now ? HumanText.age(of: next, now: now) : "now")"
        }
        let polls = live.accounts.values.reduce(0) { $0 + $1.polls }
        let failed = live.accounts.values.reduce(0) { $0 + $1.failedPolls }
        return text + "; \(HumanText.count(polls, "poll")), \(HumanText.number(failed)) failed"
    }

    /// `2 queued, 1 running of 1,204 jobs in 1 account, 3 gone`.
    package var watching: String {
        let open = unfinished.sorted { $0.key.word < $1.key.word }
            .map { "\(HumanText.number($0.value)) \($0.key.word.printable)" }
        let total = jobs.values.reduce(0, +)
        return (open.isEmpty ? "nothing under way" : open.joined(separator: ", "))
            + " of \(HumanText.count(total, "job")) in \(HumanText.count(accounts.count, "account"))"
            + (gone > 0 ? ", \(HumanText.number(gone)) gone" : "")
    }

    /// `8.1 MB, schema 1, last checked 08:33`.
    package func store(now: UnixTime, time: LocalTime) -> String {
        let log = info.logBytes > Self.largestLog ? " and a log of \(HumanText.bytes(info.logBytes))" : ""
        let text = "\(HumanText.bytes(info.bytes))\(log), schema \(info.schema)"
        return text + (info.checkedAt.map { ", last checked \(time.short($0, now: now))" } ?? "")
    }
}
