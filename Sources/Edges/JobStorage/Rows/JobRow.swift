internal import FineTuning
internal import SQLiteDatabase

/// How a job is read from its columns.
enum JobRow {
    /// What a select that is read by ``read(_:)`` must select.
    static let columns = """
        account, id, first_seen, changed_at, known, harvest_missing, event_mark, misses_ms, gone_at, \
        \(JobColumns.fields.joined(separator: ", "))
        """

    /// Reads ``columns``.
    static func read(_ row: inout Row) -> StoredJob {
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
        job.resultFiles = JSONStrings.strings(row.text()).map { FileID($0) }
        job.trainedTokens = row.optionalInteger()
        job.estimatedFinish = row.optionalTime()
        job.seed = row.optionalInteger()
        job.method = row.optionalText()
        job.hyperparameters = Hyperparameters(
            epochs: setting(row.optionalText()), batchSize: setting(row.optionalText()),
            learningRateMultiplier: setting(row.optionalText()), beta: setting(row.optionalText()))
        job.metadata = JSONStrings.pairs(row.text())
        job.suffix = row.optionalText()
        job.raw = row.text()
        return StoredJob(
            account: account, job: job, firstSeen: firstSeen, changedAt: changedAt, isKnown: isKnown, missing: missing,
            eventMark: eventMark, misses: misses, goneAt: goneAt)
    }

    private static func setting(_ text: String?) -> Hyperparameters.Setting? {
        text.map { $0 == "auto" ? .auto : .value($0) }
    }
}

extension Database {
    /// The jobs that a condition selects; the condition may end in an order and a limit.
    func jobs(where condition: String, _ values: [SQLiteValue]) throws(SQLiteError) -> [StoredJob] {
        try rows("SELECT \(JobRow.columns) FROM jobs WHERE \(condition)", values, JobRow.read)
    }
}
