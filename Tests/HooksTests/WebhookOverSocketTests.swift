import FineTuning
import HTTPClient
import Hooks
import Testing

/// The real transport against a server of raw bytes.
@Suite struct WebhookOverSocketTests {
    private static let secret = "raw-secret-of-a-test"

    private func attempt(
        _ receiver: LoopbackReceiver, timeout: Duration = .seconds(20),
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws -> HookAttempt {
        let target = HookTarget(
            name: HookName("chat"),
            kind: .webhook(
                .init(url: "http://127.0.0.1:\(receiver.port)/told", secrets: [try WebhookSecret(Self.secret)])),
            timeout: timeout)
        let transport = CurlTransport(userAgent: "ftd/0.1.0", isCancelled: isCancelled)
        return HookRunner(transport: transport, inherited: [:])
            .attempt(Samples.delivery(), to: target, at: Samples.time)
    }

    @Test func theBytesOnTheWireAreTheStoredOnesAndVerify() throws {
        let receiver = try LoopbackReceiver(answer: "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        defer { receiver.stop() }
        #expect(try attempt(receiver).outcome == .delivered("HTTP 204"))
        let request = try #require(receiver.requests.first)
        #expect(request.head.first == "POST /told HTTP/1.1")
        #expect(request[header: "content-type"] == "application/json")
        #expect(request[header: "user-agent"] == "ftd/0.1.0")
        #expect(request[header: "expect"] == nil)
        #expect(request[header: "authorization"] == nil)
        #expect(request.body == String(decoding: Samples.delivery().body, as: UTF8.self))
        try WebhookSignature.verify(
            Array(request.body.utf8),
            .init(
                id: request[header: "webhook-id"], timestamp: request[header: "webhook-timestamp"],
                signature: request[header: "webhook-signature"]),
            secrets: [WebhookSecret(Self.secret)], at: Samples.time)
    }

    @Test func aRedirectReachesNobodyElse() throws {
        let elsewhere = try LoopbackReceiver(answer: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        defer { elsewhere.stop() }
        let receiver = try LoopbackReceiver(
            answer: "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:\(elsewhere.port)/\r\n"
                + "Content-Length: 0\r\n\r\n")
        defer { receiver.stop() }
        #expect(
            try attempt(receiver).outcome
                == .failed(
                    reason: "HTTP 307: redirects are not followed; give the hook the final address", retryAfter: nil))
        #expect(elsewhere.requests.isEmpty)
        #expect(receiver.requests.count == 1)
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort", "garbage\r\n\r\n"])
    func anAnswerThatIsNotWholeIsTriedAgain(answer: String) throws {
        let receiver = try LoopbackReceiver(answer: answer)
        defer { receiver.stop() }
        guard case .failed(let reason, nil) = try attempt(receiver).outcome else {
            Issue.record("it counted as delivered")
            return
        }
        #expect(!reason.contains("told"))
    }

    @Test func aReceiverThatNeverAnswersCostsTheTimeout() throws {
        let receiver = try LoopbackReceiver(answer: nil)
        defer { receiver.stop() }
        let attempt = try attempt(receiver, timeout: .milliseconds(300))
        guard case .failed(let reason, nil) = attempt.outcome else {
            Issue.record("it counted as delivered")
            return
        }
        #expect(reason.hasPrefix("http://127.0.0.1:\(receiver.port) did not answer in time"))
        #expect(attempt.took < .seconds(9))
    }

    @Test func stoppingCutsAnAttemptThatDoesNotCount() throws {
        let receiver = try LoopbackReceiver(answer: nil)
        defer { receiver.stop() }
        let attempt = try attempt(receiver, isCancelled: { !receiver.requests.isEmpty })
        #expect(attempt.outcome == .interrupted)
        #expect(attempt.took < .seconds(9))
    }
}
