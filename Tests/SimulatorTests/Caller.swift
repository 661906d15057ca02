import FineTuning
import HTTPServer
import JSONText

@testable import Simulator

/// Calls a simulated API without a socket, at times that the test chooses.
struct Caller {
    var api: SimulatedAPI
    var now = UnixTime(seconds: 1_800_000_000)
    var key = "sk-test"

    init(_ settings: SimulatedAPI.Parameters = SimulatedAPI.Parameters()) { api = SimulatedAPI(settings: settings) }

    /// Calls one that is like a server.
    init(like likeness: ServerLikeness) {
        var settings = SimulatedAPI.Parameters()
        settings.likeness = likeness
        self.init(settings)
    }

    /// One request; `path` lacks the `/v1` unless it is one of the simulator's own.
    mutating func call(_ method: String, _ path: String, _ body: JSONValue? = nil) -> Answer {
        answer(
            ServerRequest(
                method: method, target: path.hasPrefix("/_ftsim") ? path : basePath + path,
                headers: ["Host": "x", "Authorization": "Bearer \(key)"],
                body: ServerBody(body.map { JSONWriter.bytes($0) } ?? [])))
    }

    private var basePath: String { api.settings.likeness.basePath }

    /// The same with the body's text.
    mutating func post(_ path: String, _ text: String) throws -> Answer {
        call("POST", path, try JSONValue.parse(text))
    }

    mutating func answer(_ request: ServerRequest) -> Answer { Answer(api.answer(request, at: now)) }

    /// Uploads a file as a form.
    mutating func upload(
        _ content: String, name: String = "train.jsonl", purpose: String? = "fine-tune", more: [(String, String)] = []
    ) -> Answer {
        var form = ""
        for (field, value) in purpose.map({ [("purpose", $0)] + more }) ?? more {
            form += "--b\r\nContent-Disposition: form-data; name=\"\(field)\"\r\n\r\n\(value)\r\n"
        }
        form +=
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n\r\n\(content)\r\n--b--\r\n"
        return answer(
            ServerRequest(
                method: "POST", target: "\(basePath)/files",
                headers: ["Authorization": "Bearer \(key)", "Content-Type": "multipart/form-data; boundary=b"],
                body: ServerBody(Array(form.utf8))))
    }

    /// Uploads and creates; the job's id.
    mutating func create(_ content: String, _ members: JSONObject = [:]) -> String {
        let file = upload(content)["id"]
        var body: JSONObject = ["model": .string(api.models[0].id), "training_file": file ?? .null]
        for member in members.members { body[member.key] = member.value }
        return call("POST", "/fine_tuning/jobs", .object(body))["id"]?.string ?? "not created"
    }

    mutating func job(_ id: String) -> Answer { call("GET", "/fine_tuning/jobs/\(id)") }

    mutating func status(_ id: String) -> String? { job(id)["status"]?.string }

    /// All messages of a job, oldest first.
    mutating func messages(_ id: String) -> [String] {
        let events = call("GET", "/fine_tuning/jobs/\(id)/events?limit=10000")["data"]?.array ?? []
        return events.reversed().compactMap { $0["message"]?.string }
    }

    mutating func wait(_ seconds: Double) { now = now + .seconds(seconds) }
}

/// What came back.
struct Answer {
    let response: ServerResponse
    let json: JSONValue

    init(_ response: ServerResponse) {
        self.response = response
        json = (try? JSONValue.parse(bytes(of: response))) ?? .null
    }

    var status: Int { response.status }
    var message: String? { json["error"]?["message"]?.string }
    subscript(key: String) -> JSONValue? { json[key] }
    var ids: [String] { (json["data"]?.array ?? []).compactMap { $0["id"]?.string } }
}

/// A response's body, whatever it is made of.
func bytes(of response: ServerResponse) -> [UInt8] {
    switch response.body {
    case .bytes(let bytes): bytes
    case .stored(let body): body.bytes
    case .pieces(let pieces, _): Array(pieces.joined())
    }
}

/// Training rows of our own.
enum Rows {
    static func row(_ number: Int) -> String {
        #"{"messages": [{"role": "system", "content": "Answer."}, "#
            + #"{"role": "user", "content": "What is the square of \#(number)?"}, "#
            + #"{"role": "assistant", "content": "It is \#(number * number)."}]}"# + "\n"
    }

    static func many(_ count: Int) -> String { (1...count).map(row).joined() }

    static func preference(_ count: Int) -> String {
        (1...count).map { number in
            #"{"input": {"messages": [{"role": "user", "content": "Number \#(number)?"}]}, "#
                + #""preferred_output": [{"role": "assistant", "content": "Yes, \#(number)."}], "#
                + #""non_preferred_output": [{"role": "assistant", "content": "No."}]}"# + "\n"
        }.joined()
    }
}
