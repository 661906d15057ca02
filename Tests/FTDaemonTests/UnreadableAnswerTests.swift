import FineTuning
import HTTPClient
import JobStorage
import Testing
import Text

@testable import FTDaemon

private let events = "GET /fine_tuning/jobs/j/events?limit=100"
private let checkpoints = "GET /fine_tuning/jobs/j/checkpoints?limit=100"
private let results = "GET /files/file-r/content"

/// Answers that are not what was asked for, byte by byte: trouble with a job's details is that job's.
@Suite struct UnreadableAnswerTests {
    private static let key = JobKey(account: .default, job: JobID("j"))

    /// A poller that has seen the job run, and an API where it has ended since.
    private static func ended(_ status: String = "succeeded") throws -> (Workbench, AccountPoller) {
        let bench = try Workbench()
        let now = UnixTime.now().seconds
        bench.api.jobs = [FakeJob(id: "j", status: "running", createdAt: now - 100)]
        bench.api.addEvent("e-1", of: "j")
        let poller = bench.wirePoller()
        #expect(poller.poll().failure == nil)
        bench.api.change("j") {
            $0.status = status
            $0.finishedAt = now
            $0.resultFile = "file-r"
        }
        bench.api.addEvent("e-2", of: "j")
        bench.api.addCheckpoint("c-1", of: "j", step: 5)
        bench.api.setFile("file-r", "step,train_loss\n1,2.5\n2,1.5\n")
        _ = bench.api.takeLines()
        return (bench, poller)
    }

    private static func points(_ bench: Workbench) throws -> [Double?] {
        try bench.store.use { try $0.reader.metrics(of: key).map(\.trainLoss) }
    }

    /// Each made every poll a failed one, so that the end of the job was told 91 s late.
    @Test(arguments: [
        FakeAPI.Fault.status(403, body: "{\"error\":{\"message\":\"no\",\"code\":\"missing_scope\"}}"),
        .status(200, headers: [HTTPHeader("Content-Type", "text/html")], body: "data: {}\n\n"),
        .status(200, body: "<html>log in</html>"), .status(500), .status(429), .status(401),
        .failure(HTTPTransportError(.timedOut)),
    ])
    func eventsThatCannotBeReadMakeNoPollAFailedOne(fault: FakeAPI.Fault) throws {
        let bench = try Workbench()
        bench.api.jobs = [FakeJob(id: "j", status: "running")]
        bench.api.addEvent("e-0", of: "j")
        bench.api.always(events, fault)
        let poller = bench.wirePoller()
        for _ in 0..<3 { #expect(poller.poll().outcome == .good(anyUnfinished: true)) }
        // Asked once, and then later and later.
        #expect(bench.api.takeLines().filter { $0 == events }.count == 1)
        #expect(try bench.notices() == [])
        bench.api.change("j") { $0.status = "succeeded" }
        #expect(poller.poll().failure == nil)
        #expect(try bench.notices() == ["succeeded j"])
    }

    /// Each of these marked the part as absent for ever, for events without a line in the log.
    @Test(
        arguments: [events, checkpoints, results],
        [
            FakeAPI.Fault.status(421, body: "{\"error\":{\"message\":\"no\"}}"), .status(421), .status(431),
            .status(451),
            .status(404, headers: [HTTPHeader("Content-Type", "text/html")], body: "<html>not here</html>"),
            .status(410, body: "gone"), .failure(HTTPTransportError(.badURL)),
        ])
    func whatIsNotTheAPIsOwnWordIsAskedForAgain(line: String, fault: FakeAPI.Fault) throws {
        let (bench, poller) = try Self.ended()
        bench.api.always(line, fault)
        for _ in 0..<4 { #expect(poller.poll().failure == nil) }
        #expect(bench.api.takeLines().filter { $0 == line }.count == 1)
        #expect(bench.log.filter { $0.hasPrefix("harvest postponed job=j") }.count == 1)
        // The other parts do not wait for this one.
        #expect(try [Harvest.events, .checkpoints, .results].contains(bench.job("j")?.missing ?? []))
        // Resumed after a restart.
        bench.api.always(line, nil)
        let heir = bench.wirePoller()
        for _ in 0..<2 { #expect(heir.poll().failure == nil) }
        #expect(try bench.job("j")?.missing == [])
        #expect(try bench.events("j") == ["e-1", "e-2"])
        #expect(try Self.points(bench) == [2.5, 1.5])
    }
}
