import FineTuning
import HTTPClient
import JSONText
import Synchronization
import Testing

/// The few paths of the API that the daemon asks for, over jobs that a test puts there: paging included, no clock, no
/// socket.
///
/// A path may be given answers of its own, which come first, one a request.
final class FakeAPI: HTTPTransport {
    /// What comes of a request instead of the usual answer.
    enum Fault {
        case status(Int, headers: [HTTPHeader] = [], body: String = "")
        case failure(HTTPTransportError)
    }

    private struct State {
        var jobs: [FakeJob] = []
        var events: [String: [String]] = [:]
        var checkpoints: [String: [String]] = [:]
        var files: [String: String] = [:]
        var fileStatuses: [String: String] = [:]
        var faults: [String: [Fault]] = [:]
        var standing: [String: Fault] = [:]
        var lines: [String] = []
        var extraItem: String?
    }

    private let state = Mutex(State())
    /// Called before a request is answered.
    let onRequest = Mutex<(@Sendable (String) -> Void)?>(nil)

    /// Newest first, as the API lists them.
    var jobs: [FakeJob] {
        get { state.withLock { $0.jobs } }
        set { state.withLock { $0.jobs = newValue } }
    }

    /// The request lines so far: method, path and query without host and version.
    var lines: [String] { state.withLock { $0.lines } }

    /// The request lines since the last call of this.
    func takeLines() -> [String] {
        state.withLock { state in
            defer { state.lines = [] }
            return state.lines
        }
    }

    /// Changes one job.
    func change(_ id: String, _ body: (inout FakeJob) -> Void) {
        state.withLock { state in
            guard let index = state.jobs.firstIndex(where: { $0.id == id }) else { return }
            body(&state.jobs[index])
        }
    }

    /// Adds an event, the newest now.
    func addEvent(_ id: String, of job: String, data: String = "null") {
        let text = """
            {"object":"fine_tuning.job.event","id":"\(id)","created_at":1000,"level":"info","message":"m \(id)",\
            "type":"message","data":\(data)}
            """
        state.withLock { $0.events[job, default: []].insert(text, at: 0) }
    }

    /// Adds a checkpoint.
    func addCheckpoint(_ id: String, of job: String, step: Int) {
        let text = """
            {"object":"fine_tuning.job.checkpoint","id":"\(id)","created_at":1000,"fine_tuning_job_id":"\(job)",\
            "fine_tuned_model_checkpoint":"ft:m:\(id)","step_number":\(step),"metrics":{"step":\(step)}}
            """
        state.withLock { $0.checkpoints[job, default: []].insert(text, at: 0) }
    }

    /// Sets a file's content.
    func setFile(_ id: String, _ content: String) { state.withLock { $0.files[id] = content } }

    /// Sets what `GET /files/ID` says of a file; nil takes the file away.
    func setFileStatus(_ id: String, _ status: String?) { state.withLock { $0.fileStatuses[id] = status } }

    /// Answers the next request of a line with this.
    func next(_ line: String, _ fault: Fault) { state.withLock { $0.faults[line, default: []].append(fault) } }

    /// Answers every request of a line with this; nil ends it.
    func always(_ line: String, _ fault: Fault?) { state.withLock { $0.standing[line] = fault } }

    /// An item that stands first in every first page of the listing.
    func setExtraItem(_ text: String?) { state.withLock { $0.extraItem = text } }

    func send(_ request: HTTPRequest) throws(HTTPTransportError) -> HTTPResponse {
        let rest = request.url.split(separator: "/", maxSplits: 3).last.map(String.init) ?? ""
        let line = "\(request.method.rawValue) /\(rest.hasPrefix("v1/") ? String(rest.dropFirst(3)) : rest)"
        onRequest.withLock { $0 }?(line)
        let fault = state.withLock { state -> Fault? in
            state.lines.append(line)
            if var faults = state.faults[line], !faults.isEmpty {
                let first = faults.removeFirst()
                state.faults[line] = faults
                return first
            }
            return state.standing[line]
        }
        switch fault {
        case .failure(let error): throw error
        case .status(let status, let headers, let body):
            return HTTPResponse(
                status: status, headers: [HTTPHeader("Content-Type", "application/json")] + headers,
                body: Array(body.utf8))
        case nil: return request.method == .get ? answer(line) : change(line, request)
        }
    }

    private func change(_ line: String, _ request: HTTPRequest) -> HTTPResponse {
        let parts = line.split(separator: " ")[1].split(separator: "/").map(String.init)
        if request.method == .delete, parts.count == 2, parts[0] == "files" {
            let known = state.withLock { $0.fileStatuses.removeValue(forKey: parts[1]) }
            guard known != nil else { return Self.notFound }
            return Self.json("{\"id\":\"\(parts[1])\",\"object\":\"file\",\"deleted\":true}")
        }
        guard line == "POST /fine_tuning/jobs", case .bytes(let bytes) = request.body,
            let body = try? JSONValue.parse(bytes)
        else {
            Issue.record("the fake API has no \(line)")
            return Self.notFound
        }
        var pairs: [String: String] = [:]
        for member in body["metadata"]?.object?.members ?? [] { pairs[member.key] = member.value.string }
        let metadata = pairs
        return state.withLock { state in
            let job = FakeJob(
                id: "made-\(state.jobs.count + 1)", status: "validating_files", createdAt: 5000, metadata: metadata)
            state.jobs.insert(job, at: 0)
            return Self.json(job.json)
        }
    }

    private func answer(_ line: String) -> HTTPResponse {
        let parts = line.split(separator: "?", maxSplits: 1)
        let path = parts[0].split(separator: "/").dropFirst().map(String.init)
        var query: [String: String] = [:]
        for pair in parts.count > 1 ? parts[1].split(separator: "&") : [] {
            let sides = pair.split(separator: "=", maxSplits: 1).map(String.init)
            query[sides[0]] = sides.count > 1 ? sides[1] : ""
        }
        return state.withLock { state in
            switch path {
            case ["fine_tuning", "jobs"]:
                let texts = state.jobs.map { (id: $0.id, text: $0.json) }
                return Self.page(texts, query, extra: query["after"] == nil ? state.extraItem : nil)
            case _ where path.count == 3 && path.starts(with: ["fine_tuning", "jobs"]):
                guard let job = state.jobs.first(where: { $0.id == path[2] }) else { return Self.notFound }
                return Self.json(job.json)
            case _ where path.count == 4 && path[3] == "events":
                return Self.page((state.events[path[2]] ?? []).map { (id: Self.id(of: $0), text: $0) }, query)
            case _ where path.count == 4 && path[3] == "checkpoints":
                return Self.page((state.checkpoints[path[2]] ?? []).map { (id: Self.id(of: $0), text: $0) }, query)
            case _ where path.count == 2 && path[0] == "files":
                guard let status = state.fileStatuses[path[1]] else { return Self.notFound }
                return Self.json(
                    "{\"id\":\"\(path[1])\",\"object\":\"file\",\"bytes\":5,\"status\":\"\(status)\"}")
            case _ where path.count == 3 && path[0] == "files":
                guard let content = state.files[path[1]] else { return Self.notFound }
                return HTTPResponse(status: 200, headers: [], body: Array(content.utf8))
            case _:
                Issue.record("the fake API has no \(line)")
                return Self.notFound
            }
        }
    }

    private static func id(of text: String) -> String {
        (try? JSONValue.parse(text))?["id"]?.string ?? ""
    }

    private static func page(
        _ all: [(id: String, text: String)], _ query: [String: String], extra: String? = nil
    ) -> HTTPResponse {
        var rest = all[...]
        if let after = query["after"] {
            guard let index = all.firstIndex(where: { $0.id == after }) else { return notFound }
            rest = all[(index + 1)...]
        }
        let limit = query["limit"].flatMap { Int($0) } ?? 20
        let page = rest.prefix(limit)
        let items = ([extra].compactMap(\.self) + page.map(\.text)).joined(separator: ",")
        return json("{\"object\":\"list\",\"data\":[\(items)],\"has_more\":\(rest.count > page.count)}")
    }

    private static func json(_ text: String) -> HTTPResponse {
        HTTPResponse(
            status: 200, headers: [HTTPHeader("Content-Type", "application/json")], body: Array(text.utf8))
    }

    private static var notFound: HTTPResponse {
        HTTPResponse(
            status: 404, headers: [HTTPHeader("Content-Type", "application/json")],
            body: Array("{\"error\":{\"message\":\"no such thing\",\"type\":\"invalid_request_error\"}}".utf8))
    }
}

/// A job at the fake API.
struct FakeJob: Sendable {
    var id: String
    var status: String
    var createdAt: Int64 = 1000
    var finishedAt: Int64?
    var resultFile: String?
    var metadata: [String: String] = [:]

    /// The wire's words.
    var json: String {
        let finished = finishedAt.map { "\($0)" } ?? "null"
        let files = resultFile.map { "[\"\($0)\"]" } ?? "[]"
        let pairs = metadata.map { "\"\($0.key)\":\"\($0.value)\"" }.joined(separator: ",")
        return """
            {"object":"fine_tuning.job","id":"\(id)","created_at":\(createdAt),"status":"\(status)",\
            "model":"gpt-4o-mini-2024-07-18","training_file":"file-1","finished_at":\(finished),\
            "result_files":\(files),"metadata":{\(pairs)}}
            """
    }
}
