import FineTuning
import JobStorage
import Testing

@Suite struct JobFindingsTests {
    let scratch: ScratchStore
    let key = Job.sample("ftjob-a").key
    var store: JobStore { scratch.store }
    var reader: JobStoreReader { scratch.reader }

    init() throws {
        scratch = try ScratchStore()
        try scratch.put(.sample("ftjob-a"))
    }

    private func event(_ number: Int64, second: Int64, metric: MetricPoint? = nil) -> JobEvent {
        JobEvent(
            id: JobEventID("ftevent-\(number)"), createdAt: .start + .seconds(second), level: "info",
            message: "number \(number)", type: metric == nil ? "message" : "metrics", metric: metric)
    }

    private func numbers(after position: Int64 = 0, newest: Int? = nil) throws -> [String] {
        try reader.events(of: key, after: position, newest: newest).map(\.event.message)
    }

    @Test func eventsKeepTheServersOrderWithinASecond() throws {
        let run = [event(4, second: 2), event(3, second: 1), event(2, second: 1), event(1, second: 1)]
        #expect(try store.add(JobFindings(key: key, events: run, eventMark: JobEventID("ftevent-4"))) == 4)
        #expect(try numbers() == ["number 1", "number 2", "number 3", "number 4"])
        #expect(try numbers(newest: 2) == ["number 3", "number 4"])
        #expect(try reader.job(key)?.eventMark == JobEventID("ftevent-4"))
    }

    @Test func whichEventsAreStoredIsAskedAtOnce() throws {
        var odd = event(1, second: 1)
        odd.id = JobEventID("a\"b\\'\u{E9}")
        try store.add(JobFindings(key: key, events: [event(2, second: 1), odd]))
        let ids = [odd.id, event(2, second: 1).id, JobEventID("e\u{301}"), event(3, second: 1).id]
        #expect(try reader.storedEvents(ids, of: key) == [odd.id, event(2, second: 1).id])
        #expect(try reader.storedEvents(ids, of: Job.sample("other").key) == [])
        #expect(try reader.storedEvents([], of: key) == [])
    }

    @Test func storingAnEventAgainChangesNothing() throws {
        #expect(try store.add(JobFindings(key: key, events: [event(1, second: 1)])) == 1)
        let last = try #require(try reader.events(of: key).last?.position)
        #expect(try store.add(JobFindings(key: key, events: [event(2, second: 1), event(1, second: 1)])) == 1)
        #expect(try numbers() == ["number 1", "number 2"])
        #expect(try numbers(after: last) == ["number 2"])
        #expect(try reader.job(key)?.eventMark == nil)
    }

    @Test func metricsOfEventsAndOfTheResultsFileAreOne() throws {
        let fromEvent = MetricPoint(step: 2, totalSteps: 10, trainLoss: 1.5)
        let fromFile = [
            MetricPoint(step: 1, trainLoss: 2.5, trainAccuracy: 0.5), MetricPoint(step: 2, trainAccuracy: 0.75),
        ]
        try store.add(JobFindings(key: key, events: [event(1, second: 1, metric: fromEvent)]))
        try store.add(JobFindings(key: key, metrics: fromFile))
        let expected = [
            MetricPoint(step: 1, trainLoss: 2.5, trainAccuracy: 0.5),
            MetricPoint(step: 2, totalSteps: 10, trainLoss: 1.5, trainAccuracy: 0.75),
        ]
        #expect(try reader.metrics(of: key) == expected)
        #expect(try reader.lastMetric(of: key) == expected[1])
        let progress = try reader.list().rows.first?.progress
        #expect(progress == JobProgress(step: 2, totalSteps: 10, losses: [2.5, 1.5], trainLoss: 1.5))
    }

    /// Notices of a job's end are made before its checkpoints can be fetched: they named none.
    @Test func theBestCheckpointIsKnownByTheEventsUntilTheListIsThere() throws {
        #expect(try reader.bestCheckpoint(of: key) == nil)
        let losses: [(Int64, Double)] = [(10, 1.5), (20, 1.2), (30, 1.4)]
        let events = losses.map { step, _ in
            JobEvent(
                id: JobEventID("ftevent-c\(step)"), createdAt: .start, level: "info",
                message: "Checkpoint created at step \(step)", type: "message")
        }
        let metrics = losses.map { MetricPoint(step: $0, fullValidLoss: $1) }
        try store.add(JobFindings(key: key, events: events, metrics: metrics))
        #expect(
            try reader.bestCheckpoint(of: key)
                == CheckpointFacts(step: 20, model: nil, metric: MetricPoint(step: 20, fullValidLoss: 1.2)))
        let listed = Checkpoint(
            id: CheckpointID("ftckpt_30"), createdAt: .start, model: ModelName("ft:m:ckpt-step-30"), step: 30,
            metric: MetricPoint(step: 30, fullValidLoss: 1.4))
        try store.add(JobFindings(key: key, checkpoints: [listed]))
        #expect(try reader.bestCheckpoint(of: key)?.model == ModelName("ft:m:ckpt-step-30"))
    }

    @Test func checkpointsComeByStep() throws {
        let checkpoints = [20, 10].map { step in
            Checkpoint(
                id: CheckpointID("ftckpt_\(step)"), createdAt: .start, model: ModelName("ft:m:o::x:ckpt-step-\(step)"),
                step: step, metric: MetricPoint(step: step, fullValidLoss: 1.25), raw: "{\"step\":\(step)}")
        }
        try store.add(JobFindings(key: key, checkpoints: checkpoints))
        try store.add(JobFindings(key: key, checkpoints: checkpoints))
        #expect(try reader.checkpoints(of: key) == checkpoints.reversed())
    }

    @Test func submissionsAndUploadsComeBack() throws {
        let plan = SubmissionPlan(
            model: ModelName("gpt-4o-mini-2024-07-18"),
            training: SubmissionPlan.DataFile(path: "/data/train.jsonl", bytes: 81, sha256: "66dd"), suffix: "sciq")
        let submissions = [
            StoredSubmission(
                id: SubmissionID("u-2"), plan: plan, end: .failed(reason: "403"), createdAt: .start + .seconds(1),
                endedAt: .start + .seconds(2)),
            StoredSubmission(
                id: SubmissionID("u-1"), plan: plan, end: .created(key.job), createdAt: .start, endedAt: .start),
        ]
        for submission in submissions + submissions { try store.add(submission) }
        #expect(try reader.submissions() == submissions)

        var upload = StoredUpload(
            account: .default, file: FileID("file-1"), sha256: "66dd", bytes: 81, filename: "train.jsonl",
            createdAt: .start)
        try store.save(upload)
        #expect(try reader.uploads(of: .default, sha256: "66dd", bytes: 81, for: 7) == [upload])
        #expect(try reader.uploads(of: .default, sha256: "66dd", bytes: 82, for: 7) == [])
        upload.deletedAt = .start
        try store.save(upload)
        #expect(try reader.uploads() == [])
    }

    /// SQLite keeps NaN as NULL: the step at which a training broke looked like one without a number.
    @Test func whatIsNoNumberIsKeptAsSuch() throws {
        let broken = MetricPoint(
            step: 2, totalSteps: 10, trainLoss: .nan, validLoss: .infinity, fullValidLoss: -.infinity,
            others: ["train_mean_reward": 0.5, "grad_norm": .nan])
        let checkpoint = Checkpoint(
            id: CheckpointID("c"), createdAt: .start, model: ModelName("m:ckpt-step-2"), step: 2, metric: broken)
        let findings = JobFindings(
            key: key, events: [event(1, second: 7, metric: broken)], checkpoints: [checkpoint])
        try store.add(findings)
        #expect(try reader.metrics(of: key) == [broken])
        #expect(try reader.lastMetric(of: key) == broken)
        #expect(try reader.checkpoints(of: key).map(\.metric) == [broken])
        #expect(try reader.progress(of: key, withLosses: true)?.trainLoss?.isNaN == true)
        let before = try reader.info().bytes
        try store.add(findings)
        #expect(try reader.metrics(of: key) == [broken])
        #expect(try reader.info().bytes == before)
    }

    @Test func numbersOfOneStepFromSeveralPlacesAreOne() throws {
        try store.add(
            JobFindings(key: key, metrics: [MetricPoint(step: 2, trainLoss: .nan, others: ["a": 1, "b": 2])]))
        try store.add(
            JobFindings(key: key, metrics: [MetricPoint(step: 2, validLoss: 3, others: ["b": .nan, "c": 4])]))
        let one = MetricPoint(step: 2, trainLoss: .nan, validLoss: 3, others: ["a": 1, "b": .nan, "c": 4])
        #expect(try reader.metrics(of: key) == [one])
        // A number of another source is better than none.
        try store.add(JobFindings(key: key, metrics: [MetricPoint(step: 2, trainLoss: 1.5)]))
        #expect(try reader.metrics(of: key).map(\.trainLoss) == [1.5])
    }

    @Test func theFirstReportOfAStepIsItsTime() throws {
        let step = MetricPoint(step: 4, trainLoss: 1)
        try store.add(JobFindings(key: key, events: [event(1, second: 5, metric: step)]))
        try store.add(JobFindings(key: key, events: [event(2, second: 90, metric: step)]))
        try store.add(JobFindings(key: key, metrics: [step, MetricPoint(step: 5, trainLoss: 1)]))
        #expect(try reader.stepTimes(of: key) == [4: .start + .seconds(5)])
    }
}
