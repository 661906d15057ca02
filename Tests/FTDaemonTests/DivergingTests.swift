import FineTuning
import JobStorage
import Settings
import TestSupport
import Testing
import Text

@testable import FTDaemon

@Suite struct DivergingTests {
    private func step(_ number: Int64, _ loss: Double, valid: Double? = nil) -> MetricPoint {
        MetricPoint(step: number, totalSteps: 9, trainLoss: loss, fullValidLoss: valid)
    }

    /// Adds a step's event, made now: a job without a step for hours would be told as stalled.
    private func add(_ id: String, of job: String, _ metric: MetricPoint, to bench: Workbench) {
        bench.server.addEvent(id, of: job, at: UnixTime.now().seconds, metric: metric)
    }

    @Test func aLossThatIsNoNumberIsToldOnceAndAfterARestartNotAgain() throws {
        let bench = try Workbench()
        bench.server.jobs = [.sample("j"), .sample("k")]
        add("e-1", of: "j", step(1, 2), to: bench)
        add("e-1k", of: "k", step(1, 2), to: bench)
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        #expect(try bench.notices() == [])
        add("e-2", of: "j", step(2, .nan), to: bench)
        #expect(poller.poll().failure == nil)
        #expect(try bench.notices() == ["diverging j"])
        let key = JobKey(account: .default, job: JobID("j"))
        #expect(
            try bench.store.use { try $0.reader.note(of: key)?.divergence?.reason }
                == "the training loss is not a number since step 2")
        for (number, poller) in [(3, poller), (4, bench.poller())] {
            add("e-\(number)", of: "j", step(Int64(number), .nan), to: bench)
            #expect(poller.poll().failure == nil)
        }
        // It recovers, and breaks again: shown, and told no second time.
        add("e-8", of: "j", step(8, 1), to: bench)
        #expect(poller.poll().failure == nil)
        #expect(try bench.store.use { try $0.reader.note(of: key) } == nil)
        add("e-9", of: "j", step(9, .infinity), to: bench)
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
            add("e-\(index)", of: "j", step(Int64(index + 1), 1, valid: valid), to: bench)
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
