internal import FineTuning
internal import SQLiteDatabase

/// The columns of `models`.
enum ModelColumns {
    private static let all = Columns<StoredModel>([
        .id("account", \.account), .id("model", \.model), .id("base_model", \.base), .id("job", \.job),
        .seconds("created_at", \.createdAt), .seconds("shutdown_at", \.shutdownAt), .seconds("last_used", \.lastUsed),
    ])

    /// For select lists.
    static let list = all.list

    private static let insert = "INSERT INTO models (\(list)) VALUES (\(all.parameters(from: 1)))"

    /// Stores a row, with ``values(_:)``; what is not known now does not take away what was.
    static let upsert = """
        \(insert)
        ON CONFLICT DO UPDATE SET
            base_model = excluded.base_model,
            job = coalesce(excluded.job, job),
            created_at = coalesce(excluded.created_at, created_at),
            shutdown_at = coalesce(excluded.shutdown_at, shutdown_at),
            last_used = max(coalesce(excluded.last_used, last_used), coalesce(last_used, excluded.last_used))
        """

    /// Stores the model of a job, with ``values(_:)``; writes nothing where its job is known.
    static let addJob = """
        \(insert)
        ON CONFLICT DO UPDATE SET job = excluded.job, created_at = coalesce(created_at, excluded.created_at)
        WHERE job IS NULL
        """

    /// The values of ``upsert`` and ``addJob``.
    static func values(_ model: StoredModel) -> [SQLiteValue] { all.values(model) }

    /// Reads ``list``.
    static func read(_ row: inout ResultRow) -> StoredModel {
        var model = StoredModel(account: AccountName(""), model: ModelName(""))
        all.read(&row, into: &model)
        return model
    }
}
