import Export
import FineTuning
import HTTPClient
import JSONText
import JobStorage
import OpenAIAPI
import Synchronization
import TestSupport
import Testing
import Text

/// A server that answers by path from memory, and can be told to answer otherwise.
final class PathServer: HTTPTransport {
    private struct State {
        var bodies: [String: [UInt8]] = [:]
        var faults: [String: HTTPResponse] = [:]
        var requests: [String] = []
        var left = Int.max
    }

    private let state = Mutex(State())

    /// Answers a path, without `/v1`, with a body.
    func put(_ path: String, _ body: String) { state.withLock { $0.bodies[path] = Array(body.utf8) } }

    /// Answers a path otherwise from now on; nil ends that.
    func fail(_ path: String, _ response: HTTPResponse?) { state.withLock { $0.faults[path] = response } }

    /// From that many more requests on nobody answers.
    func vanish(after count: Int) { state.withLock { $0.left = count } }

    /// The paths that were asked for since the last call.
    func takeRequests() -> [String] {
        state.withLock { state in
            defer { state.requests = [] }
            return state.requests
        }
    }

    func send(_ request: HTTPRequest) throws(HTTPTransportError) -> HTTPResponse {
        let url = request.url.replacing("https://api.test/v1", with: "")
        let path = String(url.prefix { $0 != "?" })
        let answer = state.withLock { state -> HTTPResponse? in
            guard state.left > 0 else { return nil }
            state.left -= 1
            state.requests.append(path)
            if let fault = state.faults[path] { return fault }
            // A cursor leads to the page behind: every list here is one page.
            let type = path.hasSuffix("/content") ? "application/octet-stream" : "application/json"
            if let body = state.bodies[path] {
                return HTTPResponse(status: 200, headers: [HTTPHeader("Content-Type", type)], body: body)
            }
            return Self.absent
        }
        guard let answer else { throw HTTPTransportError(.couldNotConnect, requestMayHaveArrived: false) }
        return answer
    }

    static let absent = HTTPResponse(
        status: 404, headers: [HTTPHeader("Content-Type", "application/json")],
        body: Array(#"{"error":{"message":"No such thing","type":"invalid_request_error","code":null}}"#.utf8))

    static let page = HTTPResponse(
        status: 502, headers: [HTTPHeader("Content-Type", "text/html")], body: Array("<html>Bad Gateway</html>".utf8))

    var provider: any Provider {
        OpenAIClient(
            endpoint: APIEndpoint(baseURL: "https://api.test/v1", key: EndpointKey("sk-canary-1")), transport: self)
    }
}

/// An account with two jobs at a server, and a folder to take it all along to.
struct ExportScene {
    let directory: TemporaryDirectory
    let server = PathServer()
    /// 2026-11-22 12:00:00 UTC.
    static let now = UnixTime(seconds: 1_795_348_800)

    var folder: String { directory.path("keep") }

    static let done =
        #"{ "object":"fine_tuning.job", "id":"ftjob-1","created_at": 1795340000,"status":"succeeded","#
        + #""model":"gpt-4o-mini-2024-07-18","fine_tuned_model":"ft:gpt-4o-mini-2024-07-18:o::A","finished_at":1795341000,"#
        + #""training_file":"file-t","validation_file":null,"result_files":["file-r"],"trained_tokens":42,"n":1.50 }"#
    static let open =
        #"{"object":"fine_tuning.job","id":"ftjob-2","created_at":1795345000,"status":"running","#
        + #""model":"gpt-4o-mini-2024-07-18","training_file":"file-t"}"#
    static let event =
        #"{"object":"fine_tuning.job.event", "id":"ftevent-1","created_at":1795340500,"level":"info","#
        + #""message":"Step 1/2: training loss=1.50","type":"metrics","data":{"step":1,"train_loss":1.5}}"#
    static let checkpoint =
        #"{"object":"fine_tuning.job.checkpoint","id":"ftckpt_1","created_at":1795340600,"#
        + #""fine_tuned_model_checkpoint":"ft:m:ckpt","step_number":1,"metrics":{"step":1},"fine_tuning_job_id":"ftjob-1"}"#
    static let results = "step,train_loss,valid_loss\n1,1.5,\n2,1.25,1.75\n"

    static func list(_ items: String...) -> String {
        #"{"object":"list","data":[\#(items.joined(separator: ",\n  "))],"has_more":false}"#
    }

    static func file(_ id: String, _ bytes: Int, _ purpose: String) -> String {
        #"{"object":"file","id":"\#(id)","bytes":\#(bytes),"created_at":1795330000,"filename":"../../x","purpose":"\#(purpose)"}"#
    }

    init() throws {
        directory = try TemporaryDirectory()
        server.put("/fine_tuning/jobs", Self.list(Self.open, Self.done))
        server.put(
            "/files", Self.list(Self.file("file-t", 9, "fine-tune"), Self.file("file-r", 47, "fine-tune-results")))
        server.put(
            "/models", Self.list(#"{"object":"model","id":"gpt-4o-mini-2024-07-18","created":5,"owned_by":"o"}"#))
        for job in ["ftjob-1", "ftjob-2"] {
            server.put("/fine_tuning/jobs/\(job)/events", Self.list(Self.event))
            server.put("/fine_tuning/jobs/\(job)/checkpoints", Self.list(Self.checkpoint))
        }
        server.put("/files/file-t/content", "{\"a\":1}\n\n")
        server.put("/files/file-r/content", Self.results)
    }

    /// What was said and announced in a run.
    final class Record: Sendable {
        let said = Mutex<[String]>([])
        let plans = Mutex<[ExportPlan]>([])
        let pauses = Mutex<[Duration]>([])
    }

    let record = Record()

    /// One run; waits are noted and not waited.
    @discardableResult
    func run(
        store: JobStoreReader? = nil, at now: UnixTime = now, offline: Bool = false,
        _ change: (inout ExportRequest) -> Void = { _ in }
    ) throws -> ExportResult {
        var request = ExportRequest(accounts: [
            ExportAccount(
                name: .default, address: "https://api.test/v1",
                server: offline ? .none(reason: "--offline") : .reached(server.provider))
        ])
        change(&request)
        let record = record
        let effects = ExportEffects(
            now: { now }, uptime: { .seconds(1) }, pause: { wait in record.pauses.withLock { $0.append(wait) } },
            check: {}, say: { text in record.said.withLock { $0.append(text) } },
            announce: { plan in record.plans.withLock { $0.append(plan) } }, progress: { _ in })
        return try Export(request, store: store, time: LocalTime(zone: .utc), effects: effects).run(into: folder)
    }

    func text(_ path: String) -> String? { contents(of: "\(folder)/\(path)") }

    /// The index as JSON.
    func index() throws -> JSONValue { try JSONValue.parse(Array(try #require(text("index.json")).utf8)) }

    /// The paths that the index names.
    func paths() throws -> [String] { try index()["files"]?.array?.compactMap { $0["path"]?.string } ?? [] }
}
