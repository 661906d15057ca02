import FineTuning
import HTTPClient
import OpenAIAPI
import TestSupport
import Testing

@Suite struct PageTests {
    @Test(
        arguments: [
            (0, 0, true, nil, nil, true), (100, 0, true, "c", "b", false), (100, 0, nil, "c", "b", false),
            (100, 0, false, "c", "b", true), (99, 0, nil, "c", "b", true), (99, 0, true, "c", "b", false),
            (99, 1, nil, "c", "b", false), (0, 100, nil, "c", "b", false), (100, 0, true, "c", "c", true),
            (100, 0, true, nil, "b", true),
        ] as [(Int, Int, Bool?, String?, String?, Bool)])
    func aListingEnds(_ items: Int, _ skipped: Int, _ hasMore: Bool?, _ last: String?, _ after: String?, _ ends: Bool) {
        let page = Page(items: Array(repeating: 0, count: items), skipped: skipped, hasMore: hasMore, lastID: last)
        #expect(page.isLast(after: after) == ends)
    }

    @Test func oddItemsAreCountedAndTheRestStands() throws {
        let transport = ScriptedTransport([
            .expect(
                "GET /v1/fine_tuning/jobs?limit=100", headers: [HTTPHeader("Date", "Sun, 06 Nov 1994 08:49:37 GMT")],
                json: """
                    {"object": "list", "has_more": true, "data": [
                      {"object": "fine_tuning.job", "id": "ftjob-1", "created_at": 5, "status": "running", "model": "m"},
                      {"object": "fine_tuning.job", "created_at": 5, "status": "running", "model": "m"},
                      {"id": "ftjob-2", "created_at": 5, "status": "running", "model": "m"},
                      {"object": "fine_tuning.job", "id": "ftjob-3", "created_at": 5, "model": "m"},
                      {"object": "fine_tuning.job", "id": "ftjob-4", "status": "running", "model": "m"},
                      {"object": "model", "id": "m", "created_at": 5, "status": "running"},
                      {"object": "fine_tuning.job", "id": 7, "created_at": "5", "status": null}, null, [], "x", 1,
                      {"object": "fine_tuning.job", "id": "ftjob-5", "created_at": 4, "status": "melting"},
                      {"object": "fine_tuning.job", "id": "ftjob-6", "created_at": 4}]}
                    """)
        ])
        let page = try OpenAIClient.test(transport).listJobs()
        #expect(page.items.map(\.id.rawValue) == ["ftjob-1", "ftjob-5"])
        #expect(page.items.map(\.status) == [.running, .unrecognized("melting")])
        #expect(page.items.map(\.model.rawValue) == ["m", ""])
        #expect(page.skipped == 11)
        #expect(page.hasMore == true)
        #expect(page.lastID == "ftjob-6")
        #expect(page.serverDate == UnixTime(seconds: 784_111_777))
        #expect(page.asked == 100)
        transport.finish()
    }

    private static let line = "GET /v1/fine_tuning/jobs?limit=20"
    private static let list =
        #"{"data": [{"object": "fine_tuning.job", "id": "j", "created_at": 5, "status": "running"}]}"#

    @Test func anAnswerThatWasReadBeforeIsNotReadAgain() throws {
        let date = HTTPHeader("Date", "Sun, 06 Nov 1994 08:49:37 GMT")
        let transport = ScriptedTransport([
            .expect(Self.line, json: Self.list), .expect(Self.line, headers: [date], json: Self.list),
            .expect("GET /v1/fine_tuning/jobs?limit=100", json: Self.list),
            .expect(Self.line, json: Self.list.replacing("running", with: "paused!")),
        ])
        let client = OpenAIClient.test(transport)
        guard case .page(let page, let text?) = try client.listJobs(after: nil, limit: 20, unless: nil) else {
            Issue.record("the first answer is a page")
            return
        }
        #expect(page.items.map(\.raw) == [#"{"object":"fine_tuning.job","id":"j","created_at":5,"status":"running"}"#])
        guard case .same(let seen) = try client.listJobs(after: nil, limit: 20, unless: text) else {
            Issue.record("the second answer is the same")
            return
        }
        #expect(seen == UnixTime(seconds: 784_111_777))
        // Asked for more, the same entries may end the listing.
        guard case .page = try client.listJobs(after: nil, limit: 100, unless: text) else {
            Issue.record("another question's answer is a page")
            return
        }
        guard case .page(let changed, _) = try client.listJobs(after: nil, limit: 20, unless: text) else {
            Issue.record("another answer is a page")
            return
        }
        #expect(changed.items.map(\.status.word) == ["paused!"])
        transport.finish()
    }

    @Test(arguments: [#"{"object": "list"}"#, #"{"data": null}"#, #"{"data": {}}"#, "[]", "null", "7"])
    func whatIsNoListIsAnError(_ json: String) {
        let transport = ScriptedTransport([.expect("GET /v1/fine_tuning/jobs?limit=100", json: json)])
        let error = #expect(throws: ProviderError.self) { try OpenAIClient.test(transport).listJobs() }
        #expect(error?.kind == .badReply)
        #expect(error?.description == "could not list the jobs: 200: the answer is not a list")
    }
}
