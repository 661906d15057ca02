import Digest
import FineTuning
import Glibc
import HTTPClient
import HTTPServer
import JSONText
import Synchronization
import Testing
import Text

@testable import Simulator

/// OpenAI's own webhooks: at least once, signed as Standard Webhooks have it.
@Suite(.timeLimit(.minutes(2))) struct WebhookTests {
    private struct Call: Sendable {
        let id: String
        let timestamp: String
        let signature: String
        let agent: String
        let body: [UInt8]
    }

    /// What was received; the first call is refused.
    private final class Received: Sendable {
        private let calls = Mutex<[Call]>([])

        var all: [Call] { calls.withLock { $0 } }

        func take(_ request: ServerRequest) -> ServerResponse {
            calls.withLock { calls in
                calls.append(
                    Call(
                        id: request.headers["webhook-id"] ?? "", timestamp: request.headers["webhook-timestamp"] ?? "",
                        signature: request.headers["webhook-signature"] ?? "",
                        agent: request.headers["User-Agent"] ?? "", body: request.body.bytes))
                return ServerResponse(status: calls.count == 1 ? 302 : 204)
            }
        }
    }

    @Test func theEndOfAJobIsToldUntilSomebodyTakesIt() throws {
        let received = Received()
        let receiver = try HTTPServer { received.take($0) }
        defer { receiver.stop() }
        let key = Array("0123456789abcdef0123456789abcdef".utf8)
        let webhook = try #require(
            Webhook(url: "\(receiver.url)/hook", secret: "whsec_" + Base64.encode(key)))
        let server = try SimulatorServer(webhook: webhook)
        defer { server.stop() }
        let job = Array(#"{"id": "ftjob-1", "status": "running"}"#.utf8)
        let end = Array(#"{"status": "succeeded"}"#.utf8)
        for (path, body) in [("jobs", job), ("jobs/ftjob-1", end)] {
            let answer = try CurlTransport(userAgent: "tests").send(
                HTTPRequest(
                    method: .post, url: server.baseURL.dropLast(3) + "/_ftsim/\(path)",
                    headers: [HTTPHeader("Content-Type", "application/json")], body: .bytes(body)))
            try #require(answer.isSuccess)
        }
        let deadline = ContinuousClock.now + .seconds(30)
        while received.all.count < 2, ContinuousClock.now < deadline { usleep(5000) }
        let calls = received.all
        #expect(calls.count == 2)
        #expect(Set(calls.map(\.id)).count == 1 && Set(calls.map(\.body)).count == 1)
        #expect(calls.first?.id.hasPrefix("wh_") == true)
        #expect(calls.first?.agent == "OpenAI/1.0 (+https://platform.openai.com/docs/webhooks)")
        for call in calls {
            let signed = Array("\(call.id).\(call.timestamp).".utf8) + call.body
            #expect(call.signature == "v1," + Base64.encode(try HMAC.sha256(signed, key: key)))
        }
        let body = try JSONValue.parse(try #require(calls.first).body)
        #expect(body["type"]?.string == "fine_tuning.job.succeeded")
        #expect(body["object"]?.string == "event")
        #expect(body["id"]?.string?.hasPrefix("evt_") == true)
        #expect(body["data"]?["id"]?.string == "ftjob-1")
    }

    @Test func onlyEndsAreTold() {
        var ids = SeededGenerator(seed: 1)
        let told = [JobStatus.running, .paused, .queued, .succeeded, .failed, .cancelled].filter {
            WebhookEvent($0, job: "j", at: UnixTime(seconds: 1), ids: &ids) != nil
        }
        #expect(told == [.succeeded, .failed, .cancelled])
        #expect(WebhookSigner("secret") == nil)
        #expect(WebhookSigner(WebhookSigner.secret(seed: 1)) != nil)
        #expect(WebhookSigner.secret(seed: 1) == WebhookSigner.secret(seed: 1))
    }
}
