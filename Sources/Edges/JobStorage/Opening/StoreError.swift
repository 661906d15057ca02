package import SQLiteDatabase

/// Why the store cannot be used.
///
/// The cases are what a program's exit code depends on; the description is for the person in front of it.
package enum StoreError: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is no such file.
    case absent(path: String)
    /// The directory it should be in does not exist.
    case noDirectory(path: String)
    /// It, or its directory, could not be made.
    case cannotMake(path: String, reason: String)
    /// There is a file, but its first migration is not done.
    case notYetMade(path: String)
    /// The user has no right to read it, or to look into its directory.
    case notReadable(path: String)
    /// Another program's file, or no database.
    case notOurs(path: String)
    /// Made by a newer version.
    case newer(path: String, schema: Int, known: Int)
    /// So old that only the daemon can bring it up to date.
    case tooOld(path: String, schema: Int, oldest: Int)
    /// Another daemon works on it.
    case held(path: String, pid: Int?)
    /// The file was removed or replaced while it was open.
    case replaced(path: String)
    /// The lock file cannot be used.
    case cannotLock(path: String, reason: String)
    /// A step to a newer schema failed.
    case migrationFailed(schema: Int, SQLiteError)
    /// SQLite found damage: its first words about it.
    case damaged(path: String, findings: [String])
    /// Anything else that SQLite said.
    case failed(SQLiteError)

    /// What is wrong with which file, and what to do.
    package var description: String {
        switch self {
        case .absent(let path):
            "no store at \(path): ftd has not run here yet. Start it: ftd"
        case .noDirectory(let path):
            "no directory \(path) for the store: make it, or name another store with --store"
        case .cannotMake(let path, let reason):
            "cannot make \(path): \(reason). Check who owns the directory above it, or name another store with --store"
        case .notYetMade(let path):
            "the store \(path) is empty: ftd has not finished making it. Start it: ftd"
        case .notReadable(let path):
            "no right to read the store \(path): read it as its owner, or join the group that owns it"
        case .notOurs(let path):
            "\(path) is not a store of ftd, and was left as it is: name another file with --store"
        case .newer(let path, let schema, let known):
            """
            the store \(path) has schema \(schema), and this version knows schemas up to \(known): \
            install the newer version again
            """
        case .tooOld(let path, let schema, let oldest):
            """
            the store \(path) has schema \(schema), and this version reads schemas from \(oldest): \
            start this version's ftd, which brings it up to date
            """
        case .held(let path, let pid):
            """
            another ftd \(pid.map { "(pid \($0)) " } ?? "")works on the store \(path): \
            stop that one, or name another store with --store
            """
        case .replaced(let path):
            "the store \(path) was removed or replaced while ftd worked on it; a new start works on what is there now"
        case .cannotLock(let path, let reason):
            "cannot lock \(path): \(reason). Check who owns the file and its directory"
        case .migrationFailed(let schema, let error):
            "the step to schema \(schema) failed and was undone: \(error)"
        case .damaged(let path, let findings):
            """
            the store \(path) is damaged (\(findings.first ?? "unknown damage")): \
            restore it from a copy, or move it away so that ftd makes a new one
            """
        case .failed(let error):
            error.description
        }
    }

    /// Sorts what the layer below threw while opening a file.
    init(_ error: any Error, path: String) {
        switch error {
        case let error as StoreError:
            self = error
        case MigrationError.notOurs(let path):
            self = .notOurs(path: path)
        case MigrationError.newer(let path, let schema, let known):
            self = .newer(path: path, schema: schema, known: known)
        case MigrationError.failed(let schema, let error):
            self = .migrationFailed(schema: schema, error)
        case let error as SQLiteError:
            switch error.code {
            case .notADatabase: self = .notOurs(path: path)
            case .corrupt: self = .damaged(path: path, findings: [error.message])
            default: self = .failed(error)
            }
        default:
            self = .failed(SQLiteError(operation: .open, path: path, extendedCode: 1, message: "\(error)"))
        }
    }
}
