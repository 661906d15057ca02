import FineTuning
import Hooks
import Settings

/// Notices and deliveries to try hooks with.
enum Samples {
    static let time = UnixTime(milliseconds: 1_750_861_210_789)

    static let job = Job(
        id: JobID("ftjob-abc123"), createdAt: UnixTime(seconds: 1_750_860_000), status: .succeeded,
        model: ModelName("gpt-4o-mini-2024-07-18"), trainingFile: FileID("file-train"),
        finishedAt: UnixTime(seconds: 1_750_861_200),
        fineTunedModel: ModelName("ft:gpt-4o-mini-2024-07-18:personal::A32VfYIz"), trainedTokens: 4_024_281,
        seed: 42, metadata: [MetadataPair(key: "team", value: "science")], suffix: "sciq")

    static func notice(
        _ job: Job = job, type: NoticeType = .jobSucceeded, previous: JobStatus? = .running,
        metric: MetricPoint? = MetricPoint(step: 300, totalSteps: 300, trainLoss: 1.157)
    ) -> Notice {
        Notice(
            id: NoticeID("evt_0001"), type: type, createdAt: time, sequence: 7,
            subject: .job(
                Notice.JobNews(account: .default, job: job, previous: previous, lastMetric: metric)))
    }

    static func hook(_ sender: any HookSender, timeout: Duration = .seconds(20)) -> Hook {
        var settings = HookSettings(name: HookName("deploy"))
        settings.timeout = timeout
        return Hook(settings, sender: sender)
    }

    static func delivery(_ notice: Notice = notice(), attempts: Int = 0) -> Delivery {
        var delivery = Delivery(
            notice, to: HookName("deploy"), body: body(of: notice), schedule: .standard)
        delivery.state = .waiting(due: time, attempts: attempts, reason: nil)
        return delivery
    }

    /// The stored body of a notice where the configuration adds nothing.
    static func body(of notice: Notice) -> [UInt8] { HookPayload.body(of: notice, knowing: NoticeBackground()) }
}
