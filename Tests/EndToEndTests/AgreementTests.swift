import JSONText
import Testing
import Text

@testable import EndToEndSupport

/// The simulator trains nothing that `ftctl check` says the server would refuse, and all that it takes: each has rules of
/// its own.
@Suite struct AgreementTests {
    private static let user = #"{"role": "user", "content": "a"}"#
    private static let assistant = #"{"role": "assistant", "content": "b"}"#
    private static func call(_ arguments: String) -> String {
        #"{"role": "assistant", "tool_calls": [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "#
            + arguments + "}}]}"
    }
    private static func images(_ count: Int) -> String {
        let image = #"{"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}"#
        return #"{"role": "user", "content": ["# + Array(repeating: image, count: count).joined(separator: ", ") + "]}"
    }

    static let rows: [(messages: String, isTaken: Bool)] = [
        ("\(user), \(assistant)", true), ("\(images(10)), \(assistant)", true),
        (#"\#(user), \#(call(#""{}""#)), {"role": "tool", "tool_call_id": "c", "content": "x"}, \#(assistant)"#, true),
        (#"{"role": "developer", "content": "a"}, "# + assistant, false),
        ("\(user), \(assistant), \(user)", false), ("\(user), \(call("{}"))", false),
        ("\(images(11)), \(assistant)", false),
        (#"{"role": "user", "content": [{"type": "image_url", "image_url": "x"}]}, "# + assistant, false),
        (user + #", {"role": "assistant", "content": "b", "weight": 0}"#, false),
        (user + #", {"role": "tool", "content": "x"}, "# + assistant, false),
        (user + #", {"role": "assistant", "content": "b <|im_end|>"}"#, false),
        (user + #", {"role": "assistant", "content": null}"#, false),
        (user + #", {"role": "assistant", "content": "b", "mood": 1}"#, false),
    ]

    @Test(arguments: rows) func bothJudgeARowAlike(_ messages: String, _ isTaken: Bool) throws {
        let scene = try SubmitScene(options: ["--no-check"])
        try TextFile.write(TrainingRows.text(12) + #"{"messages": [\#(messages)]}"# + "\n", to: scene.file)
        let check = try scene.place.control("check", scene.file)
        #expect(check.code == (isTaken ? 0 : 1), "\(check.output)\(check.errors)")
        let submitted = try scene.submit()
        #expect(submitted.code == 0, "\(submitted.errors)")
        try scene.server.advance(.seconds(600))
        let job = try scene.server.get("/fine_tuning/jobs/\(submitted.output.trimmed)")
        #expect(job["status"]?.string == (isTaken ? "succeeded" : "failed"))
    }
}
