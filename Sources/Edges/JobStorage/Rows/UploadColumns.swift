internal import FineTuning
internal import SQLiteDatabase

/// The columns of `uploads`.
enum UploadColumns {
    private static let all = Columns<StoredUpload>([
        .id("account", \.account), .id("file", \.file), .text("sha256", \.sha256), .integer("bytes", \.bytes),
        .text("filename", \.filename), .seconds("created_at", \.createdAt), .seconds("deleted_at", \.deletedAt),
        .user("owner", \.owner),
    ])

    /// For select lists: the first schema has no owners.
    static func list(schema: Int) -> String { schema >= 2 ? all.list : all.list(withNull: ["owner"]) }

    /// Stores a row, with ``values(_:)``; of one that is there and not another owner's only whether the file was deleted.
    static let upsert = """
        INSERT INTO uploads (\(all.list)) VALUES (\(all.parameters(from: 1)))
        ON CONFLICT DO UPDATE SET deleted_at = excluded.deleted_at
        WHERE deleted_at IS NOT excluded.deleted_at AND owner IS excluded.owner
        """

    /// The values of ``upsert``.
    static func values(_ upload: StoredUpload) -> [SQLiteValue] { all.values(upload) }

    /// Reads ``list``.
    static func read(_ row: inout ResultRow) -> StoredUpload {
        var upload = StoredUpload(
            account: AccountName(""), file: FileID(""), sha256: "", bytes: 0, createdAt: UnixTime(seconds: 0))
        all.read(&row, into: &upload)
        return upload
    }
}
