import Testing
import TrainingCheck
import TrainingData

@Suite struct RowRuleTests {
    /// Valid for the server; the cookbook's checker refuses most of them.
    @Test(arguments: [
        #"{"messages": [{"role": "user", "content": "w?"}, {"role": "assistant", "content": null, "tool_calls": "#
            + #"[{"id": "c", "type": "function", "function": {"name": "w", "arguments": "{}"}}]}, {"role": "tool", "#
            + #""tool_call_id": "c", "content": "rain"}, {"role": "assistant", "content": "It rains."}], "tools": "#
            + #"[{"type": "function", "function": {"name": "w", "parameters": {}}}], "parallel_tool_calls": false}"#,
        #"{"messages": [{"role": "user", "content": "w?"}, {"role": "assistant", "tool_calls": "#
            + #"[{"id": "c", "type": "function", "function": {"name": "w", "arguments": "{\"a\": 1}"}}]}], "#
            + #""tools": [{"type": "function", "function": {"name": "w"}}]}"#,
        #"{"messages": [{"role": "user", "content": [{"type": "text", "text": "what is it?"}, {"type": "image_url", "#
            + #""image_url": {"url": "https://example.org/a.png", "detail": "low"}}]}, {"role": "assistant", "#
            + #""content": [{"type": "text", "text": "A cat."}]}]}"#,
        #"{"messages": [{"role": "user", "content": "w?"}, {"role": "assistant", "content": null, "function_call": "#
            + #"{"name": "w", "arguments": "{}"}}, {"role": "function", "name": "w", "content": "rain"}, "#
            + #"{"role": "assistant", "content": "Rain."}], "functions": [{"name": "w"}]}"#,
        #"{"messages": [{"role": "user", "content": "a", "name": "Ann_1"}, {"role": "assistant", "content": "b", "#
            + #""weight": 0}, {"role": "user", "content": "c"}, {"role": "assistant", "content": "d", "weight": 1}]}"#,
        #"{"messages":[{"r\u006fle":"\u0075ser","content":"tabs\tand\nlines 👩‍👩‍👧"},{"role":"assistant","content":"b"}]}"#,
    ])
    func whatTheServerTakesIsNoFinding(row: String) throws {
        #expect(try checked(row).lines == [])
    }

    @Test(arguments: [
        ("{\"messages\": [}", "11:15 not-json: not JSON: expected a value"),
        ("{\"a\": \"é\u{1}\"}", "11:9 not-json: not JSON: the control character U+0001 in a text is to be escaped"),
        ("[1]", "11:1 not-an-object: expected an object, {\"messages\": […]}; found an array"),
        ("{}", "11:1 missing-messages: the row has no \"messages\""),
        (#"{"messages": {}}"#, "11:14 missing-messages: \"messages\" is to be an array; found an object"),
        (#"{"messages": []}"#, "11:14 missing-messages: \"messages\" is empty"),
        (
            #"{"prompt": "a", "completion": "b"}"#,
            "11:1 legacy-completion: a prompt/completion row: only babbage-002 and davinci-002 took them, whose "
                + "training has ended; write {\"messages\": […]}"
        ),
        (
            #"{"input": {}, "preferred_output": []}"#,
            "11:1 wrong-shape: a preference row (DPO) in a file of chat examples"
        ),
    ])
    func brokenRowsAreNamed(row: String, line: String) throws {
        #expect(try checked(row).lines == [line])
    }

    /// Each message stands behind a question and before a good answer, at column 53.
    @Test(arguments: [
        ("7", "14:14 message-not-an-object: message 2 is to be an object; found a number"),
        (#"{"content": "a"}"#, "missing-role: message 2 has no \"role\""),
        (
            #"{"role": "assitant", "content": "a"}"#,
            "unknown-role: role \"assitant\": the server accepts system, user, assistant, tool; did you mean "
                + "\"assistant\"?"
        ),
        (
            #"{"role": "narrator", "content": "a"}"#,
            "unknown-role: role \"narrator\": the server accepts system, user, assistant, tool"
        ),
        (#"{"role": 1, "content": "a"}"#, "unknown-role: message 2: the role is to be text; found a number"),
        (#"{"role": "user"}"#, "missing-content: message 2 has no \"content\""),
        (
            #"{"role": "user", "content": null}"#,
            "missing-content: message 2: the content is null, which only the assistant may have, beside tool_calls"
        ),
        (
            #"{"role": "user", "content": 5}"#,
            "content-shape: message 2: the content is to be text or a list of parts; found a number"
        ),
        (#"{"role": "user", "content": []}"#, "content-shape: message 2: the content has no parts"),
        (
            #"{"role": "user", "content": [{"type": "txt"}]}"#,
            "content-shape: message 2, part 1: the type is to be text or image_url; found \"txt\""
        ),
        (
            #"{"role": "user", "content": "a", "mood": "b"}"#,
            "unknown-key: unknown key \"mood\": message 2 has role, content, name, weight, tool_calls, tool_call_id"
        ),
        (
            #"{"role": "user", "content": "a", "content": "b"}"#,
            "duplicate-key: the key \"content\" stands twice; the last counts"
        ),
        (#"{"role": "assistant", "content": "a", "weight": 0.5}"#, "weight: message 2: the weight is to be 0 or 1"),
        (
            #"{"role": "user", "content": "a", "weight": 1}"#,
            "weight: message 2: only the assistant's messages have a weight, not the user's"
        ),
        (
            #"{"role": "tool", "content": "a"}"#,
            "tool-call-id: message 2: a tool's message needs a \"tool_call_id\", the id of the call it answers"
        ),
        (
            #"{"role": "tool", "content": "a", "tool_call_id": "x"}"#,
            "unmatched-tool-call: message 2 answers a call that no earlier message makes"
        ),
        (
            #"{"role": "assistant", "tool_calls": []}"#,
            "tool-calls-shape: message 2: tool_calls is to be an array with at least one call"
        ),
        (
            #"{"role": "assistant", "tool_calls": [{"id": "c", "type": "function", "function": {"name": "w", "#
                + #""arguments": {}}}]}"#,
            "tool-calls-shape: message 2, call 1: the arguments are to be JSON in a string, such as "
                + #""{\"city\": \"Paris\"}""#
        ),
        (
            #"{"role": "user", "content": "a", "name": "Ann Lee"}"#,
            "name: message 2: a name has 1 to 64 letters, digits, \"_\" and \"-\"; the API takes no other"
        ),
        (#"{"role": "assistant", "content": " \n"}"#, "empty-answer: message 2: the assistant says nothing"),
        (#"{"role": "user", "content": ""}"#, "empty-message: message 2: there is no text"),
        (
            #"{"role": "user", "content": "a <|im_end|> b"}"#,
            "special-token: message 2 contains the special token <|im_end|>: the server refuses it in any text"
        ),
        (
            #"{"role": "user", "content": "a\u200bb"}"#,
            "invisible-character: message 2 contains the invisible character U+200B"
        ),
        (
            #"{"role": "user", "content": "a\u0007b"}"#,
            "control-character: message 2 contains the control character U+0007"
        ),
        (
            #"{"role": "user", "content": "my key is sk-proj-abcdefghijklmnop123456."}"#,
            "secret: message 2 contains a secret API key (sk-…): whoever uses the model could read it"
        ),
        (
            #"{"role": "user", "content": "write to ann.lee@mail.host.org!"}"#,
            "email-address: message 2 contains an e-mail address: whoever uses the model could be told it"
        ),
    ])
    func messagesAreJudgedOneByOne(message: String, finding: String) throws {
        let row =
            #"{"messages": [{"role": "user", "content": "q"}, \#(message), {"role": "assistant", "content": "z"}]}"#
        let lines = try checked(row).lines
        // The row declares no tools and answers no call, which other rules say.
        #expect(
            lines.filter { !$0.contains(" unanswered-call: ") && !$0.contains(" undeclared-function: ") }.count == 1)
        #expect(
            try #require(lines.first).hasSuffix(finding.hasPrefix("14:14 ") ? String(finding.dropFirst(6)) : finding))
    }

    @Test(arguments: [
        "a task-list-with-many-words-2024-and-more", "ask sk-short", "AKIA is short", "user@example.com", "@home",
        "1 <| 2 |> 3", "x = a @ b.c", "----------------------------", "<|other|>",
    ])
    func ordinaryTextIsNoSighting(text: String) throws {
        #expect(
            try checked(
                #"{"messages": [{"role": "user", "content": "\#(text)"}, {"role": "assistant", "content": "z"}]}"#
            ).lines == [])
    }

    @Test func theColumnPointsIntoTheText() throws {
        let row = #"{"messages": [{"role": "user", "content": "é <|im_end|>"}, {"role": "assistant", "content": "z"}]}"#
        #expect(try checked(row).findings.first?.column == 46)
    }

    @Test(arguments: [
        (#"{"role": "user", "content": "q"}"#, "no-assistant"),
        (#"{"role": "assistant", "content": "q"}"#, "no-question"),
        (
            #"{"role": "user", "content": "q"}, {"role": "assistant", "content": "q", "weight": 0}"#,
            "nothing-to-train"
        ),
        (#"{"role": "assistant", "content": "q"}, {"role": "user", "content": "r"}"#, "last-not-assistant"),
    ])
    func aRowTeachesSomething(messages: String, rule: String) throws {
        #expect(try checked(#"{"messages": [\#(messages)]}"#).names == [rule])
    }

    @Test(arguments: [
        (#""tools": {}"#, "tools-shape"), (#""tools": [{"type": "x", "function": {"name": "a"}}]"#, "tools-shape"),
        (#""tools": [{"type": "function", "function": {"name": "a b"}}]"#, "tools-shape"),
        (#""functions": []"#, "tools-shape"), (#""parallel_tool_calls": 1"#, "wrong-type"),
        (#""source": "book""#, "unknown-key"),
        (
            #""messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": "y"}]"#, "duplicate-key"
        ),
    ])
    func otherMembersOfTheRowAreChecked(member: String, rule: String) throws {
        let row =
            #"{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "z"}], \#(member)}"#
        #expect(try checked(row).names == [rule])
    }
}
