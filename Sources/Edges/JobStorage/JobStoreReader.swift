internal import FineTuning
internal import Glibc
internal import SQLiteDatabase

/// The store as everybody sees it: every question, and no way to change anything.
///
/// Answers are arrays: when a method returns, nothing is open any more, so that a slow terminal or a pager never keeps
/// the writer's log from being cut. Not Sendable: one owner, one thread at a time.
package final class JobStoreReader {
    let database: Database
    /// The schema of the file, which may be older than the newest where only the daemon may bring it up to date.
    let schema: Int

    /// Shares the writer's connection.
    init(database: Database) {
        self.database = database
        schema = Schema.newest
    }

    /// Opens a store for reading; creates nothing and changes nothing.
    ///
    /// - Parameter patience: how long a question waits for a lock that another process keeps.
    /// - Throws: ``StoreError``: no store, not yet made, no right to read it, not ours, from a newer version, too old.
    package init(path: String, patience: Duration = .seconds(5)) throws(StoreError) {
        try StorePath.checkReadable(path)
        do {
            let database = try Database(path: path, access: .readOnly, busyTimeout: patience)
            switch try Schema.migrator.state(of: database) {
            case .empty:
                throw StoreError.notYetMade(path: path)
            case .version(let schema) where schema > Schema.newest:
                throw StoreError.newer(path: path, schema: schema, known: Schema.newest)
            case .version(let schema) where schema < Schema.oldestReadable:
                throw StoreError.tooOld(path: path, schema: schema, oldest: Schema.oldestReadable)
            case .version(let schema):
                self.database = database
                self.schema = schema
            }
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Whether a daemon works on a store; nil when that cannot be known.
    package static func isDaemonAlive(store path: String) -> Bool? { StoreLock.isHeld(store: path) }

    /// The version of the SQLite library at run time.
    package static var libraryVersion: String { Database.libraryVersion }

    /// The store itself and the daemon that last opened it.
    package func info() throws -> StoreInfo {
        let schema = try database.integer("PRAGMA user_version")
        let pages = try database.integer("PRAGMA page_count")
        let pageSize = try database.integer("PRAGMA page_size")
        var info = StoreInfo(
            path: database.path, schema: Int(schema), bytes: pages * pageSize,
            logBytes: StorePath.size(of: database.path + "-wal"))
        let sql = "SELECT checked_at, started_at, pid, version, sqlite_version FROM daemon WHERE id = 1"
        let row = try database.row(sql) { row in
            (
                row.optionalTime(), row.optionalTime(), row.optionalInteger(), row.optionalText(), row.optionalText()
            )
        }
        guard let (checkedAt, startedAt, pid, version, sqlite) = row else { return info }
        info.checkedAt = checkedAt
        if let startedAt, let pid, let version, let sqlite {
            info.daemon = StoreInfo.Run(startedAt: startedAt, pid: Int(pid), version: version, sqliteVersion: sqlite)
        }
        return info
    }

    /// SQLite's whole examination of the file, all of which it reads; empty when it is sound.
    package func integrityCheck() throws -> [String] { try database.integrityCheck() }

    /// Runs several questions over one state of the store, which nobody's writing changes meanwhile.
    package func snapshot<Value>(_ body: () throws -> Value) throws -> Value { try database.snapshot(body) }
}
