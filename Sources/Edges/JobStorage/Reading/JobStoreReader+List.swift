package import FineTuning
internal import JobJSON
internal import SQLiteDatabase

extension JobStoreReader {
    /// The table, newest first or in another order.
    ///
    /// - Parameters:
    ///   - limit: the greatest number of rows; nil for all.
    ///   - withLosses: whether an unfinished job's row has its training loss over the whole run.
    package func list(
        _ filter: JobFilter = JobFilter(), by order: JobOrder = JobOrder(), limit: Int? = nil, withLosses: Bool = true
    ) throws -> JobList {
        var rows: [StatusRow] = []
        let total = try forEachLine(filter, by: order, limit: limit, withLosses: withLosses) { rows.append($0) }
        return JobList(rows: rows, total: total)
    }

    /// Hands over each row of the table in its order, all of one state of the store; a long table need not be kept.
    ///
    /// - Parameters:
    ///   - limit: the greatest number of rows; nil for all.
    ///   - withLosses: whether an unfinished job's row has its training loss over the whole run.
    ///   - body: is not to write to anybody who may let it wait: the store stays as it is meanwhile.
    /// - Returns: how many jobs the filter lets through.
    package func forEachLine(
        _ filter: JobFilter = JobFilter(), by order: JobOrder = JobOrder(), limit: Int? = nil, withLosses: Bool = true,
        _ body: (StatusRow) throws -> Void
    ) throws -> Int {
        let (condition, values) = filter.condition(schema: schema)
        return try database.snapshot {
            let telling = try jobsTellingCosts(among: limit)
            var count = 0
            try database.forEachRow(
                """
                SELECT \(rowColumns) FROM jobs
                WHERE \(condition) ORDER BY \(order.sql(schema: schema)) \(Self.limit(limit))
                """, values
            ) { row in
                var line = Self.statusRow(&row)
                try complete(&line, withLosses)
                try addCost(to: &line, telling)
                try body(line)
                count += 1
            }
            let isWhole = limit.map { count < $0 } ?? true
            return isWhole ? count : try self.count(filter)
        }
    }

    /// The line of one job; nil when the store has none of that name.
    package func line(of key: JobKey) throws -> StatusRow? {
        try database.snapshot {
            let row = try database.row(
                "SELECT \(rowColumns) FROM jobs WHERE account = ?1 AND id = ?2", [.id(key.account), .id(key.job)],
                Self.statusRow)
            guard var row else { return nil }
            try complete(&row, true)
            try addCost(to: &row, jobsTellingCosts(among: 1))
            return row
        }
    }

    /// The jobs whose server says what they cost, of which there are nearly none; nil where each is asked.
    ///
    /// - Parameter count: how many jobs are read at most; nil for all.
    private func jobsTellingCosts(among count: Int?) throws -> Set<JobKey>? {
        let isIndexed = schema >= Schema.firstWithNames
        guard isIndexed || count.map({ $0 > 100 }) ?? true else { return nil }
        return Set(
            try database.rows(
                """
                SELECT account, id FROM jobs \(isIndexed ? "INDEXED BY jobs_told_cost" : "") WHERE \(Schema.tellsCost)
                """, []
            ) { JobKey(account: AccountName($0.text()), job: JobID($0.text())) })
    }

    /// Reads what a server says of the cost of a job.
    private func addCost(to row: inout StatusRow, _ telling: Set<JobKey>?) throws {
        if let telling, telling.isEmpty || !telling.contains(row.key) { return }
        row.costText = try database.row(
            "SELECT raw FROM jobs WHERE account = ?1 AND id = ?2 AND \(Schema.tellsCost)",
            [.id(row.key.account), .id(row.key.job)]
        ) { $0.text() }
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
        // Without a condition SQLite counts the pages of an index instead of looking at each row.
        guard filter != JobFilter() else { return Int(try database.integer("SELECT count(*) FROM jobs")) }
        let (condition, values) = filter.condition(schema: schema)
        return Int(try database.integer("SELECT count(*) FROM jobs WHERE \(condition)", values))
    }

    /// How many jobs there are of each status, and how they stand; one pass along an index that holds all of it.
    ///
    /// - Parameter account: nil for all of them.
    package func counts(of account: AccountName? = nil) throws -> JobCounts {
        var counts = JobCounts()
        try database.forEachRow(
            """
            SELECT status, count(*), count(gone_at) FROM jobs
            WHERE ?1 IS NULL OR account = ?1 GROUP BY account, status
            """, [.id(account)]
        ) { row in
            // Words of a server that only look the same are one status, and a row each.
            counts.add(JobStatus(word: row.text()), all: Int(row.integer()), gone: Int(row.integer()))
        }
        return counts
    }

    /// How far a job is; nil where no step is known.
    ///
    /// - Parameter withLosses: whether it has the training loss over the whole run.
    package func progress(of key: JobKey, withLosses: Bool) throws -> JobProgress? {
        let steps = try database.rows(
            """
            SELECT step, \(MetricColumns.list(schema: schema)) FROM metrics WHERE account = ?1 AND job = ?2
            ORDER BY step DESC LIMIT 8
            """, [.id(key.account), .id(key.job)]
        ) { MetricColumns.read(&$0) }
        let told = try database.row(
            "SELECT estimated_finish, raw FROM jobs WHERE account = ?1 AND id = ?2", [.id(key.account), .id(key.job)]
        ) { (finish: $0.optionalTime(), steps: StepCount(raw: $0.text())) }
        // Some servers count on the job itself.
        guard let step = [steps.first?.step, told?.steps?.done].compactMap(\.self).max() else { return nil }
        return JobProgress(
            step: step, totalSteps: steps.lazy.compactMap(\.totalSteps).first ?? told?.steps?.total,
            losses: withLosses ? try losses(of: key, lastStep: steps.first?.step ?? 0) : [],
            trainLoss: steps.lazy.compactMap(\.trainLoss).first, estimatedFinish: told?.finish)
    }

    /// The training loss over the whole run, as ``LossTrend`` has it.
    private func losses(of key: JobKey, lastStep: Int64) throws -> [Double] {
        LossTrend.values(
            try database.rows(
                """
                SELECT step, \(MetricColumns.list(schema: schema)) FROM metrics
                WHERE account = ?1 AND job = ?2 AND step % ?3 = 0 ORDER BY step
                """, [.id(key.account), .id(key.job), .integer(LossTrend.stride(lastStep: lastStep))]
            ) { MetricColumns.read(&$0) })
    }

    /// A LIMIT clause, or nothing.
    static func limit(_ limit: Int?) -> String { limit.map { "LIMIT \(max(0, $0))" } ?? "" }

    /// What a select that is read by ``statusRow(_:)`` must select.
    private var rowColumns: String {
        """
        account, id, created_at, status, model, training_file, \(Self.error), fine_tuned_model, gone_at, \
        \(schema >= Schema.firstWithNames ? "name" : Schema.derivedName), finished_at, trained_tokens, method
        """
    }

    /// Code and message of the error.
    private static let error = """
        CASE WHEN error_code IS NULL THEN error_message WHEN error_message IS NULL THEN error_code \
        ELSE error_code || ': ' || error_message END
        """

    private static func statusRow(_ row: inout ResultRow) -> StatusRow {
        var result = StatusRow(
            key: JobKey(account: AccountName(row.text()), job: JobID(row.text())), createdAt: row.time(),
            status: JobStatus(word: row.text()), model: ModelName(row.text()),
            trainingFile: row.optionalText().map { FileID($0) }, error: row.optionalText(),
            fineTunedModel: row.optionalText().map { ModelName($0) }, goneAt: row.optionalTime())
        result.name = row.optionalText()
        result.finishedAt = row.optionalTime()
        result.trainedTokens = row.optionalInteger()
        result.method = row.optionalText()
        return result
    }
}
