import Commands
import Glibc
import TestSupport
import Testing
import Text

@testable import FTControl

@Suite struct PrepareCommandTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        try Self.save("", directory.path("ftd.conf"))
    }

    private func run(_ arguments: [String]) -> TestProgram.Outcome {
        TestProgram(environment: ["HOME": directory.path, "FTD_CONFIG": directory.path("ftd.conf")])
            .run(["prepare"] + arguments, table: ControlProgram.table)
    }

    /// Writes rows and answers the path.
    private func write(_ name: String, _ text: String) throws -> String {
        let path = directory.path(name)
        try Self.save(text, path)
        return path
    }

    private static func save(_ text: String, _ path: String) throws {
        let file = try #require(fopen(path, "we"))
        fputs(text, file)
        fclose(file)
    }

    private static func text(_ path: String) throws -> String {
        let file = try #require(fopen(path, "re"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    private let rows = (1...20).map { "{\"id\": \($0), \"q\": \"q\($0)\", \"a\": \"a\($0)\", \"w\": \"w\($0)\"}\n" }
        .joined()
    private let templates = ["--user", "{q}", "--assistant", "{a}"]

    @Test(arguments: [
        ("in --preset sciq --head 3 -o out", "--head writes nothing, so it does not go with --output"),
        ("in --preset sciq --head 3 --limit 2", "--head shows rows by itself, so it does not go with --limit"),
        (
            "in --preset sciq --head 3 --shuffle",
            "--head shows rows in their own order, so it does not go with --shuffle"
        ),
        (
            "in --preset sciq --head 3 --validation-share 0.1",
            "--head writes nothing, so it does not go with --validation-share"
        ),
        (
            "in --preset sciq -o out --seed 3",
            "--seed does nothing without --shuffle, --validation-share, --sample, --weights or --balance"
        ),
        ("in --shape alpaca --preset sciq -o out", "--shape says how a row becomes an example, and so does --preset"),
        ("in --explain -o out", "--explain writes nothing, so it does not go with --output"),
        ("in --explain --dedupe", "--explain writes nothing, so it does not go with --dedupe"),
        ("in --explain --head 2", "--explain and --head both show rows; one of them is enough"),
        ("in -o out --near", "--near goes with --dedupe only"),
        ("in -o out --too-long cut", "--too-long needs to know what that is: --max-tokens COUNT"),
        ("in -o out --model m", "--model is for counting tokens, so it needs --max-tokens"),
        ("in -o out --limit 2 --sample 2", "--limit takes the first rows and --sample any; one of them is enough"),
        (
            "in -o out --key-column k --shuffle",
            "--key-column writes rows for a later run; split, sample and shuffle there"
        ),
        (
            "in --preset sciq -o out --validation v",
            "--validation needs the share that goes there, for example --validation-share 0.1"
        ),
        (
            "in --preset sciq -o out --validation-share 1",
            "--validation-share is more than 0 and less than 1, for example 0.1"
        ),
        (
            "in --preset sciq -o out --validation-share 0",
            "--validation-share is more than 0 and less than 1, for example 0.1"
        ),
        ("in --preset sciq -o out --non-preferred x", "--non-preferred makes pairs, so it needs --format preference"),
        ("in --preset sciq -o out --pairs 2", "--pairs counts pairs, so it needs --format preference"),
        ("in --preset sciq -o out --key q", "--key names rows for --feedback, which is not given"),
        ("in --preset sciq -o out --min-rating 3", "--min-rating needs the ratings: --feedback FILE"),
        ("in --preset sciq -o out --only-reviewed", "--only-reviewed needs the reviews: --feedback FILE"),
        ("- --preset sciq -o out --feedback -", "standard input is the rows or the feedback, not both"),
        ("in --preset sciq -o out --subset a", "--subset is for datasets, and INPUT is not one: hf:OWNER/NAME"),
        ("in --preset sciq -o out --split test", "--split is for datasets, and INPUT is not one: hf:OWNER/NAME"),
        ("in --preset sciq -o out --refresh", "--refresh is for datasets, and INPUT is not one: hf:OWNER/NAME"),
        (
            "in --preset sciq -o out --drop support",
            "column \"support\" is dropped, but a template or another option needs it"
        ),
        (
            "in --preset sciq -o out --validation-share 0.5 --validation out",
            "training and validation examples cannot go to the same file"
        ),
    ])
    func optionsThatContradictEachOtherAreNamedInOneSentence(line: String, sentence: String) {
        let outcome = run(line.split(separator: " ").map(String.init))
        #expect(outcome.errors == "ftctl: prepare: \(sentence)\n")
        #expect(outcome.code == .usage)
    }

    /// It replaced its own rows, with exit 0.
    @Test(arguments: [
        ["-o", "in.jsonl"], ["-o", "./in.jsonl"], ["-o", "link"], ["-o", "hard"], ["-o", "loop/in.jsonl"],
        ["-o", "out", "--validation-share", "0.5", "--validation", "link"],
        ["-o", "out", "--report", "in.jsonl"], ["-o", "out", "--report", "hard"],
        ["-o", "out", "--feedback", "people.csv", "--report", "people.csv"],
        ["-o", "out", "--feedback", "people.csv", "--validation-share", "0.5", "--validation", "people.csv"],
    ])
    func anInputIsNeverReplaced(options: [String]) throws {
        let input = try write("in.jsonl", rows)
        let feedback = try write("people.csv", "id,rating\n1,5\n")
        symlink("in.jsonl", directory.path("link"))
        symlink(".", directory.path("loop"))
        link(input, directory.path("hard"))
        let outcome = run(
            [input] + templates
                + options.map { $0.hasPrefix("-") || $0.hasPrefix("0") ? $0 : "\(directory.path)/\($0)" })
        #expect(outcome.code == .usage)
        #expect(outcome.errors.contains(" an input of this command; nothing was touched, name another file\n"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(try Self.text(input) == rows)
        #expect(try Self.text(feedback) == "id,rating\n1,5\n")
        #expect(access(directory.path("out"), F_OK) != 0)
    }

    /// The report replaced the examples that had just been written.
    @Test func aReportHasAFileOfItsOwn() throws {
        let input = try write("in.jsonl", rows)
        let out = directory.path("out.jsonl")
        let outcome = run([input] + templates + ["-o", out, "--report", out])
        #expect(outcome.code == .usage)
        #expect(
            outcome.errors == "ftctl: cannot write \(out): \(out) is the same file; name another for one of them\n")
        #expect(access(out, F_OK) != 0)
    }

    /// The second file of a split takes its name from the first, and may be the input.
    @Test func theValidationFileThatIsNotNamedIsNoInputEither() throws {
        let input = try write("train.validation.jsonl", rows)
        let outcome = run([input] + templates + ["-o", directory.path("train.jsonl"), "--validation-share", "0.5"])
        #expect(outcome.code == .usage)
        #expect(try Self.text(input) == rows)
    }

    @Test func partsAddUpAndEqualRowsHaveEqualKeys() throws {
        let input = try write("in.jsonl", rows + rows)
        let keyed = directory.path("keyed.jsonl")
        #expect(run([input] + templates + ["--part", "--key-column", "key", "-o", keyed]).code == .done)
        let lines = try Self.text(keyed).split(separator: "\n")
        #expect(lines.count == 40)
        #expect(lines[0] == lines[20])
        #expect(Set(lines).count == 20)
        let whole = directory.path("whole.jsonl")
        let outcome = run([keyed] + templates + ["--dedupe", "--report", directory.path("r.json"), "-o", whole])
        #expect(outcome.errors.hasPrefix("read 40 rows, kept 20, dropped 20 (duplicate 20)\n"))
        #expect(
            try Self.text(directory.path("r.json")).hasPrefix(
                #"{"ftd_report": "prepare", "parts": 1, "rows_read": 40, "rows_kept": 20, "rows_dropped": 20, "#
                    + #""dropped": {"duplicate": 20}, "conversations": 0, "examples": 20, "validation_examples": 0, "#))
        let empty = run([try write("empty.jsonl", "")] + templates + ["--part", "-o", whole])
        #expect(empty.code == .done)
        #expect(try Self.text(whole).isEmpty)
    }

    @Test func rowsAreWeighedBalancedAndSampled() throws {
        let input = try write(
            "in.jsonl",
            (1...30).map {
                "{\"question\": \"q\($0)\", \"answer\": \"a\", \"w\": \($0 % 3), \"c\": \($0 % 10 == 0 ? 1 : 0)}\n"
            }
            .joined())
        let output = directory.path("out.jsonl")
        #expect(
            run([input, "--weights", "w", "-o", output]).errors.hasPrefix(
                "read 30 rows, kept 20, dropped 10 (by weight 10)\n"))
        #expect(try Self.text(output).split(separator: "\n").count == 30)
        #expect(run([input, "--balance", "c", "-o", output]).errors.contains("chose 6 of 30 examples, 2 classes\n"))
        #expect(run([input, "--sample", "7", "--seed", "3", "-o", output]).errors.contains("chose 7 of 30 examples\n"))
        let first = try Self.text(output)
        _ = run([input, "--sample", "7", "--seed", "3", "-o", output])
        #expect(try Self.text(output) == first)
        _ = run([input, "--sample", "7", "--seed", "4", "-o", output])
        #expect(try Self.text(output) != first)
        let wrong = run([input, "--weights", "question", "-o", output])
        #expect(wrong.errors == "ftctl: \(input):1: column \"question\" is to hold a weight from 0 to 1,000\n")
    }

    @Test func reportsOfPartsAreJudgedAsOne() throws {
        let chat = (1...20).map {
            "{\"messages\": [{\"role\": \"user\", \"content\": \"q\($0)\"}, "
                + "{\"role\": \"assistant\", \"content\": \"a\($0) and more\"}]}\n"
        }
        func check(_ arguments: [String]) -> TestProgram.Outcome {
            TestProgram(environment: ["HOME": directory.path, "FTD_CONFIG": directory.path("ftd.conf")])
                .run(["check"] + arguments, table: ControlProgram.table)
        }
        let whole = try write("whole.jsonl", chat.joined())
        var reports: [String] = []
        for (number, range) in [0..<6, 6..<6, 6..<20].enumerated() {
            let part = try write("part\(number).jsonl", chat[range].joined())
            reports.append(directory.path("part\(number).json"))
            #expect(check([part, "--part", "--report", reports[number]]).code == .done)
        }
        func figures(_ text: String) -> [Substring] { Array(text.split(separator: "\n").dropFirst()) }
        let merged = check(["--merge"] + reports)
        #expect(merged.output.hasPrefix("3 parts: 20 examples, "))
        #expect(figures(merged.output) == figures(check([whole]).output))
        let few = check(["--merge", reports[0]])
        #expect(few.code == .failed)
        #expect(few.output.contains("6 examples; the server takes 10 or more"))
        let wrong = try write("wrong.json", "{\"ftd_report\": \"check\", \"shape\": \"supervised\"}")
        #expect(
            check(["--merge", wrong]).errors
                == "ftctl: \(wrong) is no report of a check; write one: ftctl check PART --part --report FILE\n")
    }

    @Test func pairsNeedAWrongAnswer() throws {
        let input = try write("in.jsonl", rows)
        let outcome = run([input] + templates + ["--format", "preference", "-o", directory.path("out")])
        #expect(
            outcome.errors
                == "ftctl: prepare: it is not said what the answer not to give is\n"
                + "  Write a template: --non-preferred '{wrong_answer}'\n"
                + "  or name feedback with corrections: --feedback FILE\n")
        #expect(outcome.code == .usage)
    }

    @Test func theReportCountsPairsAndNamesBothFiles() throws {
        let input = try write("in.jsonl", rows)
        let output = directory.path("out.jsonl")
        let outcome = run(
            [input] + templates
                + [
                    "--format", "preference", "--non-preferred", "{w}", "--non-preferred", "no", "--limit", "10",
                    "--validation-share", "0.3", "--shuffle", "--seed", "5", "-o", output,
                ])
        let text = try Self.text(directory.path("out.validation.jsonl"))
        let pairs = text.split(separator: "\n").count
        #expect((2...14).contains(pairs))
        let bytes = try Self.text(output).utf8.count
        #expect(
            outcome.errors
                == """
                read 10 rows, kept 10, dropped 0
                columns left out: id
                wrote \(output), \(20 - pairs) pairs, \(HumanText.bytes(Int64(bytes)))
                wrote \(directory.path("out.validation.jsonl")), \(pairs) pairs, \
                \(HumanText.bytes(Int64(text.utf8.count)))
                next: ftctl submit \(output) --validation \(directory.path("out.validation.jsonl")) --method dpo

                """.replacing("next: ftctl submit", with: nextCommands(output)))
    }

    /// The verbs that are named after a good run; `check` where the program has it.
    private func nextCommands(_ output: String) -> String {
        ControlProgram.table.command("check") == nil
            ? "next: ftctl submit" : "next: ftctl check \(output)    ftctl submit"
    }

    @Test func theReportSaysWhatFeedbackDid() throws {
        let input = try write("in.jsonl", rows)
        let feedback = try write(
            "feedback.csv", "id,rating,correction,rejected\n1,5,,\n2,1,,\n3,,better,\n4,,,yes\n99,3,,\n")
        let output = directory.path("out.jsonl")
        let outcome = run(
            [input] + templates + ["--feedback", feedback, "--min-rating", "3", "--drop", "W", "-o", output])
        #expect(
            outcome.errors.split(separator: "\n").dropLast(2) == [
                "read 20 rows, kept 18, dropped 2 (rejected 1, rated too low 1)",
                "columns left out: w",
                "\(feedback): 5 keys; rows: 1 corrected, 1 rated and kept, 1 rated too low, 1 rejected",
                "\(feedback): 1 key matched no row, first in line 6",
                "no row has a column \"W\" to drop; did you mean \"w\"?",
            ])
        #expect(outcome.code == .done)
        let unused = run([input] + templates + ["--feedback", feedback, "-o", output])
        #expect(
            unused.errors.contains(
                "\(feedback): 3 ratings had no effect; leave out what is rated low with --min-rating\n"))
    }

    @Test func aRequirementNeedsNoTemplatesWhereRowsAreConversations() throws {
        let chat = #"{"messages": [{"role": "user", "content": "x"}], "source": "book"}"#
        let input = try write("chat.jsonl", chat + "\n" + chat.replacing("book", with: "") + "\n")
        let outcome = run([input, "--require", "source", "-o", directory.path("out.jsonl")])
        #expect(
            outcome.errors.hasPrefix(
                "read 2 rows, kept 1, dropped 1 (no source 1); 1 conversation taken over\n"))
    }

    @Test func oneFileUnderTwoNamesIsUsage() throws {
        let input = try write("in.jsonl", rows)
        let output = try write("out.jsonl", "old")
        let other = directory.path("./out.jsonl")
        let outcome = run([input] + templates + ["-o", output, "--validation-share", "0.5", "--validation", other])
        #expect(
            outcome.errors == "ftctl: cannot write \(other): \(output) is the same file; name another for one of them\n"
        )
        #expect(outcome.code == .usage)
        #expect(try Self.text(output) == "old")
    }

    @Test func aLeastRatingNeedsARating() throws {
        let input = try write("in.jsonl", rows)
        let feedback = try write("feedback.csv", "id,rejected\n1,no\n")
        let outcome = run(
            [input] + templates + ["--feedback", feedback, "--min-rating", "3", "-o", directory.path("out")])
        #expect(
            outcome.errors == "ftctl: prepare: --min-rating has nothing to compare: \(feedback) holds no rating\n")
        #expect(outcome.code == .usage)
    }

    @Test func conversationsNeedNoTemplatesAndOtherRowsAreToldWhatTheyNeed() throws {
        let chat = try write("chat.jsonl", "{\"messages\": [{\"role\": \"user\", \"content\": \"x\"}]}\n")
        let output = directory.path("out.jsonl")
        #expect(
            run([chat, "-o", output]).errors.hasPrefix(
                "read 1 row, kept 1, dropped 0; 1 conversation taken over\n"))
        let other = run([try write("in.jsonl", rows.replacing("\"q\"", with: "\"qu\"")), "-o", output])
        #expect(
            other.errors
                == "ftctl: prepare: it is not said how a row becomes an example\n  Name a preset: --preset sciq\n"
                + "  or a shape, if they have one: --shape NAME\n"
                + "  or write templates: --user '{question}' --assistant '{answer}'\n  The columns are id, qu, a, w.\n")
        #expect(other.code == .usage)
    }

    @Test(arguments: [
        ("train.jsonl", "train.validation.jsonl"), ("dir.d/train", "dir.d/train.validation"),
        ("/a/.hidden", "/a/.hidden.validation"), ("a.b.c", "a.b.validation.c"),
    ])
    func theValidationFileStandsBesideTheTrainingFile(path: String, name: String) {
        #expect(PrepareOptions.validationName(for: path) == name)
    }

    @Test(arguments: [
        (
            "hf:a/b/c", "hf:a/b/c: not a name of a dataset; write hf:OWNER/NAME, for example hf:allenai/sciq",
            ExitCode.usage
        ),
        ("hf:..", "hf:..: not a name of a dataset; write hf:OWNER/NAME, for example hf:allenai/sciq", .usage),
    ])
    func aWrongNameOfADatasetIsUsage(name: String, sentence: String, code: ExitCode) {
        let outcome = run([name, "--preset", "sciq", "-o", directory.path("out")])
        #expect(outcome.errors == "ftctl: \(sentence)\n")
        #expect(outcome.code == code)
    }

    @Test func aTokenThatCannotBeSentIsNotShown() {
        let outcome = TestProgram(
            environment: [
                "HOME": directory.path, "FTD_CONFIG": directory.path("ftd.conf"), "HF_TOKEN": "hf CANARY\u{7}",
            ]
        ).run(["prepare", "hf:a/b", "--preset", "sciq", "-o", "-"], table: ControlProgram.table)
        #expect(outcome.errors == "ftctl: HF_TOKEN cannot be sent: a token is visible ASCII without blanks\n")
        #expect(outcome.code == .usage)
    }
}
