package import FineTuning
internal import SQLiteDatabase

extension JobStore {
    /// Stores what a user says to have taken along, in one transaction; of a thing noted before, the newer time.
    ///
    /// - Parameters:
    ///   - owner: the user whose word it is.
    ///   - now: no later moment is believed.
    package func add(_ note: ExportNote, owner: UInt32, at now: UnixTime) throws {
        let time = min(note.exportedAt, now)
        let things = note.jobs.map { ("job", $0.rawValue) } + note.files.map { ("file", $0.rawValue) }
        try database.transaction {
            for (kind, id) in things {
                try database.run(
                    """
                    INSERT INTO exports (account, kind, id, owner, exported_at) VALUES (?1, ?2, ?3, ?4, ?5)
                    ON CONFLICT DO UPDATE SET exported_at = excluded.exported_at
                    WHERE excluded.exported_at > exported_at
                    """,
                    [.id(note.account), .text(kind), .text(id), .integer(Int64(owner)), .integer(time.seconds)])
            }
        }
    }
}
