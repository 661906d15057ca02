internal import CSQLite

/// One connection to one SQLite file.
///
/// Opened in multi-thread mode (sqlite.org/threadsafe.html): it has one owner, who may hand it from thread to thread but
/// never uses it on two at once. That the class is not Sendable keeps it so.
package final class Database {
    /// Who opens the file, and for what.
    package enum Access: Sendable, Hashable {
        /// To read and write; the file is created when there is none.
        case writing
        /// To read; nothing is created, no checkpoint is made.
        case readOnly
    }

    /// The file as it was named.
    package let path: String

    let handle: OpaquePointer
    /// How long a statement waits for a lock.
    let busyTimeout: Duration
    private var statements: [String: Statement] = [:]

    /// Opens the file and sets what holds for this connection; changes nothing in the file.
    ///
    /// The settings make SQLite read the file's first page, so a file that is no database is refused here.
    ///
    /// - Parameter busyTimeout: how long a statement waits for a lock; it must cover a checkpoint.
    package init(path: String, access: Access, busyTimeout: Duration = .seconds(5)) throws(SQLiteError) {
        let mode =
            switch access {
            case .writing: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            case .readOnly: SQLITE_OPEN_READONLY
            }
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(path, &handle, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard let handle else {
            throw SQLiteError(operation: .open, path: path, extendedCode: code, message: "out of memory")
        }
        guard code == SQLITE_OK else {
            let message = String(cString: sqlite3_errmsg(handle))
            sqlite3_close_v2(handle)
            throw SQLiteError(operation: .open, path: path, extendedCode: code, message: message)
        }
        self.path = path
        self.handle = handle
        self.busyTimeout = busyTimeout
        sqlite3_busy_timeout(handle, Self.milliseconds(busyTimeout))
        // A schema made by others may call functions with effects: trusted_schema is off. Defensive: no statement may
        // write to the schema table or to the file's pages.
        ftd_sqlite_switch(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
        ftd_sqlite_switch(handle, SQLITE_DBCONFIG_DEFENSIVE, 1)
        ftd_sqlite_switch(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1)
        try execute("PRAGMA mmap_size = 0")
        switch access {
        case .writing:
            try execute("PRAGMA synchronous = FULL")
        case .readOnly:
            ftd_sqlite_switch(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
            try execute("PRAGMA query_only = ON")
        }
    }

    deinit {
        statements.removeAll()
        sqlite3_close_v2(handle)
    }

    static func milliseconds(_ duration: Duration) -> Int32 {
        let (seconds, attoseconds) = duration.components
        return Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }

    /// The version of the SQLite library at run time, for example `3.40.1`.
    package static var libraryVersion: String { String(cString: sqlite3_libversion()) }

    /// Whether a transaction is open.
    package var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// How many rows the last insert, update or delete changed.
    package var changes: Int { Int(sqlite3_changes64(handle)) }

    /// Runs statements without values and without results, one after the other.
    package func execute(_ script: String) throws(SQLiteError) {
        let code = sqlite3_exec(handle, script, nil, nil, nil)
        guard code == SQLITE_OK else { throw error(.execute, code, sql: script) }
    }

    /// Runs one statement; rows it returns are ignored.
    package func run(_ sql: String, _ values: [SQLiteValue] = []) throws(SQLiteError) {
        try withStatement(sql, values) { statement throws(SQLiteError) in
            while try statement.step() {}
        }
    }

    /// Runs a query and reads every row; when it returns, nothing is open any more.
    package func rows<Value>(
        _ sql: String, _ values: [SQLiteValue] = [], _ read: (inout ResultRow) -> Value
    ) throws(SQLiteError) -> [Value] {
        try withStatement(sql, values) { statement throws(SQLiteError) in
            var result: [Value] = []
            while try statement.step() {
                var row = ResultRow(statement)
                result.append(read(&row))
            }
            return result
        }
    }

    /// Runs a query and hands over each of its rows as it is found; other statements may run meanwhile.
    package func forEachRow(
        _ sql: String, _ values: [SQLiteValue] = [], _ body: (inout ResultRow) throws -> Void
    ) throws {
        let statement = try take(sql)
        defer { giveBack(statement) }
        try statement.bind(values)
        while try statement.step() {
            var row = ResultRow(statement)
            try body(&row)
        }
    }

    /// Runs a query and reads its first row, if there is one.
    package func row<Value>(
        _ sql: String, _ values: [SQLiteValue] = [], _ read: (inout ResultRow) -> Value
    ) throws(SQLiteError) -> Value? {
        try withStatement(sql, values) { statement throws(SQLiteError) in
            guard try statement.step() else { return nil }
            var row = ResultRow(statement)
            return read(&row)
        }
    }

    /// The first column of the first row as an integer; 0 when there is no row.
    package func integer(_ sql: String, _ values: [SQLiteValue] = []) throws(SQLiteError) -> Int64 {
        try row(sql, values) { $0.integer() } ?? 0
    }

    private func withStatement<Result>(
        _ sql: String, _ values: [SQLiteValue], _ body: (Statement) throws(SQLiteError) -> Result
    ) throws(SQLiteError) -> Result {
        let statement = try take(sql)
        defer { giveBack(statement) }
        try statement.bind(values)
        return try body(statement)
    }

    /// A statement of that text that nobody uses, kept for the next time.
    private func take(_ sql: String) throws(SQLiteError) -> Statement {
        if let cached = statements[sql], !cached.isInUse {
            cached.isInUse = true
            return cached
        }
        let statement = try Statement(sql: sql, database: handle, path: path)
        if statements[sql] == nil { statements[sql] = statement }
        statement.isInUse = true
        return statement
    }

    private func giveBack(_ statement: Statement) {
        statement.reset()
        statement.isInUse = false
    }

    func error(_ operation: SQLiteError.Operation, _ code: Int32, sql: String? = nil) -> SQLiteError {
        SQLiteError(
            operation: operation, path: path, extendedCode: code, message: String(cString: sqlite3_errmsg(handle)),
            sql: sql)
    }
}
