internal import FineTuning
internal import JobJSON
internal import SQLiteDatabase

/// The columns of `jobs`: the one list that writing and reading go by.
enum JobColumns {
    /// What the API says of a job.
    ///
    /// A new column is a line here and a migration.
    private static let api = Columns<Job>(facts + knobs + texts)

    private static let facts: [Column<Job>] = [
        Column("created_at", write: { .seconds($0.createdAt) }, read: { $1.createdAt = $0.time() }),
        Column("status", write: { .text($0.status.word) }, read: { $1.status = JobStatus(word: $0.text()) }),
        Column("model", write: { .id($0.model) }, read: { $1.model = ModelName($0.text()) }),
        Column("training_file", write: { .id($0.trainingFile) }, read: { $1.trainingFile = $0.optionalID() }),
        Column("validation_file", write: { .id($0.validationFile) }, read: { $1.validationFile = $0.optionalID() }),
        Column("finished_at", write: { .seconds($0.finishedAt) }, read: { $1.finishedAt = $0.optionalTime() }),
        Column(
            "fine_tuned_model", write: { .id($0.fineTunedModel) }, read: { $1.fineTunedModel = $0.optionalID() }),
        Column(
            "error_code", write: { .optional($0.error?.code) },
            read: { $1.error = JobError(code: $0.optionalText(), message: nil, param: nil) }),
        Column(
            "error_message", write: { .optional($0.error?.message) },
            read: { $1.error = JobError(code: $1.error?.code, message: $0.optionalText(), param: nil) }),
        Column(
            "error_param", write: { .optional($0.error?.param) },
            read: { row, job in
                let param = row.optionalText()
                job.error?.param = param
            }),
        Column(
            "organization_id", write: { .optional($0.organization) }, read: { $1.organization = $0.optionalText() }),
        Column(
            "result_files", write: { .text(JSONStrings.array($0.resultFiles.map(\.rawValue))) },
            read: { $1.resultFiles = JSONStrings.strings($0.text()).map { FileID($0) } }),
        Column(
            "trained_tokens", write: { .optional($0.trainedTokens) },
            read: { $1.trainedTokens = $0.optionalInteger() }),
        Column(
            "estimated_finish", write: { .seconds($0.estimatedFinish) },
            read: { $1.estimatedFinish = $0.optionalTime() }),
        Column("seed", write: { .optional($0.seed) }, read: { $1.seed = $0.optionalInteger() }),
        Column("method", write: { .optional($0.method) }, read: { $1.method = $0.optionalText() }),
    ]

    private static let knobs: [Column<Job>] = Hyperparameters.knobs.map { name, path in
        Column(
            name, write: { .optional($0.hyperparameters[keyPath: path]?.description) },
            read: { row, job in
                guard let text = row.optionalText() else { return }
                job.hyperparameters[keyPath: path] = Hyperparameters.Setting(text: text)
            })
    }

    private static let texts: [Column<Job>] = [
        Column(
            "metadata", write: { .text(JSONStrings.object($0.metadata)) },
            read: { $1.metadata = JSONStrings.pairs($0.text()) }),
        Column("suffix", write: { .optional($0.suffix) }, read: { $1.suffix = $0.optionalText() }),
        Column("raw", write: { .text($0.raw) }, read: { $1.raw = $0.text() }),
    ]

    /// What a select that is read by ``read(_:)`` must select: our own columns, then the API's.
    static let list = """
        account, id, first_seen, changed_at, known, listing, harvest_missing, event_mark, misses_ms, gone_at, \(api.list)
        """

    /// Inserts a job or brings its row up to date; writes nothing when nothing differs.
    ///
    /// `?1` account, `?2` id, `?3` now, `?4` what a job that has ended still needs, then ``values(_:)``, of which the last
    /// is what the job is called: it follows from the others, and readers of older stores have no such column. What is missing
    /// is set anew when the status changes, and gains the results (bit 4) when a finished job shows its first results
    /// file.
    static let upsert: String = {
        let excluded = api.names.map { "excluded.\($0)" }.joined(separator: ", ")
        let differs = api.names.map { "jobs.\($0) IS NOT excluded.\($0)" }.joined(separator: " OR ")
        return """
            INSERT INTO jobs (account, id, first_seen, changed_at, harvest_missing, \(api.list), name, revision)
            VALUES (?1, ?2, ?3, ?3, ?4, \(api.parameters(from: 5)), ?\(5 + api.names.count), \(Schema.nextRevision))
            ON CONFLICT (account, id) DO UPDATE SET
                (\(api.list)) = (\(excluded)),
                name = excluded.name,
                revision = excluded.revision,
                changed_at = excluded.changed_at,
                harvest_missing = CASE
                    WHEN jobs.status IS NOT excluded.status THEN excluded.harvest_missing
                    WHEN jobs.result_files = '[]' AND excluded.result_files <> '[]'
                        THEN jobs.harvest_missing | (excluded.harvest_missing & 4)
                    ELSE jobs.harvest_missing
                END,
                misses_ms = '',
                gone_at = NULL
            WHERE \(differs) OR jobs.misses_ms <> '' OR jobs.gone_at IS NOT NULL
            """
    }()

    /// What the API says of a job, for ``upsert``.
    static func values(_ job: Job) -> [SQLiteValue] { api.values(job) + [.optional(job.name)] }

    /// Reads ``list``.
    static func read(_ row: inout ResultRow) -> WatchedJob {
        let account = AccountName(row.text())
        let id = JobID(row.text())
        let firstSeen = row.time()
        let changedAt = row.time()
        let isKnown = row.bool()
        let listing = row.optionalInteger()
        let missing = Harvest(rawValue: Int(row.integer()))
        let eventMark: JobEventID? = row.optionalID()
        let misses = row.text().split(separator: " ").compactMap { Int64($0) }.map(UnixTime.init(milliseconds:))
        let goneAt = row.optionalTime()
        var job = Job(
            id: id, createdAt: UnixTime(seconds: 0), status: .unrecognized(""), model: ModelName(""), raw: "")
        api.read(&row, into: &job)
        return WatchedJob(
            account: account, job: job, firstSeen: firstSeen, changedAt: changedAt, isKnown: isKnown, listing: listing,
            missing: missing, eventMark: eventMark, misses: misses, goneAt: goneAt)
    }
}

extension Database {
    /// The jobs that a condition selects; the condition may end in an order and a limit.
    func jobs(where condition: String, _ values: [SQLiteValue]) throws(SQLiteError) -> [WatchedJob] {
        try rows("SELECT \(JobColumns.list) FROM jobs WHERE \(condition)", values, JobColumns.read)
    }
}
