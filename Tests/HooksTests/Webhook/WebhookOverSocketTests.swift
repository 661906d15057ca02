import FineTuning
import HTTPClient
import Hooks
import Synchronization
import TestSupport
import Testing

/// The real transport against a server of raw bytes.
@Suite struct WebhookOverSocketTests {
    private static let secret = "whsec_cmF3LXNlY3JldC1vZi1hLXRlc3Q="

    private func attempt(
        _ server: LoopbackServer, timeout: Duration = .seconds(20),
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws -> HookAttempt {
        let hook = Samples.hook(
            WebhookSender(url: "\(server.url)/told", secrets: [try WebhookSecret(Self.secret)]), timeout: timeout)
        let transport = CurlTransport(userAgent: "ftd/0.1.0", isCancelled: isCancelled)
        return HookRunner(transport: transport, inherited: [:])
            .attempt(Samples.delivery(), of: hook, at: Samples.time)
    }

    @Test func theBytesOnTheWireAreTheStoredOnesAndVerify() throws {
        let seen = Mutex<LoopbackRequest?>(nil)
        let server = LoopbackServer { connection in
            let request = connection.request()
            seen.withLock { $0 = request }
            connection.reply(204)
        }
        #expect(try attempt(server).outcome == .delivered("HTTP 204"))
        let request = try #require(seen.withLock { $0 })
        #expect(request.line == "POST /told HTTP/1.1")
        #expect(request["content-type"] == "application/json")
        #expect(request["user-agent"] == "ftd/0.1.0")
        #expect(request["expect"] == nil)
        #expect(request["authorization"] == nil)
        #expect(request.body == Samples.delivery().body)
        try WebhookSignature.verify(
            request.body,
            .init(
                id: request["webhook-id"], timestamp: request["webhook-timestamp"],
                signature: request["webhook-signature"]),
            secrets: [WebhookSecret(Self.secret)], at: Samples.time)
    }

    @Test func aRedirectReachesNobodyElse() throws {
        let elsewhere = LoopbackServer { $0.reply() }
        let address = elsewhere.url
        let server = LoopbackServer { connection in
            _ = connection.request()
            connection.reply(307, headers: ["Location: \(address)/"])
        }
        #expect(
            try attempt(server).outcome
                == .refused(
                    reason: "HTTP 307: redirects are not followed; give the hook the final address", retryAfter: nil))
        #expect(elsewhere.connectionCount == 0)
        #expect(server.connectionCount == 1)
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort", "garbage\r\n\r\n"])
    func anAnswerThatIsNotWholeIsTriedAgain(answer: String) throws {
        let server = LoopbackServer { connection in
            _ = connection.request()
            connection.write(answer)
        }
        guard case .receiverTrouble(let reason, nil) = try attempt(server).outcome else {
            Issue.record("it counted as delivered")
            return
        }
        #expect(!reason.isEmpty)
        #expect(!reason.contains("told"))
    }

    @Test func aReceiverThatNeverAnswersCostsTheTimeout() throws {
        let server = LoopbackServer { $0.waitForEnd() }
        let attempt = try attempt(server, timeout: .milliseconds(300))
        guard case .receiverTrouble(let reason, nil) = attempt.outcome else {
            Issue.record("it counted as delivered")
            return
        }
        #expect(reason.hasPrefix("\(server.url) did not answer in time"))
        #expect(attempt.took < .seconds(9))
    }

    @Test func stoppingCutsAnAttemptThatDoesNotCount() throws {
        let server = LoopbackServer { $0.waitForEnd() }
        let attempt = try attempt(server, isCancelled: { server.connectionCount > 0 })
        #expect(attempt.outcome == .interrupted)
        #expect(attempt.took < .seconds(9))
    }
}
