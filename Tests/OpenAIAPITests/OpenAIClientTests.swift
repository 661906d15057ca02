import FineTuning
import HTTPClient
import JSONText
import OpenAIAPI
import TestSupport
import Testing

@Suite struct OpenAIClientTests {
    static let job = #"{"object":"fine_tuning.job","id":"ftjob-1","created_at":5,"status":"cancelled","model":"m"}"#
    static let file =
        #"{"object":"file","id":"file-1","bytes":3,"created_at":5,"filename":"t.jsonl","purpose":"fine-tune"}"#
    static let list = #"{"object":"list","data":[],"has_more":false}"#

    @Test func everyOperationHasItsPlace() throws {
        let transport = ScriptedTransport([
            .expect(
                "GET /v1/fine_tuning/jobs?after=ftjob-0&limit=2&metadata%5Bftd_submission%5D=a%26b", json: Self.list),
            .expect("GET /v1/fine_tuning/jobs/ftjob-1", json: Self.job),
            .expect("POST /v1/fine_tuning/jobs/ftjob-1/cancel", json: Self.job),
            .expect("POST /v1/fine_tuning/jobs/ftjob-1/pause", json: Self.job),
            .expect("POST /v1/fine_tuning/jobs/ftjob-1/resume", json: Self.job),
            .expect("GET /v1/fine_tuning/jobs/ftjob-1/events?after=ftevent-1&limit=100", json: Self.list),
            .expect("GET /v1/fine_tuning/jobs/ftjob-1/checkpoints?limit=100", json: Self.list),
            .expect("GET /v1/files/file-1", json: Self.file),
            .expect("GET /v1/files?limit=1000&purpose=fine-tune", json: Self.list),
            .expect("DELETE /v1/files/file-1", json: #"{"id":"file-1","object":"file","deleted":true}"#),
            .expect("GET /v1/models", json: #"{"object":"list","data":[{"id":"m","object":"model","created":5}]}"#),
            .expect(
                "GET /v1/models/m",
                json: #"{"id":"m","object":"model","created":5,"owned_by":"o","shutdown_date":"2027-01-14"}"#),
        ])
        let client = OpenAIClient.test(transport)
        let id = JobID("ftjob-1")
        let pair = MetadataPair(key: "ftd_submission", value: "a&b")
        #expect(try client.listJobs(after: JobID("ftjob-0"), limit: 2, metadata: [pair]).items == [])
        #expect(try client.job(id).status == .cancelled)
        #expect(try client.cancelJob(id).id == id)
        #expect(try client.pauseJob(id).id == id)
        #expect(try client.resumeJob(id).id == id)
        #expect(try client.events(of: id, after: JobEventID("ftevent-1")).items == [])
        #expect(try client.checkpoints(of: id).items == [])
        #expect(try client.file(FileID("file-1")).filename == "t.jsonl")
        #expect(try client.listFiles(purpose: "fine-tune").items == [])
        try client.deleteFile(FileID("file-1"))
        #expect(try client.models().map(\.name.rawValue) == ["m"])
        #expect(try client.model(ModelName("m")).shutdownDate == "2027-01-14")
        transport.finish()
        #expect(transport.requests.allSatisfy { $0.timeout == .seconds(30) && !$0.freshConnection })
    }

    @Test func headersAndQueryFollowTheEndpoint() throws {
        let transport = ScriptedTransport([
            .expect("GET /openai/v1/models?api-version=preview", json: Self.list),
            .expect("GET /v1/models", json: Self.list),
        ])
        _ = try OpenAIClient.test(transport) { endpoint in
            endpoint.baseURL = "https://x.openai.azure.test/openai/v1/"
            endpoint.keyHeader = .apiKey
            endpoint.query = "api-version=preview"
            endpoint.allowHTTP = true
        }.models()
        _ = try OpenAIClient.test(transport) { endpoint in
            endpoint.organization = "org-1"
            endpoint.project = "proj_1"
        }.models()
        #expect(
            transport.requests.map(\.headers) == [
                [HTTPHeader("Accept", "application/json"), HTTPHeader("api-key", "sk-canary-1")],
                [
                    HTTPHeader("Accept", "application/json"), HTTPHeader("Authorization", "Bearer sk-canary-1"),
                    HTTPHeader("OpenAI-Organization", "org-1"), HTTPHeader("OpenAI-Project", "proj_1"),
                ],
            ])
        #expect(transport.requests.map(\.allowPlainHTTP) == [true, false])
        transport.finish()
    }

    @Test func aJobIsCreatedOnAFreshConnectionWithoutNulls() throws {
        let transport = ScriptedTransport([
            .expect("POST /v1/fine_tuning/jobs", json: Self.job), .expect("POST /v1/fine_tuning/jobs", json: Self.job),
        ])
        let client = OpenAIClient.test(transport)
        let withExtra = OpenAIClient.test(transport) { $0.createExtra = ["trainingType": .integer(1)] }
        _ = try client.createJob(JobRequest(model: ModelName("m"), trainingFile: FileID("file-1")))
        _ = try withExtra.createJob(
            JobRequest(
                model: ModelName("m"), trainingFile: FileID("file-1"), validationFile: FileID("file-2"), suffix: "s",
                seed: 7, method: "dpo",
                hyperparameters: Hyperparameters(
                    epochs: .auto, learningRateMultiplier: .value("0.10"), beta: .value("0.1")),
                metadata: [MetadataPair(key: "ftd_submission", value: "u")]))
        #expect(transport.requests.map(\.freshConnection) == [true, true])
        #expect(
            transport.requests.map { $0.body.text } == [
                #"{"model":"m","training_file":"file-1"}"#,
                #"{"model":"m","training_file":"file-1","validation_file":"file-2","suffix":"s","seed":7,"#
                    + #""method":{"type":"dpo","dpo":{"hyperparameters":{"n_epochs":"auto","#
                    + #""learning_rate_multiplier":0.10,"beta":0.1}}},"metadata":{"ftd_submission":"u"},"trainingType":1}"#,
            ])
        #expect(transport.requests[0].headers.contains(HTTPHeader("Content-Type", "application/json")))
        transport.finish()
    }

    /// A `method` of the account's own replaced the hyperparameters, and a null was sent as one.
    @Test func whatAnAccountAddsJoinsMemberByMember() throws {
        let transport = ScriptedTransport([.expect("POST /v1/fine_tuning/jobs", json: Self.job)])
        let client = OpenAIClient.test(transport) {
            $0.createExtra = [
                "method": .object(["supervised": .object(["hyperparameters": .object(["lora": .bool(true)])])]),
                "metadata": .null,
            ]
        }
        _ = try client.createJob(
            JobRequest(
                model: ModelName("m"), trainingFile: FileID("file-1"),
                hyperparameters: Hyperparameters(epochs: .value("3")),
                metadata: [MetadataPair(key: "ftd_submission", value: "u")]))
        #expect(
            transport.requests.map { $0.body.text } == [
                #"{"model":"m","training_file":"file-1","method":{"type":"supervised","supervised":"#
                    + #"{"hyperparameters":{"n_epochs":3,"lora":true}}}}"#
            ])
    }

    @Test(arguments: [
        (
            HyperparameterPlace.method,
            #""method":{"type":"supervised","supervised":{"hyperparameters":{"n_epochs":3,"learning_rate":0.0001}}}"#
        ), (.top, #""hyperparameters":{"n_epochs":3,"learning_rate":0.0001}"#),
        (
            .both,
            #""method":{"type":"supervised","supervised":{"hyperparameters":{"n_epochs":3,"learning_rate":0.0001}}},"#
                + #""hyperparameters":{"n_epochs":3,"learning_rate":0.0001}"#
        ),
    ])
    func hyperparametersGoWhereTheServerWantsThem(_ place: HyperparameterPlace, _ text: String) throws {
        let transport = ScriptedTransport([.expect("POST /v1/fine_tuning/jobs", json: Self.job)])
        _ = try OpenAIClient.test(transport) { $0.hyperparameters = place }.createJob(
            JobRequest(
                model: ModelName("m"), trainingFile: FileID("file-1"),
                hyperparameters: Hyperparameters(epochs: .value("3")), learningRate: "0.0001"))
        #expect(
            transport.requests.map { $0.body.text } == [#"{"model":"m","training_file":"file-1",\#(text)}"#])
    }

    @Test func uploadsAreFormsOnAFreshConnection() throws {
        let transport = ScriptedTransport([.expect("POST /v1/files", json: Self.file)])
        let file = try OpenAIClient.test(transport).uploadFile(path: "/x", size: 512 << 20, filename: "t.jsonl")
        #expect(file.id == FileID("file-1"))
        let request = try #require(transport.requests.first)
        #expect(request.freshConnection)
        #expect(request.timeout == .seconds(900 + 16_384))
        #expect(request.idleTimeout == .seconds(120))
        #expect(request.body.text == "purpose=fine-tune;file=/x as t.jsonl, application/octet-stream")
    }

    @Test(arguments: [
        #"{"object":"fine_tuning.job","id":"ftjob-2","created_at":5,"status":"cancelled","model":"m"}"#, "{}", "[]",
        #"{"object":"list","data":[]}"#, #"{"object":"fine_tuning.job","id":"ftjob-1","created_at":5}"#, "null",
    ])
    func anotherObjectIsNotTheJob(_ json: String) {
        let transport = ScriptedTransport([.expect("GET /v1/fine_tuning/jobs/ftjob-1", json: json)])
        let error = #expect(throws: ProviderError.self) { try OpenAIClient.test(transport).job(JobID("ftjob-1")) }
        #expect(error?.kind == .badReply)
        #expect(error?.description == "could not get job ftjob-1: 200: the answer is not that job")
    }

    @Test(arguments: [
        (
            "text/html; charset=utf-8", "<html>Sign in</html>", FailureKind.notTheAPI,
            "the answer is not JSON: a proxy or gateway seems to have answered (text/html)"
        ),
        (
            "text/plain", job, .notTheAPI,
            "the answer is not JSON: a proxy or gateway seems to have answered (text/plain)"
        ),
        (
            "application/json", #"{"object":"fine_tuning.jo"#, .badReply,
            "the answer is not JSON at byte 26: expected a closing double quote"
        ), ("application/json", "", .badReply, "the answer is not JSON at byte 1: expected a value"),
    ])
    func aPageOfSomethingElseChangesNothing(_ type: String, _ body: String, _ kind: FailureKind, _ message: String) {
        let answer = HTTPResponse(status: 200, headers: [HTTPHeader("Content-Type", type)], body: Array(body.utf8))
        let transport = ScriptedTransport([.expect("GET /v1/fine_tuning/jobs/ftjob-1", answer: answer)])
        let error = #expect(throws: ProviderError.self) { try OpenAIClient.test(transport).job(JobID("ftjob-1")) }
        #expect(error?.kind == kind)
        #expect(error?.message == message)
        #expect(error?.mayHaveHappened == true)
    }

    @Test func idsCannotLeaveTheirSegment() throws {
        let transport = ScriptedTransport([
            .expect("GET /v1/fine_tuning/jobs/..%2F..%2Ffiles%3Fx%23", status: 404, json: #"{"error":{}}"#)
        ])
        let error = #expect(throws: ProviderError.self) {
            try OpenAIClient.test(transport).job(JobID("../../files?x#"))
        }
        #expect(error?.kind == .notFound)
        transport.finish()
    }

    @Test func contentComesAsNumbersOrPieces() throws {
        let answer = HTTPResponse(
            status: 200, headers: [HTTPHeader("Content-Type", "application/octet-stream")], body: Array("step\n1".utf8))
        let page = HTTPResponse(status: 200, headers: [HTTPHeader("Content-Type", "text/html")], body: [1])
        let line = "GET /v1/files/file-1/content"
        let transport = ScriptedTransport([
            .expect(line, answer: answer), .expect(line, answer: answer), .expect(line, answer: page),
            .expect(line, json: "{}"),
        ])
        let client = OpenAIClient.test(transport)
        let results = { (file: String) throws(ProviderError) in
            try client.results(FileID(file), largest: 1000, timeout: .seconds(120))
        }
        #expect(try results("file-1") == [MetricPoint(step: 1)])
        var pieces: [UInt8] = []
        try client.downloadFile(FileID("file-1"), largest: 1000) { bytes in
            pieces.append(contentsOf: bytes)
            return true
        }
        #expect(pieces == Array("step\n1".utf8))
        let error = #expect(throws: ProviderError.self) { try results("file-1") }
        #expect(error?.kind == .notTheAPI)
        #expect(try results("file-1") == nil)
        #expect(transport.requests.map(\.largestBody) == [1000, 1000, 1000, 1000])
        #expect(transport.requests.map(\.timeout).prefix(2) == [.seconds(120), .seconds(900)])
        #expect(transport.requests[0].headers[0] == HTTPHeader("Accept", "application/binary"))
        transport.finish()
    }

    @Test func aDeleteMustSaySo() {
        let transport = ScriptedTransport([
            .expect("DELETE /v1/files/file-1", json: #"{"id":"file-1","deleted":false}"#)
        ])
        let error = #expect(throws: ProviderError.self) {
            try OpenAIClient.test(transport).deleteFile(FileID("file-1"))
        }
        #expect(error?.kind == .badReply)
    }
}

extension HTTPBody {
    /// The body as a test compares it.
    var text: String {
        switch self {
        case .none: ""
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        case .multipart(let parts):
            parts.map { part in
                switch part {
                case .field(let name, let value): "\(name)=\(value)"
                case .file(let name, let path, let filename, let type): "\(name)=\(path) as \(filename), \(type)"
                }
            }.joined(separator: ";")
        }
    }
}
