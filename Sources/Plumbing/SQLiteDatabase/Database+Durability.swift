internal import CSQLite

extension Database {
    /// Turns the file to a write-ahead log that stays beside it when the last connection closes.
    ///
    /// The log and its index stay (`SQLITE_FCNTL_PERSIST_WAL`) so that a reader without the right to create files in the
    /// directory can read after a clean stop; a size limit makes SQLite cut the log to nothing at that moment.
    package func useWriteAheadLog() throws(SQLiteError) {
        let mode = try row("PRAGMA journal_mode = WAL") { $0.text() }
        guard mode == "wal" else {
            throw SQLiteError(
                operation: .configure, path: path, extendedCode: SQLITE_CANTOPEN,
                message: "its file system does not allow a write-ahead log (shared memory is missing)")
        }
        try execute("PRAGMA journal_size_limit = 8388608")
        var persist: Int32 = 1
        let code = sqlite3_file_control(handle, "main", SQLITE_FCNTL_PERSIST_WAL, &persist)
        guard code == SQLITE_OK else { throw error(.configure, code) }
    }

    /// Copies the whole log into the file, and cuts it to nothing.
    ///
    /// Where a reader needs the log for longer than the bound, it is copied as far as that reader allows, and stays.
    package func checkpoint(within bound: Duration) throws(SQLiteError) {
        let code = waiting(atMost: bound) {
            sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
        }
        guard code == SQLITE_OK || code & 0xFF == SQLITE_BUSY else { throw error(.checkpoint, code) }
    }

    /// Runs something that waits for locks no longer than the bound.
    package func waiting<Value>(atMost bound: Duration, _ body: () throws -> Value) rethrows -> Value {
        sqlite3_busy_timeout(handle, Self.milliseconds(bound))
        defer { sqlite3_busy_timeout(handle, Self.milliseconds(busyTimeout)) }
        return try body()
    }

    /// SQLite's quick look at the file's structure; empty when it is sound.
    package func quickCheck() throws(SQLiteError) -> [String] { try check("PRAGMA quick_check(20)") }

    /// SQLite's whole examination of the file, its indexes and its references; empty when it is sound.
    ///
    /// Reads the whole file.
    package func integrityCheck() throws(SQLiteError) -> [String] {
        let structure = try check("PRAGMA integrity_check(20)")
        let references = try rows("PRAGMA foreign_key_check") { row in "a row of \(row.text()) refers to nothing" }
        return structure + references
    }

    private func check(_ pragma: String) throws(SQLiteError) -> [String] {
        let lines = try rows(pragma) { $0.text() }
        return lines == ["ok"] ? [] : lines
    }
}
