import Testing

@testable import TrainingData

/// Long rows in parts: operators in a table of them would take the compiler minutes.
private func join(_ parts: String...) -> String { parts.joined() }

@Suite struct RowShapeTests {
    private func shape(_ text: String) -> RowShape? {
        var text = text
        return text.withUTF8 { RowShape.of(firstRows: UnsafeRawBufferPointer($0)) }
    }

    @Test(
        arguments: [
            (
                #"{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}"#,
                RowShape.messages
            ),
            (#"{"messages": [{"role": "user", "content": "q"}]}"#, .messages),
            (#"{"messages": [{"role": "user", "content": "q"}], "id": 1, "source": "x"}"#, .messages),
            (#"{"messages": [{"role": "user", "content": "q"}], "reference_answer": "a"}"#, .reinforcement),
            (#"{"messages": "[{\"role\": \"user\", \"content\": \"q\"}]", "id": 1}"#, .messagesText),
            (#"{"dialog": [{"role": "user", "content": "q"}, {"role": "bot", "content": "a"}]}"#, .otherMessages),
            (#"{"conversations": [{"from": "human", "value": "q"}, {"from": "gpt", "value": "a"}]}"#, .shareGPT),
            (#"{"instruction": "i", "input": "", "output": "o"}"#, .alpaca),
            (#"{"instruction": "i", "context": "c", "response": "o", "category": "x"}"#, .alpaca),
            (#"{"prompt": "q ->", "completion": " a"}"#, .promptCompletion),
            (#"{"Question": "q", "Answer": "a", "Topic": "t"}"#, .questionAnswer),
            (#"{"prompt": "q", "response": "a"}"#, .questionAnswer),
            (#"{"question": "q", "context": "c", "answers": {"text": ["a"], "answer_start": [0]}}"#, .squad),
            (#"{"question": "q", "choices": ["x", "y"], "answer": 1}"#, .multipleChoice),
            (
                #"{"question": "q", "choices": {"text": ["x", "y"], "label": ["A", "B"]}, "answerKey": "B"}"#,
                .multipleChoice
            ),
            (#"{"question": "q", "A": "x", "B": "y", "C": "z", "answer": "B"}"#, .multipleChoice),
            (#"{"prompt": "q", "chosen": "a", "rejected": "b"}"#, .trlPreference),
            (
                join(
                    #"{"chosen": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}], "#,
                    #""rejected": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "b"}]}"#),
                .trlPreference
            ),
            (#"{"input": {"messages": []}, "preferred_output": [], "non_preferred_output": []}"#, .preference),
            (#"{"system": "SYSTEM: s", "chat": "USER: q\n\nASSISTANT: a <|endoftext|>"}"#, .glaive),
            (#"{"messages": [{"role": "user", "content": "q"}, {"role": "function-call", "content": "{}"}]}"#, .glaive),
            (#"{"messages": [{"role": "user", "content": [{"type": "input_text", "text": "q"}]}]}"#, .responses),
            (#"{"custom_id": "r", "method": "POST", "url": "/v1", "body": {"messages": []}}"#, .batch),
            (
                #"{"object": "chat.completion", "choices": [{"message": {"role": "assistant", "content": "a"}}]}"#,
                .completions
            ),
            (
                join(
                    #"{"request": {"messages": [{"role": "user", "content": "q"}]}, "#,
                    #""response": {"choices": [{"message": {"role": "assistant", "content": "a"}}]}}"#), .logs
            ),
        ] as [(String, RowShape)])
    func aShapeIsToldFromItsRow(row: String, expected: RowShape) {
        #expect(shape(row) == expected)
        // The same within an array, spread over lines, with a cut row behind it, and behind a line that is no JSON.
        #expect(shape("[\(row),\n \(row)]") == expected)
        #expect(shape("\(row),\n\(row),\n") == expected)
        #expect(shape("broken\n\(row)\n{\"cut") == expected)
    }

    @Test(arguments: [
        "", "{}", "[]", "null", "plain text", #"{"text": "t", "label": 1}"#, #"{"question": "q"}"#,
        #"{"question": "q", "query": "q", "answer": "a"}"#, #"{"problem": "p", "solution": "s", "answer": "a"}"#,
        #"{"messages": []}"#, #"{"conversations": []}"#, #"{"prompt": 1, "completion": 2}"#,
        #"{"messages": [{"role": "user", "content": "q"}], "response": "a"}"#,
        #"{"chosen": "a", "rejected": "b"}"#, #"{"custom_id": "r", "response": {"body": {}}}"#,
    ])
    func whatCouldBeTwoThingsOrNoneIsNotGuessed(row: String) {
        #expect(shape(row) == nil)
    }

    @Test func oneRowNeverDecidesForOthers() {
        let chat = #"{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}"#
        let graded = #"{"messages": [{"role": "user", "content": "q"}], "reference_answer": "a"}"#
        #expect(shape("\(graded)\n\(chat)") == .messages)
        #expect(shape("\(graded)\n\(graded)") == .reinforcement)
        #expect(shape("\(chat)\n{\"q\": \"x\", \"a\": \"y\"}") == nil)
    }

    @Test func everyShapeHasANameAndWords() {
        for shape in RowShape.allCases {
            #expect(RowShape.named(shape.rawValue.uppercased()) == shape)
            #expect(
                shape.prepareWords(file: "x.jsonl") == "ftctl prepare x.jsonl --shape \(shape.rawValue) -o train.jsonl")
        }
        #expect(Set(RowShape.allCases.map(\.label)).count == RowShape.allCases.count)
    }

    @Test(
        arguments: [
            ("answers.text[0]", "answers", [.key("text"), .index(0)]),
            ("turns[-1].content", "turns", [.index(-1), .key("content")]), ("a[0][1]", "a", [.index(0), .index(1)]),
        ] as [(String, String, [ColumnPath.Step])])
    func aWayIsReadInSteps(text: String, column: String, steps: [ColumnPath.Step]) {
        let path = ColumnPath(text)
        #expect(path?.column == column)
        #expect(path?.steps == steps)
    }

    @Test(arguments: ["", "a", ".a", "a.", "a[", "a[]", "a[x]", "a[0", "a[0]b", "[0]", "a..b"])
    func whatIsNoWayIsAName(text: String) {
        #expect(ColumnPath(text) == nil)
    }
}
