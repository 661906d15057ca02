import TestSupport
import Testing
import TrainingData

@Suite struct ExamplePreviewTests {
    private func first(_ count: Int, _ text: String) throws -> [ExamplePreview] {
        let scratch = try TemporaryDirectory()
        return try ExamplePreview.first(count, of: .file(scratch.write("in.jsonl", text)))
    }

    @Test(arguments: [
        (
            #"{"messages": [{"role": "system", "content": "s"}, {"role": "user", "name": "Ann", "content": "q"}]}"#,
            ["system: s", "user Ann: q"]
        ),
        (
            #"{"messages": [{"role": "assistant", "content": "a", "weight": 0}], "tools": []}"#,
            ["assistant: a\n[weight 0]", "tools: []"]
        ),
        (
            #"{"messages": [{"role": "user", "content": [{"type": "text", "text": "see"}, {"type": "image_url"}]}]}"#,
            ["user: see\n[image_url]"]
        ),
        (
            #"{"messages": [{"role": "assistant", "content": null, "tool_calls": [{"function": {"name": "f"}}]}]}"#,
            [#"assistant: [calls {"name":"f"}]"#]
        ),
        (
            #"{"input": {"messages": [{"role": "user", "content": "q"}], "tools": 1}, "preferred_output": "#
                + #"[{"role": "assistant", "content": "a"}], "non_preferred_output": [{"content": "b"}]}"#,
            ["user: q", "tools: 1", "preferred: a", "non-preferred: b"]
        ),
        (#"{"messages": [{"content": 5}, 7]}"#, ["no role: 5", "messages: 7"]),
        (#"{"messages": {}}"#, ["messages: {}"]),
        (#"{"prompt": "p", "completion": "c"}"#, ["prompt: p", "completion: c"]),
        (#"{"messages": "#, [#"not JSON: {"messages": "#]),
    ])
    func aRowIsWhatItSays(row: String, turns: [String]) throws {
        // Behind a good row, since a bad first one may make the file something else than JSONL.
        let previews = try first(2, tenGoodRows[0] + "\n\n" + row + "\n")
        #expect(previews.map(\.line) == [1, 3])
        #expect(previews.last?.turns.map { "\($0.speaker): \($0.text)" } == turns)
    }

    @Test func onlyTheFirstRowsAreRead() throws {
        #expect(try first(2, "\u{FEFF}" + tenGoodRows.joined(separator: "\n")).map(\.line) == [1, 2])
        #expect(try first(20, tenGoodRows.joined(separator: "\n")).count == 10)
        #expect(try first(5, "") == [])
    }

    @Test func aLongFirstRowIsNoOtherFormat() throws {
        let long = #"{"messages": [{"role": "user", "content": "\#(String(repeating: "x", count: 300_000))"}]}"#
        #expect(try first(1, long).first?.turns.first?.text.count == 300_000)
    }

    @Test func anotherFormatIsNamed() throws {
        let error = #expect(throws: TrainingDataError.self) { try first(1, "[1, 2]") }
        #expect(error?.reason == .foreign(.jsonArray))
    }
}
