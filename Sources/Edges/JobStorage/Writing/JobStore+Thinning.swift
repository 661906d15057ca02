package import FineTuning
internal import SQLiteDatabase

extension JobStore {
    /// Thins details of one kind of some jobs that ended and were exported long ago, each job in one transaction.
    ///
    /// A job whose details were not all fetched, or that was exported before it ended, keeps all of them. An end that
    /// was announced stays known, so that it is never announced again.
    ///
    /// - Parameters:
    ///   - cutoff: jobs that ended later keep all.
    ///   - believed: the users whose word that a job was exported counts.
    ///   - limit: the most jobs at once.
    /// - Returns: how many jobs were looked at, and how many rows went or lost their body; no job: all is done.
    package func thin(
        _ detail: StoredDetail, endedBy cutoff: UnixTime, believed: Set<UInt32>, at now: UnixTime, limit: Int
    ) throws -> (jobs: Int, rows: Int) {
        let jobs = try thinnable(detail, endedBy: cutoff, believed: believed, limit: limit)
        var rows = 0
        for key in jobs {
            rows += try database.transaction {
                let thinned = try thin(detail, of: key)
                try database.run(
                    """
                    INSERT INTO thinned (account, job, details, thinned_at) VALUES (?1, ?2, ?3, ?4)
                    ON CONFLICT DO UPDATE SET details = details | excluded.details, thinned_at = excluded.thinned_at
                    """, [.id(key.account), .id(key.job), .integer(detail.bit), .integer(now.seconds)])
                return thinned
            }
        }
        return (jobs.count, rows)
    }

    private func thinnable(
        _ detail: StoredDetail, endedBy cutoff: UnixTime, believed: Set<UInt32>, limit: Int
    ) throws -> [JobKey] {
        // Compared as numbers: what is put into the statement is no text from outside.
        let users = believed.sorted().map(String.init).joined(separator: ", ")
        return try database.rows(
            """
            SELECT account, id FROM jobs
            WHERE lower(status) IN (\(SQLText.list(JobStatus.terminalWords))) AND harvest_missing = 0
            AND coalesce(finished_at, changed_at) <= ?1
            AND EXISTS (
                SELECT 1 FROM exports WHERE exports.account = jobs.account AND kind = 'job' AND exports.id = jobs.id
                AND owner IN (\(users)) AND exported_at >= coalesce(finished_at, changed_at))
            AND NOT EXISTS (
                SELECT 1 FROM thinned WHERE thinned.account = jobs.account AND job = jobs.id AND details & ?2 <> 0)
            LIMIT ?3
            """, [.integer(cutoff.seconds), .integer(detail.bit), .integer(Int64(limit))]
        ) { JobKey(account: AccountName($0.text()), job: JobID($0.text())) }
    }

    private func thin(_ detail: StoredDetail, of key: JobKey) throws -> Int {
        switch detail {
        case .metrics: try thin("metrics", by: "step", keeping: Self.measuredSteps, of: key)
        case .events:
            try thin("events", by: "position", keeping: "lower(level) <> 'info' OR type IS NOT 'metrics'", of: key)
        case .transitions:
            try thin(
                "transitions", by: "position",
                keeping: "lower(to_status) IN (\(SQLText.list(JobStatus.terminalWords)))", of: key)
        case .deliveries: try emptyDeliveries(of: key)
        }
    }

    /// Steps at which something was validated, or a checkpoint made.
    private static let measuredSteps = """
        valid_loss IS NOT NULL OR valid_mean_token_accuracy IS NOT NULL OR full_valid_loss IS NOT NULL
        OR full_valid_mean_token_accuracy IS NOT NULL OR step IN (
            SELECT step_number FROM checkpoints
            WHERE checkpoints.account = metrics.account AND checkpoints.job = metrics.job)
        """

    private func thin(_ table: String, by position: String, keeping marked: String, of key: JobKey) throws -> Int {
        let name: [SQLiteValue] = [.id(key.account), .id(key.job)]
        let entries = try database.rows(
            """
            SELECT \(position), (\(marked)) FROM \(table) WHERE account = ?1 AND job = ?2 ORDER BY \(position)
            """, name
        ) { Thinning.Entry(position: $0.integer(), isMarked: $0.integer() != 0) }
        let surplus = Thinning.surplus(of: entries)
        for entry in surplus {
            try database.run(
                "DELETE FROM \(table) WHERE account = ?1 AND job = ?2 AND \(position) = ?3",
                name + [.integer(entry)])
        }
        return surplus.count
    }

    /// A notice that was delivered needs its body no more; its row says that it was.
    private func emptyDeliveries(of key: JobKey) throws -> Int {
        try database.run(
            """
            UPDATE deliveries SET body = X''
            WHERE account = ?1 AND job = ?2 AND state IN ('delivered', 'grouped') AND length(body) > 0
            """, [.id(key.account), .id(key.job)])
        return database.changes
    }

    /// Removes delivered notices that are about no job and older, but for each hook's newest ``Thinning/remainder``.
    ///
    /// - Returns: how many.
    package func thinAccountDeliveries(endedBy cutoff: UnixTime) throws -> Int {
        try database.run(
            """
            DELETE FROM deliveries WHERE job IS NULL AND state = 'delivered' AND ended_at_ms <= ?1 AND sequence < (
                SELECT sequence FROM deliveries AS newer
                WHERE newer.hook = deliveries.hook AND newer.job IS NULL AND newer.state = 'delivered'
                ORDER BY sequence DESC LIMIT 1 OFFSET ?2)
            """, [.integer(cutoff.milliseconds), .integer(Int64(Thinning.remainder - 1))])
        return database.changes
    }
}
