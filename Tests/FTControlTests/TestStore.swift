import Commands
import FineTuning
import JobStorage
import TestSupport

@testable import FTControl

/// A store with a few jobs, as the daemon would have left it.
struct TestStore {
    let directory: String
    var path: String { "\(directory)/ftd.db" }

    /// 2026-11-22 08:33:10 UTC.
    static let now = TestProgram.now

    /// - Parameter daemon: whether `live.json` says that one polled 4 s ago.
    init(in directory: String, jobs: [Job] = TestStore.jobs, daemon: Bool = true) throws {
        self.directory = directory
        let store = try JobStore(path: "\(directory)/ftd.db")
        let account = AccountName.default
        _ = try store.account(account, identity: "test")
        _ = try store.apply(
            AccountChanges(
                account: account, seenAt: Self.now - .seconds(60), jobs: jobs,
                transitions: jobs.isEmpty ? [] : [Self.started]),
            deliveries: jobs.isEmpty ? [] : Self.deliveries)
        if jobs.count > 1 {
            try store.add(Self.details)
            try store.add(JobFindings(key: JobKey(account: account, job: jobs[0].id), metrics: Self.losses(186)))
        }
        try store.save(
            StoredModel(
                account: account, model: ModelName("gpt-4o-mini-2024-07-18"),
                shutdownAt: Self.now + .seconds(53 * 86400 + 60)))
        guard daemon else { return }
        let live = LiveState(
            version: "0.1.0", pid: 4121, startedAt: Self.now - .seconds(50 * 86400),
            accounts: [
                account: LiveState.Account(
                    lastGoodPoll: Self.now - .seconds(4), nextPoll: Self.now + .seconds(17), polls: 218_402,
                    failedPolls: 12)
            ])
        try live.write(besideStore: path)
    }

    static let jobs = [
        Job(
            id: JobID("ftjob-O1OEE7eEyFNJsO2Eu5otzWA8"), createdAt: now - .seconds(790), status: .running,
            model: ModelName("gpt-4o-mini-2024-07-18"), trainingFile: FileID("file-1"),
            estimatedFinish: now + .seconds(480), method: "supervised"),
        Job(
            id: JobID("ftjob-k2Jx0QmVwq3n1Zt7LrYp9aBc"), createdAt: now - .seconds(86400 + 30000), status: .succeeded,
            model: ModelName("gpt-4o-mini-2024-07-18"), trainingFile: FileID("file-2"),
            finishedAt: now - .seconds(86400 + 30000 - 1282),
            fineTunedModel: ModelName("ft:gpt-4o-mini-2024-07-18:personal::A32VfYIz"), resultFiles: [FileID("file-9")],
            trainedTokens: 4_024_281, seed: 1_103_096_818, method: "supervised",
            hyperparameters: Hyperparameters(
                epochs: .value("3"), batchSize: .value("20"), learningRateMultiplier: .value("1.8")),
            metadata: [MetadataPair(key: "team", value: "school")], suffix: nil),
        Job(
            id: JobID("ftjob-k9sQ4TnWfYc8uHk5RjDm2xEo"), createdAt: now - .seconds(4 * 86400), status: .failed,
            model: ModelName("gpt-4.1-mini-2025-04-14"), trainingFile: FileID("file-3"),
            error: JobError(
                code: "invalid_training_file", message: "Example 100, message 2 \u{1B}[31mhas no content",
                param: "training_file")),
    ]

    private static let key = JobKey(account: .default, job: jobs[1].id)

    private static let started = Transition(
        id: NoticeID("evt_1"), key: key, from: .queued, to: .running, cause: .moved,
        seenAt: jobs[1].createdAt + .seconds(71))

    private static let details = JobFindings(
        key: key,
        events: [
            JobEvent(
                id: JobEventID("ftevent-2"), createdAt: jobs[1].createdAt + .seconds(80), level: "warn",
                message: "Step 1/300: training loss=2.41", type: "metrics", raw: #"{"data": {"step": 1}}"#),
            JobEvent(
                id: JobEventID("ftevent-1"), createdAt: jobs[1].createdAt + .seconds(2), level: "info",
                message: "Created fine-tuning job\u{202E}", type: "message"),
        ],
        metrics: losses(300),
        checkpoints: [
            Checkpoint(
                id: CheckpointID("ftckpt_1"), createdAt: jobs[1].createdAt + .seconds(900),
                model: ModelName("ft:gpt-4o-mini-2024-07-18:personal::A32VfYIz:ckpt-step-1048"), step: 1048,
                metric: MetricPoint(step: 1048, trainLoss: 1.3, fullValidLoss: 1.203))
        ], harvested: [.events, .checkpoints, .results])

    /// 2.4, 2.376, 2.353 and so on down.
    private static func losses(_ count: Int64) -> [MetricPoint] {
        (1...count).map { MetricPoint(step: $0, totalSteps: 300, trainLoss: 2.4 / (1 + Double($0 - 1) / 100)) }
    }

    private static let deliveries: [Delivery] = [
        delivery("slack", .delivered(at: jobs[1].createdAt + .seconds(1283), attempts: 1)),
        delivery("mail", .dead(at: jobs[1].createdAt + .seconds(9000), attempts: 10, reason: "exit 1: no such host")),
    ]

    private static func delivery(_ hook: String, _ state: Delivery.State) -> Delivery {
        Delivery(
            notice: NoticeID("evt_2"), hook: HookName(hook), type: .jobSucceeded, job: key, sequence: 1, body: [],
            createdAt: jobs[1].createdAt + .seconds(1282), state: state)
    }
}
