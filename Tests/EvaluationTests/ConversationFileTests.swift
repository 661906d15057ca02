import JSONText
import TestSupport
import Testing

@testable import Evaluation

@Suite struct ConversationFileTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func file(_ text: String) throws -> ConversationFile {
        try ConversationFile(path: try directory.write("rows.jsonl", text))
    }

    @Test func allBeforeTheLastAnswerIsAsked() throws {
        let text =
            #"{"messages":[{"role":"system","content":"S"},{"role":"user","content":"1"},"#
            + #"{"role":"assistant","content":"one","weight":0},{"role":"user","content":"2"},"#
            + #"{"role":"assistant","content":"two"}],"tools":[{"type":"function"}],"parallel_tool_calls":false}"#
        let row = try #require(try file("\n" + text + "\n").rows.first)
        #expect(row.line == 2)
        #expect(row.prompt.map { $0["role"]?.string } == ["system", "user", "assistant", "user"])
        // What only a training takes is not sent.
        #expect(row.prompt.allSatisfy { $0["weight"] == nil })
        #expect(row.expectedText == "two")
        #expect(row.question == "2")
        #expect(row.options.members.map(\.key) == ["tools", "parallel_tool_calls"])
        #expect(row.messages(system: "T").map { $0["content"]?.string } == ["T", "1", "one", "2"])
    }

    @Test func preferenceRowsAreAskedTheirInput() throws {
        let text =
            #"{"input":{"messages":[{"role":"user","content":"Q"}],"tools":[]},"#
            + #""preferred_output":[{"role":"assistant","content":"good"}],"#
            + #""non_preferred_output":[{"role":"assistant","content":"bad"}]}"#
        let row = try #require(try file(text).rows.first)
        #expect(row.question == "Q")
        #expect(row.expectedText == "good")
        #expect(row.options.members.map(\.key) == ["tools"])
    }

    @Test func aRowThatOnlyAsksHasNoAnswer() throws {
        let row = try #require(try file(#"{"messages":[{"role":"user","content":"Q"}]}"#).rows.first)
        #expect(row.expected == nil)
    }

    @Test(
        arguments: [
            (
                #"{"question":"Q"}"#,
                ":1: no conversation in this row: it needs \"messages\", or \"input\" and \"preferred_output\"; nothing was sent, ftctl check shows all such rows"
            ),
            (
                #"{"messages":[{"content":"Q"}]}"#,
                ":1: no conversation in this row: it needs \"messages\", or \"input\" and \"preferred_output\"; nothing was sent, ftctl check shows all such rows"
            ),
            (
                #"{"messages":[{"role":"assistant","content":"A"}]}"#,
                ":1: nothing stands before the answer of this row, so there is nothing to ask; nothing was sent"
            ),
            ("{\"messages\":[}", ":1:14: not JSON: expected a value"),
            ("\n\n", " has no rows; nothing was sent"),
        ])
    func whatIsNoConversationIsSaid(_ text: String, _ sentence: String) throws {
        let path = try directory.write("rows.jsonl", text)
        let error = #expect(throws: EvaluationError.self) { try ConversationFile(path: path) }
        #expect(error?.description == path + sentence)
    }

    @Test func aFileThatIsNotThereIsSaid() throws {
        let path = directory.path("nothing")
        let error = #expect(throws: EvaluationError.self) { try ConversationFile(path: path) }
        #expect(error?.description == "cannot read \(path): No such file or directory")
    }
}
