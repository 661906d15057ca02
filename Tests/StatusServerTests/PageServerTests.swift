import FineTuning
import Glibc
import HTTPServer
import JSONText
import JobStorage
import SQLiteDatabase
import TestSupport
import Testing
import Text

@testable import StatusServer

/// What requests get, without a socket.
@Suite struct PageServerTests {
    private static let now = UnixTime(seconds: 1_795_336_390)
    private static let address = ListenAddress(host: "127.0.0.1", port: 8484)
    private let directory: TemporaryDirectory
    private var path: String { directory.path("ftd.db") }

    init() throws { directory = try TemporaryDirectory() }

    private func server(_ configuration: String = "") throws -> PageServer {
        try directory.write("ftd.conf", configuration)
        let options = WebOptions(configuration: directory.path("ftd.conf"), store: path)
        let server = PageServer(time: LocalTime(zone: .utc), clock: { Self.now })
        server.serve(
            try WebConfiguration(options: options, environment: ["HOME": directory.path]).read(), at: Self.address)
        return server
    }

    private func makeStore(jobs count: Int = 3) throws -> JobStore {
        let store = try JobStore(path: path)
        let statuses: [JobStatus] = [.running, .succeeded, .failed]
        let jobs = (0..<count).map { index -> Job in
            let created = Self.now - .seconds(Int64(index))
            return Job(
                id: JobID("ftjob-\(index)"), createdAt: created, status: statuses[index % 3], model: ModelName("m"))
        }
        _ = try store.account(.default, identity: "test")
        _ = try store.apply(AccountChanges(account: .default, seenAt: Self.now, jobs: jobs))
        return store
    }

    private func get(
        _ target: String, _ server: PageServer, method: String = "GET",
        headers: ServerHeaders = ["Host": "127.0.0.1:8484"]
    ) -> (status: Int, text: String, headers: ServerHeaders) {
        let response = server.answer(ServerRequest(method: method, target: target, headers: headers))
        guard case .bytes(let bytes) = response.body else { return (response.status, "", response.headers) }
        return (response.status, String(decoding: bytes, as: UTF8.self), response.headers)
    }

    @Test(arguments: [
        ("/", 200), ("/?filter=failed&search=x&sort=model&order=up", 200), ("/?filter=nothing", 400),
        ("/?after=ftjob-999", 200), ("/jobs/ftjob-1", 200), ("/jobs/ftjob-1?by=time&metric=accuracy", 200),
        ("/jobs/ftjob-1?by=moon", 400), ("/jobs/ftjob-none", 404), ("/jobs/..%2F..%2Fetc", 404), ("/models", 200),
        ("/usage", 200), ("/usage?by=model,account", 200), ("/usage?by=model,model", 400), ("/hooks", 200),
        ("/submissions", 200), ("/feed.atom", 200), ("/metrics", 200), ("/healthz", 200), ("/api/v1/jobs", 200),
        ("/api/v1/jobs?limit=0", 400), ("/api/v1/jobs?after=none", 400), ("/api/v1/jobs/ftjob-1", 200),
        ("/api/v1/jobs/none", 404), ("/api/v1/jobs/a/b", 404), ("/style.css", 200), ("/app.js", 200),
        ("/icon.svg", 200),
        ("/nothing", 404), ("/jobs", 404), ("/%00", 404), ("//", 200),
    ])
    func eachPathHasItsAnswer(_ target: String, _ status: Int) throws {
        let store = try makeStore()
        // The daemon's lock is held by this very process: it runs.
        #expect(get(target, try server()).status == status, "\(target)")
        withExtendedLifetime(store) {}
    }

    @Test func everyAnswerKeepsTheBrowserIn() throws {
        let server = try server()
        for target in ["/", "/nothing", "/metrics", "/api/v1/jobs"] {
            let headers = get(target, server).headers
            #expect(headers["X-Content-Type-Options"] == "nosniff")
            #expect(headers["Referrer-Policy"] == "no-referrer")
            #expect(headers["Content-Security-Policy"]?.contains("default-src 'none'") == true)
            #expect(headers["Content-Security-Policy"]?.contains("frame-ancestors 'none'") == true)
            #expect(headers["Content-Security-Policy"]?.contains("unsafe") == false)
        }
    }

    @Test(arguments: [
        ("127.0.0.1:8484", 200), ("localhost:8484", 200), ("LOCALHOST:8484", 200), ("status.example", 200),
        ("status.example:443", 200), ("evil.example", 421), ("127.0.0.1", 421), ("127.0.0.1:8485", 421),
        ("status.example.evil", 421), ("", 421),
    ])
    func hostMustBeOurs(_ host: String, _ status: Int) throws {
        let store = try makeStore()
        let server = try server("[web]\nurl = https://status.example/ftd\n")
        #expect(get("/", server, headers: ["Host": host]).status == status)
        withExtendedLifetime(store) {}
    }

    @Test func behindAProxyTheLinksHaveItsPath() throws {
        let store = try makeStore()
        let server = try server("[web]\nurl = https://status.example/ftd\n")
        for target in ["/ftd/", "/"] { #expect(get(target, server).text.contains("href=\"/ftd/jobs/ftjob-1\"")) }
        #expect(get("/ftd/style.css", server).status == 200)
        #expect(get("/feed.atom", server).text.contains("https://status.example/ftd/jobs/ftjob-1"))
        withExtendedLifetime(store) {}
    }

    @Test func onlyReadingIsAnswered() throws {
        let store = try makeStore()
        let server = try server()
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get"] {
            #expect(get("/", server, method: method).status == 405)
        }
        #expect(get("/", server, method: "HEAD").status == 200)
        withExtendedLifetime(store) {}
    }

    @Test func theTokenIsAskedForEverywhere() throws {
        let store = try makeStore()
        let token = "0123456789abcdef0123456789abcdef"
        try directory.write("token", "\(token)\n")
        chmod(directory.path("token"), 0o600)
        let server = try server("[web]\ntoken-file = \(directory.path("token"))\n")
        let basic = Base64.encode(Array("anybody:\(token)".utf8))
        for (header, status) in [
            (nil, 401), ("Bearer \(token)", 200), ("bearer \(token)", 200), ("Basic \(basic)", 200),
            ("Bearer \(token)0", 401), ("Bearer", 401), ("Basic \(token)", 401), ("Digest \(token)", 401),
        ] as [(String?, Int)] {
            var headers: ServerHeaders = ["Host": "127.0.0.1:8484"]
            headers["Authorization"] = header
            for target in ["/", "/metrics", "/style.css", "/healthz"] {
                let answer = get(target, server, headers: headers)
                #expect(answer.status == status, "\(header ?? "") \(target)")
                #expect(status == 200 || answer.headers["WWW-Authenticate"]?.hasPrefix("Basic ") == true)
            }
        }
        withExtendedLifetime(store) {}
    }

    @Test func programsGetTheListPageByPage() throws {
        let store = try makeStore(jobs: 7)
        let server = try server()
        var ids: [String] = []
        var target = "/api/v1/jobs?limit=3"
        while true {
            let page = try JSONValue.parse(get(target, server).text)
            let data = try #require(page["data"]?.array)
            ids += data.compactMap { $0["id"]?.string }
            guard page["has_more"] == .bool(true) else { break }
            target = "/api/v1/jobs?limit=3&after=\(ids.last ?? "")"
        }
        #expect(ids == (0..<7).map { "ftjob-\($0)" })
        let failed = try JSONValue.parse(get("/api/v1/jobs?status=failed", server).text)
        #expect(failed["data"]?.array?.compactMap { $0["id"]?.string } == ["ftjob-2", "ftjob-5"])
        withExtendedLifetime(store) {}
    }

    @Test func aDeadDaemonIsSaidAndTheFiguresOutliveIt() throws {
        _ = try makeStore()
        let server = try server()
        #expect(get("/healthz", server).status == 503)
        #expect(
            get("/healthz", server).text
                == "{\"status\":\"down\",\"last_good_poll\":null,\"problems\":[\"ftd is not running\"]}\n")
        #expect(get("/", server).text.contains("✖ ftd is not running"))
        #expect(get("/metrics", server).text.contains("ftd_up 0\n"))
        #expect(get("/metrics", server).text.contains("ftd_jobs{account=\"default\",status=\"failed\"} 1\n"))
    }

    @Test func withoutAStoreEveryFaceSaysSoAndShowsItOnceItIsThere() throws {
        let server = try server()
        for target in ["/", "/jobs/x", "/models", "/usage", "/hooks", "/submissions", "/feed.atom"] {
            let answer = get(target, server)
            #expect(answer.status == 503)
            #expect(answer.text.contains("no store at \(path)"))
            #expect(answer.headers["Retry-After"] == "5")
        }
        #expect(get("/healthz", server).status == 503)
        #expect(try JSONValue.parse(get("/api/v1/jobs", server).text)["error"]?["code"] == .string("store_unavailable"))
        #expect(get("/metrics", server).text.contains("ftd_up 0\n"))
        let store = try makeStore()
        #expect(get("/", server).status == 200)
        withExtendedLifetime(store) {}
    }

    @Test func aStoreThatIsBeingMadeNewerOrNotOursIsSaid() throws {
        let server = try server()
        try directory.write("ftd.db", "")
        #expect(get("/", server).text.contains("ftd has not finished making it"))
        try directory.write(
            "ftd.db", "no database, but long enough to have a header of one hundred bytes or more, surely, I think")
        #expect(get("/", server).status == 503)
        unlink(path)
        _ = try makeStore()
        #expect(get("/", server).status == 200)
        try Database(path: path, access: .writing).execute("PRAGMA user_version = 99")
        #expect(get("/", server).status == 503)
        #expect(get("/", server).text.contains("has schema 99"))
        #expect(get("/metrics", server).text.contains("ftd_up 0\n"))
    }

    @Test func aLockedStoreIsSaidSoonAndReadAgainAfterwards() throws {
        _ = try makeStore()
        var server: PageServer?
        try withKnownLock {
            let locked = try self.server()
            let start = ContinuousClock.now
            let answer = get("/models", locked)
            #expect(answer.status == 503)
            #expect(answer.text.contains("locked"))
            #expect(ContinuousClock.now - start < .seconds(4))
            server = locked
        }
        let unlocked = try #require(server)
        #expect(get("/models", unlocked).status == 200)
    }

    /// Holds the store as a program does that works on it alone; SQLite refuses that where somebody has it open.
    private func withKnownLock(_ body: () throws -> Void) throws {
        let other = try Database(path: path, access: .writing)
        try other.execute("PRAGMA journal_mode = DELETE; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE")
        try body()
        try other.execute("COMMIT")
    }

    @Test func aStoreThatWasReplacedIsReadAnew() throws {
        _ = try makeStore(jobs: 1)
        let server = try server()
        #expect(get("/", server).text.contains("/jobs/ftjob-0"))
        for name in ["ftd.db", "ftd.db-wal", "ftd.db-shm"] { unlink(directory.path(name)) }
        _ = try makeStore(jobs: 5)
        #expect(get("/", server).text.contains("/jobs/ftjob-4"))
    }

    @Test func whatIsWrittenIsShownAtOnce() throws {
        let store = try makeStore(jobs: 1)
        let server = try server()
        #expect(get("/", server).text.contains("All <span class=\"count\">1</span>"))
        let job = Job(id: JobID("ftjob-new"), createdAt: Self.now, status: .queued, model: ModelName("m"))
        _ = try store.apply(AccountChanges(account: .default, seenAt: Self.now, jobs: [job]))
        let page = get("/", server).text
        #expect(page.contains("All <span class=\"count\">2</span>"))
        #expect(page.contains("/jobs/ftjob-new"))
    }
}
