import JSONText
import Testing

@testable import Simulator

/// What the server refuses in a row, and `ftctl check` names beforehand.
@Suite struct RowRulesTests {
    private static func chat(_ messages: String, _ more: String = "") -> String {
        #"{"messages": [\#(messages)]\#(more)}"#
    }
    private static let user = #"{"role": "user", "content": "a"}"#
    private static let assistant = #"{"role": "assistant", "content": "b"}"#
    private static func call(_ arguments: String, id: String = #""id": "c1", "#) -> String {
        #"{"role": "assistant", "tool_calls": [{\#(id)"type": "function", "function": {"name": "f", "arguments": \#(arguments)}}]}"#
    }
    private static func images(_ count: Int) -> String {
        let image = #"{"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}"#
        return #"{"role": "user", "content": [\#(Array(repeating: image, count: count).joined(separator: ", "))]}"#
    }

    static let refused: [(row: String, text: String)] = [
        (
            chat(#"{"role": "developer", "content": "a"}, "# + assistant),
            ", message 1 Input tag \"developer\" found using 'role' does not match any of the expected tags: 'system', "
                + "'user', 'assistant', 'tool', 'function'"
        ),
        (chat("\(user), \(assistant), \(user)"), ": the last message must be from the assistant"),
        (
            chat(user + #", {"role": "assistant", "content": "b", "weight": 0}"#),
            " has no message from the assistant to train on: every weight is 0"
        ),
        (
            chat("\(user), \(call(#"{"city": "Paris"}"#))"),
            ", message 2, call 1, key 'arguments': Input should be a valid string"
        ),
        (
            chat("\(user), \(call(#""[1]""#))"),
            ", message 2, call 1, key 'arguments': the string is no JSON object"
        ),
        (chat("\(user), \(call(#""{}""#, id: ""))"), ", message 2, call 1, key 'id': Field required"),
        (
            chat(#"\#(user), \#(call(#""{}""#)), {"role": "tool", "content": "x"}, \#(assistant)"#),
            ", message 3, key 'tool_call_id': Field required"
        ),
        (chat("\(images(11)), \(assistant)"), " has more than 10 images"),
        (chat("\(images(6)), \(images(5)), \(assistant)"), " has more than 10 images"),
        (
            chat(
                #"{"role": "user", "content": [{"type": "image_url", "image_url": "https://example.org"}]}, "#
                    + assistant),
            ", message 1, part 1, key 'image_url': Input should be an object with a 'url'"
        ),
        (
            chat(#"\#(user), {"role": "assistant", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}"#),
            ", message 2, part 1: images are permitted in messages of the user only"
        ),
        (
            chat(#"{"role": "user", "content": [{"type": "audio"}]}, "# + assistant),
            ", message 1, part 1 Input tag 'audio' found using 'type' does not match any of the expected tags: 'text', "
                + "'image_url'"
        ),
        (
            chat("\(user), \(assistant)", #", "tools": [{"type": "function", "function": {"name": "a b"}}]"#),
            ", key 'tools', item 1: a function is named by 1 to 64 of a-z, A-Z, 0-9, _ and -"
        ),
        (
            chat("\(user), \(assistant)", #", "parallel_tool_calls": "yes""#),
            ", key 'parallel_tool_calls': Input should be a valid boolean"
        ),
        (
            #"{"input": {"messages": [\#(user)]}, "preferred_output": [\#(assistant)], "extra": 1}"#,
            ", key 'extra': Extra inputs are not permitted"
        ),
    ]

    @Test(arguments: refused) func aRowIsRefused(_ row: String, _ text: String) throws {
        let object = try #require(try JSONValue.parse(Array(row.utf8)).object)
        let error = #expect(throws: RowError.self) {
            try object["input"] == nil ? RowRules.chat(object) : RowRules.preference(object)
        }
        #expect(error?.text == text)
    }

    @Test(arguments: [
        chat("\(user), \(assistant)"), chat("\(images(10)), \(assistant)"),
        chat(
            #"\#(user), \#(call(#""{\"city\": \"Paris\"}""#)), {"role": "tool", "tool_call_id": "c1", "content": "x"}, "#
                + assistant,
            #", "tools": [{"type": "function", "function": {"name": "f", "parameters": {}}}], "parallel_tool_calls": true"#
        ),
        chat(#"\#(user), {"role": "assistant", "content": null, "refusal": "no"}"#),
        chat(#"\#(user), {"role": "assistant", "content": "b", "weight": 0}, \#(assistant)"#),
    ])
    func aGoodRowIsTaken(_ row: String) throws {
        try RowRules.chat(try #require(try JSONValue.parse(Array(row.utf8)).object))
    }
}
