import Commands
import Digest
import FineTuning
import Glibc
import JSONText
import TestSupport
import Testing

@testable import FTControl

/// Recorded answers are scored without a store, a key or a network.
@Suite struct EvalCommandTests {
    private let directory: TemporaryDirectory
    private let file: String

    private static let rows = [
        ("Which gas do plants take in?", "Carbon dioxide."), ("What is water made of?", "Hydrogen and oxygen."),
        ("What is the sun?", "A star."), ("What boils at 100 degrees?", "Water."),
    ]

    init() throws {
        directory = try TemporaryDirectory()
        let lines = Self.rows.map(Self.line)
        file = try directory.write("held-out.jsonl", lines.joined(separator: "\n") + "\n")
        try record("good", ["good": ["Carbon dioxide.", "oxygen and hydrogen", "a star", "Steam"]])
        try record("other", ["other": ["Oxygen", "Hydrogen", "", "nothing"]])
    }

    private static func line(_ row: (String, String)) -> String {
        let messages: [JSONValue] = [("user", row.0), ("assistant", row.1)].map { role, text in
            .object(["role": .string(role), "content": .string(text)])
        }
        return JSONWriter.text(.object(["messages": .array(messages)]))
    }

    /// Writes a directory as `record` leaves it; nil in the place of an answer is one that could not be read.
    private func record(_ name: String, _ models: [String: [String?]]) throws {
        mkdir(directory.path(name), 0o700)
        let digest = "\(try SHA256.digest(of: Array("x".utf8)))"
        try directory.write(
            "\(name)/plan.json",
            #"{"version":1,"file_sha256":"\#(digest)","system":null,"temperature":0,"max_tokens":null,"logprobs":false}"#
        )
        var lines = ""
        for (model, answers) in models.sorted(by: { $0.key < $1.key }) {
            for (place, answer) in answers.enumerated() {
                var line: JSONObject = [
                    "row": .integer(place + 1), "sample": .integer(1), "model": .string(model),
                    "row_sha256": .string(try SHA256.digest(of: Array(Self.line(Self.rows[place]).utf8)).hex),
                    "account": .string("default"), "latency_ms": .integer(200),
                ]
                if let answer {
                    line["answer"] = .object(["role": .string("assistant"), "content": .string(answer)])
                    line["finish_reason"] = .string("stop")
                } else {
                    line["error"] = .object(["kind": .string("bad-reply"), "message": .string("no choices")])
                }
                lines += JSONWriter.text(.object(line)) + "\n"
            }
        }
        try directory.write("\(name)/record.jsonl", lines)
    }

    private func run(_ arguments: String..., terminal: Terminal = .none) -> TestProgram.Outcome {
        TestProgram(terminal: terminal, environment: ["HOME": directory.path])
            .run(["--store", directory.path("none.db"), "eval", file] + arguments, table: ControlProgram.table)
    }

    @Test func theTableSaysWhoIsBetter() {
        let outcome = run(directory.path("good"), directory.path("other"), "--worst", "0")
        #expect(
            outcome.output == """
                MODEL  ROWS  EXACT  NORMALIZED  CONTAINED  TOKEN F1  ROUGE-L  LENGTH  TOKENS
                good      4  0.250       0.500      0.500     0.750    0.583   1.000       0
                other     4  0.000       0.000      0.000     0.125    0.125   0.458       0
                4 rows: good is better than other by token F1 0.625 ±0.375 (95 %)
                other: 1 empty reply

                """, "\(outcome.output)")
        #expect(outcome.errors == "")
        #expect(outcome.code == .done)
    }

    @Test func theRowsAreShownSideBySide() {
        let outcome = run(directory.path("good"), "--worst", "1", terminal: .output(60))
        #expect(
            outcome.output.hasSuffix(
                """

                worst of good

                line 4, token F1 0.00: What boils at 100 degrees?
                expected                     │ good
                [-Water.-]                   │ {+Steam+}

                """), "\(outcome.output)")
    }

    @Test func jsonHoldsEachScoreWithItsInterval() throws {
        let outcome = run(directory.path("good"), directory.path("other"), "-o", "json")
        let json = try JSONValue.parse(outcome.output)
        let model = try #require(json["models"]?.array?.first)
        #expect(model["model"]?.string == "good")
        #expect(model["rows"]?.number?.integer == 4)
        for name in ["exact", "normalized", "contained", "f1", "rouge_l", "length_ratio", "refused", "cut"] {
            let value = try #require(model[name]?.number?.double)
            let interval = try #require(model["\(name)_interval"]?.array?.compactMap { $0.number?.double })
            #expect(interval.count == 2)
            #expect((interval[0]...interval[1]).contains(value), "\(name)")
        }
        #expect(model["json_valid"] == .null)
        #expect(json["comparisons"]?.array?.first?["f1_difference"]?.number?.double == 0.625)
        #expect(json["rows"]?.array?.count == 4)
        #expect(
            json["rows"]?.array?[1]["answers"]?.array?.map { $0["answer"]?.string } == [
                "oxygen and hydrogen", "Hydrogen",
            ])
    }

    @Test func aMinimumHoldsForEveryModel() {
        let both = run(directory.path("good"), directory.path("other"), "--min", "f1=0.7", "--worst", "0")
        #expect(both.code == .failed)
        #expect(both.errors == "other: f1: 0.125 is below 0.700\n")
        #expect(run(directory.path("good"), "--min", "f1=0.7", "--min", "exact=0.25").code == .done)
        let none = run(directory.path("good"), "--min", "json_equal=0.1", "--worst", "0")
        #expect(none.code == .failed)
        #expect(none.errors == "good: json_equal: it applies to none of the rows, and 0.100 was asked for\n")
        let wrong = run(directory.path("good"), "--min", "f2=1")
        #expect(wrong.code == .usage)
    }

    @Test func rowsWithoutAReadableReplyCountAsNothing() throws {
        try record("bad", ["bad": ["Carbon dioxide.", nil, nil, nil]])
        let outcome = run(directory.path("bad"), "--worst", "0")
        #expect(
            outcome.output.contains("bad: 3 rows without a reply that can be read; they count as 0\n"),
            "\(outcome.output)")
        #expect(outcome.output.contains("  0.250 "))
    }

    @Test func rowsOfTheTrainingFileAreNamed() throws {
        let training = try directory.write(
            "train.jsonl", [Self.line(Self.rows[2]), Self.line(("Why?", "Because."))].joined(separator: "\n") + "\n")
        let outcome = run(directory.path("good"), "--training", training, "--worst", "0")
        #expect(
            outcome.output.contains("▲ 1 row asked in the training file \(training), too: line 3\n"),
            "\(outcome.output)")
    }

    @Test func aPageNeedsNothingBesideItAndEscapesWhatItShows() throws {
        try record("bad", ["<b>model</b>": ["<script>alert(1)</script>", "x", "y", "z"]])
        let page = directory.path("page.html")
        #expect(run(directory.path("bad"), "--report", page, "--worst", "0").code == .done)
        let text = try directory.text("page.html")
        #expect(text.hasPrefix("<!DOCTYPE html>\n"))
        #expect(text.contains("Content-Security-Policy"))
        #expect(!text.contains("<script") && !text.contains("<b>") && !text.contains("<link"))
        #expect(text.contains("<ins>&lt;script&gt;alert(1)&lt;/script&gt;</ins>"), "\(text)")
        #expect(text.contains("<del>Carbon dioxide.</del>"))
    }

    @Test(
        arguments: [
            (["nowhere"], "no recorded answers", .notFound),
            (["good", "--grader-prompt", "x"], "goes with --grader only", .usage),
        ] as [([String], String, ExitCode)])
    func whatCannotBeDoneIsSaid(_ arguments: [String], _ sentence: String, _ code: ExitCode) {
        let outcome = TestProgram(environment: ["HOME": directory.path]).run(
            ["eval", file] + arguments.map { $0 == "good" || $0 == "nowhere" ? directory.path($0) : $0 },
            table: ControlProgram.table)
        #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
        #expect(outcome.code == code)
    }

    @Test func answersToOtherRowsAreNotTaken() throws {
        let other = try directory.write("other.jsonl", Self.line(("Who?", "Me.")) + "\n")
        let outcome = TestProgram(environment: ["HOME": directory.path])
            .run(["eval", other, directory.path("good")], table: ControlProgram.table)
        #expect(outcome.code == .notFound)
        #expect(
            outcome.errors.hasPrefix("ftctl: no recorded answer belongs to a row of \(other)\n"), "\(outcome.errors)")
    }

    @Test func recordWantsADirectoryAndRows() throws {
        func record(_ arguments: String...) -> TestProgram.Outcome {
            TestProgram(environment: ["HOME": directory.path]).run(["record"] + arguments, table: ControlProgram.table)
        }
        #expect(
            record(file).errors
                == "ftctl: record: no directory to keep the answers in\n  Name one: ftctl record FILE -o DIR\n")
        let rows = try directory.write("rows.jsonl", "{\"q\": 1}\n")
        let outcome = record(rows, "-o", directory.path("new"), "--model", "m")
        #expect(outcome.errors.hasPrefix("ftctl: \(rows):1: no conversation in this row"), "\(outcome.errors)")
        #expect(outcome.code == .failed)
    }
}
