import FineTuning
import JobStorage
import SQLiteDatabase
import Testing

/// What goes from the store by rule, and what never does.
@Suite struct StoreThinningTests {
    private let scratch: ScratchStore
    private var store: JobStore { scratch.store }
    private var reader: JobStoreReader { scratch.reader }
    private let ended: Job
    private let daemon: UInt32 = 900

    init() throws {
        scratch = try ScratchStore()
        var job = Job.sample("ftjob-ended", .succeeded)
        job.finishedAt = .start
        ended = job
        try scratch.put(job)
        try store.add(JobFindings(key: job.key, harvested: [.events, .checkpoints, .results]))
    }

    private func export(_ job: Job, owner: UInt32 = 0, after span: Duration = .seconds(60)) throws {
        let note = ExportNote(account: .default, jobs: [job.id], exportedAt: .start + span)
        try store.add(note, owner: owner, at: .start + .seconds(86_400))
    }

    private func thin(_ detail: StoredDetail, endedBy cutoff: UnixTime = .start) throws -> Int {
        var rows = 0
        while true {
            let part = try store.thin(
                detail, endedBy: cutoff, believed: [0, daemon], at: .start + .seconds(86_400), limit: 2)
            guard part.jobs > 0 else { return rows }
            rows += part.rows
        }
    }

    private func addMetrics(_ steps: ClosedRange<Int64>, to job: Job) throws {
        let points = steps.map { step in
            var point = MetricPoint(step: step, trainLoss: 1)
            if step % 500 == 0 { point.validLoss = 2 }
            return point
        }
        try store.add(JobFindings(key: job.key, metrics: points))
    }

    @Test func eachMeasuredStepAndAThousandOthersStay() throws {
        try addMetrics(1...3000, to: ended)
        let checkpoint = Checkpoint(
            id: CheckpointID("c"), createdAt: .start, model: ModelName("ft:m"), step: 1501,
            metric: MetricPoint(step: 1501), raw: "{}")
        try store.add(JobFindings(key: ended.key, checkpoints: [checkpoint]))
        try export(ended)
        #expect(try thin(.metrics) == 3000 - 6 - 1 - 1000)
        let steps = try reader.metrics(of: ended.key).map(\.step)
        #expect(steps.count == 1007)
        #expect(Set([1, 500, 1000, 1500, 1501, 2000, 2500, 2999, 3000]).isSubset(of: steps))
        #expect(try thin(.metrics) == 0)
    }

    @Test func messagesAndWarningsStayAmongEvents() throws {
        let events = (1...1200).map { number in
            JobEvent(
                id: JobEventID("e\(number)"), createdAt: .start, level: number == 7 ? "warn" : "info",
                message: "\(number)", type: number == 9 ? "message" : "metrics")
        }
        try store.add(JobFindings(key: ended.key, events: events.reversed()))
        try export(ended)
        #expect(try thin(.events) == 198)
        let left = try reader.events(of: ended.key).map(\.event.message)
        #expect(left.count == 1002)
        #expect(left.contains("7") && left.contains("9"))
    }

    /// Why a job keeps all of its details.
    enum Reason: CaseIterable {
        case notExported, exportedByAMember, exportedBeforeItsEnd, endedLater, notFetched, stillRunning
    }

    @Test(arguments: Reason.allCases)
    func allStaysOfAJobThatIsNotSafeElsewhere(reason: Reason) throws {
        var cutoff = UnixTime.start
        var job = ended
        switch reason {
        case .notExported: break
        case .exportedByAMember: try export(job, owner: 64_003)
        case .exportedBeforeItsEnd: try export(job, after: .seconds(-1))
        case .endedLater:
            cutoff = .start - .seconds(1)
            try export(job)
        case .notFetched, .stillRunning:
            job = .sample("ftjob-other", reason == .notFetched ? .succeeded : .running)
            job.finishedAt = .start
            try scratch.put(job)
            if reason == .stillRunning {
                try store.add(JobFindings(key: job.key, harvested: [.events, .checkpoints, .results]))
            }
            try export(job)
        }
        try addMetrics(1...1500, to: job)
        #expect(try thin(.metrics, endedBy: cutoff) == 0)
        #expect(try reader.metrics(of: job.key).count == 1500)
    }

    @Test func theDaemonsOwnWordCountsToo() throws {
        try addMetrics(1...1500, to: ended)
        try export(ended, owner: daemon)
        #expect(try thin(.metrics) > 0)
    }

    /// The row of a notice keeps a job's end from being announced again: it stays, without its body.
    @Test func aDeliveredNoticeLosesItsBodyOnly() throws {
        let end = Delivery.sample(1, type: .jobSucceeded, job: ended.key)
        let waiting = Delivery.sample(2, hook: "mail", type: .jobSucceeded, job: ended.key)
        _ = try store.apply(
            AccountChanges(account: .default, seenAt: .start), deliveries: [end, waiting])
        try store.attemptEnded(
            end.notice, hook: end.hook, state: .delivered(at: .start, attempts: 1), at: .start)
        try export(ended)
        #expect(try thin(.deliveries) == 1)
        let left = try reader.deliveries().sorted { $0.delivery.sequence < $1.delivery.sequence }.map(\.delivery)
        #expect(left.map(\.body.isEmpty) == [true, false])
        #expect(left.map(\.notice) == [end.notice, waiting.notice])
    }

    @Test func notesAreOfOneUserAndNeverGoBack() throws {
        try export(ended)
        try export(ended, after: .seconds(30))
        try export(ended, owner: 64_003, after: .seconds(5 * 86_400))
        #expect(
            try reader.exports() == [
                StoredExport(
                    account: .default, kind: .job, id: "ftjob-ended", owner: 0, exportedAt: .start + .seconds(60)),
                StoredExport(
                    account: .default, kind: .job, id: "ftjob-ended", owner: 64_003,
                    exportedAt: .start + .seconds(86_400)),
            ])
    }

    @Test func roomIsGivenBackWhereMuchIsFree() throws {
        #expect(try store.giveSpaceBack { true } == .fits)
        let text = String(repeating: "x", count: 1 << 20)
        for number in 0..<24 {
            var job = Job.sample("ftjob-\(number)", .succeeded)
            job.raw = text
            try scratch.put(job)
        }
        let database = try Database(path: scratch.path, access: .writing)
        // Enough rows that SQLite asks in between whether it is to go on.
        try database.run(
            """
            WITH RECURSIVE steps(step) AS (SELECT 1 UNION ALL SELECT step + 1 FROM steps WHERE step < 60000)
            INSERT INTO metrics (account, job, step) SELECT 'default', 'ftjob-ended', step FROM steps
            """)
        let size = try reader.info().bytes
        try database.run("DELETE FROM jobs WHERE id <> 'ftjob-ended'")
        #expect(try store.giveSpaceBack { false } == .takesLonger(free: database.space().free))
        #expect(try reader.info().bytes == size)
        guard case .givenBack(let bytes) = try store.giveSpaceBack(while: { true }) else {
            Issue.record("nothing was given back")
            return
        }
        #expect(bytes > 23 << 20)
        #expect(try reader.info().bytes == size - bytes)
        #expect(try reader.job(ended.key) != nil)
    }
}
