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

    /// Calls with every job, in no order, and with what sums of all jobs are made of.
    ///
    /// What no sum needs is not read: the text as received is there only where a server names a cost in it.
    package func forEachSummedJob(_ body: (WatchedJob) -> Void) throws {
        _ = try database.rows(
            """
            SELECT account, id, created_at, status, model, finished_at, trained_tokens, method, gone_at,
                CASE WHEN instr(raw, '"estimatedCost"') + instr(raw, '"total_price"') > 0 THEN raw ELSE '{}' END
            FROM jobs
            """
        ) { row in
            let account = AccountName(row.text())
            var job = Job(
                id: JobID(row.text()), createdAt: row.time(), status: JobStatus(word: row.text()),
                model: ModelName(row.text()))
            job.finishedAt = row.optionalTime()
            job.trainedTokens = row.optionalInteger()
            job.method = row.optionalText()
            let gone = row.optionalTime()
            job.raw = row.text()
            body(
                WatchedJob(
                    account: account, job: job, firstSeen: job.createdAt, changedAt: job.createdAt, isKnown: true,
                    missing: [], misses: [], goneAt: gone))
        }
    }

    /// The jobs that can still change and are not gone, newest first.
    package func unfinishedJobs(limit: Int) throws -> [WatchedJob] {
        try jobs(JobPageQuery(unfinishedOnly: true), limit: limit)
    }

    /// Jobs that have ended, the last one to end first.
    package func endedJobs(limit: Int) throws -> [WatchedJob] {
        // The newest jobs are those that ended last but for a few: twice as many are looked at.
        let newest = try jobs(JobPageQuery(statuses: [.succeeded, .failed, .cancelled]), limit: limit * 2)
        func end(_ stored: WatchedJob) -> UnixTime { stored.job.endedAt ?? stored.job.createdAt }
        return Array(newest.sorted { end($0) > end($1) }.prefix(limit))
    }
}
