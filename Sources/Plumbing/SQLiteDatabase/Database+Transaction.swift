internal import CSQLite

extension Database {
    /// Runs the body in one transaction: all of it is kept when it returns, nothing of it when it throws.
    ///
    /// The transaction is IMMEDIATE: the write lock is taken at the start, so that a body never fails half way because
    /// somebody else wrote. Transactions do not nest.
    package func transaction<Value>(_ body: () throws -> Value) throws -> Value {
        precondition(!isInTransaction, "transactions do not nest")
        try control("BEGIN IMMEDIATE", .begin)
        do {
            let value = try body()
            try control("COMMIT", .commit)
            return value
        } catch {
            // After some errors (disk full, I/O) SQLite has rolled back by itself (sqlite.org/lang_transaction.html).
            if isInTransaction { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
            throw error
        }
    }

    /// Runs the body in the transaction that is open, and where none is in one of its own.
    package func atomically<Value>(_ body: () throws -> Value) throws -> Value {
        try isInTransaction ? body() : transaction(body)
    }

    /// Runs the body over one state of the file, which nobody's writing changes meanwhile.
    ///
    /// Inside a transaction it just runs.
    package func snapshot<Value>(_ body: () throws -> Value) throws -> Value {
        guard !isInTransaction else { return try body() }
        try control("BEGIN", .begin)
        // Nothing was written, so there is nothing to keep.
        defer { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
        return try body()
    }

    private func control(_ sql: String, _ operation: SQLiteError.Operation) throws(SQLiteError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw error(operation, code, sql: sql) }
    }
}
