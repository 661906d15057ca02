import Preparing
import TestSupport
import Testing
import TrainingData

@Suite struct PairTests {
    private let row = """
        {"question": "Q", "distractor3": "D3", "distractor1": "D1", "distractor2": "D2", "correct_answer": "A", \
        "support": "S"}

        """

    private func sciq(_ mostPairs: Int = .max) -> RowMapping {
        var mapping = Preset.sciq.mapping
        mapping.dropped = []
        mapping.format = .preference(nonPreferred: Preset.sciq.nonPreferred, mostPairs: mostPairs)
        return mapping
    }

    private func wrong(_ rows: String, _ mapping: RowMapping) throws -> [String] {
        try prepared(rows, mapping).split(separator: "\n").map { line in
            String(line.split(separator: "\"content\": \"").last?.prefix { $0 != "\"" } ?? "")
        }
    }

    @Test func everyWrongOptionMakesAPairOfTheSameForm() throws {
        #expect(
            try prepared(row, sciq(1))
                == #"{"input": {"messages": [{"role": "system", "content": "Given a science question, provide the correct "#
                + #"answer with a detailed explanation."}, {"role": "user", "content": "Q"}]}, "#
                + #""preferred_output": [{"role": "assistant", "content": "A Explanation: S"}], "#
                + #""non_preferred_output": [{"role": "assistant", "content": "D1 Explanation: S"}]}"# + "\n")
        #expect(
            try wrong(row, sciq()) == ["D1 Explanation: S", "D2 Explanation: S", "D3 Explanation: S"])
        #expect(try wrong(row, sciq(2)).count == 2)
    }

    @Test(arguments: [
        ("\"D2\"", "\"\""), ("\"D2\"", "\" \\t\""), ("\"D2\"", "null"), ("\"distractor2\": \"D2\", ", ""), ("D2", "A"),
    ])
    func aBlankMissingOrRightOptionMakesNone(text: String, other: String) throws {
        let rows = row + row.replacing(text, with: other)
        #expect(
            try wrong(rows, sciq())
                == ["D1", "D2", "D3", "D1", "D3"].map { "\($0) Explanation: S" })
    }

    @Test func identicalPairsOfARowAreWrittenOnce() throws {
        let rows = row.replacing("\"D2\"", with: "\"D1\"") + row
        #expect(
            try wrong(rows, sciq()) == ["D1", "D3", "D1", "D2", "D3"].map { "\($0) Explanation: S" })
        #expect(try wrong(rows, sciq(2)).count == 4)
    }

    @Test func aRowWithoutAnyIsDroppedWithItsReason() throws {
        let scratch = try TemporaryDirectory()
        var mapping = try RowMapping.questions()
        mapping.format = .preference(nonPreferred: [try MessageTemplate("{w}")])
        let rows = "{\"q\": 1, \"a\": 2, \"w\": 2}\n{\"q\": 1, \"a\": 2, \"w\": 3}\n{\"q\": 1, \"a\": 2}\n"
        let report = try Preparation(mapping: mapping).run(
            from: .file(scratch.write("in", rows)), to: .file("\(scratch.path)/out"))
        #expect((report.read, report.kept, report.examples) == (3, 1, 1))
        #expect(report.dropped == [DropCount(reason: .noPair, rows: 2)])
        #expect(report.dropped.first?.reason.description == "no wrong answer")
    }

    @Test func aMistypedOptionIsNotAnEmptyResult() throws {
        var mapping = try RowMapping.questions()
        mapping.format = .preference(nonPreferred: [try MessageTemplate("{wrnog}"), try MessageTemplate("no idea")])
        let error = #expect(throws: TrainingDataError.self) {
            _ = try prepared(#"{"q": 1, "a": 2, "wrong": 3}"#, mapping)
        }
        #expect(
            error?.description.split(separator: "/").last
                == "in.jsonl: no row has a column \"wrnog\"; there are q, a, wrong; did you mean \"wrong\"?")
    }

    @Test func thePairsOfAQuestionStayOnOneSide() throws {
        let scratch = try TemporaryDirectory()
        let rows = (0..<200).map { row.replacing("\"Q\"", with: "\"Q\($0)\"") }.joined()
        var preparation = Preparation(mapping: sciq())
        preparation.shuffleSeed = 1
        let report = try preparation.run(
            from: .file(scratch.write("in.jsonl", rows)), to: .file("\(scratch.path)/out.jsonl"),
            validation: ValidationPart(output: .file("\(scratch.path)/valid.jsonl"), share: 0.3))
        #expect((report.kept, report.examples) == (200, 600))
        #expect(report.validation.isMultiple(of: 3) && (90...270).contains(report.validation))
        let sides = try ["out.jsonl", "valid.jsonl"].map { name in
            Set(try scratch.text(name).split(separator: "\n").map { $0.split(separator: "\"content\": \"")[2] })
        }
        #expect(sides[0].isDisjoint(with: sides[1]))
        #expect(sides[0].count + sides[1].count == 200)
        #expect(try report.validationBytes == bytes(of: "\(scratch.path)/valid.jsonl").count)
    }
}
