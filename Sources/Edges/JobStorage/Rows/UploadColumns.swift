internal import FineTuning
internal import SQLiteDatabase

/// The columns of `uploads`.
enum UploadColumns {
    private static let all = Columns<StoredUpload>([
        .id("account", \.account), .id("file", \.file), .text("sha256", \.sha256), .integer("bytes", \.bytes),
        .text("filename", \.filename), .seconds("created_at", \.createdAt), .seconds("deleted_at", \.deletedAt),
    ])

    /// For select lists.
    static let list = all.list

    /// Stores a row, with ``values(_:)``; of one that is there only whether the file was deleted.
    static let upsert = """
        INSERT INTO uploads (\(list)) VALUES (\(all.parameters(from: 1)))
        ON CONFLICT DO UPDATE SET deleted_at = excluded.deleted_at WHERE deleted_at IS NOT excluded.deleted_at
        """

    /// The values of ``upsert``.
    static func values(_ upload: StoredUpload) -> [SQLiteValue] { all.values(upload) }

    /// Reads ``list``.
    static func read(_ row: inout Row) -> StoredUpload {
        var upload = StoredUpload(
            account: AccountName(""), file: FileID(""), sha256: "", bytes: 0, createdAt: UnixTime(seconds: 0))
        all.read(&row, into: &upload)
        return upload
    }
}
