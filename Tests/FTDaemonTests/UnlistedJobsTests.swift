import FineTuning
import JobStorage
import Testing
import Text

@testable import FTDaemon

@Suite struct UnlistedJobsTests {
    private static let byID = "GET /fine_tuning/jobs/j"

    /// A store that knows a running job which the listing no longer shows.
    private static func bench() throws -> Workbench {
        let bench = try Workbench()
        bench.api.jobs = [FakeJob(id: "j", status: "running")]
        #expect(bench.poller().poll().failure == nil)
        let text = FakeJob(id: "j", status: "succeeded", finishedAt: 1200).json
        bench.api.jobs = []
        bench.api.always(byID, .status(200, body: text))
        _ = bench.api.takeLines()
        return bench
    }

    private static func setMisses(_ ages: [Int64], _ bench: Workbench) throws {
        let now = UnixTime.now().seconds
        try bench.store.use {
            try $0.note(
                .counted(ages.map { UnixTime(seconds: now - $0) }), of: JobKey(account: .default, job: JobID("j")),
                at: .now())
        }
    }

    @Test func anUnfinishedJobThatNoPageShowsIsFetchedByItsId() throws {
        let bench = try Self.bench()
        #expect(bench.poller().poll().failure == nil)
        #expect(bench.api.takeLines().contains(Self.byID))
        #expect(try bench.notices() == ["succeeded j"])
    }

    @Test func threeSpacedMissesMakeAJobGoneAndNothingIsTold() throws {
        let bench = try Self.bench()
        bench.api.always(Self.byID, nil)
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        #expect(try bench.job("j")?.misses.count == 1)
        // Too soon: it does not count.
        #expect(poller.poll().failure == nil)
        #expect(try bench.job("j")?.misses.count == 1)
        try Self.setMisses([1300, 650], bench)
        #expect(poller.poll().outcome == .good(anyUnfinished: false))
        #expect(try bench.job("j")?.goneAt != nil)
        #expect(try bench.notices() == [])
        #expect(bench.log.filter { $0 == "job gone job=j account=default was=running" }.count == 1)
        _ = bench.api.takeLines()
        #expect(poller.poll().failure == nil)
        #expect(bench.api.takeLines() == ["GET /fine_tuning/jobs?limit=100"])
    }

    @Test func aJobThatAnswersAgainStartsTheCountAnew() throws {
        let bench = try Self.bench()
        bench.api.always(Self.byID, .status(200, body: FakeJob(id: "j", status: "running").json))
        try Self.setMisses([1300, 650], bench)
        #expect(bench.poller().poll().failure == nil)
        #expect(try bench.job("j")?.misses == [])
    }

    /// Misses stayed although the listing showed the job, so that three of them in a year would have made it gone.
    @Test func aJobThatTheListingShowsStartsTheCountAnew() throws {
        let bench = try Self.bench()
        try Self.setMisses([1300, 650], bench)
        bench.api.jobs = [FakeJob(id: "j", status: "running")]
        #expect(bench.poller().poll().failure == nil)
        #expect(try bench.job("j")?.misses == [])
    }

    @Test func aGoneJobThatTheListingShowsIsBack() throws {
        let bench = try Self.bench()
        try bench.store.use {
            try $0.note(.gone, of: JobKey(account: .default, job: JobID("j")), at: .now())
        }
        bench.api.jobs = [FakeJob(id: "j", status: "running")]
        #expect(bench.poller().poll().outcome == .good(anyUnfinished: true))
        #expect(try bench.job("j")?.goneAt == nil)
    }

    @Test(arguments: [
        "{\"object\":\"fine_tuning.job\",\"id\":\"other\",\"created_at\":1,\"status\":\"failed\"}", "<html>",
        "{\"id\":",
    ])
    func anAnswerThatIsNotThatJobChangesNothing(body: String) throws {
        let bench = try Self.bench()
        bench.api.always(Self.byID, .status(200, body: body))
        #expect(bench.poller().poll().failure == nil)
        #expect(try bench.job("j")?.job.status == .running)
        #expect(try bench.notices() == ["degraded"])
    }

    /// One job's trouble ended the poll: nothing behind it was looked at, for as long as the trouble lasted.
    @Test func oneJobThatFailsDoesNotHideTheOthers() throws {
        let bench = try Workbench()
        bench.api.jobs = [
            FakeJob(id: "a", status: "running", createdAt: 3000), FakeJob(id: "b", status: "running", createdAt: 2000),
        ]
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        bench.api.jobs = []
        bench.api.always("GET /fine_tuning/jobs/a", .status(500))
        bench.api.always(
            "GET /fine_tuning/jobs/b", .status(200, body: FakeJob(id: "b", status: "failed", createdAt: 2000).json))
        #expect(poller.poll().failure?.kind == "server")
        #expect(try bench.notices() == ["failed b"])
    }

    @Test func everyUnlistedJobHasItsTurn() throws {
        let bench = try Workbench()
        let jobs = (1...130).map { FakeJob(id: "j-\($0)", status: "paused", createdAt: Int64(5000 - $0)) }
        bench.api.jobs = jobs
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        bench.api.jobs = []
        for job in jobs { bench.api.always("GET /fine_tuning/jobs/\(job.id)", .status(200, body: job.json)) }
        _ = bench.api.takeLines()
        for _ in 0..<2 { #expect(poller.poll().failure == nil) }
        let fetched = Set(
            bench.api.takeLines().filter { $0.hasPrefix("GET /fine_tuning/jobs/") && !$0.contains("events") })
        #expect(fetched.count == 130)
    }
}
