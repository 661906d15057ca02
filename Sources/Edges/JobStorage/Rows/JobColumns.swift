internal import FineTuning
internal import SQLiteDatabase

/// The columns of `jobs` that come from the API, and how a job is put into them.
enum JobColumns {
    /// In the order of ``values(_:)`` and of ``JobRow``.
    static let fields = [
        "created_at", "status", "model", "training_file", "validation_file", "finished_at", "fine_tuned_model",
        "error_code", "error_message", "error_param", "organization_id", "result_files", "trained_tokens",
        "estimated_finish", "seed", "method", "n_epochs", "batch_size", "learning_rate_multiplier", "beta", "metadata",
        "suffix", "raw",
    ]

    /// Inserts a job or brings its row up to date; writes nothing when nothing differs.
    ///
    /// `?1` account, `?2` id, `?3` now, `?4` what a job that has ended still needs, then the fields. What is missing is
    /// set anew when the status changes, and gains the results (bit 4) when a finished job shows its first results file.
    static let upsert: String = {
        let columns = fields.joined(separator: ", ")
        let parameters = fields.indices.map { "?\($0 + 5)" }.joined(separator: ", ")
        let excluded = fields.map { "excluded.\($0)" }.joined(separator: ", ")
        let differs = fields.map { "jobs.\($0) IS NOT excluded.\($0)" }.joined(separator: " OR ")
        return """
            INSERT INTO jobs (account, id, first_seen, changed_at, harvest_missing, \(columns))
            VALUES (?1, ?2, ?3, ?3, ?4, \(parameters))
            ON CONFLICT (account, id) DO UPDATE SET
                (\(columns)) = (\(excluded)),
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

    /// A job's values in the order of ``fields``.
    static func values(_ job: Job) -> [SQLiteValue] {
        [
            .integer(job.createdAt.seconds), .text(job.status.word), .text(job.model.rawValue),
            .optional(job.trainingFile?.rawValue), .optional(job.validationFile?.rawValue),
            .optional(job.finishedAt?.seconds), .optional(job.fineTunedModel?.rawValue), .optional(job.error?.code),
            .optional(job.error?.message), .optional(job.error?.param), .optional(job.organization),
            .text(JSONStrings.array(job.resultFiles.map(\.rawValue))), .optional(job.trainedTokens),
            .optional(job.estimatedFinish?.seconds), .optional(job.seed), .optional(job.method),
            .optional(job.hyperparameters.epochs?.description), .optional(job.hyperparameters.batchSize?.description),
            .optional(job.hyperparameters.learningRateMultiplier?.description),
            .optional(job.hyperparameters.beta?.description), .text(JSONStrings.object(job.metadata)),
            .optional(job.suffix), .text(job.raw),
        ]
    }
}
