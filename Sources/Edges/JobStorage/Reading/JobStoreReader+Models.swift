package import FineTuning
internal import SQLiteDatabase

/// A job with a tuned model that nobody says to have exported, or some file of it.
package struct UnexportedJob: Sendable, Hashable {
    package var key: JobKey
    /// The model that it was tuned from.
    package var base: ModelName
    /// Whether the job itself is not exported.
    package var isJob: Bool
    /// Its files that are not.
    package var files: [FileID]
}

extension JobStoreReader {
    /// When a server's models were last listed; nil where they never were.
    package func modelListing(of account: AccountName) throws -> UnixTime? {
        guard schema >= Schema.firstWithModelListings else { return nil }
        return try database.row("SELECT listed_at FROM model_listings WHERE account = ?1", [.id(account)]) { $0.time() }
    }

    /// The models that a server has listed once and does not list any more: they were deleted, or have ended.
    package func unlistedModels() throws -> Set<ModelKey> {
        guard schema >= Schema.firstWithModelListings else { return [] }
        return try Set(
            database.rows(
                """
                SELECT models.account, model FROM models JOIN model_listings ON model_listings.account = models.account
                WHERE models.listed_at < model_listings.listed_at
                """
            ) { ModelKey(account: AccountName($0.text()), model: ModelName($0.text())) })
    }

    /// Which ends of models were told to the hooks of an account.
    package func toldShutdowns(of account: AccountName) throws -> Set<ModelShutdownNews.Told> {
        guard schema >= Schema.firstWithModelListings else { return [] }
        return try Set(
            database.rows("SELECT base_model, ends_at, days FROM model_warnings WHERE account = ?1", [.id(account)]) {
                ModelShutdownNews.Told(
                    base: ModelName($0.text()), end: $0.time(), mark: Int(clamping: $0.integer()))
            })
    }

    /// The jobs with a tuned model that are not exported whole, newest first; anybody's word that they are counts.
    package func unexportedJobs(account: AccountName? = nil) throws -> [UnexportedJob] {
        let exports = try exports()
        let jobs = Set(exports.filter { $0.kind == .job }.map { JobKey(account: $0.account, job: JobID($0.id)) })
        let files = Set(exports.filter { $0.kind == .file }.map { FileKey(account: $0.account, file: FileID($0.id)) })
        return try database.rows(
            """
            SELECT account, id, model, training_file, validation_file, result_files FROM jobs
            WHERE fine_tuned_model IS NOT NULL AND finished_at IS NOT NULL AND (?1 IS NULL OR +account = ?1)
            ORDER BY created_at DESC, id DESC
            """, [.id(account)]
        ) { row -> UnexportedJob? in
            let key = JobKey(account: AccountName(row.text()), job: JobID(row.text()))
            let base = ModelName(row.text()).base
            var ids = [row.optionalText(), row.optionalText()].compactMap(\.self)
            ids += JSONStrings.strings(row.text())
            let missing = ids.map { FileID($0) }.filter {
                !files.contains(FileKey(account: key.account, file: $0))
            }
            let isMissing = !jobs.contains(key)
            guard isMissing || !missing.isEmpty else { return nil }
            return UnexportedJob(key: key, base: base, isJob: isMissing, files: missing)
        }.compactMap(\.self)
    }

    private struct FileKey: Hashable {
        let account: AccountName
        let file: FileID
    }
}

/// A model's full name: the same name at two accounts is two models.
package struct ModelKey: Hashable, Sendable {
    package let account: AccountName
    package let model: ModelName

    package init(account: AccountName, model: ModelName) {
        self.account = account
        self.model = model
    }
}
