package import FineTuning
internal import SQLiteDatabase

extension JobStoreReader {
    /// One job; nil when the store has none of that name.
    package func job(_ key: JobKey) throws -> WatchedJob? {
        try database.jobs(where: "account = ?1 AND id = ?2", [.id(key.account), .id(key.job)]).first
    }

    /// What is stored of the jobs of a listing page; jobs never seen are missing in the answer.
    package func jobs(_ ids: [JobID], of account: AccountName) throws -> [JobID: WatchedJob] {
        var result: [JobID: WatchedJob] = [:]
        result.reserveCapacity(ids.count)
        var rest = ids[...]
        while !rest.isEmpty {
            let names = rest.prefix(Self.jobsARead)
            rest = rest.dropFirst(Self.jobsARead)
            let absent = [SQLiteValue](repeating: .null, count: Self.jobsARead - names.count)
            for job in try database.jobs(where: Self.areNamed, [.id(account)] + names.map { .id($0) } + absent) {
                result[job.job.id] = job
            }
        }
        return result
    }

    /// How many jobs one statement reads: those of an ordinary page.
    private static let jobsARead = 100
    private static let arePlaced = """
        SELECT rowid, \(JobColumns.list) FROM jobs
        WHERE rowid IN (\((1...jobsARead).map { "?\($0)" }.joined(separator: ", ")))
        """
    private static let areNamed = """
        account = ?1 AND id IN (\((2..<2 + jobsARead).map { "?\($0)" }.joined(separator: ", ")))
        """

    /// Whole jobs, newest first or in another order.
    package func jobs(
        _ filter: JobFilter = JobFilter(), by order: JobOrder = JobOrder(), limit: Int? = nil
    ) throws -> [WatchedJob] {
        let (condition, values) = filter.condition(schema: schema)
        return try database.jobs(
            where: "\(condition) ORDER BY \(order.sql(schema: schema)) \(Self.limit(limit))", values)
    }

    /// Where whole jobs stand, newest first or in another order, and how many the filter lets through: a long list of
    /// them is read piece by piece.
    package func places(
        _ filter: JobFilter = JobFilter(), by order: JobOrder = JobOrder(), limit: Int? = nil
    ) throws -> (places: [JobPlace], total: Int) {
        let (condition, values) = filter.condition(schema: schema)
        return try database.snapshot {
            let places = try database.rows(
                """
                SELECT rowid FROM jobs
                WHERE \(condition) ORDER BY \(order.sql(schema: schema)) \(Self.limit(limit))
                """, values
            ) { JobPlace(row: $0.integer()) }
            let isWhole = limit.map { places.count < $0 } ?? true
            return (places, isWhole ? places.count : try count(filter))
        }
    }

    /// The whole jobs at places, in their order; one that is not there any more is left out.
    package func jobs(at places: ArraySlice<JobPlace>) throws -> [WatchedJob] {
        var result: [WatchedJob] = []
        result.reserveCapacity(places.count)
        var rest = places
        while !rest.isEmpty {
            let part = rest.prefix(Self.jobsARead)
            rest = rest.dropFirst(Self.jobsARead)
            let absent = [SQLiteValue](repeating: .null, count: Self.jobsARead - part.count)
            let found = try database.rows(Self.arePlaced, part.map { .integer($0.row) } + absent) { row in
                (JobPlace(row: row.integer()), JobColumns.read(&row))
            }
            let jobs = Dictionary(found) { first, _ in first }
            result += part.compactMap { jobs[$0] }
        }
        return result
    }

    /// The jobs of an account that can still change and are not gone, newest first: the ones to be watched.
    package func unfinishedJobs(of account: AccountName) throws -> [WatchedJob] {
        try database.jobs(
            where: """
                account = ?1 AND \(Self.isUnfinished) ORDER BY created_at DESC, id DESC
                """, [.id(account)])
    }

    /// Whether jobs wait for the end of a listing to become known.
    package func hasWaitingJobs(of account: AccountName, listing: Int64) throws -> Bool {
        try database.integer(
            "SELECT EXISTS (SELECT 1 FROM jobs WHERE account = ?1 AND listing = ?2 AND known = 0)",
            [.id(account), .integer(listing)]) > 0
    }

    /// The newest known job of an account that was made before the second of its newest known one; nil when there is
    /// none.
    package func lastKnownJob(of account: AccountName) throws -> JobID? {
        try keys(
            """
            account = ?1 AND known = 1
                AND created_at < (SELECT max(created_at) FROM jobs WHERE account = ?1 AND known = 1)
            ORDER BY created_at DESC, id DESC LIMIT 1
            """, [.id(account)]
        ).first?.job
    }

    /// How many jobs are stored of an account.
    package func jobCount(of account: AccountName) throws -> Int64 {
        try database.integer("SELECT count(*) FROM jobs WHERE account = ?1", [.id(account)])
    }

    /// Which of these events of a job are stored.
    package func storedEvents(_ ids: [JobEventID], of key: JobKey) throws -> Set<JobEventID> {
        try Set(
            database.rows(
                """
                SELECT value FROM json_each(?3)
                WHERE EXISTS (SELECT 1 FROM events WHERE account = ?1 AND job = ?2 AND id = value)
                """, [.id(key.account), .id(key.job), .text(JSONStrings.array(ids.map(\.rawValue)))]
            ) { JobEventID($0.text()) })
    }

    /// Whether an account has a job that can still change and is not gone.
    package func hasUnfinishedJobs(of account: AccountName) throws -> Bool {
        try database.integer(
            """
            SELECT count(*) FROM (
                SELECT 1 FROM jobs
                WHERE account = ?1 AND \(Self.isUnfinished) LIMIT 1)
            """, [.id(account)]) > 0
    }

    /// Ended jobs of which something is still to be fetched, newest first.
    ///
    /// - Parameter since: jobs created earlier are left out.
    package func unharvestedJobs(
        of account: AccountName, createdSince since: UnixTime, limit: Int
    ) throws -> [WatchedJob] {
        try database.jobs(
            where: """
                account = ?1 AND created_at >= ?2 AND harvest_missing > 0 AND gone_at IS NULL
                ORDER BY created_at DESC, id DESC LIMIT ?3
                """, [.id(account), .integer(since.seconds), .integer(Int64(limit))])
    }

    /// Jobs that were seen to end, however long ago they were made, and of which something is still to be fetched.
    package func unharvestedEnds(of account: AccountName) throws -> [JobKey] {
        try keys(
            """
            account = ?1 AND harvest_missing > 0 AND gone_at IS NULL
                AND id IN (SELECT job FROM transitions WHERE account = ?1)
            ORDER BY created_at DESC, id DESC
            """, [.id(account)])
    }

    /// The jobs of an account that learn from a file or are measured on it, newest first.
    package func jobs(using file: FileID, account: AccountName) throws -> [JobKey] {
        try keys(
            "account = ?2 AND (training_file = ?1 OR validation_file = ?1) ORDER BY created_at DESC, id DESC",
            [.id(file), .id(account)])
    }

    /// The condition for a job that can still change.
    ///
    /// Its first part is that of the index; servers have more words for an end.
    static let isUnfinished = """
        status NOT IN ('succeeded', 'failed', 'cancelled') \
        AND lower(status) NOT IN (\(SQLText.list(JobStatus.terminalWords))) AND gone_at IS NULL
        """

    /// The names of the jobs that a condition selects.
    func keys(_ condition: String, _ values: [SQLiteValue]) throws -> [JobKey] {
        try database.rows("SELECT account, id FROM jobs WHERE \(condition)", values) { row in
            JobKey(account: AccountName(row.text()), job: JobID(row.text()))
        }
    }
}
