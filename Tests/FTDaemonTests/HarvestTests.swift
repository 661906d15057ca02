import FineTuning
import HTTPClient
import JobStorage
import Testing

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
        _ = poller.poll()
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
        bench.api.always(results, .status(404, body: "{\"error\":{\"message\":\"no such file\"}}"))
        bench.api.always(checkpoints, .status(404, body: "{\"error\":{\"message\":\"none\"}}"))
        for _ in 0..<3 { #expect(poller.poll().failure == nil) }
        #expect(bench.api.takeLines().filter { $0 == results || $0 == checkpoints } == [checkpoints, results])
        #expect(try bench.job("j")?.missing == [])
        #expect(bench.log.filter { $0.hasPrefix("could not harvest job=j") }.count == 2)
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
