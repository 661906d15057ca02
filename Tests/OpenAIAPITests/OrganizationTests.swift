import FineTuning
import HTTPClient
import OpenAIAPI
import TestSupport
import Testing

@Suite struct OrganizationTests {
    private static let day = UnixTime(seconds: 1_795_305_600)

    private static func costs(_ body: String) throws -> OrganizationPage<OrganizationCost> {
        let transport = ScriptedTransport([
            .expect(
                "GET /v1/organization/costs?start_time=1795305600&end_time=1795392000&bucket_width=1d&limit=180"
                    + "&group_by%5B%5D=line_item&page=page_2",
                json: body)
        ])
        return try OpenAIClient.test(transport).organizationCosts(
            from: day, until: day + .seconds(86_400), page: "page_2")
    }

    @Test func costsAreReadBucketByBucket() throws {
        let page = try Self.costs(
            #"{"object":"page","data":[{"object":"bucket","start_time":1795305600,"end_time":1795392000,"results":["#
                + #"{"amount":{"value":0.06,"currency":"usd"},"line_item":"m, training"},"#
                + #"{"amount":{"value":-1e-3,"currency":"eur"},"line_item":null},"#
                + #"{"amount":null},{"amount":{"value":1e99}}]},{"start_time":"x"}],"#
                + #""has_more":true,"next_page":"page_3"}"#)
        #expect(
            page.rows == [
                OrganizationCost(
                    day: Self.day, lineItem: "m, training", amount: Money(nanodollars: 60_000_000), currency: "USD"),
                OrganizationCost(
                    day: Self.day, lineItem: nil, amount: Money(nanodollars: -1_000_000), currency: "EUR"),
            ])
        #expect(page.next == "page_3")
        #expect(page.skipped == 3)
    }

    @Test(arguments: [
        (#"{"data":[],"has_more":false,"next_page":"page_3"}"#, nil), (#"{"data":[],"next_page":"p"}"#, "p"),
        (#"{"data":[],"has_more":true,"next_page":null}"#, nil), (#"{"data":[]}"#, nil),
    ])
    func theLastPageIsTheLast(_ body: String, _ next: String?) throws {
        #expect(try Self.costs(body).next == next)
    }

    @Test func somethingElseIsAnError() {
        #expect(throws: ProviderError.self) { try Self.costs(#"{"object":"page"}"#) }
        #expect(throws: ProviderError.self) { try Self.costs("[]") }
    }

    @Test func usageIsReadByModel() throws {
        let transport = ScriptedTransport([
            .expect(
                "GET /v1/organization/usage/completions?start_time=1795305600&end_time=1795392000&bucket_width=1d"
                    + "&limit=31&group_by%5B%5D=model",
                json: #"{"data":[{"start_time":1795305600,"results":[{"input_tokens":5,"output_tokens":7,"#
                    + #""num_model_requests":2,"model":"m"},{"input_tokens":-1,"output_tokens":1}]}]}"#)
        ])
        let page = try OpenAIClient.test(transport).organizationUsage(
            from: Self.day, until: Self.day + .seconds(86_400), page: nil)
        #expect(
            page.rows == [
                OrganizationUsage(
                    day: Self.day, model: ModelName("m"), inputTokens: 5, outputTokens: 7, requests: 2)
            ])
        #expect(page.skipped == 1)
    }

    @Test(arguments: [
        ("gpt-4o-mini-2024-07-18, training", true), ("Fine-tuning models", true), ("Fine-tuned gpt-4o input", false),
        ("gpt-4o output", false), ("fine_tuning hosting", false), (nil, false),
    ])
    func trainingIsKnownByItsWords(_ line: String?, _ isTraining: Bool) {
        #expect(
            OrganizationCost(day: Self.day, lineItem: line, amount: .zero, currency: "USD").isTraining == isTraining)
    }
}
