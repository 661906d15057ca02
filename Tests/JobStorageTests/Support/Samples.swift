import FineTuning
import JobStorage
import TestSupport

/// A store in a directory of its own, opened for writing.
struct ScratchStore {
    let directory: TemporaryDirectory
    let store: JobStore

    var path: String { directory.path("ftd.db") }
    var reader: JobStoreReader { store.reader }

    init() throws {
        directory = try TemporaryDirectory()
        store = try JobStore(path: directory.path("ftd.db"))
    }

    /// Stores jobs of an account in one transaction, as single looks do.
    func put(_ jobs: Job..., account: AccountName = .default, at time: UnixTime = .start) throws {
        _ = try store.apply(AccountChanges(account: account, seenAt: time, jobs: jobs))
    }
}

extension UnixTime {
    /// 2026-11-22 12:00:00 UTC.
    static let start = UnixTime(seconds: 1_795_348_800)
}

extension Job {
    /// A job with every field that the store keeps.
    static let full: Job = {
        var job = Job(
            id: JobID("ftjob-full"), createdAt: .start - .seconds(3600), status: .succeeded,
            model: ModelName("gpt-4o-mini-2024-07-18"), trainingFile: FileID("file-train"),
            validationFile: FileID("file-valid"), finishedAt: .start - .seconds(60),
            fineTunedModel: ModelName("ft:gpt-4o-mini-2024-07-18:org:suffix:A32VfYIz"),
            error: JobError(code: "odd", message: "\u{1B}[31mred", param: "training_file"), organization: "org-1",
            resultFiles: [FileID("file-a\"b\\c"), FileID("file-d")], trainedTokens: 4_024_281)
        job.estimatedFinish = .start
        job.seed = 1_103_096_818
        job.method = "supervised"
        job.hyperparameters = Hyperparameters(
            epochs: .value("3"), batchSize: .auto, learningRateMultiplier: .value("1.8"), beta: nil)
        job.metadata = [MetadataPair(key: "a", value: "{\"x\"}"), MetadataPair(key: "ftd_submission", value: "u u")]
        job.suffix = "suffix"
        job.raw = "{\"id\": \"ftjob-full\"}"
        return job
    }()

    /// A job with little in it.
    static func sample(_ id: String, _ status: JobStatus = .running, created: UnixTime = .start) -> Job {
        Job(id: JobID(id), createdAt: created, status: status, model: ModelName("gpt-4o-mini-2024-07-18"))
    }

    var key: JobKey { JobKey(account: .default, job: id) }
}

extension Delivery {
    /// A delivery that waits for its first attempt.
    static func sample(
        _ number: Int64, hook: String = "slack", type: NoticeType = .jobRunning, job: JobKey? = nil,
        due: UnixTime = .start
    ) -> Delivery {
        Delivery(
            notice: NoticeID("evt_\(number)"), hook: HookName(hook), type: type, job: job, sequence: number,
            body: Array("{\"n\":\(number)}".utf8), createdAt: .start,
            state: .waiting(due: due, attempts: 0, reason: nil))
    }
}
