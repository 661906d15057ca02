import Preparing
import TestSupport
import Testing
import TrainingCheck
import TrainingData

@Suite struct MappingTests {
    private func rows(_ count: Int) -> String {
        (0..<count).map { "{\"q\": \"question \($0)\", \"a\": \"answer \($0)\"}\n" }.joined()
    }

    /// Runs a preparation with a validation file beside it.
    private func prepared(
        _ preparation: Preparation, _ text: String, share: Double? = nil, seed: UInt64 = 0
    ) throws -> (training: String, validation: String, report: PreparationReport) {
        let scratch = try TemporaryDirectory()
        let part = share.map { ValidationPart(output: .file("\(scratch.path)/valid.jsonl"), share: $0, seed: seed) }
        let report = try preparation.run(
            from: .file(scratch.write("in.jsonl", text)), to: .file("\(scratch.path)/out.jsonl"), validation: part)
        return (try scratch.text("out.jsonl"), share == nil ? "" : try scratch.text("valid.jsonl"), report)
    }

    @Test func aWrongOptionMakesPreferenceRows() throws {
        var mapping = try RowMapping.questions()
        mapping.system = try MessageTemplate("s")
        mapping.format = .preference(nonPreferred: [try MessageTemplate("{w}")])
        #expect(
            try prepared(Preparation(mapping: mapping), #"{"q": "x", "a": "y", "w": "z"}"#).training
                == #"{"input": {"messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "x"}]}, "#
                + #""preferred_output": [{"role": "assistant", "content": "y"}], "#
                + #""non_preferred_output": [{"role": "assistant", "content": "z"}]}"# + "\n")
    }

    @Test func conversationsAreTakenOverAndWrittenAsEveryRowIs() throws {
        let chat = #"[{"role":"user","content":"é\n"},{"role":"assistant","content":"b"}]"#
        let (text, _, report) = try prepared(
            Preparation(mapping: .questions(required: ["q"])),
            #"{"id": 1, "tools": null, "messages": \#(chat)}"# + "\n" + #"{"q": "x", "a": "y"}"#)
        #expect(
            text == #"{"messages": [{"role": "user", "content": "é\n"}, {"role": "assistant", "content": "b"}]}"# + "\n"
                + #"{"messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": "y"}]}"# + "\n")
        #expect((report.kept, report.passed) == (2, 1))
    }

    @Test func aLimitStopsReading() throws {
        var preparation = Preparation(mapping: try .questions())
        preparation.limit = 3
        let (text, _, report) = try prepared(preparation, rows(5) + "broken")
        #expect(text.split(separator: "\n").count == 3)
        #expect((report.read, report.kept) == (3, 3))
    }

    @Test func aSplitGoesByContentAndSeedNotByPlace() throws {
        let preparation = Preparation(mapping: try .questions())
        let lines = rows(1_000).split(separator: "\n")
        let first = try prepared(preparation, lines.joined(separator: "\n"), share: 0.2)
        let turned = try prepared(preparation, lines.reversed().joined(separator: "\n"), share: 0.2)
        let other = try prepared(preparation, lines.joined(separator: "\n"), share: 0.2, seed: 1)
        let chosen = first.validation.split(separator: "\n")
        #expect((150...250).contains(chosen.count))
        #expect(first.report.validation == chosen.count)
        #expect(chosen.count + first.training.split(separator: "\n").count == 1_000)
        #expect(Set(turned.validation.split(separator: "\n")) == Set(chosen))
        #expect(Set(other.validation.split(separator: "\n")) != Set(chosen))
    }

    @Test func theSameQuestionNeverSitsOnBothSides() throws {
        let text = (0..<500).map {
            "{\"q\": \"\($0 % 2 == 0 ? "Question" : " question") \($0 / 2)\", \"a\": \"\($0)\"}\n"
        }
        let scratch = try TemporaryDirectory()
        _ = try Preparation(mapping: .questions()).run(
            from: .file(scratch.write("in.jsonl", text.joined())), to: .file("\(scratch.path)/out.jsonl"),
            validation: ValidationPart(output: .file("\(scratch.path)/valid.jsonl"), share: 0.5))
        let outcome = try Checker().run(
            on: .file("\(scratch.path)/out.jsonl"), validation: .file("\(scratch.path)/valid.jsonl"))
        #expect(outcome.validation?.count(of: .leakedExample) == 0)
        #expect(outcome.training.count(of: .contradictoryAnswers) == outcome.training.rows / 2)
    }

    @Test func aShuffleDependsOnItsSeedOnly() throws {
        var preparation = Preparation(mapping: try .questions())
        let plain = try prepared(preparation, rows(100)).training
        preparation.shuffleSeed = 7
        let shuffled = try prepared(preparation, rows(100)).training
        #expect(shuffled != plain)
        #expect(shuffled.split(separator: "\n").sorted() == plain.split(separator: "\n").sorted())
        #expect(try prepared(preparation, rows(100)).training == shuffled)
        preparation.shuffleSeed = 8
        #expect(try prepared(preparation, rows(100)).training != shuffled)
    }

    /// The order of a seed is a promise: files that were published with it stay the same.
    @Test func theOrderOfASeedStaysForEver() throws {
        var preparation = Preparation(mapping: try .questions())
        preparation.shuffleSeed = 7
        let numbers = try prepared(preparation, rows(12)).training.split(separator: "\n").map { line in
            line.split(separator: "question ").last?.prefix { $0 != "\"" } ?? ""
        }
        #expect(numbers.joined(separator: " ") == "4 1 11 8 7 6 3 5 0 10 9 2")
    }

    @Test func longExamplesComeBackWholeFromAShuffle() throws {
        let texts = [1, 4_000, 4_096, 70_000, 200_000].map { String(repeating: "x", count: $0) }
        let rows = texts.map { "{\"q\": \"\($0)\", \"a\": 1}\n" }.joined()
        var preparation = Preparation(mapping: try .questions())
        let plain = try prepared(preparation, rows).training
        preparation.shuffleSeed = 1
        let shuffled = try prepared(preparation, rows).training
        #expect(shuffled.split(separator: "\n").sorted() == plain.split(separator: "\n").sorted())
    }

    @Test func aShuffleLeavesNoFileBehind() throws {
        let scratch = try TemporaryDirectory()
        var preparation = Preparation(mapping: try .questions())
        preparation.shuffleSeed = 1
        _ = try preparation.run(
            from: .file(scratch.write("in.jsonl", rows(100))), to: .file("\(scratch.path)/out.jsonl"))
        #expect(scratch.names == ["in.jsonl", "out.jsonl"])
    }

    @Test func aDroppedColumnIsAsIfNoRowHadIt() throws {
        var mapping = try RowMapping.questions()
        mapping.dropped = ["a"]
        let error = #expect(throws: TrainingDataError.self) {
            _ = try prepared(Preparation(mapping: mapping), rows(1))
        }
        #expect(error?.description.hasSuffix("in.jsonl:1: no column \"a\"; there are q") == true)
        var tools = RowMapping.conversations
        tools.dropped = ["tools"]
        let row = #"{"messages": [{"role":"user"}], "tools": [1], "parallel_tool_calls": false}"#
        #expect(
            try prepared(Preparation(mapping: tools), row).training
                == #"{"messages": [{"role": "user"}], "parallel_tool_calls": false}"# + "\n")
    }

    @Test func aRequirementHoldsForConversationsUnlessATemplateNeedsIt() throws {
        let rows = """
            {"messages": [{"role":"user"}], "source": "book"}
            {"messages": [{"role":"user"}], "source": " "}
            {"messages": [{"role":"user"}]}
            """
        var mapping = RowMapping.conversations
        mapping.required = ["source"]
        #expect(try prepared(Preparation(mapping: mapping), rows).training.split(separator: "\n").count == 1)
        mapping = Preset.sciq.mapping
        #expect(try prepared(Preparation(mapping: mapping), rows).training.split(separator: "\n").count == 3)
        mapping.required.append("source")
        #expect(try prepared(Preparation(mapping: mapping), rows).training.split(separator: "\n").count == 1)
    }

    @Test func withoutTemplatesEveryRowIsAConversation() throws {
        let error = #expect(throws: TrainingDataError.self) {
            _ = try prepared(
                Preparation(mapping: .conversations), #"{"messages": []}"# + "\n" + #"{"messages": "text", "q": 1}"#)
        }
        #expect(
            error?.description.split(separator: "/").last.map(String.init)
                == "in.jsonl:2: no conversation, \"messages\": […], in this row, and no templates to make one; "
                + "there are messages, q")
    }

    @Test(arguments: [nil, 3] as [UInt64?])
    func aRunThatIsStoppedLeavesTheOldFile(seed: UInt64?) throws {
        let scratch = try TemporaryDirectory()
        try scratch.write("out.jsonl", "old")
        var preparation = Preparation(mapping: try .questions())
        preparation.shuffleSeed = seed
        preparation.isCancelled = { true }
        let error = #expect(throws: TrainingDataError.self) {
            _ = try preparation.run(
                from: .file(scratch.write("in.jsonl", rows(5_000))), to: .file("\(scratch.path)/out.jsonl"))
        }
        #expect(error?.reason == .stopped)
        #expect(scratch.names == ["in.jsonl", "out.jsonl"])
        #expect(try scratch.text("out.jsonl") == "old")
    }
}
