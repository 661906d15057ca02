import FineTuning
import TestSupport
import Testing
import TrainingCheck
import TrainingData

@Suite struct NearDuplicateTests {
    private static let text =
        "The mantle is the thick layer of rock between the crust and the core of the planet, and it flows slowly."

    private func chat(_ question: String, _ answer: String, system: String? = nil) -> String {
        let first = system.map { #"{"role": "system", "content": "\#($0)"}, "# } ?? ""
        return
            #"{"messages": [\#(first){"role": "user", "content": "\#(question)"}, {"role": "assistant", "content": "\#(answer)"}]}"#
    }

    private func checker(_ similarity: Double = 0.8) -> Checker {
        var checker = Checker()
        checker.nearDuplicates = NearDuplicates(similarity: similarity)
        return checker
    }

    @Test func theEarlierLineAndTheLikenessAreNamed() throws {
        let report = try checked(
            chat("What is the mantle?", Self.text), chat("What is the mantle?", Self.text + " So."),
            with: checker())
        #expect(
            report.lines == [
                "12 contradictory-answers: the same question as line 11, with another answer"
            ])
        let asked = try checked(
            chat("What is the mantle?", Self.text), chat("what  was the mantle?", Self.text + "\\n"), with: checker())
        #expect(asked.lines == ["12 near-duplicate: nearly the same messages as line 11 (about 92 % alike)"])
        #expect((asked.errors, asked.warnings, asked.findings.first?.mend) == (0, 1, nil))
    }

    @Test func nothingIsSaidUnlessItIsAskedFor() throws {
        #expect(
            try checked(chat("What is the mantle?", Self.text), chat("What was the mantle?", Self.text)).lines == [])
    }

    @Test func aDuplicateIsSaidOnce() throws {
        let report = try checked(
            chat("What is the mantle?", Self.text), chat("What is the mantle?", Self.text),
            chat("WHAT is  the mantle?", Self.text), with: checker())
        #expect(report.names == ["duplicate"])
        #expect(report.count(of: .duplicate) == 2)
    }

    @Test func instructionsDoNotMakeRowsAlike() throws {
        let rows = ["mice", "lice"].map { chat("What are \($0)?", "Small ones", system: Self.text + Self.text) }
        #expect(try checked(rows[0], rows[1], with: checker()).count(of: .nearDuplicate) == 0)
    }

    @Test func withoutTheNearDuplicatesNoneIsLeft() throws {
        // Each is like the one before, and the third is not like the first.
        let words = Self.text.split(separator: " ")
        let rows = (0...2).map { shift in
            chat("Tell me.", words.enumerated().map { $0 < shift * 2 ? "xx" : $1 }.joined(separator: " "))
        }
        let report = try checked(rows[0], rows[1], rows[2], with: checker(0.83))
        #expect(report.findings.filter { $0.rule == .nearDuplicate }.isEmpty)
        #expect(report.count(of: .contradictoryAnswers) == 2)
    }

    @Test(arguments: ["", "a", "what is it?", "ha ha ha ha ha ha ha ha ha ha ha ha ha ha ha"])
    func textsWithTooLittleInThemAreComparedExactlyOnly(text: String) throws {
        let report = try checkedFile(
            Array(
                (0..<12).map { _ in #"{"messages": [{"role": "user", "content": "\#(text)"}]}"# }
                    .joined(separator: "\n").utf8),
            with: checker(0.5))
        #expect(report.count(of: .nearDuplicate) == 0)
        #expect(report.count(of: .duplicate) == 11)
    }

    @Test func picturesCount() throws {
        func row(_ address: String) -> String {
            #"{"messages": [{"role": "user", "content": [{"type": "text", "text": "what is it?"}, {"type": "image_url", "#
                + #""image_url": {"url": "\#(address)"}}]}, {"role": "assistant", "content": "A cat."}]}"#
        }
        let report = try checked(
            row("https://example.org/1/first-picture.png"), row("https://example.net/two/another.jpeg"),
            with: checker())
        #expect(report.lines == [])
    }

    @Test func questionsThatAreNearlyThoseOfTheTrainingFileDoNotValidate() throws {
        let scratch = try TemporaryDirectory()
        let question = "Which layer of rock lies between the crust and the core of the planet, and flows slowly?"
        let training = tenGoodRows + [chat(question, "The mantle.", system: "Be kind.")]
        let outcome = try checker().run(
            on: .file(scratch.write("train.jsonl", training.joined(separator: "\n"))),
            validation: .file(
                scratch.write(
                    "valid.jsonl",
                    [
                        chat(question.replacing("Which", with: "What"), "Some other answer that is a long one"),
                        chat(question, "x"), chat("something else", "y"),
                    ].joined(separator: "\n"))))
        let file = "\(scratch.path)/train.jsonl"
        #expect(outcome.training.lines.filter { !$0.contains("system") } == [])
        #expect(
            try #require(outcome.validation).lines == [
                "1 nearly-leaked-example: nearly the same question as line 11 of \(file) (about 89 % alike): what is "
                    + "trained on cannot validate",
                "2 leaked-example: the same question as line 11 of \(file): what is trained on cannot validate",
            ])
    }

    @Test func aPreferenceRowsQuestionEndsBeforeItsOutputs() throws {
        let question = "Which layer of rock lies between the crust and the core of the planet, and flows slowly?"
        func row(_ question: String, _ answer: String) -> String {
            #"{"input": {"messages": [{"role": "user", "content": "\#(question)"}]}, "preferred_output": "#
                + #"[{"role": "assistant", "content": "\#(answer)"}], "non_preferred_output": "#
                + #"[{"role": "assistant", "content": "bad"}]}"#
        }
        let scratch = try TemporaryDirectory()
        let outcome = try checker().run(
            on: .file(scratch.write("train.jsonl", row(question, "one"))),
            validation: .file(
                scratch.write("valid.jsonl", row(question + " Say!", String(repeating: "another answer ", count: 9)))))
        #expect(outcome.validation?.count(of: .nearlyLeakedExample) == 1)
    }

    // MARK: Measured

    /// Rows of random words, some of them again with words replaced.
    private struct Edits {
        var random = SplitMix64(seed: 2026)
        lazy var words: [String] = (0..<1_000).map { _ in
            let length = Int.random(in: 2...9, using: &random)
            return String(
                decoding: (0..<length).map { _ in UInt8.random(in: 0x61...0x7A, using: &random) }, as: UTF8.self)
        }

        mutating func text(_ count: Int) -> [String] {
            (0..<count).map { _ in words[Int.random(in: 0..<1_000, using: &random)] }
        }

        mutating func edited(_ text: [String], _ many: Int) -> [String] {
            var text = text
            for place in text.indices.shuffled(using: &random).prefix(many) {
                text[place] = words[Int.random(in: 0..<1_000, using: &random)]
            }
            return text
        }
    }

    /// How many of 200 rows are found again after edits.
    @Test(arguments: [
        (words: 15, edits: 1, found: 50...75), (words: 40, edits: 1, found: 200...200),
        (words: 40, edits: 2, found: 150...175), (words: 40, edits: 6, found: 0...0),
        (words: 100, edits: 2, found: 200...200), (words: 100, edits: 4, found: 190...200),
        (words: 100, edits: 5, found: 150...180), (words: 100, edits: 12, found: 0...0),
    ])
    func editedRowsAreFoundAgain(words: Int, edits: Int, found expected: ClosedRange<Int>) throws {
        var source = Edits()
        let texts = (0..<200).map { _ in source.text(words) }
        let again = texts.map { source.edited($0, edits) }
        let rows = (texts + again).map { chat($0.joined(separator: " "), "yes") }
        let report = try checkedFile(Array(rows.joined(separator: "\n").utf8), with: checker())
        let found = report.findings.filter { $0.rule == .nearDuplicate }
        // Precision: each names the row that it was made from.
        for finding in found {
            let line = try #require(finding.line)
            #expect(finding.message.hasPrefix("nearly the same messages as line \(line - 200) "))
        }
        #expect(expected.contains(found.count))
    }

    @Test(arguments: [1, 2, 3, 8])
    func theResultDoesNotDependOnThreads(threads: Int) throws {
        var source = Edits()
        let texts = (0..<2_500).map { _ in source.text(80) }
        let rows = (texts + texts.map { source.edited($0, 4) }).map { chat($0.joined(separator: " "), "yes") }
        var one = checker()
        one.threads = 1
        var several = checker()
        several.threads = threads
        let bytes = Array(rows.joined(separator: "\n").utf8)
        #expect(bytes.count > 2 << 20)
        let scratch = try TemporaryDirectory()
        let input = DataInput.file(try scratch.write("train.jsonl", bytes))
        let expected = try one.run(on: input)
        #expect(try several.run(on: input) == expected)
        #expect(expected.training.count(of: .nearDuplicate) > 1_000)
    }
}
