import FineTuning
import HTTPServer
import JSONText
import Testing
import Text

@testable import Simulator

@Suite struct EnvelopeTests {
    @Test(arguments: [
        ("GET", "/", 404, "Invalid URL (GET /v1/)"), ("GET", "/batches", 404, "Invalid URL (GET /v1/batches)"),
        ("GET", "/fine_tuning", 404, "Invalid URL (GET /v1/fine_tuning)"),
        ("GET", "/fine_tuning/jobs/x/logs", 404, "Invalid URL (GET /v1/fine_tuning/jobs/x/logs)"),
        (
            "DELETE", "/fine_tuning/jobs/x", 405,
            "Not allowed to DELETE on /v1/fine_tuning/jobs/x. (HINT: Perhaps you meant to use a different HTTP method?)"
        ),
        (
            "GET", "/chat/completions", 405,
            "Not allowed to GET on /v1/chat/completions. (HINT: Perhaps you meant to use a different HTTP method?)"
        ),
    ])
    func unknownPathsAndMethodsAreNamed(method: String, path: String, status: Int, message: String) {
        var caller = Caller()
        let answer = caller.call(method, path)
        #expect(answer.status == status)
        #expect(answer.message == message)
    }

    @Test(arguments: [
        ([:], "You didn't provide an API key."), (["Authorization": "Basic a2V5"], "You didn't provide an API key."),
        (["Authorization": "Bearer "], "You didn't provide an API key."),
        (["Authorization": "Bearer sk-wrong-key-9876"], "Incorrect API key provided: sk-***9876."),
        (["api-key": "short"], "Incorrect API key provided: *****."),
        (["Authorization": "bearer sk-right"], nil), (["API-Key": "sk-right"], nil),
    ])
    func keysAreChecked(headers: [String: String], start: String?) {
        var settings = SimulatedAPI.Parameters()
        settings.key = "sk-right"
        var caller = Caller(settings)
        let fields = headers.map { ServerHeaders.Field(name: $0.key, value: $0.value) }
        let answer = caller.answer(
            ServerRequest(method: "GET", target: "/v1/models", headers: ServerHeaders(fields: fields)))
        #expect(answer.status == (start == nil ? 200 : 401))
        #expect(start.map { answer.message?.hasPrefix($0) == true } ?? true)
    }

    @Test func everyAnswerHasTheAPIsHeaders() {
        var caller = Caller()
        let one = caller.call("GET", "/models").response.headers
        let other = caller.call("GET", "/nothing").response.headers
        #expect(one["x-request-id"]?.count == 36)
        #expect(one["x-request-id"] != other["x-request-id"])
        #expect(other["openai-version"] == "2020-10-01")
        #expect(other["openai-organization"]?.hasPrefix("org-") == true)
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
        (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
    ])
    func datesAreThoseOfHTTP(seconds: Int64, text: String) {
        #expect(HTTPDate.text(UnixTime(seconds: seconds)) == text)
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func base64IsThatOfTheStandard(plain: String, encoded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == encoded)
    }

    @Test(arguments: [
        ("GET /fine_tuning/jobs", "GET", "/v1/fine_tuning/jobs", true),
        ("GET /v1/fine_tuning/jobs", "GET", "/v1/fine_tuning/jobs", true),
        ("GET /fine_tuning/jobs", "POST", "/v1/fine_tuning/jobs", false),
        ("* /fine_tuning/jobs", "POST", "/v1/fine_tuning/jobs", true),
        ("GET /fine_tuning/jobs/*", "GET", "/v1/fine_tuning/jobs/a", true),
        ("GET /fine_tuning/jobs/*", "GET", "/v1/fine_tuning/jobs/a/events", false),
        ("GET /fine_tuning/jobs/*/ev*", "GET", "/v1/fine_tuning/jobs/a/events", true),
        ("GET /**/events", "GET", "/v1/fine_tuning/jobs/a/events", true),
        ("* /**", "DELETE", "/v1/files/a", true), ("* /*", "DELETE", "/v1/files/a", false),
        ("GET /files/*a*b", "GET", "/v1/files/xaxbxb", true), ("GET /files/*a*b", "GET", "/v1/files/xaxc", false),
        ("GET /**a/*b", "GET", "/a/a/xb", true), ("GET /", "GET", "/v1", false),
    ])
    func globsMatchPaths(pattern: String, method: String, path: String, matches: Bool) throws {
        #expect(try #require(PathGlob(pattern)).matches(method: method, path: path) == matches)
    }

    @Test func manyStarsAreNoTrap() throws {
        let glob = try #require(PathGlob("GET /" + String(repeating: "**a*", count: 200)))
        #expect(!glob.matches(method: "GET", path: "/" + String(repeating: "a", count: 199) + "b/"))
    }
}
