import FineTuning
import Testing
import Text

@testable import Hooks

@Suite struct NoticeMailTests {
    private func lines(_ body: [UInt8]) -> [String] {
        let mail = MailSender(server: "smtp://127.0.0.1", sender: "ftd@example.org", recipients: ["a@b.c", "d@e.f"])
        return String(decoding: mail.content(of: body).bytes, as: UTF8.self)
            .split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
    }

    private func part(_ number: Int, of body: [UInt8]) throws -> String {
        let parts = lines(body).filter { $0 != "--=_ftd_evt_0001--" }.split(separator: "--=_ftd_evt_0001")
        let text = parts[number].drop { !$0.isEmpty }.joined()
        return String(decoding: try #require(Base64.decode(text)), as: UTF8.self)
    }

    @Test func theHeadersAreThoseOfAMail() {
        #expect(
            lines(MessageSamples.succeeded).prefix(10) == [
                "From: ftd <ftd@example.org>", "To: a@b.c,", " d@e.f", "Subject: sciq succeeded",
                "Date: Wed, 25 Jun 2025 14:20:10 +0000", "Message-ID: <evt_0001@example.org>",
                "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
                "Content-Type: multipart/alternative; boundary=\"=_ftd_evt_0001\"", "",
            ])
        #expect(lines(MessageSamples.succeeded) == lines(MessageSamples.succeeded))
    }

    @Test func peopleReadItAsTextAndAsHTML() throws {
        #expect(
            try part(1, of: MessageSamples.succeeded) == """
                sciq succeeded
                Tuned model: ft:gpt-4o-mini-2024-07-18:personal::A32VfYIz
                Base model: gpt-4o-mini-2024-07-18
                Job: ftjob-abc123
                Took: 20 min
                Trained: 4,024,281 tokens
                Cost: 12.07 USD
                Last loss: training 1.157, validation 1.203 at step 300
                Best checkpoint: step 200, training 1.200, validation 1.190, ft:gpt-4o-mini-2024-07-18:personal:sciq:A32:ckpt-step-200
                https://ftd.example/ui/jobs/ftjob-abc123

                """)
        let html = try part(2, of: MessageSamples.failed)
        #expect(html.contains("&lt;@U123&gt;"))
        #expect(!html.contains("<@U123>"))
    }

    @Test func nothingInANoticeBecomesALineOfTheMail() {
        for body in [MessageSamples.failed, MessageSamples.hostile] {
            let lines = lines(body)
            #expect(!lines.contains("."))
            #expect(lines.allSatisfy { $0.utf8.count <= 998 && $0.utf8.allSatisfy { (0x20..<0x7F).contains($0) } })
            let headers = lines.prefix { !$0.isEmpty }
            #expect(headers.count { !$0.hasPrefix(" ") } == 8)
        }
    }

    @Test(arguments: [
        ("plain", "plain"), ("größe", "=?UTF-8?B?Z3LDtsOfZQ==?="), ("=?x?=", "=?UTF-8?B?PT94Pz0=?="),
        (
            String(repeating: "é", count: 30),
            "=?UTF-8?B?w6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6k=?=\r\n =?UTF-8?B?w6nDqcOpw6nDqcOpw6nDqQ==?="
        ),
    ])
    func aSubjectIsEncodedWhereItMustBe(text: String, header: String) {
        #expect(NoticeMail.encoded(text) == header)
    }
}
