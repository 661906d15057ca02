import Dispatch
import FineTuning
import Glibc
import JobStorage
import Services
import Testing
import Text

@testable import FTDaemon

@Suite struct StoreLoopTests {
    private let bench: Workbench

    init() throws { bench = try Workbench() }

    private var checked: UnixTime? { get throws { try bench.store.use { try $0.reader.info().checkedAt } } }

    private func run(keeping rules: KeepingRules = KeepingRules()) -> StoreLoop {
        let loop = StoreLoop(keeping: rules, context: bench.context())
        loop.start()
        return loop
    }

    private func end(_ loop: StoreLoop) {
        let group = DispatchGroup()
        loop.stop(.cut, group)
        #expect(group.wait(timeout: .now() + .seconds(10)) == .success)
    }

    /// A store of ten million rows was looked through before the service was ready.
    @Test func aStoreIsCheckedBesideTheWork() throws {
        let loop = run()
        try waitUntil("it was checked") { try checked != nil }
        end(loop)
        #expect(bench.fatal.remedy == nil)
    }

    @Test(arguments: [(-3600, false), (-90_000, true), (3600, true)] as [(Int64, Bool)])
    func itIsCheckedOnceADay(age: Int64, isDue: Bool) throws {
        let last = UnixTime(seconds: UnixTime.now().seconds + age)
        try bench.store.use { try $0.wasChecked(at: last) }
        let loop = run()
        if isDue { try waitUntil("it was checked") { try checked != last } }
        end(loop)
        #expect(try (checked == last) == !isDue)
    }

    @Test func damageIsForAPerson() throws {
        try bench.store.use { store in
            for number in 0..<200 {
                let job = Job(
                    id: JobID("ftjob-\(number)"), createdAt: .now(), status: .running, model: ModelName("m"), raw: "{}")
                _ = try store.apply(AccountChanges(account: .default, seenAt: .now(), jobs: [job]))
            }
            try store.finish()
        }
        let file = open(bench.store.path, O_WRONLY | O_CLOEXEC)
        var status = stat()
        fstat(file, &status)
        let garbage = [UInt8](repeating: 0xA5, count: 4096 * 4)
        #expect(pwrite(file, garbage, garbage.count, off_t(status.st_size) - off_t(garbage.count)) == garbage.count)
        close(file)
        let loop = run()
        waitUntil("it was found") { bench.fatal.remedy == .person }
        end(loop)
    }

    @Test func whatTheRulesKeepNoLongerGoes() throws {
        let key = JobKey(account: .default, job: JobID("ftjob-old"))
        let ended = UnixTime.now() - .seconds(100 * 86_400)
        try bench.store.use { store in
            try store.wasChecked(at: .now())
            var job = Job(id: key.job, createdAt: ended, status: .succeeded, model: ModelName("m"), raw: "{}")
            job.finishedAt = ended
            _ = try store.apply(AccountChanges(account: .default, seenAt: ended, jobs: [job]))
            let points = (1...1500).map { MetricPoint(step: $0, trainLoss: 1) }
            try store.add(JobFindings(key: key, metrics: points, harvested: [.events, .checkpoints, .results]))
            let note = ExportNote(account: .default, jobs: [key.job], exportedAt: .now())
            try store.add(note, owner: geteuid(), at: .now())
        }
        let loop = run(keeping: KeepingRules([.metrics: .seconds(90 * 86_400)]))
        waitUntil("it was said") { bench.log.contains { $0.hasSuffix("store thinned metrics=500") } }
        end(loop)
        #expect(try bench.store.use { try $0.reader.metrics(of: key).count } == 1000)
    }
}
