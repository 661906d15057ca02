internal import Files
package import FineTuning
internal import Glibc
internal import SQLiteDatabase

/// The store as its one writer sees it: the daemon, and nobody else.
///
/// Not Sendable: one owner uses it, one thread at a time. Every method that changes something is one transaction, on
/// disk when it returns (WAL, `synchronous = FULL`), and writes nothing when nothing differs.
package final class JobStore {
    /// All that can be asked of the store, over the same connection.
    package let reader: JobStoreReader

    let database: Database
    private let path: String
    private let identity: FileIdentity
    private var lock: StoreLock
    /// See ``jobChanges(of:)``.
    var jobChanges: [AccountName: Int] = [:]

    /// Opens the store, makes it when there is none, and brings it to the newest schema.
    ///
    /// A new file is readable by its group at most, less where the umask says so.
    ///
    /// - Parameters:
    ///   - path: the store's file; the lock file is beside it.
    ///   - makesDirectory: whether a missing directory is made, for the owner alone.
    ///   - lockPatience: how long another daemon may take to give the store up.
    /// - Throws: ``StoreError/held(path:pid:)`` when another daemon works on it, and the other cases for files that
    ///   cannot or must not be used.
    package init(path: String, makesDirectory: Bool = false, lockPatience: Duration = .seconds(1)) throws(StoreError) {
        try StorePath.prepareDirectory(WholeFile.directory(of: path), making: makesDirectory)
        lock = try StoreLock(store: path, patience: lockPatience)
        try StorePath.createFile(path)
        self.path = path
        do throws(SystemError) { identity = try FileIdentity(of: path) } catch {
            throw .cannotMake(path: path, reason: "\(error)")
        }
        do {
            database = try Database(path: path, access: .writing)
            _ = try Schema.migrator.migrate(database)
        } catch {
            throw StoreError(error, path: path)
        }
        reader = JobStoreReader(database: database)
    }

    /// Makes sure that nobody took the store away from under us: to be asked before each use.
    ///
    /// A lock file that was removed is made and locked again.
    ///
    /// - Throws: ``StoreError/replaced(path:)``, or ``StoreError/held(path:pid:)`` when another daemon has the new lock.
    package func checkIsOurs() throws(StoreError) {
        do throws(SystemError) {
            guard try FileIdentity(of: path) == identity else { throw SystemError(code: ENOENT) }
        } catch {
            throw .replaced(path: path)
        }
        if !lock.isInPlace { lock = try StoreLock(store: path, patience: .seconds(1)) }
    }

    /// Rises with everything that this process writes about an account's jobs and that a page of its listing is compared
    /// with: as long as it stands still, the same page means the same.
    package func jobChanges(of account: AccountName) -> Int { jobChanges[account] ?? 0 }

    /// Writes without changing anything: whether the disk and the lock allow it.
    ///
    /// It waits for a lock no longer than an instant: others wait for the store meanwhile.
    ///
    /// - Throws: what SQLite says.
    package func checkWritable() throws {
        try database.waiting(atMost: .milliseconds(50)) {
            try database.run("UPDATE daemon SET last_sequence = last_sequence WHERE id = 1")
        }
    }

    /// Moves all that is only in the log into the file itself, so that a copy of the one file is whole.
    ///
    /// To be called last. Readers who still look keep the log from being cut, not from being copied.
    ///
    /// - Throws: ``StoreError`` when the store is not ours any more, or what SQLite says.
    package func finish() throws {
        try checkIsOurs()
        try database.checkpoint(within: .milliseconds(500))
    }

    /// Writes down that the file was found sound.
    package func wasChecked(at time: UnixTime) throws {
        try database.run("UPDATE daemon SET checked_at = ?1", [.integer(time.seconds)])
    }

    /// Writes down that this process works on the store from now on.
    package func daemonStarted(pid: Int, version: String, at time: UnixTime) throws {
        try database.run(
            "UPDATE daemon SET started_at = ?1, pid = ?2, version = ?3, sqlite_version = ?4",
            [.integer(time.seconds), .integer(Int64(pid)), .text(version), .text(Database.libraryVersion)])
    }
}
