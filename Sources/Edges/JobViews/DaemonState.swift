package import FineTuning
package import JSONText
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
        jobs = try store.countByStatus()
        unfinished = try store.countUnfinished()
        gone = try store.countGone()
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

    /// How long another process may have the store's lock before it is a problem.
    private static let lockPatience: Duration = .seconds(30)
    /// How late the word about the next poll may be.
    private static let silence: Duration = .seconds(120)
    /// A log that is larger is not cut any more: a few megabytes are usual.
    private static let largestLog: Int64 = 64 << 20

    /// What keeps the daemon from its work, a sentence each.
    package func problems(now: UnixTime) -> [DaemonProblem] {
        var problems: [DaemonProblem] = []
        if info.logBytes > Self.largestLog { problems.append(.log(bytes: info.logBytes)) }
        guard isRunning, let live = freshness.live else { return problems }
        if let reload = live.refusedReload { problems.append(.reload(reload)) }
        if let store = live.storeProblem, now - store.since >= Self.lockPatience { problems.append(.store(store)) }
        let next = live.accounts.values.compactMap(\.nextPoll).min()
        if let written = live.writtenAt, let next, now - max(written, next) > Self.silence {
            problems.append(.silence(since: written))
        }
        return problems
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

    /// Keys are only ever added; what is unknown is null.
    package func json(now: UnixTime, time: LocalTime) -> JSONObject {
        [
            "running": .bool(isRunning), "well": .bool(isWell(now: now)),
            "daemon": freshness.live?.json ?? .null,
            "degraded": .array(
                freshness.degraded.map { account in
                    .object([
                        "account": .string(account.name.rawValue), "since": .seconds(account.degraded?.since),
                        "reason": .text(account.degraded?.reason),
                    ])
                }),
            "jobs": .object(
                JSONObject(
                    members: jobs.sorted { $0.key.word < $1.key.word }
                        .map { .init(key: $0.key.word, value: .integer($0.value)) })),
            "gone": .integer(gone),
            "notes": .array(
                notes.map { job, note in
                    .object([
                        "account": .string(job.account.rawValue), "id": .string(job.job.rawValue),
                        "unseen_since": .seconds(note.unseenSince), "stalled_at": .seconds(note.stalledAt),
                        "diverging_at": .seconds(note.divergence?.since),
                        "diverging_reason": .text(note.divergence?.reason),
                    ])
                }),
            "hooks": .array(
                hooks.map { hook in
                    .object([
                        "name": .string(hook.name.rawValue), "waiting": .integer(hook.counts.waiting),
                        "delivered": .integer(hook.counts.delivered), "dead": .integer(hook.counts.dead),
                        "last_success": .seconds(hook.lastSuccess), "disabled_since": .seconds(hook.disabled?.since),
                        "silenced_until": .seconds(hook.silencedUntil),
                    ])
                }),
            "store": .object([
                "path": .string(info.path), "bytes": .integer(info.bytes), "schema": .integer(info.schema),
                "checked_at": .seconds(info.checkedAt), "log_bytes": .integer(info.logBytes),
            ]),
            "submissions": .array(submissions.map { .object($0.json) }),
            "budget": budget?.json ?? .null,
            "problems": .array(problems(now: now).map { .string($0.sentence(now: now, time: time)) }),
        ]
    }
}
