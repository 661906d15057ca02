import FineTuning
import JobStorage
import Settings
import TestSupport
import Testing
import Text

@testable import FTDaemon

@Suite struct StallTests {
    private static func ago(_ seconds: Int64) -> Int64 { UnixTime.now().seconds - seconds }

    @Test func aJobWithoutASignOfLifeIsToldOnce() throws {
        let bench = try Workbench()
        bench.server.jobs = [
            .sample("steps", createdAt: Self.ago(9_000)), .sample("lives", createdAt: Self.ago(9_000)),
            .sample("silent", createdAt: Self.ago(9_000)), .sample("waits", .queued, createdAt: Self.ago(22_000)),
            .sample("short", .queued, createdAt: Self.ago(9_000)), .sample("paused", .paused, createdAt: 1_000),
        ]
        bench.server.addEvent("e", of: "steps", at: Self.ago(3_700))
        bench.server.addEvent("e", of: "lives", at: Self.ago(3_500))
        let poller = bench.poller()
        for _ in 0..<3 { #expect(poller.poll().failure == nil) }
        #expect(try bench.notices().sorted() == ["stalled steps", "stalled waits"])
        #expect(
            bench.log.filter { $0.hasPrefix("job stalled") } == [
                "job stalled job=steps account=default cause=\"no step for 61 min\"",
                "job stalled job=waits account=default cause=\"queued and no change for 6 h 6 min\"",
            ])
        #expect(try bench.stalls() == ["steps", "waits"])
        // It goes on, and stops again: shown, and not told again.
        bench.server.addEvent("f", of: "steps", at: Self.ago(700))
        bench.server.change("waits") { $0.status = .succeeded }
        #expect(poller.poll().failure == nil)
        #expect(try bench.stalls() == [])
        bench.settings.poll.stalledStep = .seconds(1)
        #expect(bench.poller().poll().failure == nil)
        #expect(try bench.stalls().contains("steps"))
        #expect(try bench.notices().filter { $0 == "stalled steps" }.count == 1)
    }

    @Test func jobsThatEndedHereSayWhatIsLong() throws {
        let bench = try Workbench()
        let ended = (1...5).map {
            Job.sample("j\($0)", .succeeded, createdAt: Self.ago(90_000), finishedAt: Self.ago(90_000 - 240))
        }
        bench.server.jobs = [.sample("q", .queued, createdAt: Self.ago(800))] + ended
        #expect(bench.poller().poll().failure == nil)
        #expect(try bench.notices() == ["stalled q"])
    }

    /// The notice of a job that failed without an error said nothing.
    @Test func aFailureWithoutAReasonIsToldWithThatOfItsEvents() throws {
        let bench = try Workbench()
        bench.server.jobs = [.sample("j", createdAt: Self.ago(60))]
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        bench.server.addEvent("e-1", of: "j", level: "error", message: "out of memory")
        bench.server.change("j") { $0.status = .failed }
        #expect(poller.poll().failure == nil)
        let bodies = try bench.store.use { try $0.reader.deliveries() }.map {
            String(decoding: $0.delivery.body, as: UTF8.self)
        }
        #expect(bodies.count == 1)
        #expect(bodies.first?.contains(#""error":{"code":null,"message":"out of memory","param":null}"#) == true)
    }

    @Test(arguments: [StandingProvider.Failure.server, .absent, .page(502), .unreachable])
    func whatCannotBeReadHoldsNoFailureBack(failure: StandingProvider.Failure) throws {
        let bench = try Workbench()
        bench.server.jobs = [.sample("j", createdAt: Self.ago(60))]
        bench.server.always(.events("j"), .failure(failure))
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        bench.server.change("j") { $0.status = .failed }
        #expect(poller.poll().failure == nil)
        #expect(try bench.notices() == ["failed j"])
    }
}
