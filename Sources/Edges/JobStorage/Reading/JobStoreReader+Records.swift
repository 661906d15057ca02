package import FineTuning
internal import SQLiteDatabase

extension JobStoreReader {
    /// Every account that was ever watched, by name.
    package func accounts() throws -> [WatchedAccount] {
        try database.rows("SELECT \(AccountRow.columns) FROM accounts ORDER BY account", [], AccountRow.read)
    }

    /// One account; nil when it was never watched.
    package func account(_ name: AccountName) throws -> WatchedAccount? {
        try database.row(
            "SELECT \(AccountRow.columns) FROM accounts WHERE account = ?1", [.id(name)], AccountRow.read)
    }

    /// The newest succeeded job that has a tuned model, as far as its server still lists that.
    package func newestTunedJob(account: AccountName? = nil) throws -> WatchedJob? {
        try database.jobs(
            where: """
                lower(status) IN (\(SQLText.list(JobStatus.succeeded.words))) AND fine_tuned_model IS NOT NULL AND (?1 IS NULL OR +account = ?1)
                \(isListed) ORDER BY created_at DESC, account DESC, id DESC LIMIT 1
                """, [.id(account)]
        ).first
    }

    /// The condition that a job's model is not one that its server has listed once and does not list any more.
    private var isListed: String {
        guard schema >= Schema.firstWithModelListings else { return "" }
        return """
            AND NOT EXISTS (
                SELECT 1 FROM models JOIN model_listings ON model_listings.account = models.account
                WHERE models.account = jobs.account AND models.model = jobs.fine_tuned_model
                    AND models.listed_at < model_listings.listed_at)
            """
    }

    /// The words of ends that leave no model behind.
    private static let withoutModel = JobStatus.failed.words + JobStatus.cancelled.words

    /// The newest job that has succeeded and whose model has no name yet, unless one that has a name is newer.
    package func newestUnnamedJob(account: AccountName? = nil) throws -> WatchedJob? {
        let newest = try database.jobs(
            where: """
                finished_at IS NOT NULL AND lower(status) NOT IN (\(SQLText.list(Self.withoutModel)))
                AND (?1 IS NULL OR +account = ?1)
                ORDER BY created_at DESC, account DESC, id DESC LIMIT 1
                """, [.id(account)]
        ).first
        return newest.flatMap { $0.job.hasUnnamedModel ? $0 : nil }
    }

    /// Watched models, newest first; those without a date last.
    package func models(account: AccountName? = nil) throws -> [StoredModel] {
        try database.rows(
            """
            SELECT \(ModelColumns.list) FROM models WHERE (?1 IS NULL OR +account = ?1)
            ORDER BY created_at DESC NULLS LAST, account, model
            """, [.id(account)], ModelColumns.read)
    }

    /// One watched model; nil when it is not watched.
    package func model(_ name: ModelName, account: AccountName) throws -> StoredModel? {
        try database.row(
            "SELECT \(ModelColumns.list) FROM models WHERE account = ?1 AND model = ?2", [.id(account), .id(name)],
            ModelColumns.read)
    }

    /// Of these models, those of which a server has said when they end, newest first.
    package func endingModels(named names: some Sequence<ModelName>) throws -> [StoredModel] {
        try names.flatMap { name in
            try database.rows(
                """
                SELECT \(ModelColumns.list) FROM models WHERE model = ?1 AND shutdown_at IS NOT NULL
                ORDER BY created_at DESC NULLS LAST, account
                """, [.id(name)], ModelColumns.read)
        }
    }

    /// The models of which a server has said when they end, newest first.
    package func endingModels(account: AccountName? = nil) throws -> [StoredModel] {
        try database.rows(
            """
            SELECT \(ModelColumns.list) FROM models WHERE shutdown_at IS NOT NULL AND (?1 IS NULL OR +account = ?1)
            ORDER BY created_at DESC NULLS LAST, account
            """, [.id(account)], ModelColumns.read)
    }

    /// Submissions that have ended, newest first.
    package func submissions(account: AccountName? = nil, limit: Int? = nil) throws -> [StoredSubmission] {
        try database.rows(
            """
            SELECT \(SubmissionColumns.list(schema: schema)) FROM submissions WHERE ?1 IS NULL OR account = ?1
            ORDER BY created_at DESC, id \(Self.limit(limit))
            """, [.id(account)], SubmissionColumns.read)
    }

    /// Uploads that the API should still have, newest first.
    package func uploads(account: AccountName? = nil) throws -> [StoredUpload] {
        try uploads(where: "deleted_at IS NULL AND (?1 IS NULL OR account = ?1)", [.id(account)])
    }

    /// Uploads with exactly these bytes that the API should still have, newest first.
    ///
    /// - Parameter user: who asks; what another user says alone is left out.
    package func uploads(
        of account: AccountName, sha256: String, bytes: Int64, for user: UInt32
    ) throws -> [StoredUpload] {
        try uploads(
            where: "deleted_at IS NULL AND account = ?1 AND sha256 = ?2 AND bytes = ?3 AND ifnull(\(owner), ?4) = ?4",
            [.id(account), .text(sha256), .integer(bytes), .integer(Int64(user))])
    }

    /// Whose word a row is, which the first schema did not know.
    private var owner: String { schema >= 2 ? "owner" : "NULL" }

    private func uploads(where condition: String, _ values: [SQLiteValue]) throws -> [StoredUpload] {
        try database.rows(
            """
            SELECT \(UploadColumns.list(schema: schema)) FROM uploads
            WHERE \(condition) ORDER BY created_at DESC, file
            """, values, UploadColumns.read)
    }
}
