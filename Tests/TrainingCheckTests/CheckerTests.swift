import TestSupport
import Testing
import TrainingCheck
import TrainingData

@Suite struct CheckerTests {
    private func chat(_ question: String, _ answer: String, system: String? = nil) -> String {
        let first = system.map { #"{"role": "system", "content": "\#($0)"}, "# } ?? ""
        return
            #"{"messages": [\#(first){"role": "user", "content": "\#(question)"}, {"role": "assistant", "content": "\#(answer)"}]}"#
    }

    @Test func duplicatesAndContradictionsNameTheFirstLine() throws {
        let report = try checked(
            chat(" Question  1", "ANSWER 1"), chat("question 2", "other"), chat("question 2", "other "),
            chat("question 2", "answer 2"))
        #expect(
            report.lines == [
                "11 duplicate: same messages as line 1, blanks and case aside",
                "12 contradictory-answers: the same question as line 2, with another answer",
                "13 duplicate: same messages as line 12, blanks and case aside",
                "14 duplicate: same messages as line 2",
            ])
    }

    @Test func aMendOfAKeySaysWhatIsWritten() throws {
        let report = try checked(
            chat("a", "b").dropLast() + #", "tool": [], "source": 1}"#,
            chat("c", "d").replacing("messages", with: "Messages"))
        #expect(
            report.findings.filter { $0.rule == .unknownKey }.map { $0.mend ?? "-" } == [
                "writes \"tools\"", "removes the key", "writes \"messages\"",
            ])
    }

    /// Rows that are equal to no earlier one but say the same are left to a person.
    @Test func onlyEqualRowsAreToBeRemoved() throws {
        let report = try checked(
            chat("QUESTION 1", "answer 1"), chat("QUESTION 1", "answer 1"), chat("question 1", "answer 1"))
        #expect(
            report.findings.map { "\($0.line ?? 0) \($0.message); \($0.mend ?? "-")" } == [
                "11 same messages as line 1, blanks and case aside; -", "12 same messages as line 11; removes the row",
                "13 same messages as line 1; removes the row",
            ])
    }

    @Test(arguments: [
        #"], "tools": [{"type": "function", "function": {"name": "f"}}]}"#, #"], "parallel_tool_calls": false}"#,
        #"], "functions": [{"name": "f"}]}"#,
        #", {"role": "user", "content": "r"}, {"role": "assistant", "content": "s"}]}"#,
    ])
    func otherToolsMakeAnotherRow(end: String) throws {
        #expect(try checked(tenGoodRows[0].dropLast(2) + end).lines == [])
    }

    @Test func anotherWeightMakesAnotherRow() throws {
        let first = chat("a", "b").replacing("]}", with: #", {"role": "assistant", "content": "c"}]}"#)
        let other = first.replacing(#""b"}"#, with: #""b", "weight": 0}"#)
        let same = first.replacing(#""b"}"#, with: #""b", "weight": 1}"#)
        #expect(
            try checked(first, other, same).lines == ["13 duplicate: same messages as line 11, blanks and case aside"])
    }

    @Test func aSystemPromptMakesItAnotherQuestion() throws {
        let report = try checked(chat("question 1", "in verse", system: "rhyme"))
        #expect(
            report.lines == [
                "11 inconsistent-system-prompt: 10 rows have no system message, 1 has another; the first is this one"
            ])
    }

    @Test func fewerThanTenRowsAreRefused() throws {
        let report = try checkedFile(Array((chat("a", "b") + "\r\n\n").utf8))
        #expect(
            report.lines == [
                " too-few-examples: 1 example; the server takes 10 or more", "2 blank-line: the line is empty",
            ])
        #expect((report.rows, report.errors, report.warnings, report.autoEpochs) == (1, 1, 1, 25))
    }

    @Test(arguments: ["\0\0\0\0\0", "\u{B}", " \u{1F}"])
    func controlCharactersAreNoBlankLine(line: String) throws {
        #expect(
            try checked(line, " \t\r").lines == [
                "11:\(line.hasPrefix(" ") ? 2 : 1) not-json: not JSON: expected a value",
                "12 blank-line: the line is empty",
            ])
    }

    @Test(arguments: [
        (Array("[\n{\"messages\": []}]".utf8), "it is one JSON array"), (Array("q,a\nx,y\n".utf8), "it looks like CSV"),
        (Array("{'messages': []}\n".utf8), "its rows are Python literals"), ([0x1F, 0x8B, 8, 0], "it is compressed"),
        ([0xFF, 0xFE, 0x7B, 0], "it is UTF-16 text"), (Array("{\n\"messages\": []}\n".utf8), "its objects are spread"),
    ])
    func anotherFormatIsNamed(bytes: [UInt8], start: String) throws {
        let report = try checkedFile(bytes)
        #expect(report.names == ["not-jsonl"])
        #expect(try #require(report.findings.first).message.hasPrefix("not JSONL: \(start)"))
    }

    @Test func aByteOrderMarkIsRefusedAndMovesNoColumn() throws {
        let report = try checkedFile(
            [0xEF, 0xBB, 0xBF] + Array("{]\n".utf8) + Array(tenGoodRows.joined(separator: "\n").utf8))
        #expect(report.names == ["byte-order-mark", "not-json"])
        #expect(report.findings.last?.column == 2)
        #expect(report.rows == 11)
    }

    @Test func anEmptyFileHasTooFewRows() throws {
        #expect(try checkedFile([]).lines == [" too-few-examples: 0 examples; the server takes 10 or more"])
    }

    @Test func aFileThatCannotBeReadIsAnError() {
        #expect(throws: TrainingDataError.self) { try Checker().run(on: .file("/nowhere/train.jsonl")) }
    }

    @Test func countsAreExactBeyondTheList() throws {
        var checker = Checker()
        checker.listedOfARule = 2
        let report = try checkedFile(
            Array(String(repeating: "[]\n", count: 2_000).utf8.dropFirst(3)) + [], with: checker)
        #expect(report.names == ["not-jsonl"])
        let rows = tenGoodRows.joined(separator: "\n") + "\n" + String(repeating: "[]\n", count: 2_000)
        let listed = try checkedFile(Array(rows.utf8), with: checker)
        #expect((listed.errors, listed.findings.count, listed.unlisted) == (2_000, 2, 1_998))
    }

    @Test(arguments: [1, 2, 3, 8])
    func theResultDoesNotDependOnThreads(threads: Int) throws {
        var text = ""
        for number in 0..<20_000 {
            text += chat("\(number % 15_000) \(String(repeating: "x", count: 200))", "answer") + "\n"
            if number % 1_000 == 7 { text += "{\n" }
        }
        var checker = Checker()
        checker.threads = threads
        checker.counter = WordCounter()
        let report = try checkedFile(Array(text.utf8), with: checker)
        #expect(report.count(of: .duplicate) == 5_000)
        #expect(report.count(of: .notJSON) == 20)
        #expect(report.findings.first { $0.rule == .duplicate }?.line == 15_016)
        #expect(report.findings.first { $0.rule == .duplicate }?.message == "same messages as line 1")
        #expect(report.findings.filter { $0.rule == .notJSON }.map(\.line) == (0..<20).map { $0 * 1_001 + 9 })
        #expect((report.rows, report.messages.median, report.tokens?.trained) == (20_020, 2, 20_000 * 14))
    }

    @Test func tokensFollowTheCookbook() throws {
        var checker = Checker()
        checker.counter = WordCounter()
        checker.tokenLimit = 15
        let report = try checked(chat("one two three", "four five", system: "be kind"), with: checker)
        let tokens = try #require(report.tokens)
        // Ten rows of 3 + 2 · (3 + 1) + 4, and one of 3 + 3 · (3 + 1) + 7.
        #expect((tokens.trained, tokens.contents, tokens.assistant) == (150 + 22, 40 + 7, 20 + 2))
        #expect((tokens.billed, tokens.perRow.greatest) == (150 + 15, 22))
        #expect(
            report.lines.first
                == "11 long-example: 22 tokens; the model trains on 15 of an example, so the last 7 are lost")
    }

    @Test func questionsOfTheTrainingFileDoNotValidate() throws {
        let scratch = try TemporaryDirectory()
        let outcome = try Checker().run(
            on: .file(scratch.write("train.jsonl", tenGoodRows.joined(separator: "\n"))),
            validation: .file(
                scratch.write("valid.jsonl", chat("QUESTION 3", "x", system: "s") + "\n" + chat("new", "y"))))
        let validation = try #require(outcome.validation)
        #expect(outcome.training.lines == [])
        #expect(
            validation.lines == [
                "1 leaked-example: the same question as line 3 of \(scratch.path)/train.jsonl: what is trained on "
                    + "cannot validate"
            ])
        #expect(!outcome.isRefused)
    }

    @Test func aRowFarLongerThanTheOthersIsAnOutlier() throws {
        let rows = (0..<100).map { chat("question number \($0)", "short") }
        let long = chat("long", String(repeating: "a word ", count: 1_000))
        let report = try checkedFile(Array((rows + [long]).joined(separator: "\n").utf8))
        #expect(report.lines == ["101 length-outlier: 7,004 bytes of text, where half of the rows have at most 23"])
    }

    // Skipped where the sets are not beside the checkout; their licence keeps them out of it.
    @Test(.enabled(if: SharedData.isThere, "skipped: ../shared/data is not there"))
    func theNotebooksFileIsClean() throws {
        let path = "\(SharedData.path)/sciq/sciq_validation.expected.jsonl"
        let report = try Checker().run(on: .file(path)).training
        #expect((report.rows, report.lines) == (887, []))
    }

    @Test(arguments: [(0, 3), (1, 25), (10, 10), (33, 3), (34, 3), (8_333, 3), (8_334, 2), (50_000, 1)])
    func autoEpochsFollowTheCookbook(rows: Int, epochs: Int) {
        #expect(AutoEpochs.guess(examples: rows) == epochs)
    }

    @Test func aCheckCanBeStopped() throws {
        let scratch = try TemporaryDirectory()
        let input = try scratch.write("in.jsonl", tenGoodRows.joined(separator: "\n"))
        var checker = Checker()
        checker.isCancelled = { true }
        let error = #expect(throws: TrainingDataError.self) { try checker.run(on: .file(input)) }
        #expect(error?.reason == .stopped)
    }
}
