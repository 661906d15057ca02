import FineTuning
import HTTPClient
import OpenAIAPI
import TestSupport
import Testing

/// Answers that are almost what the API reference says: what cannot be read costs itself only.
@Suite struct LooseAnswerTests {
    private static let path = "GET /v1/fine_tuning/jobs/ftjob-1/events?limit=100"

    private static func event(_ id: String, _ members: String = "") -> String {
        #"{"object":"fine_tuning.job.event","id":"\#(id)","created_at":5,"message":"m"\#(members)}"#
    }

    private static func events(_ body: String, type: String = "application/json") throws -> Page<JobEvent> {
        let response = HTTPResponse(
            status: 200, headers: [HTTPHeader("Content-Type", type)], body: Array(body.utf8))
        let transport = ScriptedTransport([.expect(path, answer: response)])
        return try OpenAIClient.test(transport).events(of: JobID("ftjob-1"))
    }

    private static func list(_ items: String..., end: String = #","has_more":true}"#) -> String {
        #"{"object":"list","data":["# + items.joined(separator: ",") + "]" + end
    }

    /// Python writes these; the whole page was no JSON, and the listing failed for ever.
    @Test(arguments: ["NaN", "Infinity", "-Infinity"]) func aNumberThatJSONDoesNotHaveIsKept(_ word: String) throws {
        let page = try Self.events(
            Self.list(
                Self.event("e-1", #","data":{"step":3,"train_loss":\#(word),"valid_loss":2,"note":"a \"NaN\" ]"}"#),
                Self.event("e-2")))
        #expect(page.items.map(\.id.rawValue) == ["e-1", "e-2"])
        let number = word == "NaN" ? Double.nan : word == "Infinity" ? .infinity : -.infinity
        #expect(page.items[0].metric == MetricPoint(step: 3, trainLoss: number, validLoss: 2))
        #expect(page.items[0].raw.contains(#""train_loss":"\#(word)""#))
        #expect(page.items[0].raw.contains(#"a \"NaN\" ]"#))
        #expect(page.skipped == 0)
        #expect(page.hasMore == true)
    }

    @Test(arguments: [
        #""x\ud800""#, "\"a\nb\"", "nope", #"{"a":}"#, "01", "[1,]", #""\q""#,
    ])
    func anEntryThatIsNoJSONCostsItself(_ bad: String) throws {
        let page = try Self.events(
            Self.list(Self.event("e-1"), Self.event("e-2", #","data":\#(bad)"#), Self.event("e-3"), bad))
        #expect(page.items.map(\.id.rawValue) == ["e-1", "e-3"])
        #expect(page.skipped == 2)
        #expect(page.lastID == "e-3")
    }

    @Test func aBrokenCharacterCostsItsEntry() throws {
        var body = Array(Self.list(Self.event("e-1"), Self.event("e-2", #","data":"?""#)).utf8)
        body[try #require(body.lastIndex(of: UInt8(ascii: "?")))] = 0xFF
        let transport = ScriptedTransport([
            .expect(Self.path, answer: HTTPResponse(status: 200, headers: [], body: body))
        ])
        let page = try OpenAIClient.test(transport).events(of: JobID("ftjob-1"))
        #expect(page.items.map(\.id.rawValue) == ["e-1"])
        #expect(page.skipped == 1)
    }

    /// What was cut short must never pass for a page with fewer entries.
    @Test(arguments: [
        #"{"object":"list","data":["#, #"{"object":"list","data":[{"id":"a"},{"id":"#,
        #"{"object":"list","data":[{"id":"a"}]"#, #"{"object":"list","data":[NaN"#, "[NaN", "{\"a\":NaN", "NaN}", "]}",
    ])
    func whatIsCutShortIsAnError(_ body: String) {
        let error = #expect(throws: ProviderError.self) { try Self.events(body) }
        #expect(error?.kind == .badReply)
    }

    @Test func serverSentEventsThatEndAreReadAsTheEventsTheyAre() throws {
        let body =
            "event: message\r\ndata: \(Self.event("e-1"))\r\n\r\n: ping\n\ndata: {\"object\":\n"
            + "data: \"nothing\"}\n\ndata: \(Self.event("e-2"))\n\ndata: [DONE]\n\ndata: cut {\n\ndata:\(Self.event("e-3"))"
        let page = try Self.events(body, type: "text/event-stream; charset=utf-8")
        #expect(page.items.map(\.id.rawValue) == ["e-1", "e-2", "e-3"])
        #expect(page.skipped == 2)
        #expect(page.hasMore == false)
        #expect(try Self.events("", type: "text/event-stream").items == [])
    }

    @Test func aWebPageIsStillNoAnswer() {
        let error = #expect(throws: ProviderError.self) { try Self.events("<html>", type: "text/html") }
        #expect(error?.kind == .notTheAPI)
    }
}
