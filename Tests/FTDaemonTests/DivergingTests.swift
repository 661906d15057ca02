import FineTuning
import JobStorage
import Settings
import TestSupport
import Testing

@testable import FTDaemon

@Suite struct DivergingTests {
    private func step(_ number: Int64, _ loss: Double, valid: Double? = nil) -> MetricPoint {
        MetricPoint(step: number, totalSteps: 9, trainLoss: loss, fullValidLoss: valid)
    }

    @Test func aLossThatIsNoNumberIsToldOnceAndAfterARestartNotAgain() throws {
        let bench = try Workbench()
        bench.server.jobs = [.sample("j"), .sample("k")]
        bench.server.addEvent("e-1", of: "j", metric: step(1, 2))
        bench.server.addEvent("e-1k", of: "k", metric: step(1, 2))
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        #expect(try bench.notices() == [])
        bench.server.addEvent("e-2", of: "j", metric: step(2, .nan))
        #expect(poller.poll().failure == nil)
        #expect(try bench.notices() == ["diverging j"])
        let key = JobKey(account: .default, job: JobID("j"))
        #expect(
            try bench.store.use { try $0.reader.note(of: key)?.divergence?.reason }
                == "the training loss is not a number since step 2")
        for poller in [poller, bench.poller()] {
            bench.server.addEvent("e-\(bench.server.calls.count)", of: "j", metric: step(3, .nan))
            #expect(poller.poll().failure == nil)
        }
        // It recovers, and breaks again: shown, and told no second time.
        bench.server.addEvent("e-9", of: "j", metric: step(8, 1))
        #expect(poller.poll().failure == nil)
        #expect(try bench.store.use { try $0.reader.note(of: key) } == nil)
        bench.server.addEvent("e-10", of: "j", metric: step(9, .infinity))
        #expect(poller.poll().failure == nil)
        #expect(try bench.store.use { try $0.reader.note(of: key)?.divergence != nil })
        #expect(try bench.notices() == ["diverging j"])
        #expect(
            bench.log.filter { $0.hasPrefix("job diverging") } == [
                "job diverging job=j account=default cause=\"the training loss is not a number since step 2\"",
                "job diverging job=j account=default cause=\"the training loss is not a number since step 9\"",
            ])
    }

    @Test func validationThatRisesIsToldWithItsNumbers() throws {
        let bench = try Workbench()
        bench.server.jobs = [.sample("j")]
        for (index, valid) in [1.5, 1.2, 1.3, 1.4, 1.5].enumerated() {
            bench.server.addEvent("e-\(index)", of: "j", metric: step(Int64(index + 1), 1, valid: valid))
        }
        #expect(bench.poller().poll().failure == nil)
        #expect(try bench.notices() == ["diverging j"])
        let bodies = try bench.store.use { try $0.reader.deliveries() }.map {
            String(decoding: $0.delivery.body, as: UTF8.self)
        }
        #expect(
            bodies.first?.contains(
                #""reason":"the validation loss rose 3 times in a row, from 1.200 at step 2 to 1.500 at step 5""#)
                == true)
    }

    /// What ended before anybody watched is no news, whatever its numbers say.
    @Test func historyIsWrittenDownAndNotTold() throws {
        let bench = try Workbench()
        bench.server.jobs = [.sample("old", .succeeded, createdAt: 5_000, finishedAt: 6_000)]
        bench.settings.poll.history = .seconds(1 << 40)
        bench.server.addEvent("e-1", of: "old", metric: step(1, .nan))
        let poller = bench.poller()
        for _ in 0..<3 { #expect(poller.poll().failure == nil) }
        #expect(try bench.notices() == [])
        let key = JobKey(account: .default, job: JobID("old"))
        #expect(try bench.store.use { try $0.reader.divergence(of: key) } != nil)
    }
}
