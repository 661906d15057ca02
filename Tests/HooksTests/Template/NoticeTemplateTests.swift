import FineTuning
import JSONText
import TestSupport
import Testing

@testable import Hooks

@Suite struct NoticeTemplateTests {
    private func rendered(
        _ text: String, _ media: TemplateMedia = .plain, _ body: [UInt8] = MessageSamples.succeeded
    ) throws -> String { String(decoding: try NoticeTemplate(text, media: media).rendered(body), as: UTF8.self) }

    @Test(arguments: [
        ("{name}: {status}", "sciq: succeeded"), ("{job} {account}", "ftjob-abc123 default"),
        ("{type} {id} {created_at} {time}", "fine_tuning.job.succeeded evt_0001 1750861210 2025-06-25T14:20:10Z"),
        ("{title} ({severity})", "sciq succeeded (info)"), ("{cost}|{trained_tokens}", "12.07 USD|4024281"),
        ("{duration}|{duration_text}", "1200|20 min"), ("{train_loss} {best_step}", "1.157 200"),
        ("{best_checkpoint}", "ft:gpt-4o-mini-2024-07-18:personal:sciq:A32:ckpt-step-200"),
        ("{error}{reason}{error_code}", ""), ("{metadata.team}{metadata.none}", "science"),
        ("{url}", "https://ftd.example/ui/jobs/ftjob-abc123"),
        ("{{name}} {} { name } {1} {\n}", "{name} {} { name } {1} {\n}"),
    ])
    func fieldsStandForTheNotice(text: String, result: String) throws { #expect(try rendered(text) == result) }

    @Test(arguments: [
        (TemplateMedia.json, #""{error}""#), (.form, "e={error}"), (.html, "<b title=\"{error}\">"),
        (.xml, "<e>{error}</e>"),
        (.plain, "{error}"),
    ])
    func fieldsAreEscapedForWhatTheTemplateMakes(media: TemplateMedia, text: String) throws {
        let result = try rendered(text, media, MessageSamples.failed)
        switch media {
        case .json:
            #expect(try JSONValue.parse(result).string?.contains("role \"assitant\"") == true)
        case .form:
            #expect(result.hasPrefix("e=line%20100%3A%20role%20%22assitant%22"))
            #expect(!result.dropFirst(2).contains("&"))
        case .html, .xml:
            #expect(result.contains("&lt;@U123&gt;") && result.contains("&quot;assitant&quot;"))
        case .plain: #expect(!result.contains("\n"))
        }
    }

    @Test func theWholeEventFitsIntoJSON() throws {
        let text = try rendered(#"{"event_type": "ftd", "client_payload": {event}}"#, .json)
        let payload = try JSONValue.parse(text)["client_payload"]
        #expect(payload == (try JSONValue.parse(MessageSamples.succeeded)))
    }

    @Test(arguments: [
        ("one\ntwo {nam}", TemplateMedia.plain, 2, "unknown field {nam}; did you mean name?"),
        ("{\n\"a\": \"{modell}\"}", .json, 2, "unknown field {modell}; did you mean model?"),
        ("{event}", .html, 1, "{event} is JSON: it fits into application/json only"),
        (
            "{\n\"a\": {trained_tokens}}", .json, 2,
            "does not make JSON: expected a value; are all fields in double quotes?"
        ),
    ])
    func aTemplateThatIsWrongIsRefusedWithItsLine(text: String, media: TemplateMedia, line: Int, sentence: String) {
        let problem = #expect(throws: TemplateProblem.self) { try NoticeTemplate(text, media: media) }
        #expect(problem?.line == line)
        #expect(problem?.text == sentence)
    }
}
