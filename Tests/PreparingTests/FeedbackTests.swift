import JSONText
import Preparing
import TestSupport
import Testing
import TrainingData

@Suite struct FeedbackTests {
    private static let rows = (1...6).map { "{\"id\": \($0), \"q\": \"q\($0)\", \"a\": \"a\($0)\"}\n" }.joined()

    /// The answers that are left, and the report.
    private func prepared(
        _ feedback: String, named name: String = "feedback.csv", key: String = "id", rows: String = rows,
        mapping: RowMapping? = nil, _ change: (inout Feedback) -> Void = { _ in }
    ) throws -> (text: String, report: PreparationReport) {
        let scratch = try TemporaryDirectory()
        var read = try Feedback.read(from: .file(scratch.write(name, feedback)), key: key)
        change(&read)
        var preparation = Preparation(mapping: try mapping ?? .questions())
        preparation.feedback = read
        let report = try preparation.run(
            from: .file(scratch.write("in.jsonl", rows)), to: .file("\(scratch.path)/out.jsonl"))
        return (try scratch.text("out.jsonl"), report)
    }

    private func answers(_ text: String) -> [String] {
        text.split(separator: "\n").map { line in
            String(line.split(separator: "\"content\": \"").last?.prefix { $0 != "\"" } ?? "")
        }
    }

    @Test func rejectionsCorrectionsAndRatingsEachDoWhatTheySay() throws {
        let (text, report) = try prepared(
            #"""
            id,comment,rating,correction,rejected
            1,fine,5,,
            2,poor,2,,no
            3,wrong,1,"better, ""3""",
            4,spam,5,ignored,YES
            77,,1,,
            """#
        ) { $0.minRating = 3 }
        #expect(answers(text) == ["a1", #"better, \"#, "a5", "a6"])
        #expect(text.contains(#"{"role": "assistant", "content": "better, \"3\""}"#))
        #expect((report.read, report.kept, report.examples) == (6, 4, 4))
        #expect(
            report.dropped == [DropCount(reason: .rejected, rows: 1), DropCount(reason: .lowRating, rows: 1)])
        let feedback = try #require(report.feedback)
        #expect((feedback.keys, feedback.rated, feedback.corrected) == (5, 1, 1))
        #expect((feedback.unmatched, feedback.firstUnmatchedLine, feedback.unusedRatings) == (1, 6, 0))
    }

    @Test(arguments: [
        (
            "f.jsonl",
            "{\"id\": \"2\", \"rejected\": true}\n{\"id\": 3.0, \"rejected\": true}\n{\"id\": 4, \"rejected\": 1}"
        ),
        ("f.json", "[{\"id\": 2, \"rejected\": \"yes\"}, {\"id\": 4, \"rejected\": \"1\"}]"),
        ("f.tsv", "rejected\tid\nTRUE\t2\n yes \t4\n"), ("f.csv", "\u{FEFF}id,rejected\r\n2,true\r\n4,1\r\n"),
    ])
    func everyFormatOfRowsIsAFormatOfFeedback(name: String, text: String) throws {
        #expect(try answers(prepared(text, named: name).text) == ["a1", "a3", "a5", "a6"])
    }

    @Test func theLastWordOnAKeyCountsColumnByColumn() throws {
        let text = """
            id,rating,correction,rejected
            1,1,,
            1,5,,
            2,5,first,
            2,,second,
            2,1,,
            3,,,yes
            3,,,no
            4,,,no
            4,,,yes
            """
        let (lines, report) = try prepared(text) { $0.minRating = 3 }
        #expect(answers(lines) == ["a1", "second", "a3", "a5", "a6"])
        #expect(report.feedback?.keys == 4)
    }

    @Test func onlyReviewedRowsAreKeptWhenAskedFor() throws {
        let (text, report) = try prepared("id,rating,correction,rejected\n1,1,,\n2,,x,\n3,,,no\n4,,,yes\n") {
            $0.keepsReviewedOnly = true
        }
        #expect(answers(text) == ["a1", "x"])
        #expect(report.dropped == [DropCount(reason: .rejected, rows: 1), DropCount(reason: .unreviewed, rows: 3)])
        #expect(report.feedback?.unusedRatings == 0)
    }

    @Test func ratingsWithoutALeastOneHaveNoEffectAndAreCounted() throws {
        let (text, report) = try prepared("id,rating\n1,1\n2,-3.5e1\n")
        #expect(answers(text).count == 6)
        #expect(report.feedback?.unusedRatings == 2)
    }

    @Test func aRowIsKnownByAnyColumnAndSeveralRowsByOneKey() throws {
        let rows = "{\"q\": \"same\", \"a\": \"x\"}\n{\"q\": \"same\", \"a\": \"y\"}\n{\"q\": \"é\\n\", \"a\": \"z\"}\n"
        let (text, report) = try prepared(
            "[{\"q\": \"same\", \"correction\": \"c\"}, {\"q\": \"\\u00e9\\n\", \"rejected\": 1}]", named: "f.json",
            key: "q", rows: rows)
        #expect(answers(text) == ["c", "c"])
        #expect(report.feedback?.unmatched == 0)
    }

    @Test func aCorrectedRowNeedsOnlyItsQuestion() throws {
        let rows = """
            {"id": 1, "q": "x", "a": ""}
            {"id": 2, "q": "", "a": ""}
            {"id": 3, "q": "y"}
            {"id": 4, "q": "z", "a": ""}
            """
        let (text, report) = try prepared(
            "id,correction\n1,one\n2,two\n3,three\n", rows: rows, mapping: .questions(required: ["q", "a"]))
        #expect(answers(text) == ["one", "three"])
        #expect(
            report.dropped == [
                DropCount(reason: .emptyColumn("q"), rows: 1), DropCount(reason: .emptyColumn("a"), rows: 1),
            ])
    }

    @Test func aConversationGetsItsLastAnswerCorrected() throws {
        let rows = """
            {"id": 1, "messages": [{"role":"user","content":"q"},{"role":"assistant","content":"old","weight":1}, \
            {"role":"user","content":"thanks"}]}
            {"id": 2, "messages": [{"role":"user","content":"q"}]}
            {"id": 3, "messages": [{"role":"user","content":"é"}]}
            """
        let (text, report) = try prepared(
            "id,correction\n1,\"new \"\"one\"\"\"\n2,added\n", rows: rows, mapping: .conversations)
        #expect(
            text == """
                {"messages": [{"role": "user", "content": "q"}, \
                {"role": "assistant", "content": "new \\"one\\"", "weight": 1}, {"role": "user", "content": "thanks"}]}
                {"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "added"}]}
                {"messages": [{"role": "user", "content": "é"}]}

                """)
        #expect((report.passed, report.feedback?.corrected) == (3, 2))
    }

    @Test(arguments: [
        #"{"role": "assistant", "content": null, "tool_calls": [{"id": "c"}], "weight": 1}"#,
        #"{"role": "assistant", "tool_calls": [{"id": "c"}], "weight": 1}, {"role": "tool", "tool_call_id": "c"}"#,
        #"{"role": "assistant", "function_call": {"name": "f"}, "weight": 1}, {"role": "function", "name": "f"}"#,
        #"{"role": "assistant", "content": null, "refusal": "no", "weight": 1}"#,
    ])
    func aCorrectionTakesThePlaceOfACallOrRefusal(answer: String) throws {
        let before = #"{"role": "assistant", "content": "hello"}, {"role": "user", "content": "q"}"#
        let text = try prepared(
            "id,correction\n1,new\n", rows: #"{"id": 1, "messages": [\#(before), \#(answer)]}"#, mapping: .conversations
        ).text
        let messages = try #require(JSONValue.parse(text)["messages"]?.array)
        #expect(messages.count == 3)
        let last = try #require(messages.last?.object)
        #expect((last["content"]?.string, last["weight"]?.number?.integer) == ("new", 1))
        #expect(["tool_calls", "function_call", "refusal"].allSatisfy { last[$0] == nil })
    }

    @Test func inPairsTheOldAnswerIsTheOneNotPreferred() throws {
        var mapping = try RowMapping.questions()
        mapping.format = .preference(nonPreferred: [])
        let (text, report) = try prepared("id,correction\n1,better\n2,a2\n", mapping: mapping)
        #expect(
            text == #"{"input": {"messages": [{"role": "user", "content": "q1"}]}, "#
                + #""preferred_output": [{"role": "assistant", "content": "better"}], "#
                + #""non_preferred_output": [{"role": "assistant", "content": "a1"}]}"# + "\n")
        #expect(report.dropped == [DropCount(reason: .noPair, rows: 5)])
        mapping.format = .preference(nonPreferred: [try MessageTemplate("wrong {q}")], mostPairs: 2)
        let both = try prepared("id,correction\n1,better\n", mapping: mapping)
        #expect(both.text.split(separator: "\n").count == 2 + 5)
        #expect(answers(both.text).prefix(3) == ["a1", "wrong q1", "wrong q2"])
    }

    @Test(arguments: [
        ("id,rating\n1,5\n2,good\n", "f.csv:3: the rating is not a number"),
        ("id,rating\n1,nan\n", "f.csv:2: the rating is not a number"),
        ("id,rating\n1,0x1\n", "f.csv:2: the rating is not a number"),
        ("id,rating\n1,1e999\n", "f.csv:2: the rating is not a number"),
        ("id,rejected\n1,maybe\n", "f.csv:2: column \"rejected\" takes yes, no, true, false, 1 or 0"),
        ("id,rating\n,5\n", "f.csv:2: column \"id\" is empty, so it is not said which row this is about"),
        ("key,rating\n1,5\n", "f.csv: no row has a column \"id\"; there are key, rating"),
        ("id,comment\n1,5\n", "f.csv: no column \"rating\", \"correction\" or \"rejected\"; there are id, comment"),
        ("id,ratings\n1,5\n", "f.csv: column \"ratings\" says nothing; did you mean \"rating\"?"),
        ("id,rating\n", "f.csv: no feedback in this file"), ("", "f.csv: no feedback in this file"),
        ("[{\"id\": 1, \"correction\": [\"x\"]}]", "f.csv:1: column \"correction\" holds an array or an object"),
    ])
    func mistakesAreNamedByLineAndColumn(text: String, message: String) throws {
        let scratch = try TemporaryDirectory()
        let path = try scratch.write("f.csv", text)
        let error = #expect(throws: (any Error).self) { _ = try Feedback.read(from: .file(path)) }
        #expect(error.map { "\($0)" }?.replacing("\(scratch.path)/", with: "") == message)
    }

    @Test func aColumnWithAnInnocentNameIsAComment() throws {
        let (text, report) = try prepared("id,connection,rating,score\n1,fibre,5,3\n2,,1,\n") { $0.minRating = 3 }
        #expect(answers(text) == ["a1", "a3", "a4", "a5", "a6"])
        #expect(report.feedback?.doubts == [.misspelt(column: "connection", meant: "correction")])
    }

    @Test func rowsWithoutTheKeyColumnAreAMistake() throws {
        let error = #expect(throws: TrainingDataError.self) {
            _ = try prepared("nr,rejected\n1,no\n", key: "nr")
        }
        #expect(error?.description.hasSuffix("in.jsonl: no row has a column \"nr\"; there are id, q, a") == true)
    }

    @Test func textsOfRowsAreInNoMessage() throws {
        let scratch = try TemporaryDirectory()
        for text in ["id,rating\nSECRET,SECRET\n", "id,rejected\nSECRET,SECRET\n"] {
            let path = try scratch.write("f.csv", text)
            let error = #expect(throws: PreparationError.self) { _ = try Feedback.read(from: .file(path)) }
            #expect(error?.description.contains("SECRET") == false)
        }
    }
}
