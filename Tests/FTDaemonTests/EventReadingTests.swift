import FineTuning
import JobStorage
import TestSupport
import Testing
import Text

@testable import FTDaemon

private let events = StandingProvider.Call.events("j")

@Suite struct EventReadingTests {
    private static func bench(events count: Int) throws -> Workbench {
        let bench = try Workbench()
        bench.server.jobs = [.sample("j", .running)]
        for number in 0..<count { bench.server.addEvent("e-\(number)", of: "j") }
        return bench
    }

    /// A loop with a `where` asked twenty times a poll.
    @Test func aRunningJobCostsOneRequestForEventsAPoll() throws {
        let bench = try Self.bench(events: 3)
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        #expect(bench.server.takeCalls().filter { $0 == events }.count == 1)
        #expect(try bench.events("j") == ["e-0", "e-1", "e-2"])
        bench.server.addEvent("e-3", of: "j")
        #expect(poller.poll().failure == nil)
        #expect(bench.server.takeCalls().filter { $0 == events }.count == 1)
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

    /// Of 20 events 2 were stored: the first one of the page was taken for the newest.
    @Test func eventsThatComeOldestFirstAreAllStored() throws {
        let bench = try Self.bench(events: 0)
        bench.server.listOldestFirst()
        let poller = bench.poller()
        for round in 0..<3 {
            for number in (round * 150)..<(round * 150 + 150) {
                bench.server.addEvent("e-\(number)", of: "j", at: Int64(1000 + number / 3))
            }
            #expect(poller.poll().failure == nil)
        }
        #expect(try bench.events("j") == (0..<450).map { "e-\($0)" })
        #expect(try bench.job("j")?.eventMark == JobEventID("e-449"))
        let before = bench.storeFacts
        _ = bench.server.takeCalls()
        #expect(poller.poll().failure == nil)
        #expect(bench.server.takeCalls().filter(\.asksForEvents) == [events, .events("j", after: "e-449")])
        #expect(bench.storeFacts == before)
    }

    /// Asking behind a mark that the server has forgotten failed for ever.
    @Test func aForgottenMarkOfAnOldestFirstServerIsPassedOver() throws {
        let bench = try Self.bench(events: 0)
        bench.server.listOldestFirst()
        for number in 0..<120 { bench.server.addEvent("e-\(number)", of: "j", at: Int64(1000 + number)) }
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        bench.server.next(.events("j", after: "e-119"), .failure(.absent))
        bench.server.addEvent("late", of: "j", at: 5000)
        for _ in 0..<2 { #expect(poller.poll().failure == nil) }
        #expect(try bench.events("j").last == "late")
        #expect(try bench.job("j")?.eventMark == JobEventID("late"))
    }

    @Test func anEventThatAppearsBehindTheMarkIsStored() throws {
        let bench = try Self.bench(events: 3)
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        bench.server.addEvent("late", of: "j", behind: 1)
        #expect(poller.poll().failure == nil)
        #expect(try Set(bench.events("j")) == ["e-0", "e-1", "e-2", "late"])
    }

    @Test func anErrorBetweenPagesLeavesNoHole() throws {
        let bench = try Self.bench(events: 50)
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        for number in 50..<300 { bench.server.addEvent("e-\(number)", of: "j") }
        bench.server.next(.events("j", after: "e-200"), .failure(.server))
        #expect(poller.poll().failure == nil)
        #expect(try bench.job("j")?.eventMark == JobEventID("e-49"))
        #expect(bench.poller().poll().failure == nil)
        #expect(try bench.events("j") == (0..<300).map { "e-\($0)" })
        #expect(try bench.job("j")?.eventMark == JobEventID("e-299"))
    }

    @Test func aCursorThatIsUnknownStartsTheRunAgain() throws {
        let bench = try Self.bench(events: 150)
        bench.server.next(.events("j", after: "e-50"), .failure(.absent))
        let poller = bench.poller()
        for _ in 0..<2 { #expect(poller.poll().failure == nil) }
        #expect(try bench.events("j").count == 150)
    }

    @Test func metricsComeWithTheirEvents() throws {
        let bench = try Self.bench(events: 0)
        bench.server.addEvent("e-1", of: "j", metric: MetricPoint(step: 7, totalSteps: 10, trainLoss: 1.5))
        #expect(bench.poller().poll().failure == nil)
        let point = try bench.store.use { try $0.reader.lastMetric(of: JobKey(account: .default, job: JobID("j"))) }
        #expect(point?.step == 7)
        #expect(point?.trainLoss == 1.5)
    }

    @Test func aServerThatSpeaksOtherWordsIsWatchedToTheEnd() throws {
        let bench = try Self.bench(events: 1)
        bench.server.jobs = [.sample("j", createdAt: UnixTime.now().seconds)]
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        for word in ["cancelling", "RUNNING", "COMPLETED", "completed"] {
            bench.server.change("j") { $0.status = JobStatus(word: word) }
            #expect(poller.poll().outcome == .good(anyUnfinished: word != "COMPLETED" && word != "completed"))
        }
        #expect(try bench.transitions("j") == ["running>cancelling", "cancelling>RUNNING", "RUNNING>COMPLETED"])
        #expect(try bench.notices() == ["succeeded j"])
        #expect(try bench.job("j")?.job.status.word == "completed")
    }

    @Test func aJobWithoutEventsIsNotAskedForThemAgainUntilItEnds() throws {
        let bench = try Self.bench(events: 1)
        bench.server.always(events, .failure(.absent))
        let poller = bench.poller()
        for _ in 0..<3 { #expect(poller.poll().failure == nil) }
        #expect(bench.server.takeCalls().filter { $0 == events }.count == 1)
        #expect(bench.log.filter { $0.hasPrefix("no events job=j") }.count == 1)
        bench.server.change("j") { $0.status = .succeeded }
        bench.server.always(events, nil)
        for _ in 0..<2 { #expect(poller.poll().failure == nil) }
        #expect(try bench.events("j") == ["e-0"])
    }
}
