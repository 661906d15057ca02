package import FineTuning
internal import SQLiteDatabase

/// What jobs are chosen, ordered and summed up by.
package struct CataloguedJob: Sendable {
    /// The job's full name.
    package let key: JobKey
    /// When the API made it.
    package let createdAt: UnixTime
    /// The API's word.
    package let status: JobStatus
    /// The model that is tuned.
    package let model: ModelName
    /// When it ended, by the API.
    package let finishedAt: UnixTime?
    /// Tokens of all epochs, once it has ended.
    package let trainedTokens: Int64?
    /// `supervised`, `dpo`, `reinforcement`.
    package let method: String?
    /// Since when it counts as gone.
    package let goneAt: UnixTime?
    /// What its owner calls it.
    package let name: String?
    /// What is looked through for a word, without capitals of ASCII.
    package let text: [UInt8]
    /// What the server sent of the job, where that says what it cost.
    package let costText: String?
}

/// How far somebody knows the jobs of a store.
package struct JobRevision: Sendable, Hashable, Comparable {
    fileprivate let number: Int64

    package static func < (left: JobRevision, right: JobRevision) -> Bool { left.number < right.number }
}

extension JobStoreReader {
    /// The newest revision of any job; nil where the store counts none, so that every job is to be read again.
    package func jobRevision() throws -> JobRevision? {
        guard schema >= Schema.firstWithRevisions else { return nil }
        return JobRevision(
            number: try database.integer("SELECT coalesce(max(revision), 0) FROM jobs WHERE revision > 0"))
    }

    /// Calls with every job that changed since a revision, in no order.
    ///
    /// - Parameter known: nil for every job.
    package func forEachJob(changedSince known: JobRevision?, _ body: (CataloguedJob) -> Void) throws {
        _ = try database.rows(
            """
            SELECT account, id, created_at, status, model, finished_at, trained_tokens, method, gone_at,
                \(schema >= Schema.firstWithNames ? "name" : Schema.derivedName), \(JobPageQuery.searched),
                CASE WHEN \(known == nil ? tellsCost : Schema.tellsCost) THEN raw END
            FROM jobs \(known == nil ? "" : "WHERE revision > 0 AND revision > ?1")
            """, known.map { [.integer($0.number)] } ?? []
        ) { body(Self.catalogued(&$0)) }
    }

    /// Whether a job's server said what it cost; of all jobs together it is quicker to ask the index once.
    private var tellsCost: String {
        guard schema >= Schema.firstWithNames else { return Schema.tellsCost }
        return """
            (account, id) IN (SELECT account, id FROM jobs INDEXED BY jobs_told_cost WHERE \(Schema.tellsCost))
            """
    }

    private static func catalogued(_ row: inout ResultRow) -> CataloguedJob {
        CataloguedJob(
            key: JobKey(account: AccountName(row.text()), job: JobID(row.text())), createdAt: row.time(),
            status: JobStatus(word: row.text()), model: ModelName(row.text()), finishedAt: row.optionalTime(),
            trainedTokens: row.optionalInteger(), method: row.optionalText(), goneAt: row.optionalTime(),
            name: row.optionalText(), text: row.blob(), costText: row.optionalText())
    }

    /// The jobs of these names, in their order; those that the store does not have are left out.
    package func jobs(_ keys: [JobKey]) throws -> [WatchedJob] { try keys.compactMap { try job($0) } }
}
