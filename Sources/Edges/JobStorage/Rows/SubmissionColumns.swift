internal import FineTuning
internal import SQLiteDatabase

/// The columns of `submissions`.
enum SubmissionColumns {
    private static let all = Columns<StoredSubmission>([
        .id("account", \.account), .id("id", \.id),
        Column("step", write: { .text($0.step.word) }, read: { row, _ in _ = row.text() }),
        Column("job", write: { .id($0.job) }, read: { if let job: JobID = $0.optionalID() { $1.end = .created(job) } }),
        Column(
            "reason", write: { .optional($0.reason) },
            read: { row, submission in
                let reason = row.optionalText() ?? ""
                if submission.job == nil { submission.end = .failed(reason: reason) }
            }),
        .id("model", \.model), .text("suffix", \.suffix), .text("training_path", \.training.path),
        .integer("training_bytes", \.training.bytes), .text("training_sha256", \.training.sha256),
        Column(
            "validation_path", write: { .optional($0.validation?.path) },
            read: { row, submission in
                submission.validation = row.optionalText().map {
                    SubmissionPlan.DataFile(path: $0, bytes: 0, sha256: "")
                }
            }),
        Column(
            "validation_bytes", write: { .optional($0.validation?.bytes) },
            read: { row, submission in
                let bytes = row.optionalInteger()
                submission.validation?.bytes = bytes ?? 0
            }),
        Column(
            "validation_sha256", write: { .optional($0.validation?.sha256) },
            read: { row, submission in
                let sha256 = row.optionalText()
                submission.validation?.sha256 = sha256 ?? ""
            }),
        .seconds("created_at", \.createdAt), .seconds("ended_at", \.endedAt),
        .user("owner", \.owner),
    ])

    /// For select lists: the first schema has no owners.
    static func list(schema: Int) -> String { schema >= 2 ? all.list : all.list(withNull: ["owner"]) }

    /// Stores a row, with ``values(_:)``; one that is there is brought up to date unless it is another owner's.
    static let upsert = """
        INSERT INTO submissions (\(all.list)) VALUES (\(all.parameters(from: 1)))
        ON CONFLICT DO UPDATE SET \(all.names.map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
        WHERE owner IS excluded.owner
        """

    /// The values of ``upsert``.
    static func values(_ submission: StoredSubmission) -> [SQLiteValue] { all.values(submission) }

    /// Reads ``list``.
    static func read(_ row: inout ResultRow) -> StoredSubmission {
        var submission = StoredSubmission(
            id: SubmissionID(""), account: AccountName(""), end: .failed(reason: ""), model: ModelName(""), suffix: nil,
            training: SubmissionPlan.DataFile(path: "", bytes: 0, sha256: ""), validation: nil,
            createdAt: UnixTime(seconds: 0), endedAt: UnixTime(seconds: 0), owner: nil)
        all.read(&row, into: &submission)
        return submission
    }
}

extension StoredSubmission {
    fileprivate var step: SubmissionStep {
        switch end {
        case .created(let job): .created(job)
        case .failed(let reason): .failed(reason: reason)
        }
    }

    fileprivate var job: JobID? {
        switch end {
        case .created(let job): job
        case .failed: nil
        }
    }

    fileprivate var reason: String? {
        switch end {
        case .created: nil
        case .failed(let reason): reason
        }
    }
}
