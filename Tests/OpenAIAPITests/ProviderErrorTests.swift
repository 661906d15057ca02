import FineTuning
import HTTPClient
import JSONText
import OpenAIAPI
import TestSupport
import Testing

@Suite struct ProviderErrorTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var status: Int
        var code: String?
        var type: String?
        var message: String?
        var isOwnWords = true
        var kind: FailureKind

        var testDescription: String { "\(status) \(code ?? "-") \(type ?? "-")" }
    }

    static let rows = [
        Row(status: 400, kind: .invalidRequest), Row(status: 401, code: "invalid_api_key", kind: .unauthorized),
        Row(status: 401, isOwnWords: false, kind: .notTheAPI), Row(status: 402, code: "x", kind: .quota(code: "x")),
        Row(status: 403, code: "training_not_available", kind: .forbidden(code: "training_not_available")),
        Row(status: 403, isOwnWords: false, kind: .notTheAPI),
        Row(status: 403, code: "insufficient_quota", kind: .quota(code: "insufficient_quota")),
        Row(status: 404, code: "model_not_found", kind: .notFound),
        Row(status: 404, isOwnWords: false, kind: .notTheAPI),
        Row(status: 405, kind: .invalidRequest), Row(status: 407, isOwnWords: false, kind: .notTheAPI),
        Row(status: 408, kind: .server(retryAfter: .seconds(7))),
        Row(status: 409, kind: .server(retryAfter: .seconds(7))),
        Row(status: 413, isOwnWords: false, kind: .notTheAPI), Row(status: 418, kind: .invalidRequest),
        Row(status: 422, kind: .invalidRequest), Row(status: 429, kind: .rateLimited(retryAfter: .seconds(7))),
        Row(status: 429, code: "slow_down", type: "rate_limit_error", kind: .rateLimited(retryAfter: .seconds(7))),
        Row(status: 429, isOwnWords: false, kind: .rateLimited(retryAfter: .seconds(7))),
        Row(status: 429, code: "insufficient_quota", kind: .quota(code: "insufficient_quota")),
        Row(status: 429, type: "insufficient_quota", kind: .quota(code: nil)),
        Row(
            status: 429, code: "organization_spend_limit_exceeded", type: "insufficient_quota",
            kind: .quota(code: "organization_spend_limit_exceeded")),
        Row(
            status: 429, code: "rate_limit_exceeded", type: "insufficient_quota",
            kind: .rateLimited(retryAfter: .seconds(7))),
        Row(status: 429, code: "daily_rate_limit_exceeded", kind: .limitReached(code: "daily_rate_limit_exceeded")),
        Row(
            status: 429, code: "rate_limit_exceeded",
            message: "You have reached the maximum of 3 active fine-tuning jobs for this model.",
            kind: .limitReached(code: "rate_limit_exceeded")),
        Row(status: 500, isOwnWords: false, kind: .server(retryAfter: .seconds(7))),
        Row(status: 503, code: "server_is_overloaded", kind: .server(retryAfter: .seconds(7))),
        Row(status: 529, kind: .server(retryAfter: .seconds(7))), Row(status: 302, isOwnWords: false, kind: .notTheAPI),
        Row(status: 304, isOwnWords: false, kind: .notTheAPI),
    ]

    @Test(arguments: rows)
    func everyStatusHasItsKind(_ row: Row) {
        let kind = FailureKind(
            status: row.status, code: row.code, type: row.type, message: row.message, isOwnWords: row.isOwnWords,
            retryAfter: .seconds(7))
        #expect(kind == row.kind)
    }

    @Test func errorsAreSentences() {
        let transport = ScriptedTransport([
            .expect(
                "GET /v1/models/ft%3Am%3Ao%3A%3A1", status: 404, headers: [HTTPHeader("X-Request-ID", "req_7")],
                json:
                    #"{"error":{"message":"The model `ft:m:o::1` does not exist\nor so.","type":"invalid_request_error","#
                    + #""param":null,"code":"model_not_found"}}"#)
        ])
        let error = #expect(throws: ProviderError.self) {
            try OpenAIClient.test(transport).model(ModelName("ft:m:o::1"))
        }
        #expect(
            error
                == ProviderError(
                    operation: .getModel, object: "ft:m:o::1", kind: .notFound, voice: .api, status: 404,
                    code: "model_not_found",
                    message: "The model `ft:m:o::1` does not exist or so.", requestID: "req_7", mayHaveHappened: false))
        #expect(
            error?.description == "could not get model ft:m:o::1: 404 model_not_found: "
                + "The model `ft:m:o::1` does not exist or so. (request req_7)")
        #expect(error?.isRetryable == false)
    }

    @Test(arguments: [
        (
            401,
            #"{"error":{"message":"Incorrect API key provided: sk-canary-1. Risk-free: 'sk-proj-ab**yz'.","code":"invalid_api_key"}}"#,
            "could not list the jobs: 401 invalid_api_key: Incorrect API key provided: (key). Risk-free: '(key)'.; "
                + "check the API key of this account"
        ),
        (
            403, #"{"error":{"message":"wound down","code":"training_not_available"}}"#,
            "could not list the jobs: 403 training_not_available: wound down; "
                + "this organization can no longer create fine-tuning jobs here; another server can be configured"
        ),
        (
            429, #"{"error":{"message":"no money","code":null,"type":"insufficient_quota"}}"#,
            "could not list the jobs: 429: no money; check plan and billing; waiting does not help"
        ), (500, #"{"error":"server error"}"#, "could not list the jobs: 500: server error"),
        (500, #"{"message":"bare","code":17}"#, "could not list the jobs: 500 17: bare"),
        (500, "", "could not list the jobs: 500: the answer gives no reason"),
        (500, #"{"error":{"message":"a\u001b[31mb‮c"}}"#, #"could not list the jobs: 500: a\u{1b}[31mb\u{202e}c"#),
        (
            404, "not JSON",
            """
            could not list the jobs: 404: a proxy or gateway seems to have answered (application/json); check base-url, \
            and whether a proxy or a login page is in the way
            """
        ),
        (
            307, "",
            """
            could not list the jobs: 307: the server answered with a redirect, which is not followed; check base-url, and \
            whether a proxy or a login page is in the way
            """
        ),
    ])
    func everyAnswerIsTold(_ status: Int, _ body: String, _ sentence: String) {
        let transport = ScriptedTransport([.expect("GET /v1/fine_tuning/jobs?limit=100", status: status, json: body)])
        let error = #expect(throws: ProviderError.self) { try OpenAIClient.test(transport).listJobs() }
        #expect(error?.description == sentence)
    }

    @Test(
        arguments: [
            (404, #"{"error":{"message":"no"}}"#, .api), (429, #"{"error":{}}"#, .api),
            (200, #"{"object":"fine_tuning.job","id":"ftjob-2","created_at":5,"status":"queued"}"#, .api),
            (404, #"{"detail":"Not Found"}"#, .api), (404, #"{"detail":{}}"#, .other),
            (404, #"{"detail":"no route","title":"Not Found"}"#, .other), (404, #"{"error":"not found"}"#, .other),
            (404, "{}", .other),
            (404, "<html>", .other), (500, "", .other), (200, "{}", .other), (200, "<html>", .other),
            (302, #"{"error":{"message":"moved"}}"#, .other), (407, #"{"error":{"message":"log in"}}"#, .other),
        ] as [(Int, String, ProviderError.Voice)])
    func onlyAnAnswerInTheAPIsShapeIsItsOwnWord(_ status: Int, _ body: String, _ voice: ProviderError.Voice) {
        let transport = ScriptedTransport([
            .expect("GET /v1/fine_tuning/jobs/ftjob-1", status: status, json: body)
        ])
        let error = #expect(throws: ProviderError.self) { try OpenAIClient.test(transport).job(JobID("ftjob-1")) }
        #expect(error?.voice == voice)
        #expect(error?.isOwnWords == (voice == .api))
    }

    @Test func aPageIsNotTheAPIsWordWhateverItHolds() {
        let page = HTTPResponse(
            status: 404, headers: [HTTPHeader("Content-Type", "text/html")], body: Array(#"{"error":{}}"#.utf8))
        let transport = ScriptedTransport([.expect("GET /v1/fine_tuning/jobs/ftjob-1", answer: page)])
        let error = #expect(throws: ProviderError.self) { try OpenAIClient.test(transport).job(JobID("ftjob-1")) }
        #expect(error?.voice == .other)
        #expect(error?.kind == .notTheAPI)
    }

    @Test func longMessagesAreCut() {
        let body = #"{"error":{"message":"\#(String(repeating: "é", count: 100_000))"}}"#
        let transport = ScriptedTransport([.expect("GET /v1/fine_tuning/jobs?limit=100", status: 400, json: body)])
        let error = #expect(throws: ProviderError.self) { try OpenAIClient.test(transport).listJobs() }
        #expect(error?.message == String(repeating: "é", count: 500) + "…")
    }

    @Test(arguments: [
        (HTTPTransportError(.couldNotConnect, origin: "https://api.test"), FailureKind.unreachable, false, true),
        (
            HTTPTransportError(.timedOut, origin: "https://api.test", requestMayHaveArrived: true), .unreachable, true,
            true
        ),
        (HTTPTransportError(.cutShort, requestMayHaveArrived: true), .unreachable, true, true),
        (HTTPTransportError(.tooLarge, requestMayHaveArrived: true), .badReply, true, true),
        (HTTPTransportError(.cancelled, requestMayHaveArrived: true), .cancelled, true, false),
        (HTTPTransportError(.plainHTTPRefused), .invalidRequest, false, false),
        (HTTPTransportError(.badURL), .invalidRequest, false, false),
    ])
    func noAnswerIsAFailureToo(_ cause: HTTPTransportError, _ kind: FailureKind, _ may: Bool, _ retry: Bool) {
        let transport = ScriptedTransport([.expect("POST /v1/fine_tuning/jobs", failure: cause)])
        let error = #expect(throws: ProviderError.self) {
            try OpenAIClient.test(transport).createJob(
                JobRequest(model: ModelName("m"), trainingFile: FileID("file-1")))
        }
        #expect(error?.kind == kind)
        #expect(error?.voice == ProviderError.Voice.none)
        #expect(error?.mayHaveHappened == may)
        #expect(error?.isRetryable == retry)
        #expect(error?.message == cause.description)
    }

    @Test func anUploadThatReachesNobodyNamesItsFile() {
        let transport = ScriptedTransport([
            .expect("POST /v1/files", failure: HTTPTransportError(.couldNotConnect, origin: "https://api.test"))
        ])
        let error = #expect(throws: ProviderError.self) {
            try OpenAIClient.test(transport).uploadFile(path: "/rows/train.jsonl", size: 5, filename: "train.jsonl")
        }
        #expect(error?.object == "train.jsonl")
        #expect(
            error?.description == "could not upload the file train.jsonl: could not connect to https://api.test; "
                + "check base-url and the network")
    }

    @Test(arguments: [
        (400, false), (401, false), (403, false), (404, false), (408, true), (409, true), (422, false), (429, false),
        (500, true), (502, true), (302, true),
    ])
    func aRefusedCreateMadeNothing(_ status: Int, _ may: Bool) {
        let transport = ScriptedTransport([
            .expect("POST /v1/fine_tuning/jobs", status: status, json: #"{"error":{"message":"no"}}"#)
        ])
        let error = #expect(throws: ProviderError.self) {
            try OpenAIClient.test(transport).createJob(
                JobRequest(model: ModelName("m"), trainingFile: FileID("file-1")))
        }
        #expect(error?.mayHaveHappened == may)
    }

    /// A gateway's page at the create call ended the submission, deleted its upload, and blamed the key.
    @Test(arguments: [
        (400, ""), (401, ""), (403, ""), (404, ""), (413, "; the request is larger than it takes"), (451, ""),
    ])
    func aPageAtTheCreateCallProvesNothing(_ status: Int, _ more: String) {
        let page = HTTPResponse(
            status: status, headers: [HTTPHeader("Content-Type", "text/html; charset=utf-8")],
            body: Array("<html>blocked</html>".utf8))
        let transport = ScriptedTransport([.expect("POST /v1/fine_tuning/jobs", answer: page)])
        let error = #expect(throws: ProviderError.self) {
            try OpenAIClient.test(transport).createJob(
                JobRequest(model: ModelName("m"), trainingFile: FileID("file-1")))
        }
        #expect(error?.kind == .notTheAPI)
        #expect(error?.mayHaveHappened == true)
        #expect(
            error?.description == "could not create the job: \(status): a proxy or gateway seems to have answered "
                + "(text/html)\(more); check base-url, and whether a proxy or a login page is in the way")
    }

    @Test func aGatewaysLimitIsNeverUndercutAndProvesNothing() {
        let page = HTTPResponse(
            status: 429, headers: [HTTPHeader("Content-Type", "text/html"), HTTPHeader("Retry-After", "40")], body: [])
        let transport = ScriptedTransport([.expect("POST /v1/fine_tuning/jobs", answer: page)])
        let error = #expect(throws: ProviderError.self) {
            try OpenAIClient.test(transport).createJob(
                JobRequest(model: ModelName("m"), trainingFile: FileID("file-1")))
        }
        #expect(error?.kind == .rateLimited(retryAfter: .seconds(40)))
        #expect(error?.mayHaveHappened == true)
    }

    /// FastAPI's reasons were lost: "the answer gives no reason".
    @Test(arguments: [
        (#"{"detail":"no such job"}"#, "no such job"),
        (
            #"{"detail":[{"loc":["query","limit"],"msg":"too large","type":"x"},{"loc":["body",0],"msg":"bad"}]}"#,
            "query.limit: too large; body.0: bad"
        ),
    ])
    func detailIsTheReason(_ body: String, _ message: String) {
        let transport = ScriptedTransport([.expect("GET /v1/fine_tuning/jobs?limit=100", status: 422, json: body)])
        let error = #expect(throws: ProviderError.self) { try OpenAIClient.test(transport).listJobs() }
        #expect(error?.message == message)
        #expect(error?.isOwnWords == true)
        #expect(error?.kind == .invalidRequest)
    }

    @Test(arguments: ["https://api.test", "https://api.test/openai/"]) func aBaseURLWithoutItsVersionIsNamed(
        _ base: String
    ) {
        let path = base.hasSuffix("/") ? "/openai" : ""
        let transport = ScriptedTransport([
            .expect("GET \(path)/fine_tuning/jobs?limit=100", status: 404, json: #"{"detail":"Not Found"}"#)
        ])
        let client = OpenAIClient.test(transport) { $0.baseURL = base }
        let error = #expect(throws: ProviderError.self) { try client.listJobs() }
        #expect(error?.hint == "base-url has no /v1 at its end: most servers want it")
    }

    /// Each of them was told to check the key.
    @Test(arguments: [
        (401, "mismatched_organization", "no", "the key is not of the organization"),
        (401, "mismatched_project", "no", "the key is not of the project"),
        (401, "x", "You have insufficient permissions. Missing scopes: api.files.write.", "the key lacks a permission"),
        (403, "missing_scope", "no", "the key lacks a permission"),
        (403, "x", "Your organization must be verified to use this.", "the organization has to be verified"),
        (403, "unsupported_country_region_territory", "no", "the API does not serve the country"),
        (401, "invalid_api_key", "no", "check the API key"),
    ])
    func eachRefusalHasItsOwnHint(_ status: Int, _ code: String, _ message: String, _ hint: String) {
        let body = #"{"error":{"message":"\#(message)","code":"\#(code)"}}"#
        let transport = ScriptedTransport([.expect("GET /v1/fine_tuning/jobs?limit=100", status: status, json: body)])
        let error = #expect(throws: ProviderError.self) { try OpenAIClient.test(transport).listJobs() }
        #expect(error?.hint?.hasPrefix(hint) == true, "\(error?.hint ?? "")")
    }

    @Test func keysShowNowhere() throws {
        let endpoint = APIEndpoint(key: EndpointKey("canary"))
        let client = OpenAIClient(key: "canary")
        var dumped = ""
        dump(endpoint, to: &dumped)
        dump(client, to: &dumped)
        let texts = [
            "\(endpoint)", String(reflecting: endpoint), "\(client)", String(reflecting: client), dumped,
            "\(endpoint.key)", String(reflecting: endpoint.key),
        ]
        #expect(texts.allSatisfy { !$0.contains("canary") })
        #expect(endpoint.description == "https://api.openai.com/v1")
    }

    @Test(.enabled(if: SharedData.has("api_examples/errors.json"), "the reference data is not beside this checkout"))
    func collectedErrorsAreJudgedAsTheReferenceJudges() throws {
        let bytes = try #require(SharedData.bytes("api_examples/errors.json"))
        let rows = try #require(try JSONValue.parse(bytes).array)
        var judged = 0
        for row in rows {
            guard let status = row["http_status"]?.number?.integer, let body = row["body"] else { continue }
            let answer = JSONWriter.text(body)
            let transport = ScriptedTransport([
                .expect("GET /v1/fine_tuning/jobs?limit=100", status: Int(status), json: answer)
            ])
            let error = #expect(throws: ProviderError.self) { try OpenAIClient.test(transport).listJobs() }
            #expect(error?.message == body["error"]?["message"]?.string ?? body["error"]?.string)
            #expect(error?.code == body["error"]?["code"]?.string)
            // A daily limit parks a submission; the reference means: not at once.
            if let retry = row["retry"]?.bool, error?.kind != .limitReached(code: "daily_rate_limit_exceeded") {
                #expect(error?.isRetryable == retry)
            }
            judged += 1
        }
        #expect(judged >= 6)
    }
}
