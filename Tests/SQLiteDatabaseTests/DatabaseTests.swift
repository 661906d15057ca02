import Glibc
import SQLiteDatabase
import TestSupport
import Testing

@Suite struct DatabaseTests {
    let directory: TemporaryDirectory
    let database: Database

    init() throws {
        directory = try TemporaryDirectory()
        database = try Database(path: directory.path("test.db"), access: .writing)
    }

    @Test(arguments: [
        SQLiteValue.null, .integer(.min), .integer(.max), .real(-0.25), .text(""), .text("a\0b"), .text("Größe 🧪"),
        .blob([]), .blob([0, 255, 0]),
    ])
    func valuesComeBackAsTheyWere(value: SQLiteValue) throws {
        let back: SQLiteValue? = try database.row("SELECT typeof(?1), ?1", [value]) { row in
            switch row.text() {
            case "null": .null
            case "integer": .integer(row.integer())
            case "real": .real(row.real())
            case "text": .text(row.text())
            default: .blob(row.blob())
            }
        }
        #expect(back == value)
    }

    @Test func nullIsNilForOptionalReads() throws {
        let nothing = try database.row("SELECT NULL, NULL, NULL") { row in
            (row.optionalInteger(), row.optionalReal(), row.optionalText())
        }
        #expect(try #require(nothing) == (nil, nil, nil))
        let something = try database.row("SELECT 1, 2.5, 'x'") { row in
            (row.optionalInteger(), row.optionalReal(), row.optionalText())
        }
        #expect(try #require(something) == (1, 2.5, "x"))
    }

    @Test func rowsComeInOrderAndTheSameStatementServesAgain() throws {
        let sql = "SELECT value FROM json_each(?1)"
        #expect(try database.rows(sql, ["[3, 1, 2]"]) { $0.integer() } == [3, 1, 2])
        #expect(try database.rows(sql, ["[]"]) { $0.integer() } == [])
        #expect(try database.rows(sql, ["[9]"]) { $0.integer() } == [9])
    }

    @Test func oneQueryMayRunInsideItself() throws {
        let sql = "SELECT value FROM json_each(?1)"
        let inner = try database.rows(sql, ["[1, 2]"]) { row in
            let outer = row.integer()
            return (try? database.rows(sql, ["[7, 8]"]) { $0.integer() + outer }) ?? []
        }
        #expect(inner == [[8, 9], [9, 10]])
    }

    @Test func aTransactionIsKeptWhole() throws {
        try database.execute("CREATE TABLE numbers (n INTEGER) STRICT")
        try database.transaction {
            for number in 1...3 { try database.run("INSERT INTO numbers VALUES (?1)", [.integer(Int64(number))]) }
        }
        #expect(try database.integer("SELECT sum(n) FROM numbers") == 6)
        #expect(!database.isInTransaction)
    }

    @Test func aTransactionThatThrowsLeavesNothing() throws {
        struct Stop: Error {}
        try database.execute("CREATE TABLE numbers (n INTEGER) STRICT")
        #expect(throws: Stop.self) {
            try database.transaction {
                try database.run("INSERT INTO numbers VALUES (1)")
                throw Stop()
            }
        }
        #expect(try database.integer("SELECT count(*) FROM numbers") == 0)
        #expect(!database.isInTransaction)
    }

    @Test func changesCountsOnlyRowsThatWereWritten() throws {
        try database.execute("CREATE TABLE jobs (id TEXT PRIMARY KEY, status TEXT) STRICT")
        let upsert = """
            INSERT INTO jobs VALUES (?1, ?2)
            ON CONFLICT (id) DO UPDATE SET status = excluded.status WHERE status IS NOT excluded.status
            """
        try database.run(upsert, ["a", "running"])
        #expect(database.changes == 1)
        try database.run(upsert, ["a", "running"])
        #expect(database.changes == 0)
        try database.run(upsert, ["a", "succeeded"])
        #expect(database.changes == 1)
    }

    @Test func connectionsAreSetForSafety() throws {
        try database.useWriteAheadLog()
        let settings = [
            "PRAGMA journal_mode", "PRAGMA synchronous", "PRAGMA mmap_size", "PRAGMA foreign_keys",
            "PRAGMA trusted_schema", "PRAGMA busy_timeout",
        ]
        let values = try settings.map { try database.rows($0) { $0.text() } }
        #expect(values == [["wal"], ["2"], ["0"], ["1"], ["0"], ["5000"]])
    }

    @Test func aReaderCannotWriteAndCreatesNothing() throws {
        try database.execute("CREATE TABLE numbers (n INTEGER) STRICT")
        let reader = try Database(path: directory.path("test.db"), access: .readOnly)
        let error = #expect(throws: SQLiteError.self) { try reader.run("INSERT INTO numbers VALUES (1)") }
        #expect(error?.code == .readOnly)

        let absent = #expect(throws: SQLiteError.self) {
            try Database(path: directory.path("absent.db"), access: .readOnly)
        }
        #expect(
            absent?.description == """
                \(directory.path)/absent.db: cannot open: unable to open database file (SQLite code 14). \
                Check that the directory exists, and who owns it and the file.
                """)
        #expect(access(directory.path("absent.db"), F_OK) == -1)
    }

    @Test func errorsCarryTheStatementAndNoValue() throws {
        try database.execute("CREATE TABLE secrets (n INTEGER PRIMARY KEY, key TEXT UNIQUE) STRICT")
        let insert = "INSERT INTO secrets (key) VALUES (?1)"
        try database.run(insert, ["sk-secret"])
        let error = #expect(throws: SQLiteError.self) { try database.run(insert, ["sk-secret"]) }
        #expect(error?.extendedCode == 2067)
        #expect(error?.sql == insert)
        #expect(
            error?.description
                == "\(directory.path)/test.db: cannot step: UNIQUE constraint failed: secrets.key (SQLite code 2067)")
    }

    @Test func aWrongNumberOfValuesIsRefused() throws {
        let error = #expect(throws: SQLiteError.self) { try database.run("SELECT ?1, ?2", [1]) }
        #expect(error?.message == "1 values for 2 parameters")
    }

    @Test func checksNameWhatIsDamaged() throws {
        try database.execute(
            """
            CREATE TABLE parents (id INTEGER PRIMARY KEY) STRICT;
            CREATE TABLE children (parent INTEGER REFERENCES parents) STRICT;
            PRAGMA foreign_keys = OFF; INSERT INTO children VALUES (4)
            """)
        #expect(try database.quickCheck() == [])
        #expect(try database.integrityCheck() == ["a row of children refers to nothing"])
    }

    @Test func theLogStaysEmptyBesideAClosedDatabase() throws {
        let path = directory.path("closed.db")
        do {
            let writer = try Database(path: path, access: .writing)
            try writer.useWriteAheadLog()
            try writer.execute("CREATE TABLE numbers (n INTEGER) STRICT; INSERT INTO numbers VALUES (5)")
        }
        var status = stat()
        #expect(stat("\(path)-wal", &status) == 0)
        #expect(status.st_size == 0)
        let reader = try Database(path: path, access: .readOnly)
        #expect(try reader.integer("SELECT n FROM numbers") == 5)
    }
}
