import FineTuning
import HTTPClient
import JobStorage
import Testing

@testable import FTDaemon

private let events = "GET /fine_tuning/jobs/j/events?limit=100"

@Suite struct EventReadingTests {
    private static func bench(events count: Int) throws -> Workbench {
        let bench = try Workbench()
        bench.api.jobs = [FakeJob(id: "j", status: "running")]
        for number in 0..<count { bench.api.addEvent("e-\(number)", of: "j") }
        return bench
    }

    /// A loop with a `where` asked twenty times a poll.
    @Test func aRunningJobCostsOneRequestForEventsAPoll() throws {
        let bench = try Self.bench(events: 3)
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        #expect(bench.api.takeLines().filter { $0 == events }.count == 1)
        #expect(try bench.events("j") == ["e-0", "e-1", "e-2"])
        bench.api.addEvent("e-3", of: "j")
        #expect(poller.poll().failure == nil)
        #expect(bench.api.takeLines().filter { $0 == events }.count == 1)
        #expect(try bench.events("j") == ["e-0", "e-1", "e-2", "e-3"])
        #expect(try bench.job("j")?.eventMark == JobEventID("e-3"))
    }

    @Test func knownEventsWriteNothing() throws {
        let bench = try Self.bench(events: 30)
        let poller = bench.poller()
        for _ in 0..<2 { #expect(poller.poll().failure == nil) }
        let before = bench.storeFacts
        for _ in 0..<3 { #expect(poller.poll().failure == nil) }
        #expect(bench.storeFacts == before)
    }

    @Test func aRunOverSeveralPagesIsStoredInOrder() throws {
        let bench = try Self.bench(events: 350)
        #expect(bench.poller().poll().failure == nil)
        #expect(try bench.events("j") == (0..<350).map { "e-\($0)" })
        #expect(try bench.job("j")?.eventMark == JobEventID("e-349"))
    }

    @Test func aRunOverSeveralPollsJoins() throws {
        let bench = try Self.bench(events: 2500)
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        #expect(try bench.job("j")?.eventMark == nil)
        #expect(poller.poll().failure == nil)
        #expect(try bench.job("j")?.eventMark == JobEventID("e-2499"))
        #expect(try bench.events("j") == (0..<2500).map { "e-\($0)" })
    }

    @Test func anErrorBetweenPagesLeavesNoHole() throws {
        let bench = try Self.bench(events: 50)
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        for number in 50..<300 { bench.api.addEvent("e-\(number)", of: "j") }
        bench.api.next("GET /fine_tuning/jobs/j/events?after=e-200&limit=100", .status(500))
        #expect(poller.poll().failure == nil)
        #expect(try bench.job("j")?.eventMark == JobEventID("e-49"))
        #expect(bench.poller().poll().failure == nil)
        #expect(try bench.events("j") == (0..<300).map { "e-\($0)" })
        #expect(try bench.job("j")?.eventMark == JobEventID("e-299"))
    }

    @Test func aCursorThatIsUnknownStartsTheRunAgain() throws {
        let bench = try Self.bench(events: 150)
        bench.api.next(
            "GET /fine_tuning/jobs/j/events?after=e-50&limit=100",
            .status(404, body: "{\"error\":{\"message\":\"no such event\"}}"))
        let poller = bench.poller()
        for _ in 0..<2 { #expect(poller.poll().failure == nil) }
        #expect(try bench.events("j").count == 150)
    }

    @Test func metricsComeWithTheirEvents() throws {
        let bench = try Self.bench(events: 0)
        bench.api.addEvent("e-1", of: "j", data: "{\"step\":7,\"train_loss\":1.5,\"total_steps\":10}")
        #expect(bench.poller().poll().failure == nil)
        let point = try bench.store.use { try $0.reader.lastMetric(of: JobKey(account: .default, job: JobID("j"))) }
        #expect(point?.step == 7)
        #expect(point?.trainLoss == 1.5)
    }

    /// Each made every poll a failed one, so that the end of the job was told 91 s late.
    @Test(arguments: [
        FakeAPI.Fault.status(403, body: "{\"error\":{\"message\":\"no\",\"code\":\"missing_scope\"}}"),
        .status(200, headers: [HTTPHeader("Content-Type", "text/event-stream")], body: "data: {}\n\n"),
        .status(200, body: "<html>log in</html>"), .status(500), .status(429), .status(401),
        .failure(HTTPTransportError(.timedOut)),
    ])
    func eventsThatCannotBeReadMakeNoPollAFailedOne(fault: FakeAPI.Fault) throws {
        let bench = try Self.bench(events: 1)
        bench.api.always(events, fault)
        let poller = bench.poller()
        for _ in 0..<3 { #expect(poller.poll().outcome == .good(anyUnfinished: true)) }
        // Asked once, and then later and later.
        #expect(bench.api.takeLines().filter { $0 == events }.count == 1)
        #expect(try bench.notices() == [])
        bench.api.change("j") { $0.status = "succeeded" }
        #expect(poller.poll().failure == nil)
        #expect(try bench.notices() == ["succeeded j"])
    }

    @Test func aJobWithoutEventsIsNotAskedForThemAgainUntilItEnds() throws {
        let bench = try Self.bench(events: 1)
        bench.api.always(events, .status(404, body: "{\"error\":{\"message\":\"no such path\"}}"))
        let poller = bench.poller()
        for _ in 0..<3 { #expect(poller.poll().failure == nil) }
        #expect(bench.api.takeLines().filter { $0 == events }.count == 1)
        #expect(bench.log.filter { $0.hasPrefix("no events job=j") }.count == 1)
        bench.api.change("j") { $0.status = "succeeded" }
        bench.api.always(events, nil)
        for _ in 0..<2 { #expect(poller.poll().failure == nil) }
        #expect(try bench.events("j") == ["e-0"])
    }
}
