package import FineTuning
package import JSONText
import JobJSON
import JobStorage
package import Text

extension DaemonState {
    /// Keys are only ever added; what is unknown is null.
    package func json(now: UnixTime, time: LocalTime) -> JSONObject { Self.fields(now: now, time: time).object(self) }

    /// What the manual says of the keys of ``json(now:time:)``.
    package static let notes: [JSONFieldNote] = fields(now: UnixTime(seconds: 0), time: LocalTime(zone: .utc)).notes

    private static func fields(now: UnixTime, time: LocalTime) -> JSONFields<DaemonState> {
        [
            JSONField("running", "whether ftd runs") { .bool($0.isRunning) },
            JSONField("well", "whether it runs, watches every account, and works as it should") {
                .bool($0.isWell(now: now))
            },
            .object("daemon", "what ftd left beside the store, live.json", LiveState.fields) { $0.freshness.live },
            .list("degraded", "accounts that cannot be watched", degradedFields) { $0.freshness.degraded },
            JSONField("jobs", "how many jobs there are of each status") { state in
                .object(
                    JSONObject(
                        members: state.jobs.sorted { $0.key.word < $1.key.word }
                            .map { .init(key: $0.key.word, value: .integer($0.value)) }))
            },
            JSONField("gone", "how many jobs are gone from the API") { .integer($0.gone) },
            .list("notes", "jobs that need a look", noteFields) { $0.notes.map { Note(job: $0.job, note: $0.note) } },
            .list("hooks", "who is told, and how that goes", hookFields) { $0.hooks },
            .object("store", "the file that ftd keeps", storeFields) { $0.info },
            .list("submissions", "submissions that have no job yet", SubmissionView.fields) { $0.submissions },
            JSONField("budget", "what the month may cost and has cost; null without a limit") {
                $0.budget?.json ?? .null
            },
            JSONField("problems", "what keeps ftd from its work, a sentence each") {
                .array($0.problems(now: now).map { .string($0.sentence(now: now, time: time)) })
            },
        ]
    }

    private struct Note: Sendable {
        let job: JobKey
        let note: WatchNote
    }

    private static let degradedFields: JSONFields<WatchedAccount> = [
        JSONField("account", "its name") { .string($0.name.rawValue) },
        JSONField("since", "since when") { .seconds($0.degraded?.since) },
        JSONField("reason", "why") { .text($0.degraded?.reason) },
    ]

    private static let noteFields: JSONFields<Note> = [
        JSONField("account", "the job's account") { .string($0.job.account.rawValue) },
        JSONField("id", "the job's id") { .string($0.job.job.rawValue) },
        JSONField("unseen_since", "since when the API does not show it any more") { .seconds($0.note.unseenSince) },
        JSONField("stalled_at", "since when it shows no sign of life") { .seconds($0.note.stalledAt) },
        JSONField("diverging_at", "since when its training diverges") { .seconds($0.note.divergence?.since) },
        JSONField("diverging_reason", "why it counts as diverging") { .text($0.note.divergence?.reason) },
    ]

    private static let hookFields: JSONFields<StoredHook> = [
        JSONField("name", "the name of its section") { .string($0.name.rawValue) },
        JSONField("waiting", "deliveries that wait") { .integer($0.counts.waiting) },
        JSONField("delivered", "deliveries that arrived") { .integer($0.counts.delivered) },
        JSONField("dead", "deliveries that were given up") { .integer($0.counts.dead) },
        JSONField("last_success", "when one arrived last") { .seconds($0.lastSuccess) },
        JSONField("disabled_since", "when it was switched off") { .seconds($0.disabled?.since) },
        JSONField("silenced_until", "until when nothing is delivered") { .seconds($0.silencedUntil) },
        JSONField("abandoned", "deliveries of a hook that left the configuration") {
            .integer(Int64($0.counts.abandoned))
        },
        JSONField("held_since", "since when its receiver has trouble") { .seconds($0.hold?.since) },
        JSONField("held_until", "when it is probed next") { .seconds($0.hold?.until) },
        JSONField("held_reason", "what the trouble is") { .text($0.hold?.reason) },
    ]

    private static let storeFields: JSONFields<StoreInfo> = [
        JSONField("path", "where it is") { .string($0.path) },
        JSONField("bytes", "its size") { .integer($0.bytes) },
        JSONField("schema", "the version of its tables") { .integer($0.schema) },
        JSONField("checked_at", "when the whole file was looked through last") { .seconds($0.checkedAt) },
        JSONField("log_bytes", "the size of SQLite's log beside it") { .integer($0.logBytes) },
    ]
}
