/// Brings a file to the newest schema, and keeps us away from files that are not ours.
///
/// The schema's number is the file's `user_version`: the count of migrations that were applied. Migrations are plain
/// SQL and are never edited once shipped.
package struct Migrator: Sendable {
    /// What the file is, before anything is changed in it.
    package enum State: Sendable, Hashable {
        /// No tables yet.
        case empty
        /// Ours, with this many migrations applied.
        case version(Int)
    }

    /// Marks our files: `PRAGMA application_id`.
    package let applicationID: Int32
    /// One script each, in order; the first makes schema 1.
    package let migrations: [String]

    package init(applicationID: Int32, migrations: [String]) {
        precondition(applicationID != 0, "0 is what every file has")
        self.applicationID = applicationID
        self.migrations = migrations
    }

    /// Says what the file is, by reading only.
    ///
    /// - Throws: ``MigrationError`` when it is somebody else's file or not a database; ``SQLiteError`` when it cannot be
    ///   read.
    package func state(of database: Database) throws -> State {
        do {
            let application = try database.integer("PRAGMA application_id")
            let version = try database.integer("PRAGMA user_version")
            if application == Int64(applicationID), version > 0 { return .version(Int(version)) }
            let tables = try database.integer("SELECT count(*) FROM sqlite_schema")
            guard application == 0, version == 0, tables == 0 else { throw MigrationError.notOurs(path: database.path) }
            return .empty
        } catch let error as SQLiteError where error.code == .notADatabase {
            throw MigrationError.notOurs(path: database.path)
        }
    }

    /// Applies what is missing, each migration in a transaction of its own that also moves the number.
    ///
    /// - Returns: the numbers of the schemas it made, empty when there was nothing to do.
    /// - Throws: ``MigrationError`` for a file that is not ours, newer than we know, or a migration that failed and left
    ///   nothing behind; ``SQLiteError`` when the file cannot be read.
    @discardableResult
    package func migrate(_ database: Database) throws -> [Int] {
        let present =
            switch try state(of: database) {
            case .empty: 0
            case .version(let version): version
            }
        guard present <= migrations.count else {
            throw MigrationError.newer(path: database.path, schema: present, known: migrations.count)
        }
        try database.useWriteAheadLog()
        var made: [Int] = []
        for number in migrations.indices.dropFirst(present).map({ $0 + 1 }) {
            do {
                try database.transaction {
                    try database.execute(migrations[number - 1])
                    try database.execute("PRAGMA application_id = \(applicationID); PRAGMA user_version = \(number)")
                }
            } catch let error as SQLiteError {
                throw MigrationError.failed(schema: number, error)
            }
            made.append(number)
        }
        return made
    }
}
