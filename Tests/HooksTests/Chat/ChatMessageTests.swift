import FineTuning
import HTTPClient
import JSONText
import TestSupport
import Testing

@testable import Hooks

@Suite struct ChatMessageTests {
    private static let address = "https://chat.example.com/alerts"

    private func sender(_ service: ChatService) -> WebhookSender {
        WebhookSender(url: Self.address, shape: .chat(WebhookShape.Chat(service: service)))
    }

    private func text(_ service: ChatService, _ body: [UInt8]) throws -> String {
        let content = sender(service).content(of: body)
        #expect(content.mediaType == "application/json")
        return JSONWriter.text(try JSONValue.parse(content.bytes), style: .spaced) + "\n"
    }

    @Test(arguments: [
        ("slack", ChatService.slack), ("discord", .discord), ("teams", .teams), ("ntfy", .ntfy),
    ])
    func everyMessageIsAsItWasReviewed(name: String, service: ChatService) throws {
        for (notice, body) in MessageSamples.all { Golden.expect("\(name)-\(notice).json", try text(service, body)) }
    }

    /// The limits of each service's documentation.
    @Test func hostileTextStaysWithinTheLimits() throws {
        let slack = try JSONValue.parse(sender(.slack).content(of: MessageSamples.hostile).bytes)
        for block in slack["blocks"]?.array ?? [] {
            let text = block["text"]?["text"]?.string ?? ""
            #expect(text.utf16.count <= (block["type"]?.string == "header" ? 150 : 3000))
            for field in block["fields"]?.array ?? [] {
                let text = field["text"]?.string ?? ""
                #expect(text.utf16.count <= 2000)
                #expect(!text.contains("<") && !text.contains(">"))
            }
        }
        let discord = try JSONValue.parse(sender(.discord).content(of: MessageSamples.hostile).bytes)
        let embed = try #require(discord["embeds"]?.array?.first)
        var sum = embed["title"]?.string?.utf16.count ?? 0
        #expect(sum <= 256)
        sum += embed["description"]?.string?.utf16.count ?? 0
        for field in embed["fields"]?.array ?? [] {
            let (name, value) = (field["name"]?.string ?? "", field["value"]?.string ?? "")
            #expect((1...256).contains(name.utf16.count) && (1...1024).contains(value.utf16.count))
            sum += name.utf16.count + value.utf16.count
        }
        #expect(sum <= 6000)
        #expect(discord["allowed_mentions"]?["parse"] == .array([]))
        #expect(sender(.teams).content(of: MessageSamples.hostile).bytes.count < 28_000)
        let ntfy = try JSONValue.parse(sender(.ntfy).content(of: MessageSamples.hostile).bytes)
        #expect((ntfy["message"]?.string ?? "").utf8.count <= 4096)
    }

    @Test(arguments: [ChatService.slack, .discord, .teams, .ntfy])
    func nothingInATextActsOnItsSurroundings(service: ChatService) throws {
        let text = String(decoding: sender(service).content(of: MessageSamples.hostile).bytes, as: UTF8.self)
        for scalar in ["\u{202E}", "\u{0}", "\u{FEFF}"] { #expect(!text.contains(scalar)) }
        #expect(!text.contains("\\u202e") && !text.contains("\\u0000"))
    }

    @Test func severalNoticesBecomeOneMessage() throws {
        let members = MessageSamples.all.map { _, body in
            var delivery = Samples.delivery()
            delivery.body = body
            return delivery
        }
        let message = NoticeMessage(HookPayload.body(ofGroup: NoticeID("evt_g"), members, at: Samples.time))
        #expect(message.id == "evt_g")
        #expect(message.title == "3 notices: 1 succeeded, 1 failed, 1 degraded")
        #expect(message.facts.map(\.label) == ["sciq succeeded", "sciq failed", "account lab cannot be watched"])
        #expect(message.tone == .bad)
    }

    @Test(
        arguments: [
            ("https://ntfy.sh/alerts", "alerts", "https://ntfy.sh/"),
            ("https://ntfy.sh/alerts?x=1", "alerts", "https://ntfy.sh/"),
            ("http://127.0.0.1:8080/a-b_C", "a-b_C", "http://127.0.0.1:8080/"),
            ("https://ntfy.sh", nil, "https://ntfy.sh/"),
            ("https://ntfy.sh/a/b", nil, "https://ntfy.sh/"), ("https://ntfy.sh/a.b", nil, "https://ntfy.sh/"),
        ] as [(String, String?, String)])
    func ntfysTopicIsTheEndOfTheAddress(address: String, topic: String?, endpoint: String) {
        #expect(NtfyMessage.topic(of: address) == topic)
        #expect(NtfyMessage.endpoint(of: address) == endpoint)
    }

    /// What the services document, played back.
    @Test(
        arguments: [
            (ChatService.slack, 200, "ok", [], .delivered("HTTP 200")),
            (.slack, 400, "no_text", [], .refused(reason: "HTTP 400: no_text", retryAfter: nil)),
            (.slack, 400, "invalid_payload", [], .refused(reason: "HTTP 400: invalid_payload", retryAfter: nil)),
            (.slack, 403, "action_prohibited", [], .refused(reason: "HTTP 403: action_prohibited", retryAfter: nil)),
            (.slack, 404, "no_service", [], .refused(reason: "HTTP 404: no_service", retryAfter: nil)),
            (
                .slack, 410, "channel_is_archived", [],
                .gone(reason: "HTTP 410: the receiver is gone for good")
            ),
            (
                .slack, 429, "rate_limited", [HTTPHeader("Retry-After", "30")],
                .receiverTrouble(reason: "HTTP 429: rate_limited", retryAfter: .seconds(30))
            ),
            (.discord, 204, "", [], .delivered("HTTP 204")),
            (
                .discord, 400, #"{"message": "Cannot send an empty message", "code": 50006}"#, [],
                .refused(
                    reason: #"HTTP 400: {"message": "Cannot send an empty message", "code": 50006}"#, retryAfter: nil)
            ),
            (
                .discord, 429, #"{"message": "You are being rate limited.", "retry_after": 64.57, "global": false}"#,
                [HTTPHeader("Retry-After", "64")],
                .receiverTrouble(
                    reason:
                        #"HTTP 429: {"message": "You are being rate limited.", "retry_after": 64.57, "global": false}"#,
                    retryAfter: .seconds(64.57))
            ),
            (
                .discord, 429, #"{"retry_after": 0.3}"#, [],
                .receiverTrouble(reason: #"HTTP 429: {"retry_after": 0.3}"#, retryAfter: .seconds(0.3))
            ),
            (.teams, 202, "", [], .delivered("HTTP 202")),
            (
                .teams, 200,
                "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429",
                [], .delivered("HTTP 200")
            ),
            (
                .teams, 413, "", [], .refused(reason: "HTTP 413", retryAfter: nil)
            ),
            (
                .ntfy, 429, #"{"code":42901,"http":429,"error":"limit reached: too many requests"}"#, [],
                .receiverTrouble(
                    reason: #"HTTP 429: {"code":42901,"http":429,"error":"limit reached: too many requests"}"#,
                    retryAfter: nil)
            ),
        ] as [(ChatService, Int, String, [HTTPHeader], DeliveryOutcome)])
    func documentedAnswersAreUnderstood(
        service: ChatService, status: Int, body: String, headers: [HTTPHeader], outcome: DeliveryOutcome
    ) throws {
        let line = service == .ntfy ? "POST /" : "POST /alerts"
        let answer = HTTPResponse(status: status, headers: headers, body: Array(body.utf8))
        let transport = ScriptedTransport([.expect(line, answer: answer)])
        let attempt = HookRunner(transport: transport, inherited: [:])
            .attempt(Samples.delivery(), of: Samples.hook(sender(service)), at: Samples.time)
        transport.finish()
        #expect(attempt.outcome == outcome)
    }
}
