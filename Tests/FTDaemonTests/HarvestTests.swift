import FineTuning
import JobStorage
import Settings
import TestSupport
import Testing
import Text

@testable import FTDaemon

private let events = StandingProvider.Call.events("j")
private let checkpoints = StandingProvider.Call.checkpoints("j")
private let results = StandingProvider.Call.results("file-r")

@Suite struct HarvestTests {
    private static let key = JobKey(account: .default, job: JobID("j"))

    /// A poller that has seen the job run, and an API where it has ended since.
    private static func ended(_ status: JobStatus = .succeeded) throws -> (Workbench, AccountPoller) {
        let bench = try Workbench()
        let now = UnixTime.now().seconds
        bench.server.jobs = [.sample("j", .running, createdAt: now - 100)]
        bench.server.addEvent("e-1", of: "j")
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        bench.server.change("j") {
            $0.status = status
            $0.finishedAt = UnixTime(seconds: now)
            $0.resultFiles = [FileID("file-r")]
        }
        bench.server.addEvent("e-2", of: "j")
        bench.server.addCheckpoint("c-1", of: "j", step: 5)
        bench.server.setResults("file-r", [MetricPoint(step: 1, trainLoss: 2.5), MetricPoint(step: 2, trainLoss: 1.5)])
        _ = bench.server.takeCalls()
        return (bench, poller)
    }

    private static func points(_ bench: Workbench) throws -> [Double?] {
        try bench.store.use { try $0.reader.metrics(of: key).map(\.trainLoss) }
    }

    @Test func aJobThatEndsIsHarvestedOnce() throws {
        let (bench, poller) = try Self.ended()
        for _ in 0..<3 { #expect(poller.poll().failure == nil) }
        let lines = bench.server.takeCalls()
        for line in [events, checkpoints, results] { #expect(lines.filter { $0 == line }.count == 1, "\(line)") }
        #expect(try bench.events("j") == ["e-1", "e-2"])
        #expect(try Self.points(bench) == [2.5, 1.5])
        #expect(try bench.store.use { try $0.reader.checkpoints(of: Self.key).map(\.step) } == [5])
        #expect(try bench.job("j")?.missing == [])
        #expect(try bench.notices() == ["succeeded j"])
    }

    @Test func aDeathBeforeTheHarvestLosesNothing() throws {
        let (bench, poller) = try Self.ended()
        bench.server.next(events, .failure(.server))
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
    func anAnswerThatCannotBeReadIsAskedForAgain(line: StandingProvider.Call) throws {
        let (bench, poller) = try Self.ended()
        bench.server.next(line, .failure(.badReply))
        #expect(poller.poll().failure == nil)
        #expect(try bench.job("j")?.missing != [])
        let heir = bench.poller()
        for _ in 0..<4 { #expect(heir.poll().failure == nil) }
        #expect(try bench.job("j")?.missing == [])
        #expect(try bench.events("j") == ["e-1", "e-2"])
        #expect(try Self.points(bench) == [2.5, 1.5])
    }

    @Test func whatTheAPIDoesNotHaveIsNotAskedForAgain() throws {
        let (bench, poller) = try Self.ended(.failed)
        bench.server.change("j") { $0.error = JobError(code: "x", message: nil, param: nil) }
        // Long over: its results file is not on its way any more.
        bench.server.change("j") { $0.finishedAt = UnixTime.now() - .seconds(30_000) }
        for line in [events, results, checkpoints] {
            bench.server.always(line, .failure(.absent))
        }
        for _ in 0..<4 { #expect(poller.poll().failure == nil) }
        #expect(
            bench.server.takeCalls().filter { [events, results, checkpoints].contains($0) } == [
                events, checkpoints, results,
            ])
        #expect(try bench.job("j")?.missing == [])
        #expect(bench.log.filter { $0.hasPrefix("could not harvest job=j") }.count == 3)
    }

    /// A file that is 404 for some seconds lost the metrics for ever.
    @Test func aResultsFileThatIsNotThereYetIsAskedForAgain() throws {
        let (bench, poller) = try Self.ended()
        bench.server.next(results, .failure(.absent))
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
        bench.server.next(events, .failure(.server))
        #expect(poller.poll().failure == nil)
        let heir = bench.poller()
        #expect(heir.poll().failure == nil)
        #expect(try bench.job("j")?.missing == [])
    }

    /// A key without the right to read files turned every poll into a failed one, ten minutes apart.
    @Test(arguments: [StandingProvider.Failure.api(403, .forbidden(code: nil)), .server])
    func aResultsFileThatIsRefusedStopsNothing(failure: StandingProvider.Failure) throws {
        let (bench, poller) = try Self.ended()
        bench.server.always(results, .failure(failure))
        _ = poller.poll()
        for _ in 0..<3 { #expect(poller.poll().failure == nil) }
        // Not in every poll, and not given up either.
        #expect(bench.server.takeCalls().filter { $0 == results }.count == 1)
        #expect(try bench.job("j")?.missing == .results)
        #expect(try bench.account()?.degraded == nil)
    }

    @Test func historyIsHarvestedLazilyNewestFirst() throws {
        let bench = try Workbench()
        let now = UnixTime.now().seconds
        bench.server.jobs = [
            .sample("new", .succeeded, createdAt: now - 100, finishedAt: now - 50),
            .sample("old", .succeeded, createdAt: now - 200, finishedAt: now - 150),
            .sample("ancient", .succeeded, createdAt: now - 31 * 86_400, finishedAt: now - 31 * 86_400),
        ]
        let poller = bench.poller()
        var asked: [StandingProvider.Call] = []
        for _ in 0..<6 {
            #expect(poller.poll().failure == nil)
            let lines = bench.server.takeCalls().filter { !$0.isListing }
            #expect(lines.count <= 1)
            asked += lines
        }
        #expect(
            asked
                == ["new", "old"].flatMap { [StandingProvider.Call.events($0), .checkpoints($0)] })
        #expect(try bench.job("ancient")?.missing != [])
    }

    /// A run of events that began before the end joined as if it had seen the end.
    @Test func aRunFromBeforeTheEndDoesNotCountAsTheLast() throws {
        let bench = try Workbench()
        let now = UnixTime.now().seconds
        bench.server.jobs = [.sample("j", .running, createdAt: now - 100)]
        for number in 0..<2100 { bench.server.addEvent("e-\(number)", of: "j") }
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        bench.server.change("j") { $0.status = .succeeded }
        bench.server.addEvent("last", of: "j")
        for _ in 0..<2 { #expect(poller.poll().failure == nil) }
        #expect(try bench.events("j").last == "last")
        #expect(try bench.job("j")?.missing == [])
    }
}
