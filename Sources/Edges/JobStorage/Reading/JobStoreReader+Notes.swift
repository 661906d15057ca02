package import FineTuning
internal import JobJSON
internal import SQLiteDatabase

/// What we have to say of a job that has not ended, beside what the API says.
package struct WatchNote: Sendable, Hashable {
    /// Since when a job that was submitted here is not visible to the daemon's key.
    package var unseenSince: UnixTime?
    /// Since when it counts as stalled.
    package var stalledAt: UnixTime?
    /// Since when its training goes wrong, and why.
    package var divergence: Look.KnownDivergence?

    package init(
        unseenSince: UnixTime? = nil, stalledAt: UnixTime? = nil, divergence: Look.KnownDivergence? = nil
    ) {
        self.unseenSince = unseenSince
        self.stalledAt = stalledAt
        self.divergence = divergence
    }
}

extension JobStoreReader {
    /// What is to be said of a job that has not ended; nil where there is nothing.
    package func note(of key: JobKey) throws -> WatchNote? {
        try notes(where: "jobs.account = ?1 AND id = ?2", [.id(key.account), .id(key.job)]).first?.note
    }

    /// The jobs of which there is something to be said, newest first.
    package func notes() throws -> [(job: JobKey, note: WatchNote)] { try notes(where: "1", []) }

    /// The jobs of an account that count as stalled.
    package func stalls(of account: AccountName) throws -> Set<JobID> {
        guard hasStalls else { return [] }
        return try Set(
            database.rows("SELECT job FROM stalls WHERE account = ?1", [.id(account)]) { JobID($0.text()) })
    }

    /// What is stored of a job's training that goes, or went, wrong; nil where it never did.
    package func divergence(of key: JobKey) throws -> Look.KnownDivergence? {
        guard schema >= Schema.firstWithMore else { return nil }
        return try database.row(
            "SELECT since, until, reason FROM divergences WHERE account = ?1 AND job = ?2",
            [.id(key.account), .id(key.job)]
        ) { Look.KnownDivergence(since: $0.time(), until: $0.optionalTime(), reason: $0.text()) }
    }

    /// Whether a change of a job's status was ever seen.
    package func wasSeenToChange(_ key: JobKey) throws -> Bool {
        try database.integer(
            "SELECT EXISTS (SELECT 1 FROM transitions WHERE account = ?1 AND job = ?2)",
            [.id(key.account), .id(key.job)]) > 0
    }

    private var hasStalls: Bool { schema >= Schema.firstWithStalls }

    private func notes(where condition: String, _ values: [SQLiteValue]) throws -> [(job: JobKey, note: WatchNote)] {
        let stalled =
            hasStalls
            ? "(SELECT since FROM stalls WHERE stalls.account = jobs.account AND stalls.job = jobs.id)" : "NULL"
        let hasMore = schema >= Schema.firstWithMore
        let divergences = "LEFT JOIN divergences AS wrong ON wrong.account = jobs.account AND wrong.job = jobs.id"
        return try database.rows(
            """
            SELECT jobs.account, id, CASE WHEN misses_ms <> '' AND EXISTS (
                SELECT 1 FROM submissions WHERE submissions.account = jobs.account AND submissions.job = jobs.id)
                THEN CAST(misses_ms AS INTEGER) END, \(stalled), \(hasMore ? "wrong.since, wrong.reason" : "NULL, NULL")
            FROM jobs \(hasMore ? divergences + " AND wrong.until IS NULL" : "")
            WHERE \(condition) AND \(Self.isUnfinished) ORDER BY created_at DESC, id DESC
            """, values
        ) { row in
            let job = JobKey(account: AccountName(row.text()), job: JobID(row.text()))
            var note = WatchNote(unseenSince: row.optionalMilliseconds(), stalledAt: row.optionalTime())
            let since = row.optionalTime()
            let reason = row.optionalText()
            note.divergence = since.map { Look.KnownDivergence(since: $0, reason: reason ?? "") }
            return (job: job, note: note)
        }.filter { $0.note != WatchNote() }
    }

    /// What a job's newest event of level `error` says; nil where it has none.
    package func newestError(of key: JobKey) throws -> JobError? {
        try database.row(
            """
            SELECT message FROM events WHERE account = ?1 AND job = ?2 AND level = 'error' AND message <> ''
            ORDER BY created_at DESC, position DESC LIMIT 1
            """, [.id(key.account), .id(key.job)]
        ) { JobError(code: nil, message: $0.text(), param: nil) } ?? nil
    }

    /// A job as far as its submission here knows it; nil where it was not submitted here.
    package func submitted(_ key: JobKey) throws -> Look.Submitted? {
        try database.row(
            "SELECT model, suffix, ended_at FROM submissions WHERE account = ?1 AND job = ?2",
            [.id(key.account), .id(key.job)]
        ) { row in
            Look.Submitted(model: ModelName(row.text()), suffix: row.optionalText(), createdAt: row.time())
        }
    }

    /// Jobs that were submitted here and that no listing has shown yet, newest first.
    ///
    /// - Parameters:
    ///   - since: those made earlier are left out.
    ///   - time: those made later are left out: a listing may need a moment.
    package func unlistedSubmissions(
        of account: AccountName, since: UnixTime, until time: UnixTime, limit: Int
    ) throws -> [JobID] {
        try database.rows(
            """
            SELECT job FROM submissions
            WHERE account = ?1 AND job IS NOT NULL AND ended_at >= ?2 AND ended_at <= ?3 AND NOT EXISTS (
                SELECT 1 FROM jobs WHERE jobs.account = submissions.account AND jobs.id = submissions.job)
            ORDER BY ended_at DESC, id LIMIT ?4
            """, [.id(account), .integer(since.seconds), .integer(time.seconds), .integer(Int64(limit))]
        ) { JobID($0.text()) }
    }

    /// What is known of a job's signs of life.
    package func signsOfLife(of stored: WatchedJob) throws -> SignsOfLife {
        let key: [SQLiteValue] = [.id(stored.account), .id(stored.job.id)]
        let transition = try database.row(
            "SELECT max(seen_at_ms) FROM transitions WHERE account = ?1 AND job = ?2", key
        ) { $0.optionalMilliseconds() }
        let event = try database.row(
            "SELECT max(created_at) FROM events WHERE account = ?1 AND job = ?2", key
        ) { $0.optionalTime() }
        return SignsOfLife(
            transition: transition ?? nil, event: event ?? nil,
            countsSteps: StepCount(raw: stored.job.raw) != nil)
    }

    /// How long the last jobs on a model took that have succeeded, from creation to end.
    package func durations(of account: AccountName, model: ModelName, limit: Int) throws -> [Duration] {
        try database.rows(
            """
            SELECT finished_at - created_at FROM jobs
            WHERE account = ?1 AND model = ?2 AND lower(status) IN (\(SQLText.list(JobStatus.succeeded.words)))
                AND finished_at >= created_at
            ORDER BY created_at DESC LIMIT ?3
            """, [.id(account), .id(model), .integer(Int64(limit))]
        ) { .seconds($0.integer()) }
    }
}
