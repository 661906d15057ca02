internal import CSQLite

/// What SQLite refused to do, as a sentence an operator can act on.
///
/// It carries the SQL text for whoever reads the code, and never a bound value: those may be anything a user wrote.
package struct SQLiteError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was being done.
    package enum Operation: String, Sendable {
        case open
        case configure
        case prepare
        case bind
        case step
        case execute
        case begin
        case commit
        case checkpoint
    }

    /// A primary result code; an open set, because SQLite adds some.
    package struct Code: RawRepresentable, Sendable, Hashable {
        package let rawValue: Int32

        package init(rawValue: Int32) { self.rawValue = rawValue }

        package static let permission = Code(rawValue: SQLITE_PERM)
        package static let busy = Code(rawValue: SQLITE_BUSY)
        package static let locked = Code(rawValue: SQLITE_LOCKED)
        package static let readOnly = Code(rawValue: SQLITE_READONLY)
        package static let ioError = Code(rawValue: SQLITE_IOERR)
        package static let corrupt = Code(rawValue: SQLITE_CORRUPT)
        package static let full = Code(rawValue: SQLITE_FULL)
        package static let cannotOpen = Code(rawValue: SQLITE_CANTOPEN)
        package static let interrupted = Code(rawValue: SQLITE_INTERRUPT)
        package static let notADatabase = Code(rawValue: SQLITE_NOTADB)
    }

    /// What was being done.
    package let operation: Operation
    /// The database file.
    package let path: String
    /// SQLite's extended result code: the primary code is its lowest byte (sqlite.org/rescode.html).
    package let extendedCode: Int32
    /// SQLite's own words.
    package let message: String
    /// The statement, without its values.
    package let sql: String?

    package init(operation: Operation, path: String, extendedCode: Int32, message: String, sql: String? = nil) {
        self.operation = operation
        self.path = path
        self.extendedCode = extendedCode
        self.message = message
        self.sql = sql
    }

    /// The primary result code.
    package var code: Code { Code(rawValue: extendedCode & 0xFF) }

    /// Operation, file, cause and code, then what to do about it.
    package var description: String {
        let sentence = "\(path): cannot \(operation.rawValue): \(message) (SQLite code \(extendedCode))"
        return hint.map { "\(sentence). \($0)" } ?? sentence
    }

    /// What an operator can do; nil where nobody but a programmer can do anything.
    package var hint: String? {
        switch code {
        case .permission, .readOnly, .cannotOpen:
            "Check that the directory exists, and who owns it and the file."
        case .busy, .locked:
            "Another program is writing to it; end that program and try again."
        case .ioError:
            "Look at the disk and the kernel's log; nothing half done was kept."
        case .full:
            "Free space on that file system; nothing half done was kept."
        case .corrupt:
            "The file is damaged: restore it from a copy, or move it away so that a new one is made."
        case .notADatabase:
            "This is no SQLite file: name another one."
        default:
            nil
        }
    }
}
