internal import FineTuning
internal import SQLiteDatabase

/// A row of `jobs` whose lists are still JSON.
struct JobRow {
    /// What a select that is read by this type must select.
    static let columns = """
        account, id, first_seen, changed_at, known, harvest_missing, event_mark, misses_ms, gone_at, \
        \(JobColumns.fields.joined(separator: ", "))
        """

    private var stored: StoredJob
    private var resultFiles: String
    private var metadata: String

    /// Reads ``columns``.
    init(_ row: inout Row) {
        let account = AccountName(row.text())
        let id = JobID(row.text())
        let firstSeen = row.time()
        let changedAt = row.time()
        let isKnown = row.bool()
        let missing = Harvest(rawValue: Int(row.integer()))
        let eventMark = row.optionalText().map { JobEventID($0) }
        let misses = row.text().split(separator: " ").compactMap { Int64($0) }.map(UnixTime.init(milliseconds:))
        let goneAt = row.optionalTime()
        var job = Job(
            id: id, createdAt: row.time(), status: JobStatus(word: row.text()), model: ModelName(row.text()),
            trainingFile: row.optionalText().map { FileID($0) }, validationFile: row.optionalText().map { FileID($0) },
            finishedAt: row.optionalTime(), fineTunedModel: row.optionalText().map { ModelName($0) },
            error: JobError(code: row.optionalText(), message: row.optionalText(), param: row.optionalText()),
            organization: row.optionalText())
        resultFiles = row.text()
        job.trainedTokens = row.optionalInteger()
        job.estimatedFinish = row.optionalTime()
        job.seed = row.optionalInteger()
        job.method = row.optionalText()
        job.hyperparameters = Hyperparameters(
            epochs: Self.setting(row.optionalText()), batchSize: Self.setting(row.optionalText()),
            learningRateMultiplier: Self.setting(row.optionalText()), beta: Self.setting(row.optionalText()))
        metadata = row.text()
        job.suffix = row.optionalText()
        job.raw = row.text()
        stored = StoredJob(
            account: account, job: job, firstSeen: firstSeen, changedAt: changedAt, isKnown: isKnown, missing: missing,
            eventMark: eventMark, misses: misses, goneAt: goneAt)
    }

    /// The job with its lists read.
    func storedJob(_ database: Database) throws(SQLiteError) -> StoredJob {
        var result = stored
        result.job.resultFiles = try JSONStrings.strings(resultFiles, database).map { FileID($0) }
        result.job.metadata = try JSONStrings.pairs(metadata, database)
        return result
    }

    private static func setting(_ text: String?) -> Hyperparameters.Setting? {
        text.map { $0 == "auto" ? .auto : .value($0) }
    }
}

extension Database {
    /// The jobs that a condition selects; the condition may end in an order and a limit.
    func jobs(where condition: String, _ values: [SQLiteValue]) throws(SQLiteError) -> [StoredJob] {
        let rows = try rows("SELECT \(JobRow.columns) FROM jobs WHERE \(condition)", values) { JobRow(&$0) }
        var result: [StoredJob] = []
        result.reserveCapacity(rows.count)
        for row in rows { result.append(try row.storedJob(self)) }
        return result
    }
}
