internal import CSQLite

/// One prepared statement; belongs to its database and is used by it alone.
final class Statement {
    /// The C object; this class is its only owner.
    let handle: OpaquePointer
    /// The text it was made from.
    let sql: String
    /// Set while its rows are read, so that the same text used inside that loop gets a statement of its own.
    var isInUse = false

    private let database: OpaquePointer
    private let path: String

    init(sql: String, database: OpaquePointer, path: String) throws(SQLiteError) {
        var handle: OpaquePointer?
        let code = sqlite3_prepare_v3(database, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
        guard code == SQLITE_OK, let handle else {
            throw SQLiteError(
                operation: .prepare, path: path, extendedCode: code == SQLITE_OK ? SQLITE_MISUSE : code,
                message: code == SQLITE_OK ? "the statement is empty" : String(cString: sqlite3_errmsg(database)),
                sql: sql)
        }
        self.handle = handle
        self.sql = sql
        self.database = database
        self.path = path
    }

    deinit { sqlite3_finalize(handle) }

    /// Binds `?1`, `?2`, … in order.
    func bind(_ values: [SQLiteValue]) throws(SQLiteError) {
        guard sqlite3_bind_parameter_count(handle) == values.count else {
            throw SQLiteError(
                operation: .bind, path: path, extendedCode: SQLITE_RANGE,
                message: "\(values.count) values for \(sqlite3_bind_parameter_count(handle)) parameters", sql: sql)
        }
        var index: Int32 = 0
        for value in values {
            index += 1
            let code = bind(value, at: index)
            guard code == SQLITE_OK else { throw error(.bind, code) }
        }
    }

    private func bind(_ value: SQLiteValue, at index: Int32) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(handle, index)
        case .integer(let integer): return sqlite3_bind_int64(handle, index, integer)
        case .real(let real): return sqlite3_bind_double(handle, index, real)
        case .text(let text):
            var text = text
            // Not `withCString`: text may hold a NUL, and its length must be the whole.
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { characters in
                    guard let start = characters.baseAddress else {
                        return ftd_sqlite_bind_text(handle, index, "", 0)
                    }
                    return ftd_sqlite_bind_text(handle, index, start, UInt64(characters.count))
                }
            }
        case .blob(let bytes):
            return bytes.withUnsafeBytes { ftd_sqlite_bind_blob(handle, index, $0.baseAddress, UInt64($0.count)) }
        }
    }

    /// Goes on to the next row; false when there is none.
    func step() throws(SQLiteError) -> Bool {
        let code = sqlite3_step(handle)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw error(.step, code)
        }
    }

    /// Ends the reading and lets go of the values, so that no lock and no copy outlives the call.
    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    private func error(_ operation: SQLiteError.Operation, _ code: Int32) -> SQLiteError {
        SQLiteError(
            operation: operation, path: path, extendedCode: code,
            message: String(cString: sqlite3_errmsg(database)), sql: sql)
    }
}
