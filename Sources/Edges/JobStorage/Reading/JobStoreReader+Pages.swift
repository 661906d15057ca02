package import FineTuning
internal import JobJSON
internal import SQLiteDatabase

extension JobStoreReader {
    /// A part of the table of jobs.
    package func jobs(_ query: JobPageQuery, limit: Int) throws -> [WatchedJob] {
        let (sql, values) = query.clause(limit: limit)
        return try database.jobs(where: sql, values)
    }

    /// Changes whenever another process, or another connection of this one, has written to the store.
    package func version() throws -> Int64 { try database.integer("PRAGMA data_version") }

    /// The schema that the file has now: the daemon may have brought it up to date since it was opened.
    package func currentSchema() throws -> Int { Int(try database.integer("PRAGMA user_version")) }

    /// A job's newest events, without those that only report a step, newest first.
    package func messages(of key: JobKey, newest: Int) throws -> [JobEvent] {
        try database.rows(
            """
            SELECT position, \(EventColumns.list) FROM events
            WHERE account = ?1 AND job = ?2 AND type IS NOT 'metrics'
            ORDER BY created_at DESC, position DESC \(Self.limit(newest))
            """, [.id(key.account), .id(key.job)], EventColumns.read
        ).map(\.event)
    }

    /// The jobs that can still change and are not gone, newest first.
    package func unfinishedJobs(limit: Int) throws -> [WatchedJob] {
        try jobs(JobPageQuery(unfinishedOnly: true), limit: limit)
    }

    /// Jobs that have ended, the last one to end first.
    package func endedJobs(limit: Int) throws -> [WatchedJob] {
        let hasEnded = "lower(status) IN (\(SQLText.list(JobStatus.terminalWords)))"
        let timed = try database.jobs(
            where: "finished_at IS NOT NULL AND \(hasEnded) ORDER BY finished_at DESC \(Self.limit(limit))", [])
        // The API leaves the time out of some ends: their creation counts.
        let oldest = timed.count < limit ? nil : timed.last?.job.finishedAt
        let timeless = try database.jobs(
            where: """
                finished_at IS NULL AND \(hasEnded) AND created_at >= ?1 ORDER BY created_at DESC \(Self.limit(limit))
                """, [.integer(oldest?.seconds ?? .min)])
        func end(_ stored: WatchedJob) -> UnixTime { stored.job.endedAt ?? stored.job.createdAt }
        return Array((timed + timeless).sorted { end($0) > end($1) }.prefix(limit))
    }
}
