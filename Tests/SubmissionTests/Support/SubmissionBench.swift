import FineTuning
import Glibc
import Spool
import Synchronization
import TestSupport
import Testing

@testable import Submission

typealias Step = ScriptedProvider.Step

/// A spool with one submission, a data file, a clock that moves only when somebody waits, and a scripted server.
final class SubmissionBench {
    let directory: TemporaryDirectory
    let spool: Spool
    /// The wall clock as the submitter reads it.
    let clock = SharedValue(UnixTime(seconds: 1_000_000))
    /// What the submitter has reported, a few words each.
    let reports = SharedValue<[String]>([])
    /// What had been uploaded before, and which files jobs use.
    var earlierUploads: [FileID] = []
    var usedFiles: Set<String> = []
    /// The jobs that other submissions made.
    var madeByOthers: Set<String> = []
    /// Whether waiting is allowed: a person waits, the daemon does not.
    var waits = true

    static let id = SubmissionID("0b7ab3c2-1111-4222-8333-444455556666")
    static let pair = MetadataPair(key: "ftd_submission", value: id.rawValue)
    static let files = SubmissionStep.Files(training: FileID("file-t"), validation: nil)

    init() throws {
        directory = try TemporaryDirectory()
        spool = Spool(directory: directory.path("spool"))
        try spool.prepare()
        try write("hello", to: directory.path("train.jsonl"))
    }

    func write(_ text: String, to path: String) throws {
        let file = try #require(fopen(path, "we"))
        fputs(text, file)
        fclose(file)
    }

    /// A submission of the data file at that step, in the spool.
    func record(_ step: SubmissionStep = .planned, uploads: [String] = [], keepsFile: Bool = false) throws
        -> SubmissionRecord
    {
        let data = try SubmissionPlan.DataFile.reading(path: directory.path("train.jsonl"))
        let plan = SubmissionPlan(model: ModelName("gpt-base"), training: data, keepsFile: keepsFile)
        var record = SubmissionRecord(id: Self.id, plan: plan, createdAt: UnixTime(seconds: 999_000))
        record.step = step
        record.uploads = uploads.map { SubmissionRecord.Upload(file: FileID($0), data: data) }
        try spool.write(record)
        return record
    }

    func submitter(_ provider: any Provider) -> Submitter {
        let (waits, earlier, used, others) = (waits, earlierUploads, usedFiles, madeByOthers)
        let (clock, reports) = (clock, reports)
        return Submitter(
            provider: provider, spool: spool,
            dependencies: Submitter.Dependencies(
                now: { clock.value },
                pause: { duration in
                    clock.value = clock.value + duration
                    return waits
                },
                uploads: { _, _ in earlier }, isUsed: { _, file in used.contains(file.rawValue) },
                isMadeByAnother: { _, job in others.contains(job.rawValue) },
                report: { progress in reports.value.append(Self.word(progress)) }))
    }

    /// Goes on with the submission as it lies in the spool, over that script.
    @discardableResult
    func advance(_ steps: [Step], patience: Duration = Reconciliation.patience) throws -> SubmissionResult {
        let provider = ScriptedProvider(steps)
        var record = try #require(try spool.record(Self.id))
        let result = try submitter(provider).advance(&record, patience: patience)
        provider.finish()
        // What lies there is what was said: whoever takes it up goes on from here.
        #expect(try spool.record(Self.id) == record)
        return result
    }

    /// The step as it lies in the spool.
    var step: SubmissionStep? { try? spool.record(Self.id)?.step }

    private static func word(_ progress: SubmissionProgress) -> String {
        switch progress {
        case .uploading: "uploading"
        case .uploaded(let file, let reused): "\(reused ? "reused" : "uploaded") \(file.id)"
        case .processing(let file): "processing \(file)"
        case .processed(let file): "processed \(file.id)"
        case .creating: "creating"
        case .looking(let error): "looking \(error.kind.word)"
        case .deleted(let file): "deleted \(file)"
        case .orphaned(let file, _): "orphaned \(file)"
        }
    }
}

/// A value that a test and what it tests both see.
final class SharedValue<Value: Sendable>: Sendable {
    private let mutex: Mutex<Value>

    init(_ value: Value) { mutex = Mutex(value) }

    var value: Value {
        get { mutex.withLock { $0 } }
        set { mutex.withLock { $0 = newValue } }
    }
}

extension ProviderError {
    /// A refusal in the API's own words, which proves that nothing was done.
    static func refusal(
        _ operation: ProviderOperation, _ kind: FailureKind, _ status: Int, object: String? = nil,
        mayHaveHappened: Bool = false
    ) -> ProviderError {
        ProviderError(
            operation: operation, object: object, kind: kind, voice: .api, status: status, message: "no",
            mayHaveHappened: mayHaveHappened)
    }

    /// No answer.
    static func silence(_ operation: ProviderOperation, mayHaveHappened: Bool) -> ProviderError {
        ProviderError(
            operation: operation, kind: .unreachable, voice: .none, message: "no answer",
            mayHaveHappened: mayHaveHappened)
    }
}

extension ScriptedProvider.Step {
    /// An answer about a file.
    static func file(_ id: String, _ status: String? = "processed", bytes: Int64 = 5) -> Self {
        .file(FileID(id), .success(remote(id, status, bytes: bytes)))
    }

    /// A refusal about a file.
    static func file(_ id: String, refused kind: FailureKind, _ status: Int) -> Self {
        .file(FileID(id), .failure(.refusal(.getFile, kind, status, object: id)))
    }

    /// An upload that becomes this file.
    static func upload(_ id: String) -> Self {
        .uploadFile(filename: "train.jsonl", .success(remote(id, "uploaded", bytes: 5)))
    }

    /// A deletion that works.
    static func delete(_ id: String) -> Self { .deleteFile(FileID(id), .success(())) }

    /// A create call that makes this job.
    static func create(_ id: String) -> Self { .createJob(.success(job(id))) }

    /// A create call that the API refuses in its own words.
    static func create(refused kind: FailureKind, _ status: Int) -> Self {
        .createJob(.failure(.refusal(.createJob, kind, status)))
    }

    /// One look for the submission's jobs: both ways of asking.
    static func look(_ jobs: [String] = [], filtered: [String]? = nil) -> [Self] {
        [
            .listJobs(.success(Page(items: jobs.map { job($0) } + [job("other", submission: "x")]))),
            .listJobs(
                metadata: [SubmissionBench.pair], .success(Page(items: (filtered ?? jobs).map { job($0) }))),
        ]
    }

    /// One look at jobs that the filter does not show, under the server's clock.
    static func look(at jobs: [Job], date: UnixTime) -> [Self] {
        [
            .listJobs(.success(Page(items: jobs, serverDate: date))),
            .listJobs(metadata: [SubmissionBench.pair], .success(Page(items: []))),
        ]
    }

    private static func remote(_ id: String, _ status: String?, bytes: Int64) -> RemoteFile {
        RemoteFile(id: FileID(id), bytes: bytes, status: status, statusDetails: "why")
    }

    /// Jobs are as old as their ids say.
    private static func job(_ id: String, submission: String = SubmissionBench.id.rawValue) -> Job {
        Job(
            id: JobID(id), createdAt: UnixTime(seconds: id.utf8.reduce(0) { $0 + Int64($1) }), status: .queued,
            model: ModelName("m"), metadata: [MetadataPair(key: "ftd_submission", value: submission)])
    }
}

extension Job {
    /// A job that carries nobody's mark, made of the bench's plan at that second.
    static func unmarked(_ id: String, made: Int64, of file: String = "file-t") -> Job {
        Job(
            id: JobID(id), createdAt: UnixTime(seconds: made), status: .queued, model: ModelName("gpt-base"),
            trainingFile: FileID(file))
    }
}
