internal import CSQLite

extension Database {
    /// Asked from within a statement whether it is to go on.
    private final class Permission {
        let goesOn: @Sendable () -> Bool

        init(_ goesOn: @escaping @Sendable () -> Bool) { self.goesOn = goesOn }
    }

    /// How many of SQLite's instructions pass between two questions: some milliseconds.
    private static let instructions: Int32 = 100_000

    /// Runs what may take long; once it is not to go on, its statement fails with ``SQLiteError/Code/interrupted``.
    ///
    /// - Parameter goesOn: asked every few milliseconds.
    package func interruptible<Value>(
        while goesOn: @escaping @Sendable () -> Bool, _ body: () throws -> Value
    ) rethrows -> Value {
        let permission = Permission(goesOn)
        return try withExtendedLifetime(permission) {
            sqlite3_progress_handler(
                handle, Self.instructions,
                { context in
                    guard let context else { return 0 }
                    return Unmanaged<Permission>.fromOpaque(context).takeUnretainedValue().goesOn() ? 0 : 1
                }, Unmanaged.passUnretained(permission).toOpaque())
            defer { sqlite3_progress_handler(handle, 0, nil, nil) }
            return try body()
        }
    }

    /// Copies one state of the whole file, without its free pages, whoever else writes meanwhile.
    ///
    /// - Parameter path: a file that is not there, or is empty; what is in it after a failure is no database.
    package func copy(to path: String) throws(SQLiteError) {
        // Nothing of this database is written: SQLite forbids the statement all the same to one that only asks.
        try execute("PRAGMA query_only = OFF")
        do throws(SQLiteError) { try run("VACUUM INTO ?1", [.text(path)]) } catch {
            try execute("PRAGMA query_only = ON")
            throw error
        }
        try execute("PRAGMA query_only = ON")
    }
}
