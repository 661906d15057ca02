internal import Files
package import FineTuning
internal import SQLiteDatabase

/// The store as its one writer sees it: the daemon, and nobody else.
///
/// Not Sendable: one owner uses it, one thread at a time. Every method that changes something is one transaction, on
/// disk when it returns (WAL, `synchronous = FULL`), and writes nothing when nothing differs.
package final class JobStore {
    /// All that can be asked of the store, over the same connection.
    package let reader: JobStoreReader

    let database: Database
    private let lock: StoreLock

    /// Opens the store, makes it when there is none, and brings it to the newest schema.
    ///
    /// A new file is readable by its group at most, less where the umask says so.
    ///
    /// - Parameters:
    ///   - path: the store's file; the lock file is beside it.
    ///   - makesDirectory: whether a missing directory is made, for the owner alone.
    /// - Throws: ``StoreError/held(path:pid:)`` when another daemon works on it, and the other cases for files that
    ///   cannot or must not be used.
    package init(path: String, makesDirectory: Bool = false) throws(StoreError) {
        try StorePath.prepareDirectory(WholeFile.directory(of: path), making: makesDirectory)
        lock = try StoreLock(store: path)
        try StorePath.createFile(path)
        do {
            database = try Database(path: path, access: .writing)
            _ = try Schema.migrator.migrate(database)
            let findings = try database.quickCheck()
            guard findings.isEmpty else { throw StoreError.damaged(path: path, findings: findings) }
        } catch {
            throw StoreError(error, path: path)
        }
        reader = JobStoreReader(database: database)
    }

    /// Writes down that this process works on the store from now on, and that the file was found sound.
    package func daemonStarted(pid: Int, version: String, at time: UnixTime) throws {
        try database.run(
            "UPDATE daemon SET started_at = ?1, pid = ?2, version = ?3, sqlite_version = ?4, checked_at = ?1",
            [.integer(time.seconds), .integer(Int64(pid)), .text(version), .text(Database.libraryVersion)])
    }
}
