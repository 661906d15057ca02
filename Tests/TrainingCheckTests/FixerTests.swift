import TestSupport
import Testing
import TrainingCheck
import TrainingData

@Suite struct FixerTests {
    private func fixed(_ text: String) throws -> (text: String, report: FixReport) {
        let scratch = try TemporaryDirectory()
        let report = try Fixer().run(
            from: .file(scratch.write("in.jsonl", text)), to: .file("\(scratch.path)/out.jsonl"))
        return (try scratch.text("out.jsonl"), report)
    }

    @Test(arguments: [
        (
            #"{"messages":[{"role":"USER","content":"q"},{"role":"assitant","content":"a"}]}"#,
            #"{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}"#, "unknown-role"
        ),
        (
            #"{"messages":[{"role":"user","content":"q","weight":1},{"role":"assistant","content":"a","weight":1.0}]}"#,
            #"{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a", "weight": 1}]}"#,
            "weight"
        ),
        (
            #"{"messages":[{"role":"user","content":"q\u200b\u0007\n","mood":1},{"role":"assistant","content":"a"}]}"#,
            #"{"messages": [{"role": "user", "content": "q\n"}, {"role": "assistant", "content": "a"}]}"#,
            "unknown-key, invisible-character, control-character"
        ),
        (
            #"{"source":1,"messages":[{"role":"user","content":"q"},{"role":"assistant","tool_calls":[{"id":"c","#
                + #""function":{"name":"f","arguments":{"a":1}}}]}]}"#,
            #"{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "tool_calls": [{"id": "c", "#
                + #""function": {"name": "f", "arguments": "{\"a\":1}"}, "type": "function"}]}]}"#,
            "unknown-key, tool-calls-shape"
        ),
    ])
    func safeMendsAreApplied(row: String, mended: String, rules: String) throws {
        let (text, report) = try fixed(row)
        #expect(text == mended + "\n")
        #expect(Set(report.mends.map { "\($0.rule)" }) == Set(rules.split(separator: ", ").map(String.init)))
        #expect((report.rows, report.changed, report.removed) == (1, 1, 0))
        let left = try checkedFile(Array(text.utf8))
        #expect(left.findings.filter { $0.mend != nil } == [])
    }

    @Test func everythingElseStaysAsItIs() throws {
        let rows = "{ \"messages\" :[{\"role\":\"user\",\"content\":\"\"}]}\r\n{broken\n"
        let (text, report) = try fixed("\u{FEFF}" + rows + "\n")
        #expect(text == rows)
        #expect(report.mends.map { "\($0.rule) \($0.count)" } == ["byte-order-mark 1", "blank-line 1"])
        #expect(report.changed == 0)
    }

    @Test(arguments: [
        (
            #"{"Messages":[{"Role":"USER","Content":"q"},{"role":"assistant","contnt":"a","weigth":0}],"tool":[]}"#,
            #"{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a", "weight": 0}], "tools": []}"#
        ),
        (
            #"{"messages":[{"role":"user","content":"q","weigth":1},{"role":"assistant","content":"a"}]}"#,
            #"{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}"#
        ),
    ])
    func misspelledKeysAreCorrected(row: String, mended: String) throws {
        let text = try fixed(row).text
        #expect(text == mended + "\n")
        #expect(try checkedFile(Array(text.utf8)).findings.filter { $0.mend != nil } == [])
    }

    @Test(arguments: [
        #"{"conversation": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}"#,
        #"{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "text": "a"}]}"#,
        #"{"messages": [{"from": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}"#,
        #"{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "Content": "a", "CONTENT": "b"}]}"#,
    ])
    func noKeyGoesThatMayHoldWhatTheRowLacks(row: String) throws {
        let report = try checkedFile(Array(row.utf8))
        #expect(report.count(of: .unknownKey) + report.count(of: .foreignShape) > 0)
        #expect(report.findings.filter { $0.mend != nil } == [])
        #expect(try fixed(row).text == row + "\n")
    }

    @Test func controlCharactersStayForAPersonToSee() throws {
        let (text, report) = try fixed(tenGoodRows[0] + "\n\0\0\n \t\r\n")
        #expect(text == tenGoodRows[0] + "\n\0\0\n")
        #expect(report.mends.map { "\($0.rule) \($0.count)" } == ["blank-line 1"])
    }

    @Test func rowsThatAreTheSameOnlyWhenMendedGo() throws {
        let odd = tenGoodRows[3].replacing("question", with: "ques\u{200B}tion").replacing("\"user\"", with: "\"usr\"")
        let (text, report) = try fixed((tenGoodRows + [odd]).joined(separator: "\n"))
        #expect(text == tenGoodRows.map { $0 + "\n" }.joined())
        #expect((report.rows, report.changed, report.removed) == (11, 0, 1))
        #expect(report.mends.map { "\($0.rule) \($0.count)" } == ["duplicate 1"])
    }

    /// Each key was once looked for among all others: quadratic time.
    @Test func aRowOfManyKeysKeepsThemInOrder() throws {
        let keys = (0..<3_000).map { "\"k\($0)\": \($0)" }.joined(separator: ", ")
        let row =
            "{\"messages\": [{\"role\": \"usr\", \"content\": \"q\"}], \(keys), \"e\u{301}\": 1, \"\u{E9}\": 2, \"k7\": 8}"
        let scratch = try TemporaryDirectory()
        var fixer = Fixer()
        fixer.shape = .reinforcement
        _ = try fixer.run(from: .file(scratch.write("in", row)), to: .file("\(scratch.path)/out"))
        let mended = row.replacing("usr", with: "user").replacing("\"k7\": 7", with: "\"k7\": 8").dropLast(10) + "}\n"
        #expect(try bytes(of: "\(scratch.path)/out") == Array(mended.utf8))
    }

    @Test(arguments: [
        (1...12).map { #"{"messages": [{"role": "user", "content": "q"}], "ref": \#($0)}"# },
        [tenGoodRows[0], tenGoodRows[0].dropLast() + #", "tools": []}"#],
        [tenGoodRows[0], tenGoodRows[0].replacing("answer", with: "Answer")],
        [tenGoodRows[0], tenGoodRows[0].replacing("answer", with: "a\\n    answer"), tenGoodRows[0] + " "],
        [tenGoodRows[0], tenGoodRows[0].replacing("}]}", with: #", "weight": 0}]}"#)],
    ])
    func rowsThatDifferInAnythingStay(rows: [String]) throws {
        let (text, report) = try fixed((rows + rows).joined(separator: "\n"))
        #expect(text == rows.map { $0 + "\n" }.joined())
        #expect((report.rows, report.removed) == (rows.count * 2, rows.count))
    }

    @Test func repeatedRowsGo() throws {
        let (text, report) = try fixed((tenGoodRows + tenGoodRows).joined(separator: "\n"))
        #expect(text == tenGoodRows.map { $0 + "\n" }.joined())
        #expect((report.rows, report.removed) == (20, 10))
    }
}

extension FixerTests {
    @Test func whoeverStopsItFindsNothing() throws {
        let scratch = try TemporaryDirectory()
        let input = try scratch.write("in.jsonl", tenGoodRows.joined(separator: "\n"))
        var rows: [Int] = []
        let error = #expect(throws: TrainingDataError.self) {
            var fixer = Fixer()
            fixer.isCancelled = { true }
            _ = try fixer.run(from: .file(input), to: .file("\(scratch.path)/out.jsonl")) { rows.append($0.rows) }
        }
        #expect(error?.description == "stopped before the end of \(input); nothing was written")
        #expect(rows == [10])
        #expect(scratch.names == ["in.jsonl"])
    }
}
