import TestSupport
import Testing
import TrainingCheck
import TrainingData

@Suite struct PreferenceCheckTests {
    private func row(_ preferred: String, _ rejected: String, input: String = "q") -> String {
        #"{"input": {"messages": [{"role": "user", "content": "\#(input)"}]}, "preferred_output": [\#(preferred)], "#
            + #""non_preferred_output": [\#(rejected)]}"#
    }

    private func says(_ text: String, role: String = "assistant") -> String {
        #"{"role": "\#(role)", "content": "\#(text)"}"#
    }

    private func findings(_ last: String, told shape: TrainingShape? = nil) throws -> [String] {
        let rows = (1...10).map { row(says("good \($0)"), says("bad"), input: "q \($0)") } + [last]
        var checker = Checker()
        checker.shape = shape
        let report = try checkedFile(Array(rows.joined(separator: "\n").utf8), with: checker)
        #expect(report.shape == .preference)
        return report.lines
    }

    @Test func wholeRowsAreNoFinding() throws {
        #expect(try findings(row(says("x"), says("y"))) == [])
    }

    @Test func theOlderSpellingIsNamed() throws {
        let old = row(says("x"), says("y")).replacing("_output", with: "_completion")
        #expect(
            try findings(old) == [
                #"11:62 preference-keys: the key is called "preferred_output", not "preferred_completion""#,
                #"11:127 preference-keys: the key is called "non_preferred_output", not "non_preferred_completion""#,
            ])
    }

    @Test func outputsHoldOneMessageOfTheAssistant() throws {
        #expect(
            try findings(row(says("x") + ", " + says("y"), says("z", role: "user"))) == [
                #"11:81 preference-shape: "preferred_output" is to hold one message; found 2"#,
                #"11:186 preference-shape: "non_preferred_output": the message is to be the assistant's, not the user's"#,
            ])
        #expect(
            try findings(#"{"input": {"messages": [{"role": "user", "content": "q"}]}, "preferred_output": []}"#) == [
                #"11:1 preference-shape: the row has no "non_preferred_output""#,
                #"11:81 preference-shape: "preferred_output" is to hold one message; found 0"#,
            ])
    }

    @Test func equalOutputsTeachNothing() throws {
        #expect(
            try findings(row(says("x"), says("X "))) == [
                "11:81 same-preference: both outputs say the same: there is nothing to prefer"
            ])
    }

    @Test func aQuestionHasManyWrongAnswersAndOneRightOne() throws {
        let rows =
            (1...10).map { row(says("good"), says("bad \($0)")) } + [
                row(says("good"), says("bad 3")), row(says("better"), says("bad 1")), row(says("bad 1"), says("good")),
            ]
        let report = try checkedFile(Array(rows.joined(separator: "\n").utf8))
        #expect(
            report.lines == [
                "11 duplicate: same messages as line 3",
                "12 contradictory-answers: the same question as line 1, with another answer",
                "13 contradictory-answers: the same question as line 1, with another answer",
            ])
    }

    @Test func aChatRowIsOfAnotherShape() throws {
        #expect(
            try findings(tenGoodRows[0], told: .preference) == [
                "11:1 wrong-shape: a chat example in a file of preferences: expected input, preferred_output, "
                    + "non_preferred_output"
            ])
    }

    @Test func anotherReferenceMakesAnotherRow() throws {
        let rows = (0...11).map {
            #"{"messages": [{"role": "user", "content": "q"}], "ref": \#($0), "set": "a"}"#
        }
        let last = #"{"set": "a", "messages": [{"role": "user", "content": "Q"}], "ref": 7}"#
        let report = try checkedFile(Array((rows + [rows[3], last]).joined(separator: "\n").utf8))
        #expect(
            report.lines == [
                "13 duplicate: same messages as line 4",
                "14 duplicate: same messages as line 8, blanks and case aside",
            ])
    }

    @Test func rowsForAGraderMayHoldAnyKeyAndEndWithTheUser() throws {
        let rows = (1...10).map {
            #"{"messages": [{"role": "developer", "content": "d"}, {"role": "user", "content": "q \#($0)"}], "ref": 1}"#
        }
        let report = try checkedFile(Array(rows.joined(separator: "\n").utf8))
        #expect((report.shape, report.lines) == (.reinforcement, []))
    }
}
