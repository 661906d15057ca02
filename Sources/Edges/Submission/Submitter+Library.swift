import Digest
public import FineTuning
import Glibc
public import Spool
import Text

extension Submitter {
    /// A submitter for a program of your own; blocks the thread that calls ``advance(_:patience:)``.
    ///
    ///     let plan = SubmissionPlan(
    ///         model: ModelName("gpt-4o-mini-2024-07-18"), training: try .reading(path: "train.jsonl"))
    ///     let spool = Spool(directory: "spool")
    ///     try spool.prepare()
    ///     var record = SubmissionRecord(plan: plan)
    ///     try spool.write(record)
    ///     let result = try Submitter(provider: OpenAIClient(key: key), spool: spool).advance(&record)
    ///
    /// - Parameters:
    ///   - isUsed: whether a job uses a file of that account: what this submission uploaded itself is deleted again after
    ///     a refusal, unless a job uses it. Nothing is deleted where nobody says.
    ///   - report: takes what happens, on the calling thread.
    public init(
        provider: any Provider, spool: Spool,
        isUsed: @escaping @Sendable (_ account: AccountName, FileID) -> Bool = { _, _ in true },
        report: @escaping @Sendable (SubmissionProgress) -> Void = { _ in }
    ) {
        self.init(
            provider: provider, spool: spool,
            dependencies: Dependencies(
                now: { .now() },
                pause: { duration in
                    let milliseconds = max(0, duration.milliseconds)
                    var time = timespec(
                        tv_sec: Int(milliseconds / 1000), tv_nsec: Int(milliseconds % 1000 * 1_000_000))
                    var left = timespec()
                    while nanosleep(&time, &left) != 0, errno == EINTR { time = left }
                    return true
                }, isUsed: isUsed, report: report))
    }
}

extension SubmissionRecord {
    /// Starts a submission now, under a new id.
    public init(plan: SubmissionPlan) {
        self.init(id: SubmissionID(UUIDText.version4()), plan: plan, createdAt: .now())
    }
}
