import Preparing
import TestSupport
import Testing
import TrainingData

/// Long rows in parts: operators in a table of them would take the compiler minutes.
private func join(_ parts: String...) -> String { parts.joined() }

@Suite struct ShapeMappingTests {
    private func prepared(
        _ text: String, name: String = "in.jsonl", _ change: (inout Preparation) -> Void = { _ in }
    ) throws -> (lines: [String], report: PreparationReport) {
        let scratch = try TemporaryDirectory()
        var preparation = Preparation(mapping: .shape(nil))
        change(&preparation)
        let report = try preparation.run(
            from: .file(scratch.write(name, text)), to: .file("\(scratch.path)/out.jsonl"))
        return (try scratch.text("out.jsonl").split(separator: "\n").map(String.init), report)
    }

    private static let chat =
        #"{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}"#
    private static let systemChat =
        join(
            #"{"messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "q"}, "#,
            #"{"role": "assistant", "content": "a"}]}"#)
    private static let pair =
        join(
            #"{"input": {"messages": [{"role": "user", "content": "q"}]}, "#,
            #""preferred_output": [{"role": "assistant", "content": "a"}], "#,
            #""non_preferred_output": [{"role": "assistant", "content": "b"}]}"#)

    @Test(
        arguments: [
            (
                join(
                    #"{"id": "c", "conversations": [{"from": "system", "value": "s"}, {"from": "human", "value": "q"}, "#,
                    #"{"from": "gpt", "value": "a", "loss": true}]}"#),
                systemChat, "ShareGPT rows: from → role", ["id", "conversations[].loss"]
            ),
            (
                #"{"system": "s", "conversations": [{"from": "human", "value": "q"}, {"from": "gpt", "value": "a"}]}"#,
                systemChat, "ShareGPT rows: from → role", []
            ),
            (
                #"{"instruction": "q", "input": "", "output": "a", "text": "all"}"#, chat,
                "Alpaca rows: instruction, input → prompt, output → assistant", ["text"]
            ),
            (
                #"{"instruction": "i", "input": "j", "output": "a", "history": [["x", "y"]]}"#,
                join(
                    #"{"messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": "y"}, "#,
                    #"{"role": "user", "content": "i\n\nj"}, {"role": "assistant", "content": "a"}]}"#),
                "Alpaca rows: history, instruction, input → prompt, output → assistant", []
            ),
            (
                #"{"prompt": "q ->", "completion": " a\n"}"#, chat,
                #"prompt/completion rows: prompt → user, completion → assistant; without "->" at the end"#, []
            ),
            (
                #"{"prompt": "q\n\n###\n\n", "completion": " a END"}"#, chat,
                #"prompt/completion rows: prompt → user, completion → assistant; without "###" and "END" at the end"#,
                []
            ),
            (
                #"{"Question": "q", "Answer": "a"}"#, chat, "question/answer rows: Question → user, Answer → assistant",
                []
            ),
            (
                #"{"system": "s", "question": "q", "answer": "a"}"#, systemChat,
                "question/answer rows: system → system, question → user, answer → assistant", []
            ),
            (
                #"{"id": 1, "context": "c", "question": "q", "answers": {"text": ["a", "b"], "answer_start": [0, 1]}}"#,
                #"{"messages": [{"role": "user", "content": "c\n\nq"}, {"role": "assistant", "content": "a"}]}"#,
                "SQuAD rows: context, question → user; first of answers → assistant", ["id"]
            ),
            (
                #"{"question": "q", "choices": {"text": ["x", "y"], "label": ["A", "B"]}, "answerKey": "B"}"#,
                #"{"messages": [{"role": "user", "content": "q\n\nA. x\nB. y"}, {"role": "assistant", "content": "B. y"}]}"#,
                "multiple-choice rows: question with choices → user, choice named by answerKey → assistant", []
            ),
            (
                #"{"messages": "[{\"role\": \"user\", \"content\": \"q\"}, {\"role\": \"assistant\", \"content\": \"a\"}]"}"#,
                chat, "messages as JSON text: messages → messages", []
            ),
            (
                #"{"dialog": [{"role": "human", "content": "q"}, {"role": "bot", "content": "a"}]}"#, chat,
                "messages under another name: dialog → messages", []
            ),
            (
                #"{"prompt": "q", "chosen": "a", "rejected": "b"}"#, pair,
                "TRL preference rows: chosen → preferred_output, rejected → non_preferred_output", []
            ),
            (
                join(
                    #"{"chosen": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}], "#,
                    #""rejected": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "b"}], "score": 1}"#
                ),
                pair, "TRL preference rows: chosen → preferred_output, rejected → non_preferred_output", ["score"]
            ),
            (
                #"{"chosen": "\n\nHuman: q\n\nAssistant: a", "rejected": "\n\nHuman: q\n\nAssistant: b"}"#, pair,
                "TRL preference rows: chosen → preferred_output, rejected → non_preferred_output", []
            ),
            (
                #"{"input": [{"role": "user", "content": "q"}], "preferred_output": "a", "non_preferred_output": "b"}"#,
                pair,
                "OpenAI preference rows: taken over", []
            ),
            (
                #"{"messages": [ {"role":"user","content":"\u00e9"} ], "reference_answer": {"b": 1.50, "b": 2}}"#,
                #"{"messages": [{"role": "user", "content": "é"}], "reference_answer": {"b": 2}}"#,
                "OpenAI reinforcement rows: taken over", []
            ),
            (
                join(
                    #"{"messages": [{"role": "user", "content": [{"type": "input_text", "text": "q"}, "#,
                    #"{"type": "input_image", "image_url": "https://x.example/1.png", "detail": "low"}]}, "#,
                    #"{"role": "assistant", "content": [{"type": "output_text", "text": "a"}]}]}"#),
                join(
                    #"{"messages": [{"role": "user", "content": [{"type": "text", "text": "q"}, {"type": "image_url", "#,
                    #""image_url": {"url": "https://x.example/1.png", "detail": "low"}}]}, "#,
                    #"{"role": "assistant", "content": "a"}]}"#),
                "Responses API rows: input_text, output_text → text; input_image → image_url", []
            ),
            (
                join(
                    #"{"custom_id": "r", "body": {"model": "m", "messages": [{"role": "user", "content": "q"}, "#,
                    #"{"role": "assistant", "content": "a"}]}}"#),
                chat, "Batch API request rows: body → example", ["custom_id"]
            ),
            (
                join(
                    #"{"request": {"messages": [{"role": "user", "content": "q"}]}, "response": {"choices": "#,
                    #"[{"message": {"role": "assistant", "content": "a", "refusal": null, "annotations": []}}]}}"#),
                chat, "request log rows: request → messages, response → assistant", []
            ),
            (
                join(
                    #"{"object": "chat.completion", "messages": [{"role": "user", "content": "q"}], "choices": "#,
                    #"[{"message": {"role": "assistant", "content": "a"}}]}"#),
                chat, "stored completion rows: messages that were sent, and the first choice → assistant", ["object"]
            ),
        ] as [(String, String, String, [String])])
    func aShapeNeedsNoTemplate(row: String, example: String, sentence: String, leftOut: [String]) throws {
        let (lines, report) = try prepared(row + "\n")
        #expect(lines == [example])
        #expect(report.mapping == sentence)
        #expect(report.leftOut == leftOut)
    }

    @Test func callsBecomeToolCalls() throws {
        let glaive =
            join(
                #"{"system": "SYSTEM: You help with access to the following functions. Use them if required -\n"#,
                #"{\"name\": \"f\", \"parameters\": {}}", "chat": "USER: q\n\n\nASSISTANT: <functioncall> "#,
                #"{\"name\": \"f\", \"arguments\": '{\"x\": 1}'} <|endoftext|>\n\n\nFUNCTION RESPONSE: {\"y\": 2}\n\n\n"#,
                #"ASSISTANT: a <|endoftext|>"}"#)
        let expected =
            join(
                #"{"messages": [{"role": "system", "content": "You help."}, {"role": "user", "content": "q"}, "#,
                #"{"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": "#,
                #"{"name": "f", "arguments": "{\"x\": 1}"}}]}, "#,
                #"{"role": "tool", "tool_call_id": "call_1", "content": "{\"y\": 2}"}, "#,
                #"{"role": "assistant", "content": "a"}], "#,
                #""tools": [{"type": "function", "function": {"name": "f", "parameters": {}}}]}"#)
        #expect(try prepared(glaive).lines == [expected])
        let messages =
            join(
                #"{"messages": [{"role": "user", "content": "q"}, {"role": "function-call", "content": "{\"name\":\"f\"}"}, "#,
                #"{"role": "function-response", "content": "{}"}, {"role": "assistant", "content": "a"}]}"#)
        #expect(
            try prepared(messages).lines == [
                join(
                    #"{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "#,
                    #""type": "function", "function": {"name": "f", "arguments": "{}"}}]}, "#,
                    #"{"role": "tool", "tool_call_id": "call_1", "content": "{}"}, {"role": "assistant", "content": "a"}]}"#
                )
            ])
    }

    @Test func emptyAnswersAreDroppedAndCountedUnlessAskedFor() throws {
        let rows =
            [
                #"{"question": "q", "answer": "a"}"#, #"{"question": "q", "answer": null}"#,
                #"{"question": "q", "answer": " \n"}"#, #"{"question": "", "answer": "a"}"#,
            ].joined(separator: "\n")
        let (lines, report) = try prepared(rows)
        #expect(lines == [Self.chat])
        #expect(
            report.dropped == [
                DropCount(reason: .emptyAnswer, rows: 2), DropCount(reason: .emptyQuestion, rows: 1),
            ])
        #expect(try prepared(rows) { $0.mapping.keepsEmptyAnswers = true }.report.kept == 3)
    }

    @Test func aRowOfAnotherShapeIsNamedByItsLine() throws {
        let chat = #"{"conversations": [{"from": "human", "value": "q"}, {"from": "gpt", "value": "a"}]}"# + "\n"
        let many = String(repeating: chat, count: 25)
        let error = #expect(throws: TrainingDataError.self) { try prepared(many + #"{"CANARY": 1}"#) }
        #expect(
            error?.description.hasSuffix(
                "in.jsonl:26: no ShareGPT row: expected one column with a list of turns, {\"from\": …, \"value\": …}; "
                    + "there are CANARY") == true)
    }

    @Test func choicesCountedFromNobodyKnowsWhereAreNotGuessed() throws {
        let first = #"{"question": "q", "choices": ["x", "y", "z"], "answer": 1}"#
        let zero = #"{"question": "q", "choices": ["x", "y", "z"], "answer": 0}"#
        let three = #"{"question": "q", "choices": ["x", "y", "z"], "answer": 3}"#
        #expect(try prepared("\(first)\n\(zero)").lines.first?.contains("\"B. y\"") == true)
        #expect(try prepared("\(first)\n\(three)").lines.first?.contains("\"A. x\"") == true)
        #expect(throws: TrainingDataError.self) { try prepared(first) }
    }

    @Test func aKnownSetIsTakenByItsPreset() throws {
        let row =
            join(
                #"{"question": "q", "distractor3": "x", "distractor1": "y", "distractor2": "z", "correct_answer": "a", "#,
                #""support": "s"}"#)
        let (lines, report) = try prepared(row)
        #expect(report.mapping == "sciq rows: --preset sciq")
        #expect(lines.first?.contains("a Explanation: s") == true)
    }

    @Test(
        arguments: [
            (
                "{\n \"question\": \"q\",\n \"answer\": \"a\"\n}\n{\n \"question\": \"q\",\n \"answer\": \"a\"\n}\n",
                "in.jsonl"
            ),
            (join(#"{"question": "q", "answer": "a"},"#, "\n", #"{"question": "q", "answer": "a"},"#), "in.jsonl"),
            (#"{"question": "q", "answer": "a"} {"question": "q", "answer": "a"}"#, "in.jsonl"),
            (
                #"{"version": "1", "data": [{"question": "q", "answer": "a"}, {"question": "q", "answer": "a"}], "n": 2}"#,
                "in.json"
            ),
            ("question;answer\nq;a\nq;a\n", "in.csv"), ("question|answer\nq|a\nq|a\n", "in.txt"),
            ("sep=;\r\nquestion;answer\r\nq;a\r\nq;a\r\n", "in.csv"), ("question\tanswer\nq\ta\nq\ta\n", "in.txt"),
            ("FAQ export 2026,\nquestion,answer\nq,a\nq,a\n", "in.csv"),
            ("FAQ export\nquestion,answer\nq,a\nq,a\n", "in.csv"),
            ("question,answer,,\nq,a,,\nq,a,,\n", "in.csv"), ("\u{FEFF}question,answer\nq,a\nq,a", "in.csv"),
        ] as [(String, String)])
    func rowsAreReadAsPeopleHaveThem(text: String, name: String) throws {
        #expect(try prepared(text, name: name).lines == [Self.chat, Self.chat])
    }

    @Test func commasInTextDoNotHideTheSeparator() throws {
        let (lines, _) = try prepared("Question;Answer\nWhat, if any, is noble?;Argon, of course\n", name: "in.csv")
        #expect(lines.first?.contains("Argon, of course") == true)
    }
}

@Suite struct TemplateReachTests {
    private func prepared(_ row: String, user: String, assistant: String) throws -> String {
        let scratch = try TemporaryDirectory()
        let mapping = RowMapping(user: try MessageTemplate(user), assistant: try MessageTemplate(assistant))
        _ = try Preparation(mapping: mapping).run(
            from: .file(scratch.write("in.jsonl", row)), to: .file("\(scratch.path)/out.jsonl"))
        return try scratch.text("out.jsonl")
    }

    @Test(
        arguments: [
            ("{q}[[ ({c})]]", #"{"q": "x", "c": "y", "a": "b"}"#, "x (y)"),
            ("{q}[[ ({c})]]", #"{"q": "x", "c": "", "a": "b"}"#, "x"),
            ("{q}[[ ({c})]]", #"{"q": "x", "c": null, "a": "b"}"#, "x"),
            ("[[{c}: ]]{q}", #"{"q": "x", "c": "y", "a": "b"}"#, "y: x"),
            ("[[[[{q}]]]]", #"{"q": "x", "a": "b"}"#, "[[x]]"),
            ("[[no column]] {q}", #"{"q": "x", "a": "b"}"#, "[[no column]] x"),
            ("{q.text[0]}", #"{"q": {"text": ["x", "y"]}, "a": "b"}"#, "x"),
            ("{q.text[-1]}", #"{"q": {"text": ["x", "y\u00e9"]}, "a": "b"}"#, "yé"),
            ("{q.text[0]}", #"{"q.text[0]": "flat", "q": {"text": ["x"]}, "a": "b"}"#, "flat"),
            ("{q[1].n}", #"{"q": [{}, {"n": 1.50}], "a": "b"}"#, "1.50"),
        ] as [(String, String, String)])
    func templatesReachIntoRows(template: String, row: String, text: String) throws {
        #expect(
            try prepared(row, user: template, assistant: "{a}")
                == #"{"messages": [{"role": "user", "content": "\#(text)"}, {"role": "assistant", "content": "b"}]}"#
                + "\n")
    }

    @Test func aWayThatLeadsNowhereIsNamed() throws {
        let error = #expect(throws: TrainingDataError.self) {
            try prepared(#"{"q": {"text": ["x"]}, "a": "b"}"#, user: "{q.txt[0]}", assistant: "{a}")
        }
        #expect(error?.description.hasSuffix("no row has a column \"q.txt[0]\"; there are q, a") == true)
    }
}
