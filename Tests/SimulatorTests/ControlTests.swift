import HTTPServer
import JSONText
import Testing

@testable import Simulator

@Suite struct ControlTests {
    @Test func aFaultHappensAfterSoManyRequestsAndSoOften() throws {
        var caller = Caller()
        _ = try caller.post("/_ftsim/faults", #"{"match": "GET /models", "status": 503, "after": 1, "times": 2}"#)
        let statuses = (0..<5).map { _ in caller.call("GET", "/models").status }
        #expect(statuses == [200, 503, 503, 200, 200])
        #expect(caller.call("GET", "/_ftsim/faults")["data"]?.array == [])
    }

    @Test func aFaultSendsWhatItIsTold() throws {
        var caller = Caller()
        _ = try caller.post(
            "/_ftsim/faults",
            #"[{"match": "GET /models", "status": 429, "headers": {"Retry-After": 20}, "body": {"error": "slow"}}, "#
                + #"{"match": "GET /models", "body": "<html>", "headers": {"Content-Type": "text/html"}}, "#
                + #"{"match": "GET /models", "status": 307, "headers": {"Location": "http://127.0.0.1:9/"}}]"#)
        let first = caller.call("GET", "/models")
        #expect(first.status == 429)
        #expect(first.response.headers["retry-after"] == "20")
        #expect(JSONWriter.text(first.json) == #"{"error":"slow"}"#)
        #expect(first.response.headers["x-request-id"]?.hasPrefix("req_") == true)
        let second = caller.call("GET", "/models")
        #expect(second.status == 200)
        #expect(second.response.headers["content-type"] == "text/html")
        #expect(bytes(of: second.response) == Array("<html>".utf8))
        #expect(caller.call("GET", "/models").response.headers["location"] == "http://127.0.0.1:9/")
    }

    @Test func aDroppedCreateMayHaveMadeAJob() throws {
        var caller = Caller()
        let file = try #require(caller.upload(Rows.many(10))["id"]?.string)
        let body = #"{"model": "gpt-4o", "training_file": "\#(file)"}"#
        _ = try caller.post(
            "/_ftsim/faults",
            #"[{"match": "POST /fine_tuning/jobs", "drop": "before"}, {"match": "* /**/jobs", "drop": "after"}]"#)
        #expect(try caller.post("/fine_tuning/jobs", body).response.fault == .drop)
        #expect(caller.call("GET", "/fine_tuning/jobs?x").response.fault == .drop)
        #expect(caller.call("GET", "/fine_tuning/jobs").ids.count == 0)
        _ = try caller.post("/_ftsim/faults", #"{"match": "POST /fine_tuning/jobs", "drop": "after"}"#)
        #expect(try caller.post("/fine_tuning/jobs", body).response.fault == .drop)
        #expect(caller.call("GET", "/fine_tuning/jobs").ids.count == 1)
        let log = caller.call("GET", "/_ftsim/requests")
        #expect(log["counts"]?["POST /v1/fine_tuning/jobs"]?.number?.integer == 2)
        #expect(log["data"]?.array?.last?["status"]?.number?.integer == 200)
        #expect(log["data"]?.array?[1]["status"]?.isNull == true)
    }

    @Test func cutsAndDelaysSpoilTheRealAnswer() throws {
        var caller = Caller()
        _ = try caller.post("/_ftsim/faults", #"{"match": "* /**", "cut": 10, "delay": "200ms", "times": "always"}"#)
        let answer = caller.call("GET", "/models")
        #expect(answer.ids.count == 4)
        #expect(answer.response.fault == .cut(after: 10))
        #expect(answer.response.delay == .milliseconds(200))
        _ = caller.call("GET", "/models")
        _ = caller.call("DELETE", "/_ftsim/faults")
        #expect(caller.call("GET", "/models").response.fault == nil)
    }

    static let malformed: [(String, String)] = [
        ("[1]", "fault is not an object"),
        (
            #"{"match": "GET"}"#,
            #"match is not "METHOD /path", such as "POST /fine_tuning/jobs" or "* /**""#
        ),
        (
            #"{"match": "GET /", "statsu": 1}"#,
            "statsu is unknown; there are match, times, status, headers, body, delay, cut, drop, after"
        ),
        (#"{"match": "GET /", "status": 199}"#, "status is not an integer of at least 200"),
        (#"{"match": "GET /", "times": 0}"#, "times is not an integer of at least 1"),
        (
            #"{"match": "GET /", "delay": "soon"}"#,
            #"delay is not a number of seconds from 0 to 3600, or a text such as "200ms""#
        ),
        (#"{"match": "GET /", "drop": true}"#, #"drop is neither "before" nor "after" (the request is performed)"#),
    ]

    @Test(arguments: malformed)
    func malformedFaultsAreRefused(text: String, message: String) throws {
        var caller = Caller()
        let answer = try caller.post("/_ftsim/faults", text)
        #expect(answer.status == 400)
        #expect(answer.message == message)
        #expect(
            throws: SimulatorError.malformedFaults("malformed: \(message)")
        ) { try caller.api.add(faults: Array(text.utf8)) }
    }

    @Test func theLogKnowsWhoSentAKey() {
        var caller = Caller()
        _ = caller.answer(ServerRequest(method: "GET", target: "/v1/models?limit=2"))
        _ = caller.call("GET", "/models")
        let log = caller.call("GET", "/_ftsim/requests")
        #expect(log["data"]?.array?.map { $0["authorization"]?.bool } == [false, true])
        #expect(log["data"]?.array?.map { $0["status"]?.number?.integer } == [401, 200])
        #expect(log["data"]?.array?[0]["query"]?["limit"]?.string == "2")
        #expect(caller.call("DELETE", "/_ftsim/requests")["total"]?.number?.integer == 0)
    }

    @Test func timeCanBeMovedForward() throws {
        var caller = Caller()
        let id = caller.create(Rows.many(10))
        #expect(try caller.post("/_ftsim/advance", #"{"seconds": 100}"#)["now"]?.number?.integer == 1_800_000_100)
        #expect(caller.status(id) == "running")
        #expect(caller.call("GET", "/models").response.headers["Date"] == "Fri, 15 Jan 2027 08:01:40 GMT")
        #expect(try caller.post("/_ftsim/advance", #"{"seconds": -1}"#).status == 400)
    }

    @Test func jobsCanBeMadeOutOfNothing() throws {
        var caller = Caller()
        let made = try caller.post(
            "/_ftsim/jobs",
            #"{"status": "succeeded", "created_at": 1790000000, "finished_at": 1790000500, "count": 3, "#
                + #""fine_tuned_model": "ft:x", "metadata": {"k": "v"}}"#)
        #expect(made.ids.count == 3)
        let own = caller.create(Rows.many(10))
        let list = caller.call("GET", "/fine_tuning/jobs")
        #expect(list.ids == [own] + made.ids)
        #expect(list["data"]?.array?[3]["created_at"]?.number?.integer == 1_789_992_800)
        #expect(list["data"]?.array?[1]["fine_tuned_model"]?.string == "ft:x")
        #expect(caller.call("GET", "/fine_tuning/jobs?metadata[k]=v").ids == made.ids)
    }

    @Test func jobsCanBeWrongOnPurpose() throws {
        var caller = Caller()
        let id = caller.create(Rows.many(10))
        _ = try caller.post(
            "/_ftsim/jobs/\(id)",
            #"{"status": "pending", "created_at": "yesterday", "remove": ["object"], "#
                + #""events": [{"message": "odd", "level": "warn", "data": {"step": 1}}]}"#)
        caller.wait(1000)
        let job = caller.job(id)
        #expect(job["status"]?.string == "pending")
        #expect(job["created_at"]?.string == "yesterday")
        #expect(job["object"] == nil)
        #expect(caller.messages(id).last == "odd")
        #expect(caller.call("DELETE", "/_ftsim/jobs/\(id)").status == 200)
        #expect(caller.job(id).status == 404)
    }

    @Test func shutdownDatesCanBeSet() throws {
        var caller = Caller()
        _ = try caller.post("/_ftsim/models", #"{"id": "gpt-4o-2024-08-06", "shutdown_date": "2026-01-02"}"#)
        _ = try caller.post("/_ftsim/models", #"{"id": "o9-mini"}"#)
        #expect(caller.call("GET", "/models/gpt-4o")["shutdown_date"]?.string == "2026-01-02")
        #expect(caller.call("GET", "/models/o9-mini")["shutdown_date"]?.isNull == true)
    }
}
