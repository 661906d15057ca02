package import FineTuning
internal import SQLiteDatabase

extension JobStore {
    /// Stores when a model was asked last; of a model that is not watched nothing is kept.
    ///
    /// What was asked of a checkpoint was asked of its job's model.
    ///
    /// - Parameter now: no later moment is believed.
    package func add(_ note: UseNote, at now: UnixTime) throws {
        let time = min(note.usedAt, now)
        let parts = note.model.rawValue.split(separator: ":", omittingEmptySubsequences: false)
        let isCheckpoint = parts.last?.hasPrefix("ckpt-step-") ?? false
        let model = isCheckpoint ? ModelName(parts.dropLast().joined(separator: ":")) : note.model
        try database.run(
            """
            UPDATE models SET last_used = ?3
            WHERE account = ?1 AND model = ?2 AND (last_used IS NULL OR last_used < ?3)
            """,
            [.id(note.account), .id(model), .integer(time.seconds)])
    }
}
