internal import FineTuning
internal import SQLiteDatabase

extension JobStore {
    /// Stores a submission that has ended; one that is there already is brought up to date, but not by another owner.
    package func add(_ submission: StoredSubmission) throws {
        let (step, job, reason): (String, JobID?, String?) =
            switch submission.end {
            case .created(let job): (SubmissionStep.created(job).word, job, nil)
            case .failed(let reason): (SubmissionStep.failed(reason: reason).word, nil, reason)
            }
        try database.run(
            """
            INSERT INTO submissions (account, id, step, model, suffix, training_path, training_sha256,
                training_bytes, validation_path, validation_sha256, validation_bytes, job, reason, created_at, ended_at,
                owner)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
            ON CONFLICT DO UPDATE SET step = excluded.step, job = excluded.job, reason = excluded.reason,
                ended_at = excluded.ended_at
            WHERE owner IS excluded.owner
            """,
            [
                .id(submission.account), .id(submission.id), .text(step), .id(submission.model),
                .optional(submission.suffix), .text(submission.training.path), .text(submission.training.sha256),
                .integer(submission.training.bytes), .optional(submission.validation?.path),
                .optional(submission.validation?.sha256), .optional(submission.validation?.bytes), .id(job),
                .optional(reason), .integer(submission.createdAt.seconds), .integer(submission.endedAt.seconds),
                .optional(submission.owner.map { Int64($0) }),
            ])
    }

    /// Stores an upload, or that the API has it no more; one that is another owner's stays as it is.
    package func save(_ upload: StoredUpload) throws {
        try database.run(
            """
            INSERT INTO uploads (account, file, sha256, bytes, filename, created_at, deleted_at, owner)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            ON CONFLICT DO UPDATE SET deleted_at = excluded.deleted_at
            WHERE deleted_at IS NOT excluded.deleted_at AND owner IS excluded.owner
            """,
            [
                .id(upload.account), .id(upload.file), .text(upload.sha256), .integer(upload.bytes),
                .optional(upload.filename), .integer(upload.createdAt.seconds), .seconds(upload.deletedAt),
                .optional(upload.owner.map { Int64($0) }),
            ])
    }

    /// Stores a watched model; what is not known now does not take away what was.
    package func save(_ model: StoredModel) throws {
        try database.run(
            """
            INSERT INTO models (account, model, base_model, job, created_at, shutdown_at, last_used)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT DO UPDATE SET
                base_model = excluded.base_model,
                job = coalesce(excluded.job, job),
                created_at = coalesce(excluded.created_at, created_at),
                shutdown_at = coalesce(excluded.shutdown_at, shutdown_at),
                last_used = max(coalesce(excluded.last_used, last_used), coalesce(last_used, excluded.last_used))
            """,
            [
                .id(model.account), .id(model.model), .id(model.base), .id(model.job), .seconds(model.createdAt),
                .seconds(model.shutdownAt), .seconds(model.lastUsed),
            ])
    }
}
