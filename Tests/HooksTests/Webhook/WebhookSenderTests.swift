import FineTuning
import HTTPClient
import Hooks
import TestSupport
import Testing

@Suite struct WebhookSenderTests {
    private static let url = "https://hooks.example.com/services/T0CANARY1/B0CANARY2?token=canarytoken"

    private func attempt(
        _ answer: Result<HTTPResponse, HTTPTransportError>, secrets: [String] = [], at time: UnixTime = Samples.time
    ) throws -> (outcome: DeliveryOutcome, request: HTTPRequest) {
        let line = "POST /services/T0CANARY1/B0CANARY2?token=canarytoken"
        let step: ScriptedTransport.Step =
            switch answer {
            case .success(let response): .expect(line, answer: response)
            case .failure(let error): .expect(line, failure: error)
            }
        let transport = ScriptedTransport([step])
        let hook = Samples.hook(
            WebhookSender(url: Self.url, secrets: try secrets.map { try WebhookSecret($0) }), timeout: .seconds(7))
        let outcome = HookRunner(transport: transport, inherited: [:])
            .attempt(Samples.delivery(attempts: 4), of: hook, at: time).outcome
        transport.finish()
        return (outcome, try #require(transport.requests.first))
    }

    private func outcome(_ status: Int, _ headers: [HTTPHeader] = [], _ body: String = "") throws -> DeliveryOutcome {
        try attempt(.success(HTTPResponse(status: status, headers: headers, body: Array(body.utf8)))).outcome
    }

    @Test func theRequestIsAStandardWebhook() throws {
        let request = try attempt(.success(HTTPResponse(status: 200))).request
        #expect(request.method == .post)
        #expect(request.url == Self.url)
        #expect(
            request.headers == [
                HTTPHeader("Content-Type", "application/json"), HTTPHeader("webhook-id", "evt_0001"),
                HTTPHeader("webhook-timestamp", "1750861210"),
            ])
        #expect(request.timeout == .seconds(7))
        #expect(request.connectTimeout == .seconds(7))
        #expect(!request.allowPlainHTTP)
        guard case .bytes(let body) = request.body else {
            Issue.record("no bytes")
            return
        }
        #expect(body == Samples.delivery().body)
    }

    @Test func everyAttemptIsSignedForItsOwnTime() throws {
        let secrets = ["whsec_YW4gb2xkIGtleSB0aGF0IHdhcyBvbmx5IGV2ZXIgYSB0ZXN0", "whsec_cmF3LXNlY3JldA=="]
        var seen: [String] = []
        for time in [Samples.time, Samples.time + .seconds(5)] {
            let request = try attempt(.success(HTTPResponse(status: 200)), secrets: secrets, at: time).request
            func value(_ name: String) -> String? { request.headers.first { $0.name == name }?.value }
            #expect(value("webhook-id") == "evt_0001")
            #expect(value("webhook-timestamp") == "\(time.seconds)")
            for secret in secrets {
                try WebhookSignature.verify(
                    Samples.delivery().body,
                    .init(
                        id: value("webhook-id"), timestamp: value("webhook-timestamp"),
                        signature: value("webhook-signature")),
                    secrets: [WebhookSecret(secret)], at: time)
            }
            seen.append(value("webhook-signature") ?? "")
        }
        #expect(Set(seen).count == 2)
    }

    @Test(arguments: [200, 201, 202, 204, 299])
    func every2xxIsSuccess(status: Int) throws {
        #expect(try outcome(status, [], "ignored") == .delivered("HTTP \(status)"))
    }

    @Test(arguments: [301, 302, 303, 304, 307, 308])
    func aRedirectIsAFailure(status: Int) throws {
        #expect(
            try outcome(status, [HTTPHeader("Location", "https://elsewhere.example.com/")])
                == .refused(
                    reason: "HTTP \(status): redirects are not followed; give the hook the final address",
                    retryAfter: nil))
    }

    @Test func goneSwitchesTheHookOff() throws {
        #expect(try outcome(410) == .gone(reason: "HTTP 410: the receiver is gone for good"))
    }

    @Test(
        arguments: [
            (400, nil, .refused(reason: "HTTP 400", retryAfter: nil)),
            (404, nil, .refused(reason: "HTTP 404", retryAfter: nil)),
            (500, "9", .refused(reason: "HTTP 500", retryAfter: .seconds(9))),
            (503, nil, .refused(reason: "HTTP 503", retryAfter: nil)),
            (503, "7", .receiverTrouble(reason: "HTTP 503", retryAfter: .seconds(7))),
            (429, nil, .receiverTrouble(reason: "HTTP 429", retryAfter: nil)),
            (429, "0", .receiverTrouble(reason: "HTTP 429", retryAfter: .zero)),
            (429, "120", .receiverTrouble(reason: "HTTP 429", retryAfter: .seconds(120))),
            (502, nil, .receiverTrouble(reason: "HTTP 502", retryAfter: nil)),
            (504, "soon", .receiverTrouble(reason: "HTTP 504", retryAfter: nil)),
        ] as [(Int, String?, DeliveryOutcome)])
    func anOverloadedReceiverIsToldFromARefusal(status: Int, retryAfter: String?, outcome: DeliveryOutcome) throws {
        let headers = retryAfter.map { [HTTPHeader("Retry-After", $0)] } ?? []
        #expect(try self.outcome(status, headers) == outcome)
    }

    @Test(arguments: [
        ("invalid_payload", "HTTP 400: invalid_payload"),
        ("\r\n {\"error\":\"no such \u{1b}[2Jroom\"}\nmore", #"HTTP 400: {"error":"no such \u{1b}[2Jroom"}"#),
        ("<!DOCTYPE html><title>Bad Request</title>", "HTTP 400"),
        ("  \n", "HTTP 400"),
        (#"{"path":"/services/T0CANARY1/B0CANARY2"}"#, "HTTP 400"),
        ("no token canarytoken", "HTTP 400"),
        (String(repeating: "x", count: 3000), "HTTP 400: " + String(repeating: "x", count: 197) + "…"),
    ])
    func aRefusalIsQuotedUnlessItRepeatsTheAddress(body: String, reason: String) throws {
        #expect(try outcome(400, [], body) == .refused(reason: reason, retryAfter: nil))
    }

    @Test func noAnswerIsTriedAgainWithoutShowingThePath() throws {
        let error = HTTPTransportError(.timedOut, origin: "https://hooks.example.com")
        #expect(
            try attempt(.failure(error)).outcome
                == .receiverTrouble(reason: "https://hooks.example.com did not answer in time", retryAfter: nil))
    }

    @Test func anAttemptThatWeCutDoesNotCount() throws {
        #expect(try attempt(.failure(HTTPTransportError(.cancelled))).outcome == .interrupted)
    }
}
