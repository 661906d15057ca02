import FineTuning
import HTTPClient
import JobStorage
import Settings
import Testing
import Text

@testable import FTDaemon

private let events = "GET /fine_tuning/jobs/j/events?limit=100"
private let checkpoints = "GET /fine_tuning/jobs/j/checkpoints?limit=100"
private let results = "GET /files/file-r/content"

@Suite struct HarvestTests {
    private static let key = JobKey(account: .default, job: JobID("j"))

    /// A poller that has seen the job run, and an API where it has ended since.
    private static func ended(_ status: String = "succeeded") throws -> (Workbench, AccountPoller) {
        let bench = try Workbench()
        let now = UnixTime.now().seconds
        bench.api.jobs = [FakeJob(id: "j", status: "running", createdAt: now - 100)]
        bench.api.addEvent("e-1", of: "j")
        let poller = bench.poller()
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

    @Test func aJobThatEndsIsHarvestedOnce() throws {
        let (bench, poller) = try Self.ended()
        for _ in 0..<3 { #expect(poller.poll().failure == nil) }
        let lines = bench.api.takeLines()
        for line in [events, checkpoints, results] { #expect(lines.filter { $0 == line }.count == 1, "\(line)") }
        #expect(try bench.events("j") == ["e-1", "e-2"])
        #expect(try Self.points(bench) == [2.5, 1.5])
        #expect(try bench.store.use { try $0.reader.checkpoints(of: Self.key).map(\.step) } == [5])
        #expect(try bench.job("j")?.missing == [])
        #expect(try bench.notices() == ["succeeded j"])
    }

    @Test func aDeathBeforeTheHarvestLosesNothing() throws {
        let (bench, poller) = try Self.ended()
        bench.api.next(events, .status(500))
        #expect(poller.poll().failure == nil)
        let heir = bench.poller()
        for _ in 0..<4 { #expect(heir.poll().failure == nil) }
        #expect(try bench.job("j")?.missing == [])
        #expect(try bench.events("j") == ["e-1", "e-2"])
        #expect(try Self.points(bench) == [2.5, 1.5])
        #expect(try bench.notices() == ["succeeded j"])
    }

    /// An answer cut short counted as "nothing there", and the last events were lost for good.
    @Test(arguments: [events, checkpoints, results])
    func anAnswerThatCannotBeReadIsAskedForAgain(line: String) throws {
        let (bench, poller) = try Self.ended()
        bench.api.next(line, .status(200, body: "{\"object\":\"list\",\"data\":[{\"id\":"))
        #expect(poller.poll().failure == nil)
        #expect(try bench.job("j")?.missing != [])
        let heir = bench.poller()
        for _ in 0..<4 { #expect(heir.poll().failure == nil) }
        #expect(try bench.job("j")?.missing == [])
        #expect(try bench.events("j") == ["e-1", "e-2"])
        #expect(try Self.points(bench) == [2.5, 1.5])
    }

    @Test func whatTheAPIDoesNotHaveIsNotAskedForAgain() throws {
        let (bench, poller) = try Self.ended("failed")
        // Long over: its results file is not on its way any more.
        bench.api.change("j") { $0.finishedAt = UnixTime.now().seconds - 30_000 }
        for line in [events, results, checkpoints] {
            bench.api.always(line, .status(404, body: "{\"error\":{\"message\":\"none\"}}"))
        }
        for _ in 0..<4 { #expect(poller.poll().failure == nil) }
        #expect(
            bench.api.takeLines().filter { [events, results, checkpoints].contains($0) } == [
                events, checkpoints, results,
            ])
        #expect(try bench.job("j")?.missing == [])
        #expect(bench.log.filter { $0.hasPrefix("could not harvest job=j") }.count == 3)
    }

    /// Each of these marked the part as absent for ever, for events without a line in the log.
    @Test(
        arguments: [events, checkpoints, results],
        [
            FakeAPI.Fault.status(400, body: "{\"error\":{\"message\":\"no\"}}"), .status(421), .status(431),
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
        let heir = bench.poller()
        for _ in 0..<2 { #expect(heir.poll().failure == nil) }
        #expect(try bench.job("j")?.missing == [])
        #expect(try bench.events("j") == ["e-1", "e-2"])
        #expect(try Self.points(bench) == [2.5, 1.5])
    }

    /// A file that is 404 for some seconds lost the metrics for ever.
    @Test func aResultsFileThatIsNotThereYetIsAskedForAgain() throws {
        let (bench, poller) = try Self.ended()
        bench.api.next(results, .status(404, body: "{\"error\":{\"message\":\"no such file\"}}"))
        for _ in 0..<2 { #expect(poller.poll().failure == nil) }
        #expect(try bench.job("j")?.missing == .results)
        let heir = bench.poller()
        #expect(heir.poll().failure == nil)
        #expect(try Self.points(bench) == [2.5, 1.5])
    }

    /// What was seen to end is ours to finish, however old it is and whoever died meanwhile.
    @Test func aHarvestOfAnOldJobGoesOnAfterARestart() throws {
        let (bench, poller) = try Self.ended()
        bench.settings.poll.history = .zero
        bench.api.next(events, .status(500))
        #expect(poller.poll().failure == nil)
        let heir = bench.poller()
        #expect(heir.poll().failure == nil)
        #expect(try bench.job("j")?.missing == [])
    }

    /// A key without the right to read files turned every poll into a failed one, ten minutes apart.
    @Test(arguments: [403, 500]) func aResultsFileThatIsRefusedStopsNothing(status: Int) throws {
        let (bench, poller) = try Self.ended()
        bench.api.always(results, .status(status, body: "{\"error\":{\"message\":\"no\"}}"))
        _ = poller.poll()
        for _ in 0..<3 { #expect(poller.poll().failure == nil) }
        // Not in every poll, and not given up either.
        #expect(bench.api.takeLines().filter { $0 == results }.count == 1)
        #expect(try bench.job("j")?.missing == .results)
        #expect(try bench.account()?.degraded == nil)
    }

    @Test func historyIsHarvestedLazilyNewestFirst() throws {
        let bench = try Workbench()
        let now = UnixTime.now().seconds
        bench.api.jobs = [
            FakeJob(id: "new", status: "succeeded", createdAt: now - 100, finishedAt: now - 50),
            FakeJob(id: "old", status: "succeeded", createdAt: now - 200, finishedAt: now - 150),
            FakeJob(id: "ancient", status: "succeeded", createdAt: now - 31 * 86_400, finishedAt: now - 31 * 86_400),
        ]
        let poller = bench.poller()
        var asked: [String] = []
        for _ in 0..<6 {
            #expect(poller.poll().failure == nil)
            let lines = bench.api.takeLines().filter { !$0.hasPrefix("GET /fine_tuning/jobs?") }
            #expect(lines.count <= 1)
            asked += lines
        }
        #expect(
            asked
                == ["new", "old"].flatMap { job in
                    ["events", "checkpoints"].map { "GET /fine_tuning/jobs/\(job)/\($0)?limit=100" }
                })
        #expect(try bench.job("ancient")?.missing != [])
    }

    /// A run of events that began before the end joined as if it had seen the end.
    @Test func aRunFromBeforeTheEndDoesNotCountAsTheLast() throws {
        let bench = try Workbench()
        let now = UnixTime.now().seconds
        bench.api.jobs = [FakeJob(id: "j", status: "running", createdAt: now - 100)]
        for number in 0..<2100 { bench.api.addEvent("e-\(number)", of: "j") }
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        bench.api.change("j") { $0.status = "succeeded" }
        bench.api.addEvent("last", of: "j")
        for _ in 0..<2 { #expect(poller.poll().failure == nil) }
        #expect(try bench.events("j").last == "last")
        #expect(try bench.job("j")?.missing == [])
    }
}
