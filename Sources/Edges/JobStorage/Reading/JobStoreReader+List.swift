package import FineTuning
internal import JobJSON
internal import SQLiteDatabase

extension JobStoreReader {
    /// The table, newest first.
    ///
    /// - Parameters:
    ///   - limit: the greatest number of rows; nil for all.
    ///   - withLosses: whether an unfinished job's row has its training loss over the whole run.
    package func list(
        _ filter: JobFilter = JobFilter(), limit: Int? = nil, withLosses: Bool = true
    ) throws -> JobList {
        let (condition, values) = filter.condition(tunedModel: "\"FINE-TUNED MODEL\"")
        return try database.snapshot {
            var rows = try database.rows(
                """
                SELECT \(Self.statusColumns) FROM status
                WHERE \(condition) ORDER BY created_at DESC, account DESC, "JOB ID" DESC \(Self.limit(limit))
                """, values, Self.statusRow)
            for index in rows.indices { try complete(&rows[index], withLosses) }
            let isWhole = limit.map { rows.count < $0 } ?? true
            return JobList(rows: rows, total: isWhole ? rows.count : try count(filter))
        }
    }

    /// The line of one job; nil when the store has none of that name.
    package func line(of key: JobKey) throws -> StatusRow? {
        try database.snapshot {
            var row = try database.row(
                "SELECT \(Self.statusColumns) FROM status WHERE account = ?1 AND \"JOB ID\" = ?2",
                [.id(key.account), .id(key.job)], Self.statusRow)
            if var found = row {
                try complete(&found, true)
                row = found
            }
            return row
        }
    }

    /// Reads what only some jobs have.
    private func complete(_ row: inout StatusRow, _ withLosses: Bool) throws {
        if row.status.isTerminal {
            guard row.error == nil, row.status.meaning == .failed else { return }
            row.failure = try newestError(of: row.key)?.message
        } else if row.goneAt == nil {
            row.progress = try progress(of: row.key, withLosses: withLosses)
            row.note = try note(of: row.key)
        }
    }

    /// Every status that a job of the store has, the server's own words included.
    package func statuses() throws -> [JobStatus] {
        try database.rows("SELECT DISTINCT status FROM jobs ORDER BY status", []) { row in JobStatus(word: row.text()) }
    }

    /// How many jobs a filter lets through.
    package func count(_ filter: JobFilter = JobFilter()) throws -> Int {
        let (condition, values) = filter.condition()
        return Int(try database.integer("SELECT count(*) FROM jobs WHERE \(condition)", values))
    }

    /// How many jobs there are of each status.
    package func countByStatus(account: AccountName? = nil) throws -> [JobStatus: Int] {
        let pairs = try database.rows(
            "SELECT status, count(*) FROM jobs WHERE ?1 IS NULL OR account = ?1 GROUP BY status", [.id(account)]
        ) { (JobStatus(word: $0.text()), Int($0.integer())) }
        // Words of a server that only look the same are one status, and a row each.
        return Dictionary(pairs, uniquingKeysWith: +)
    }

    /// How many jobs there are that can still change, of each status.
    package func countUnfinished() throws -> [JobStatus: Int] {
        let pairs = try database.rows(
            "SELECT status, count(*) FROM jobs WHERE \(Self.isUnfinished) GROUP BY status", []
        ) { (JobStatus(word: $0.text()), Int($0.integer())) }
        return Dictionary(pairs, uniquingKeysWith: +)
    }

    /// How many jobs are gone.
    package func countGone() throws -> Int {
        Int(try database.integer("SELECT count(*) FROM jobs WHERE gone_at IS NOT NULL"))
    }

    /// How far a job is; nil where no step is known.
    ///
    /// - Parameter withLosses: whether it has the training loss over the whole run.
    package func progress(of key: JobKey, withLosses: Bool) throws -> JobProgress? {
        let steps = try database.rows(
            """
            SELECT step, total_steps, train_loss FROM metrics WHERE account = ?1 AND job = ?2
            ORDER BY step DESC LIMIT 8
            """, [.id(key.account), .id(key.job)]
        ) { ($0.integer(), $0.optionalInteger(), $0.optionalReal()) }
        let told = try database.row(
            "SELECT estimated_finish, raw FROM jobs WHERE account = ?1 AND id = ?2", [.id(key.account), .id(key.job)]
        ) { (finish: $0.optionalTime(), steps: StepCount(raw: $0.text())) }
        // Some servers count on the job itself.
        guard let step = [steps.first?.0, told?.steps?.done].compactMap(\.self).max() else { return nil }
        return JobProgress(
            step: step, totalSteps: steps.lazy.compactMap(\.1).first ?? told?.steps?.total,
            losses: withLosses ? try losses(of: key, lastStep: steps.first?.0 ?? 0) : [],
            trainLoss: steps.lazy.compactMap(\.2).first, estimatedFinish: told?.finish)
    }

    /// The training loss over the whole run, as ``LossTrend`` has it.
    private func losses(of key: JobKey, lastStep: Int64) throws -> [Double] {
        LossTrend.values(
            try database.rows(
                """
                SELECT step, \(MetricColumns.list) FROM metrics WHERE account = ?1 AND job = ?2 AND step % ?3 = 0
                ORDER BY step
                """, [.id(key.account), .id(key.job), .integer(LossTrend.stride(lastStep: lastStep))]
            ) { MetricColumns.read(&$0) })
    }

    /// The shortest beginning of each id that no other job's id in the store has.
    ///
    /// - Parameter least: the least number of characters.
    package func shortestPrefixes(of jobs: [JobID], least: Int = 9) throws -> [JobID: String] {
        var result: [JobID: String] = [:]
        try database.snapshot {
            for job in jobs where result[job] == nil {
                let neighbours = try database.rows(
                    """
                    SELECT max(id) FROM jobs WHERE id < ?1 UNION ALL SELECT min(id) FROM jobs WHERE id > ?1
                    """, [.text(job.rawValue)]
                ) { $0.optionalText() ?? "" }
                let shared = neighbours.map { zip($0, job.rawValue).prefix { $0 == $1 }.count }.max() ?? 0
                result[job] = String(job.rawValue.prefix(max(shared + 1, least)))
            }
        }
        return result
    }

    /// A LIMIT clause, or nothing.
    static func limit(_ limit: Int?) -> String { limit.map { "LIMIT \(max(0, $0))" } ?? "" }

    /// What a select that is read by ``statusRow(_:)`` must select.
    private static let statusColumns = """
        account, "JOB ID", created_at, "STATUS", "MODEL", "TRAINING FILE", "ERROR", "FINE-TUNED MODEL", gone_at
        """

    private static func statusRow(_ row: inout ResultRow) -> StatusRow {
        StatusRow(
            key: JobKey(account: AccountName(row.text()), job: JobID(row.text())), createdAt: row.time(),
            status: JobStatus(word: row.text()), model: ModelName(row.text()),
            trainingFile: row.optionalText().map { FileID($0) }, error: row.optionalText(),
            fineTunedModel: row.optionalText().map { ModelName($0) }, goneAt: row.optionalTime())
    }
}
