import FineTuning
import HTTPClient
import TestSupport
import Testing

@testable import OpenAIAPI

@Suite struct RateLimitTests {
    @Test(
        arguments: [
            ("1s", .seconds(1)), ("6m0s", .seconds(360)), ("20ms", .milliseconds(20)),
            ("1h0m1.5s", .milliseconds(3_601_500)),
            ("12", .seconds(12)), ("1d", .seconds(86_400)), ("", nil), ("soon", nil), ("1", .seconds(1)), ("1x", nil),
            ("-1s", nil), ("s", nil), ("1e9s", nil), ("9999999999h", nil), ("..s", nil),
        ] as [(String, Duration?)])
    func aWaitHasUnits(_ text: String, _ wait: Duration?) {
        #expect(HTTPResponse.reset(text) == wait)
    }

    @Test(
        arguments: [
            (429, [HTTPHeader("x-ratelimit-reset-requests", "7s")], .seconds(7)),
            (429, [HTTPHeader("x-ratelimit-reset-requests", "7s"), HTTPHeader("Retry-After", "3")], .seconds(3)),
            (503, [HTTPHeader("x-ratelimit-reset-requests", "7s")], nil), (429, [], nil),
        ] as [(Int, [HTTPHeader], Duration?)])
    func theResetCountsOnlyForARefusalWithoutItsOwnWait(_ status: Int, _ headers: [HTTPHeader], _ wait: Duration?) {
        #expect(HTTPResponse(status: status, headers: headers).askedWait == wait)
    }
}
