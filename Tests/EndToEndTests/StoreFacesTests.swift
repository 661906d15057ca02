import FineTuning
import Glibc
import HTTPClient
import SQLiteDatabase
import Testing

@testable import EndToEndSupport

/// Every face of a store that is missing, being made or brought up to date, older, newer, locked or somebody else's: one
/// sentence and the exit code of its kind, or the jobs; never a hang, and never half an answer.
@Suite struct StoreFacesTests {
    /// What reads the store, with what is found on any that holds a job.
    private static let faces: [[String]] = [
        ["list"], ["list", "-o", "json"], ["show", "latest"], ["status"], ["loss", "latest"],
        ["usage", "--store-only"],
        ["events", "latest"], ["model", "--all"], ["hooks", "deliveries"], ["hooks", "deliveries", "--dead"],
        ["wait", "latest"], ["report"],
    ]
    /// What goes on without it, and says so where that matters.
    private static let others: [[String]] = [
        ["files", "list"], ["hooks", "list"], ["submissions", "list"], ["doctor"], [],
    ]
    private static let pages = [
        "/", "/?search=x", "/?filter=failed&sort=name", "/jobs/ftjob-1", "/models", "/usage", "/hooks", "/submissions",
        "/feed.atom", "/metrics", "/healthz", "/api/v1/jobs", "/api/v1/jobs/ftjob-1",
    ]

    /// A store with an ended job; the daemon is down again.
    private func watched() throws -> Place {
        let place = try Place()
        let server = try SimulatedServer(place)
        try place.configure(server.baseURL, sections: ["[hook \"told\"]", "on = all", "run = /bin/true"])
        try server.move(server.makeJob("running"), to: "succeeded")
        #expect(try place.pollOnce().ending == .exited(0))
        return place
    }

    /// Runs faces at once.
    private func run(
        _ faces: [[String]], _ place: Place, within time: Duration = .seconds(40)
    ) throws -> [(face: [String], code: Int32?, output: String, errors: String)] {
        let started = try faces.map { ($0, try place.start(Binaries.control, $0)) }
        return try started.map { face, program in
            let ending = try program.end(within: time)
            if case .exited(let code) = ending { return (face, code, program.output, program.errors) }
            return (face, nil, program.output, program.errors)
        }
    }

    /// What the pages answer.
    private func everyPage(_ place: Place) throws -> [(page: String, status: Int, text: String)] {
        let program = try place.start(Binaries.pages, ["--listen", "127.0.0.1:0"])
        let address = try wait(until: "ftweb prints its address\n\(program.errors)") {
            program.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().first.map(String.init)
        }
        let transport = CurlTransport(userAgent: "ftd-tests")
        let answers = try Self.pages.map { page in
            let response = try transport.send(HTTPRequest(url: address + page))
            return (page, response.status, String(decoding: response.body, as: UTF8.self))
        }
        #expect(try program.stop() == .exited(0))
        return answers
    }

    private func expect(_ place: Place, _ sentence: String, code: Int32) throws {
        for (face, ended, output, errors) in try run(Self.faces, place) {
            #expect(ended == code, "\(face): \(errors)")
            #expect(output == "", "\(face)")
            #expect(errors.contains(sentence), "\(face): \(errors)")
            #expect(errors.split(separator: "\n").count <= 3, "\(face): \(errors)")
        }
        for (face, ended, _, errors) in try run(Self.others, place) {
            #expect(ended != nil && errors.split(separator: "\n").count <= 40, "\(face): \(errors)")
        }
        for (page, status, text) in try everyPage(place) {
            #expect(status == (page == "/metrics" ? 200 : 503), "\(page): \(text)")
            #expect(page == "/metrics" ? text.contains("ftd_up 0\n") : text.contains(sentence), "\(page): \(text)")
        }
    }

    @Test func aStoreThatIsMissing() throws {
        let place = try Place()
        try place.configure("http://127.0.0.1:1/v1", sections: ["[hook \"told\"]", "on = all", "run = /bin/true"])
        try expect(place, "no store at \(place.store): ftd has not run here yet", code: 3)
    }

    @Test func aStoreThatIsBeingMade() throws {
        let place = try Place()
        try place.configure("http://127.0.0.1:1/v1", sections: ["[hook \"told\"]", "on = all", "run = /bin/true"])
        try TextFile.write("", to: place.store)
        try expect(place, "the store \(place.store) is empty: ftd has not finished making it", code: 3)
    }

    @Test func aStoreOfANewerVersion() throws {
        let place = try watched()
        try Database(path: place.store, access: .writing).execute("PRAGMA user_version = 99")
        try expect(place, "the store \(place.store) has schema 99, and this version knows schemas up to", code: 2)
    }

    @Test func aFileOfSomebodyElse() throws {
        let place = try Place()
        try place.configure("http://127.0.0.1:1/v1", sections: ["[hook \"told\"]", "on = all", "run = /bin/true"])
        try TextFile.write(String(repeating: "Dear diary, this is no database. ", count: 20), to: place.store)
        try expect(place, "is not a store of ftd, and was left as it is", code: 2)
    }

    /// Somebody works on it alone, as a copy by hand or a repair does.
    @Test func aStoreThatIsLocked() throws {
        let place = try watched()
        let other = try Database(path: place.store, access: .writing)
        try other.execute("PRAGMA journal_mode = DELETE; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE")
        try expect(place, "locked", code: 1)
        try other.execute("COMMIT")
    }

    /// The step to a newer schema is one transaction: until it is done, what was there is shown.
    @Test(arguments: [false, true]) func aStoreThatIsBeingBroughtUpToDate(isDone: Bool) throws {
        let place = try watched()
        let daemon = try Database(path: place.store, access: .writing)
        try Self.undoLastSchema(daemon)
        try daemon.execute("BEGIN IMMEDIATE; ALTER TABLE jobs ADD COLUMN of_the_next_schema TEXT")
        if isDone { try daemon.execute("ROLLBACK") }
        for (face, code, output, errors) in try run(Self.faces, place) {
            #expect(code == 0 || face == ["status"], "\(face): \(errors)")
            #expect(output.contains("ftjob-") || face.first != "list", "\(face): \(output)")
        }
        for (page, status, text) in try everyPage(place) where page != "/healthz" && !page.contains("ftjob-1") {
            #expect(status == 200, "\(page): \(text)")
        }
        withExtendedLifetime(daemon) {}
    }

    /// Makes a store one of the schema before.
    private static func undoLastSchema(_ database: Database) throws {
        let made = try database.rows(
            "SELECT type, name FROM sqlite_schema WHERE sql LIKE '%delivery_counts%' AND type = 'trigger'"
        ) { ($0.text(), $0.text()) }
        for (type, name) in made { try database.execute("DROP \(type) \(name)") }
        try database.execute(
            """
            DROP TABLE delivery_counts; DROP INDEX jobs_revised; DROP INDEX jobs_by_status; DROP INDEX models_by_end;
            ALTER TABLE jobs DROP COLUMN revision; ALTER TABLE hooks DROP COLUMN hold_is_away; PRAGMA user_version = 7
            """)
    }
}
