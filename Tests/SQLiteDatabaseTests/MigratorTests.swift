import Glibc
import SQLiteDatabase
import TestSupport
import Testing

@Suite struct MigratorTests {
    let directory: TemporaryDirectory
    let first = "CREATE TABLE jobs (id TEXT PRIMARY KEY) STRICT"
    let second = "ALTER TABLE jobs ADD COLUMN status TEXT"

    init() throws { directory = try TemporaryDirectory() }

    private func open() throws -> Database { try Database(path: directory.path("test.db"), access: .writing) }

    private func migrator(_ migrations: String...) -> Migrator { Migrator(applicationID: 77, migrations: migrations) }

    @Test func aNewFileGetsEverySchemaInOrder() throws {
        let database = try open()
        #expect(try migrator(first, second).state(of: database) == .empty)
        #expect(try migrator(first, second).migrate(database) == [1, 2])
        #expect(try migrator(first, second).state(of: database) == .version(2))
        #expect(try database.integer("PRAGMA application_id") == 77)
    }

    @Test func anOldFileGetsOnlyWhatIsMissing() throws {
        #expect(try migrator(first).migrate(open()) == [1])
        #expect(try migrator(first, second).migrate(open()) == [2])
        #expect(try migrator(first, second).migrate(open()) == [])
    }

    @Test func aFailedMigrationLeavesNothingBehind() throws {
        let database = try open()
        let broken = migrator(first, "CREATE TABLE half (n INTEGER) STRICT; INSERT INTO absent VALUES (1)")
        let error = #expect(throws: MigrationError.self) { try broken.migrate(database) }
        #expect(
            error?.description == """
                the step to schema 2 failed and was undone: \(directory.path)/test.db: cannot execute: \
                no such table: absent (SQLite code 1)
                """)
        #expect(try broken.state(of: database) == .version(1))
        #expect(try database.rows("SELECT name FROM sqlite_schema WHERE type = 'table'") { $0.text() } == ["jobs"])
    }

    @Test func aNewerFileIsRefused() throws {
        let database = try open()
        try migrator(first, second).migrate(database)
        let error = #expect(throws: MigrationError.self) { try migrator(first).migrate(database) }
        #expect(
            error?.description == """
                \(directory.path)/test.db has schema 2, and this version knows schemas up to 1: \
                install the newer version again
                """)
    }

    @Test(arguments: [
        "CREATE TABLE theirs (n INTEGER)", "PRAGMA application_id = 78", "PRAGMA user_version = 3",
        "PRAGMA application_id = 77; PRAGMA user_version = -1",
    ])
    func somebodyElsesFileIsRefusedAndLeftAlone(script: String) throws {
        let database = try open()
        try database.execute(script)
        let error = #expect(throws: MigrationError.self) { try migrator(first).migrate(database) }
        #expect(error == .notOurs(path: directory.path("test.db")))
        #expect(try database.row("PRAGMA journal_mode") { $0.text() } == "delete")
    }

    @Test func aFileThatIsNoDatabaseIsRefused() throws {
        let file = Glibc.open(directory.path("test.db"), O_CREAT | O_WRONLY, 0o600)
        #expect(write(file, String(repeating: "no database ", count: 100), 1200) == 1200)
        close(file)
        let error = #expect(throws: SQLiteError.self) { try open() }
        #expect(error?.code == .notADatabase)
    }

    @Test func aFileThatIsDamagedLaterIsNotOursEither() throws {
        let database = try open()
        let file = Glibc.open(directory.path("test.db"), O_CREAT | O_WRONLY, 0o600)
        #expect(write(file, String(repeating: "no database ", count: 100), 1200) == 1200)
        close(file)
        let error = #expect(throws: MigrationError.self) { try migrator(first).migrate(database) }
        #expect(error == .notOurs(path: directory.path("test.db")))
    }
}
