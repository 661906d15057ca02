import FineTuning
import JobStorage
import TestSupport
import Testing
import Text

@testable import FTDaemon

@Suite struct UnlistedJobsTests {
    private static let byID = StandingProvider.Call.job("j")

    /// A store that knows a running job which the listing no longer shows.
    private static func bench() throws -> Workbench {
        let bench = try Workbench()
        bench.server.jobs = [.sample("j", .running)]
        #expect(bench.poller().poll().failure == nil)
        bench.server.jobs = []
        bench.server.always(byID, .job(.sample("j", .succeeded, finishedAt: 1200)))
        _ = bench.server.takeCalls()
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
        #expect(bench.server.takeCalls().contains(Self.byID))
        #expect(try bench.notices() == ["succeeded j"])
    }

    @Test func threeSpacedMissesMakeAJobGoneWhichIsToldOnce() throws {
        let bench = try Self.bench()
        bench.server.always(Self.byID, nil)
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        #expect(try bench.job("j")?.misses.count == 1)
        // Too soon: it does not count.
        #expect(poller.poll().failure == nil)
        #expect(try bench.job("j")?.misses.count == 1)
        try Self.setMisses([1300, 650], bench)
        #expect(poller.poll().outcome == .good(anyUnfinished: false))
        #expect(try bench.job("j")?.goneAt != nil)
        #expect(try bench.notices() == ["gone j"])
        #expect(bench.log.filter { $0 == "job gone job=j account=default was=running" }.count == 1)
        _ = bench.server.takeCalls()
        #expect(poller.poll().failure == nil)
        #expect(bench.server.takeCalls() == [.firstPage])
        #expect(try bench.notices() == ["gone j"])
    }

    /// A job that another project's key had made was nowhere, for ever.
    @Test func aJobThatWasSubmittedHereAndIsNotVisibleIsSaidAtOnce() throws {
        let bench = try Workbench()
        func submit(_ job: String, age: Int64) throws {
            let plan = SubmissionPlan(
                model: ModelName("m"), training: SubmissionPlan.DataFile(path: "/t", bytes: 1, sha256: "0"))
            let end = UnixTime.now() - .seconds(age)
            try bench.store.use {
                try $0.add(
                    StoredSubmission(
                        id: SubmissionID("s-\(job)"), plan: plan, end: .created(JobID(job)), createdAt: end,
                        endedAt: end))
            }
        }
        try submit("theirs", age: 90)
        try submit("new", age: 5)
        let poller = bench.poller()
        for _ in 0..<2 { #expect(poller.poll().failure == nil) }
        #expect(bench.server.takeCalls() == [.firstPage, .job("theirs"), .firstPage, .job("theirs")])
        #expect(try bench.job("theirs")?.job.status.word == "unknown")
        #expect(try bench.job("new") == nil)
        #expect(
            bench.log.filter { $0.hasPrefix("job not visible") } == [
                """
                job not visible job=theirs account=default cause="404 for a job that was submitted here: is the key \
                that submitted it another project's?"
                """
            ])
        #expect(try bench.notices() == [])
        // The daemon gets the right key.
        bench.server.jobs = [.sample("theirs", .running, createdAt: UnixTime.now().seconds - 90)]
        #expect(poller.poll().failure == nil)
        #expect(try bench.job("theirs")?.misses == [])
        #expect(try bench.transitions("theirs") == ["unknown>running"])
    }

    @Test func aJobThatAnswersAgainStartsTheCountAnew() throws {
        let bench = try Self.bench()
        bench.server.always(Self.byID, .job(.sample("j")))
        try Self.setMisses([1300, 650], bench)
        #expect(bench.poller().poll().failure == nil)
        #expect(try bench.job("j")?.misses == [])
    }

    /// Misses stayed although the listing showed the job, so that three of them in a year would have made it gone.
    @Test func aJobThatTheListingShowsStartsTheCountAnew() throws {
        let bench = try Self.bench()
        try Self.setMisses([1300, 650], bench)
        bench.server.jobs = [.sample("j", .running)]
        #expect(bench.poller().poll().failure == nil)
        #expect(try bench.job("j")?.misses == [])
    }

    @Test func aGoneJobThatTheListingShowsIsBack() throws {
        let bench = try Self.bench()
        try bench.store.use {
            try $0.note(.gone, of: JobKey(account: .default, job: JobID("j")), at: .now())
        }
        bench.server.jobs = [.sample("j", .running)]
        #expect(bench.poller().poll().outcome == .good(anyUnfinished: true))
        #expect(try bench.job("j")?.goneAt == nil)
    }

    @Test func anAnswerThatIsNotThatJobChangesNothing() throws {
        let bench = try Self.bench()
        bench.server.always(Self.byID, .failure(.badReply))
        #expect(bench.poller().poll().failure == nil)
        #expect(try bench.job("j")?.job.status == .running)
        #expect(try bench.notices() == ["degraded"])
    }

    /// One job's trouble ended the poll: nothing behind it was looked at, for as long as the trouble lasted.
    @Test func oneJobThatFailsDoesNotHideTheOthers() throws {
        let bench = try Workbench()
        bench.server.jobs = [
            .sample("a", .running, createdAt: 3000), .sample("b", .running, createdAt: 2000),
        ]
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        bench.server.jobs = []
        bench.server.always(.job("a"), .failure(.server))
        bench.server.always(.job("b"), .job(.sample("b", .failed, createdAt: 2000)))
        #expect(poller.poll().failure?.kind == "server")
        #expect(try bench.notices() == ["failed b"])
    }

    @Test func everyUnlistedJobHasItsTurn() throws {
        let bench = try Workbench()
        let jobs = (1...130).map { Job.sample("j-\($0)", .paused, createdAt: Int64(5000 - $0)) }
        bench.server.jobs = jobs
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        bench.server.jobs = []
        for job in jobs { bench.server.always(.job(job.id.rawValue), .job(job)) }
        _ = bench.server.takeCalls()
        for _ in 0..<2 { #expect(poller.poll().failure == nil) }
        let fetched = Set(bench.server.takeCalls().filter { !$0.isListing && !$0.asksForEvents })
        #expect(fetched.count == 130)
    }
}
