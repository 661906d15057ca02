import JSONText

@testable import Hooks

/// A stored body, and behind the first NUL a template: whatever is in them, what is sent keeps its form.
enum NoticeFuzzing {
    static func run(on input: [UInt8]) throws {
        let body = Array(input.prefix { $0 != 0 })
        let text = String(decoding: input.dropFirst(body.count + 1), as: UTF8.self)
        let message = NoticeMessage(body)
        for service in [ChatService.slack, .discord, .teams, .ntfy] {
            let bytes = JSONWriter.bytes(service.message(message, to: "https://example.org/topic"))
            try promise(bytes.count < 100_000, "a message of \(bytes.count) bytes")
            do throws(JSONSyntaxError) { _ = try JSONValue.parse(bytes) } catch { try promise(false, "\(error)") }
        }
        let mail = NoticeMail(message, sender: "a@b.c", recipients: ["d@e.f"]).bytes
        let lines = mail.split(separator: 0x0A, omittingEmptySubsequences: false)
        try promise(
            lines.dropLast().allSatisfy { $0.last == 0x0D && $0.count <= 999 }, "a line that is none of a mail's")
        try promise(
            mail.allSatisfy { $0 == 0x0A || $0 == 0x0D || (0x20..<0x7F).contains($0) }, "a byte that is no mail's")
        let isJSON = (try? JSONValue.parse(body)) != nil
        for media in TemplateMedia.allCases {
            let template: NoticeTemplate
            do throws(TemplateProblem) { template = try NoticeTemplate(text, media: media) } catch {
                try promiseSentence(error.text)
                try promise(error.line >= 1, "a problem on line \(error.line)")
                continue
            }
            let rendered = template.rendered(body)
            guard media == .json, isJSON else { continue }
            try promise((try? JSONValue.parse(rendered)) != nil, "a template of JSON that made none")
        }
    }
}
