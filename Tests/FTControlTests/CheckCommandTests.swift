import BytePairEncoding
import Commands
import Glibc
import JSONText
import TestSupport
import Testing

@testable import FTControl

/// Rows for checks.
private enum Rows {
    static func chat(_ number: Int, role: String = "assistant", _ answer: String? = nil) -> String {
        """
        {"messages": [{"role": "system", "content": "Answer."}, {"role": "user", "content": "What is \(number)?"}, \
        {"role": "\(role)", "content": "\(answer ?? "A number: \(number).")"}]}

        """
    }

    static func good(_ count: Int) -> String { (1...count).map { chat($0) }.joined() }

    /// Ten rows, one with a misspelled role, then two that repeat the first, an empty line and half a row.
    static let bad =
        (1...10).map { chat($0, role: $0 == 4 ? "assitant" : "assistant") }.joined() + chat(1) + chat(1)
        + "\n{\"messages\": [\n"
}

/// Whole outputs, with estimated tokens: no rank file is needed.
@Suite struct CheckCommandTests {
    private let scene: RankFileScene
    init() throws { scene = try RankFileScene() }

    @Test func aGoodFileIsTakenAndPriced() throws {
        let path = try scene.file("train.jsonl", Rows.good(12))
        #expect(
            try scene.run("check", path, terminal: .output(80))
                == .init(
                    output: """
                        DIR/train.jsonl: 12 examples, 1.8 kB, chat rows (supervised)
                        ✔ the server would take this file
                          messages    3 an example
                          tokens      29 an example, limit 65,536
                          as trained  about 348 an epoch (o200k_base, estimated), 156 in messages
                                      exact counts: ftctl tokenizer install o200k_base
                          epochs      auto would train 8
                          model       gpt-4o-mini-2024-07-18, shuts down in 52 days (2027-01-14)
                          cost        about 0.0084 USD for 8 epochs (likely) of 348 tokens
                                      0.0066 to 0.010 USD in all; 3.00 USD per 1M tokens as of 2025-07

                        """,
                    errors: "next: ftctl submit DIR/train.jsonl\n", code: .done))
    }

    @Test func askedEpochsArePricedAndHandedOn() throws {
        let path = try scene.file("train.jsonl", Rows.good(12))
        let outcome = try scene.run("check", path, "--epochs", "3", "--model", "gpt-4.1-mini", terminal: .output(80))
        #expect(
            outcome.output.contains(
                """
                  epochs      3; auto would train 8
                  model       gpt-4.1-mini, shuts down in 52 days (2027-01-14)
                  cost        about 0.0052 USD for 3 epochs of 348 tokens
                              0.0047 to 0.0057 USD in all; 5.00 USD per 1M tokens as of 2025-07

                """), "\(outcome.output)")
        #expect(outcome.errors == "next: ftctl submit DIR/train.jsonl --model gpt-4.1-mini --epochs 3\n")
    }

    @Test func errorsComeFirstAndManyOfOneKindHideNone() throws {
        let path = try scene.file("train.jsonl", Rows.bad)
        #expect(
            try scene.run("check", path, "--no-tokens", terminal: .output(80))
                == .init(
                    output: """
                        DIR/train.jsonl: 13 examples, 1.8 kB, chat rows (supervised)
                        ✖ the server would refuse this file: 2 errors, 3 warnings
                        ✖ error  not-json  1
                          line 14, col 15  not JSON: the object does not end on its line; write each
                                           object on one line
                        ✖ error  unknown-role  1 (--fix writes "assistant")
                          line 4, col 109  role "assitant": the server accepts system, user, assistant,
                                           tool; did you mean "assistant"?
                        ▲ warning  blank-line  1 (--fix removes the line)
                          line 13  the line is empty
                        ▲ warning  duplicate  2 (--fix removes the row)
                          line 11  same messages as line 1
                          line 12  same messages as line 1
                          messages    3 an example
                          tokens      not counted: --no-tokens
                          epochs      auto would train 7
                          model       gpt-4o-mini-2024-07-18, shuts down in 52 days (2027-01-14)
                          cost        unknown: 3.00 USD per 1M tokens of an epoch; the tokens were not
                                      counted

                        """,
                    errors: "next: ftctl check DIR/train.jsonl --fix --write DIR/train.fixed.jsonl\n", code: .failed))
    }

    @Test func fiveOfARuleAreShownAndAllWhenAsked() throws {
        let path = try scene.file("train.jsonl", Rows.good(10) + (1...7).map { _ in Rows.chat(3) }.joined())
        let brief = try scene.run("check", path, "--no-tokens", terminal: .output(80)).output
        #expect(
            brief.hasPrefix(
                """
                DIR/train.jsonl: 17 examples, 2.6 kB, chat rows (supervised)
                ✔ the server would take this file: 7 warnings
                ▲ warning  duplicate  7 (--fix removes the row)
                  line 11  same messages as line 3
                  line 12  same messages as line 3
                  line 13  same messages as line 3
                  line 14  same messages as line 3
                  line 15  same messages as line 3
                  2 more: --all

                """), "\(brief)")
        for whole in [
            try scene.run("check", path, "--no-tokens", "--all", terminal: .output(80)).output,
            try scene.run("check", path, "--no-tokens", "--all").output,
        ] {
            #expect(whole.contains("line 17  same messages as line 3\n  messages"), "\(whole)")
        }
        #expect(try scene.run("check", path, "--no-tokens").output.contains("  2 more: --all\n  messages"))
    }

    @Test func whatIsNoJSONLIsNamed() throws {
        let path = try scene.file("rows.json", "[\n\(Rows.chat(1))]")
        #expect(
            try scene.run("check", path, terminal: .output(80))
                == .init(
                    output: """
                        DIR/rows.json: not JSONL
                        ✖ the server would refuse this file: 1 error
                        ✖ error  not-jsonl  1 (--fix writes one object a line)
                          line 1  not JSONL: it is one JSON array; write one object a line: jq -c '.[]'
                                  FILE

                        """,
                    errors: "next: ftctl check DIR/rows.json --fix --write DIR/rows.json.fixed\n", code: .failed))
    }

    @Test func questionsOfTheTrainingFileCannotValidate() throws {
        let path = try scene.file("train.jsonl", Rows.good(10))
        let valid = try scene.file("valid.jsonl", Rows.chat(11) + Rows.chat(2))
        let outcome = try scene.run("check", path, "--validation", valid, "--no-tokens")
        #expect(
            outcome.output.hasSuffix(
                """

                DIR/valid.jsonl: 2 examples, 302 B, chat rows (supervised)
                ✔ the server would take this file: 1 warning
                ▲ warning  leaked-example  1
                  line 2  the same question as line 2 of DIR/train.jsonl: what is trained on cannot validate
                  messages    3 an example
                  tokens      not counted: --no-tokens

                """), "\(outcome.output)")
        #expect(outcome.errors == "next: ftctl submit DIR/train.jsonl --validation DIR/valid.jsonl\n")
    }

    @Test func rowsAreShownAsConversations() throws {
        let row =
            #"{"messages": [{"role": "user", "content": "Hi\u001b[31m\nthere"}, {"role": "assistant", "#
            + #""content": null, "tool_calls": [{"id": "1", "type": "function", "function": {"name": "f"}}]}]}"#
        let path = try scene.file("train.jsonl", "\n" + row + "\n" + Rows.chat(1) + "{\n")
        #expect(
            try scene.run("check", path, "--head", "3", terminal: .wide(60))
                == .init(
                    output: #"""
                        line 2
                          user       Hi\u{1b}[31m
                                     there
                          assistant  [calls {"name":"f"}]

                        line 3
                          system     Answer.
                          user       What is 1?
                          assistant  A number: 1.

                        line 4
                          not JSON  {

                        """#, errors: "", code: .done))
        let array = try scene.file("rows.json", "[1]")
        #expect(
            try scene.run("check", array, "--head", "3")
                == .init(
                    output: "",
                    errors: "ftctl: DIR/rows.json is not JSONL: it is one JSON array; write one object a line: "
                        + "jq -c '.[]' FILE\n", code: .failed))
    }

    /// The report replaced the file that it told of.
    @Test func aReportReplacesNoFileOfTheCheck() throws {
        let text = Rows.good(12)
        let path = try scene.file("train.jsonl", text)
        for options in [["--part", "--report", path], ["--validation", path, "--report", path]] {
            let outcome = try scene.run(["check", path, "--no-tokens"] + options)
            #expect(outcome.code == .usage)
            #expect(
                outcome.errors == "ftctl: cannot write DIR/train.jsonl: it is an input of this command; nothing was "
                    + "touched, name another file\n")
        }
        let fixed = scene.directory.path("fixed.jsonl")
        #expect(
            try scene.run("check", path, "--no-tokens", "--fix", "--write", fixed, "--report", fixed).errors
                == "ftctl: cannot write DIR/fixed.jsonl: DIR/fixed.jsonl is the same file; name another for one of them\n"
        )
    }

    @Test(arguments: [["--moderate"], ["--grader", "g.json"]])
    func aMergeTakesNoOptionThatItWouldNotHeed(options: [String]) throws {
        let outcome = try scene.run(["check", "--merge", "report.json"] + options)
        #expect(outcome.code == .usage)
        #expect(outcome.errors.hasPrefix("ftctl: check: --merge reads reports only; beside it go "))
    }

    // MARK: Mending

    @Test func safeMendsGoToANewFileAndTheRestIsReported() throws {
        let path = try scene.file("train.jsonl", Rows.bad)
        let fixed = scene.directory.path("fixed.jsonl")
        #expect(
            try scene.run("check", path, "--fix", "--write", fixed, "--no-tokens", terminal: .output(80))
                == .init(
                    output: """
                        DIR/fixed.jsonl: 11 examples, 1.5 kB, chat rows (supervised)
                        ✖ the server would refuse this file: 1 error
                        ✖ error  not-json  1
                          line 11, col 15  not JSON: the object does not end on its line; write each
                                           object on one line
                          messages    3 an example
                          tokens      not counted: --no-tokens
                          epochs      auto would train 9
                          model       gpt-4o-mini-2024-07-18, shuts down in 52 days (2027-01-14)
                          cost        unknown: 3.00 USD per 1M tokens of an epoch; the tokens were not
                                      counted

                        """,
                    errors: """
                        still refused: 1 error of DIR/fixed.jsonl is left, which a person has to mend
                        wrote DIR/fixed.jsonl: 11 rows, 1 changed, 2 left out
                        mended: unknown-role 1, duplicate 2, blank-line 1

                        """, code: .failed))
        #expect(try text(fixed) == Rows.good(10) + "{\"messages\": [\n")
        #expect(try text(path) == Rows.bad)
    }

    @Test(arguments: [
        ("./train.jsonl", "it is the same file as DIR/train.jsonl,"),
        ("train.jsonl", "it is"), ("link.jsonl", "it is the same file as DIR/train.jsonl,"),
        ("hard.jsonl", "it is the same file as DIR/train.jsonl,"),
    ])
    func theCheckedFileIsNeverReplaced(name: String, what: String) throws {
        let path = try scene.file("train.jsonl", Rows.bad)
        symlink(path, scene.directory.path("link.jsonl"))
        link(path, scene.directory.path("hard.jsonl"))
        #expect(
            try scene.run("check", path, "--fix", "--write", scene.directory.path(name))
                == .init(
                    output: "",
                    errors: """
                        ftctl: cannot write DIR/\(name): \(what) an input of this command; \
                        nothing was touched, name another file

                        """, code: .usage))
        #expect(try text(path) == Rows.bad)
    }

    @Test(arguments: [
        (
            ["--fix"],
            """
            ftctl: check: --fix and --write go together
              For example: ftctl check 'it is.jsonl' --fix --write 'it is.fixed.jsonl'

            """
        ),
        (
            ["--write", "x"],
            """
            ftctl: check: --fix and --write go together
              For example: ftctl check 'it is.jsonl' --fix --write 'it is.fixed.jsonl'

            """
        ),
        (["--fix", "--write", "-"], "ftctl: check: --write needs the path of a file\n"),
        (["--head", "2", "--all"], "ftctl: check: --head only shows rows; it does not go with other options\n"),
        (
            ["--head", "2", "--epochs", "3"],
            "ftctl: check: --head only shows rows; it does not go with other options\n"
        ),
        (["--head", "2", "--near"], "ftctl: check: --head only shows rows; it does not go with other options\n"),
        (["--likeness", "0.7"], "ftctl: check: --likeness goes with --near only\n"),
        (["--head", "2", "-o", "csv"], "ftctl: check: --head only shows rows; it does not go with other options\n"),
    ])
    func whatContradictsItselfIsRefused(options: [String], message: String) throws {
        try scene.file("ftd.conf", "")
        let program = TestProgram(environment: scene.environment)
        #expect(
            program.run(["check", "it is.jsonl"] + options, table: ControlProgram.table)
                == .init(output: "", errors: message, code: .usage))
    }

    // MARK: For programs

    @Test func programsGetOneObject() throws {
        let path = try scene.file("train.jsonl", Rows.bad)
        let outcome = try scene.run("check", path, "-o", "json")
        let json = try JSONValue.parse(Array(outcome.output.utf8))
        #expect(outcome.code == .failed)
        #expect(
            json.object?.members.map(\.key) == [
                "file", "shape", "shape_told", "rows", "bytes", "refused", "errors", "warnings", "rules", "findings",
                "unlisted",
                "messages", "tokens", "auto_epochs", "model", "model_shutdown", "cost", "fix", "validation",
            ])
        #expect(json["rows"] == .integer(13))
        #expect(json["refused"] == .bool(true))
        #expect(json["errors"] == .integer(2))
        #expect(json["warnings"] == .integer(3))
        #expect(
            try json["rules"]
                == JSONValue.parse(
                    """
                    [{"rule": "blank-line", "severity": "warning", "count": 1},
                     {"rule": "not-json", "severity": "error", "count": 1},
                     {"rule": "unknown-role", "severity": "error", "count": 1},
                     {"rule": "duplicate", "severity": "warning", "count": 2}]
                    """))
        #expect(
            try json["findings"]?.array?.first
                == JSONValue.parse(
                    #"""
                    {"line": 4, "column": 109, "rule": "unknown-role", "severity": "error",
                     "message": "role \"assitant\": the server accepts system, user, assistant, tool; did you mean \"assistant\"?",
                     "mend": "writes \"assistant\""}
                    """#))
        #expect(
            try json["messages"] == JSONValue.parse(#"{"least": 3, "median": 3, "greatest": 3, "mean": 3}"#))
        #expect(json["tokens"]?["exact"] == .bool(false))
        #expect(json["tokens"]?["example_limit"] == .integer(65_536))
        #expect(json["cost"]?["epochs"] == .integer(7))
        #expect(json["model_shutdown"] == .string("2027-01-14"))
        #expect(json["fix"] == .null && json["validation"] == .null)
    }

    @Test func findingsAreLinesOfJSONOrCSV() throws {
        let path = try scene.file("train.jsonl", Rows.good(9) + Rows.chat(9))
        #expect(
            try scene.run("check", path, "-o", "jsonl").output == """
                {"file": "DIR/train.jsonl", "line": 10, "column": null, "rule": "duplicate", "severity": "warning", \
                "message": "same messages as line 9", "mend": "removes the row"}

                """)
        #expect(
            try scene.run("check", path, "-o", "csv").output
                == "file,line,column,rule,severity,message,mend\r\n"
                + "DIR/train.jsonl,10,,duplicate,warning,same messages as line 9,removes the row\r\n")
        #expect(try scene.run("check", path, "-o", "name").output == "duplicate\n")
    }

    @Test func aMissingFileIsNotFound() throws {
        #expect(
            try scene.run("check", scene.directory.path("no"))
                == .init(output: "", errors: "ftctl: cannot read DIR/no: No such file or directory\n", code: .notFound))
    }

    @Test(.enabled(if: RankFileScene.ranksAreThere, RankFileScene.whyNot))
    func withARankFileTokensAreExact() throws {
        let scene = try RankFileScene(installed: [.o200kBase])
        let path = try scene.file("train.jsonl", Rows.good(12))
        #expect(
            try scene.run("check", path, terminal: .output(80)).output.contains(
                """
                  tokens      28 an example, limit 65,536
                  as trained  336 an epoch (o200k_base, exact), 156 in messages
                  epochs      auto would train 8

                """))
        let json = try JSONValue.parse(Array(try scene.run("check", path, "-o", "json").output.utf8))
        #expect(
            try json["tokens"]
                == JSONValue.parse(
                    """
                    {"encoding": "o200k_base", "exact": true, "images": 0, "uncounted_images": 0, "tools": 0, "trained": 336, "billed": 336, "contents": 156,
                     "assistant": 72, "example_limit": 65536,
                     "per_example": {"least": 28, "median": 28, "greatest": 28, "mean": 28}}
                    """))
    }

    private func text(_ path: String) throws -> String {
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 100_000)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
