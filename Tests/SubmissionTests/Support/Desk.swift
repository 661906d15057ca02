import FineTuning
import Glibc
import HTTPClient
import OpenAIAPI
import Spool
import Synchronization
import TestSupport
import Testing

@testable import Submission

/// A spool with one submission, a data file, a clock that moves only when somebody waits, and a scripted API.
final class Desk {
    let directory: TemporaryDirectory
    let spool: Spool
    let seen = Seen()
    /// What had been uploaded before, and which files jobs use.
    var earlierUploads: [FileID] = []
    var usedFiles: Set<String> = []
    /// Whether waiting is allowed: a person waits, the daemon does not.
    var waits = true

    static let id = SubmissionID("0b7ab3c2-1111-4222-8333-444455556666")
    static let pair = "metadata%5Bftd_submission%5D=\(id.rawValue)"
    static let listing = "GET /v1/fine_tuning/jobs?limit=100"
    static let search = "GET /v1/fine_tuning/jobs?limit=100&\(pair)"
    static let create = "POST /v1/fine_tuning/jobs"
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

    func submitter(_ transport: any HTTPTransport) -> Submitter {
        let waits = waits
        let earlier = earlierUploads
        let used = usedFiles
        let seen = seen
        return Submitter(
            provider: OpenAIClient(
                endpoint: APIEndpoint(baseURL: "https://api.example/v1", key: EndpointKey("sk-test")),
                transport: transport),
            spool: spool,
            surroundings: Submitter.Surroundings(
                now: { seen.clock.withLock { $0 } },
                pause: { duration in
                    seen.clock.withLock { $0 = $0 + duration }
                    return waits
                },
                uploads: { _, _ in earlier }, isUsed: { _, file in used.contains(file.rawValue) },
                report: { progress in seen.told.withLock { $0.append(Self.word(progress)) } }))
    }

    /// Goes on with the submission as it lies in the spool, over that script.
    @discardableResult
    func advance(_ steps: [ScriptedTransport.Step], patience: Duration = Reconciliation.patience) throws
        -> SubmissionResult
    {
        let transport = ScriptedTransport(steps)
        var record = try #require(try spool.record(Self.id))
        let result = try submitter(transport).advance(&record, patience: patience)
        transport.finish()
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
        case .looking(let kind): "looking \(kind.word)"
        case .deleted(let file): "deleted \(file)"
        case .orphaned(let file, _): "orphaned \(file)"
        }
    }
}

/// What a submitter sees and says.
final class Seen: Sendable {
    let clock = Mutex(UnixTime(seconds: 1_000_000))
    let told = Mutex<[String]>([])
}

extension ScriptedTransport.Step {
    /// An answer about a file.
    static func file(_ id: String, _ status: String = "processed", bytes: Int = 5) -> Self {
        .expect("GET /v1/files/\(id)", json: fileText(id, status, bytes: bytes))
    }

    /// An upload that becomes this file.
    static func upload(_ id: String) -> Self { .expect("POST /v1/files", json: fileText(id, "uploaded")) }

    /// A deletion that works.
    static func delete(_ id: String) -> Self {
        .expect("DELETE /v1/files/\(id)", json: "{\"id\":\"\(id)\",\"object\":\"file\",\"deleted\":true}")
    }

    /// A create call that makes this job.
    static func create(_ id: String) -> Self { .expect(Desk.create, json: jobText(id)) }

    /// A refusal in the API's words.
    static func refuse(_ line: String, _ status: Int, code: String = "", headers: [HTTPHeader] = []) -> Self {
        .expect(
            line, status: status, headers: headers,
            json: "{\"error\":{\"message\":\"no\",\"type\":\"some_error\",\"code\":\"\(code)\"}}")
    }

    /// One look for the submission's jobs: both ways of asking.
    static func look(_ jobs: [String] = [], filtered: [String]? = nil) -> [Self] {
        [
            .expect(Desk.listing, json: listText(jobs.map { jobText($0) } + [jobText("other", submission: "x")])),
            .expect(Desk.search, json: listText((filtered ?? jobs).map { jobText($0) })),
        ]
    }

    private static func listText(_ items: [String]) -> String {
        "{\"object\":\"list\",\"data\":[\(items.joined(separator: ","))],\"has_more\":false}"
    }

    private static func fileText(_ id: String, _ status: String, bytes: Int = 5) -> String {
        "{\"object\":\"file\",\"id\":\"\(id)\",\"bytes\":\(bytes),\"status\":\"\(status)\",\"status_details\":\"why\"}"
    }

    /// Jobs are as old as their ids say.
    private static func jobText(_ id: String, submission: String = Desk.id.rawValue) -> String {
        """
        {"object":"fine_tuning.job","id":"\(id)","created_at":\(id.utf8.reduce(0) { $0 + Int($1) }),\
        "status":"queued","model":"m","metadata":{"ftd_submission":"\(submission)"}}
        """
    }
}
