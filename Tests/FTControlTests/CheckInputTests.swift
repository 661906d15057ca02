import Commands
import JSONText
import TestSupport
import Testing

@testable import FTControl

/// What `check` says of inputs with nothing in them, or with nothing that has a price.
@Suite struct CheckInputTests {
    private let scene: RankFileScene
    init() throws { scene = try RankFileScene() }

    private static let good = (1...12).map { number in
        #"{"messages": [{"role": "user", "content": "What is \#(number)?"}, "#
            + #"{"role": "assistant", "content": "A number: \#(number)."}]}"# + "\n"
    }.joined()

    /// Both came from what was left of standard input: nothing, which was good.
    @Test func standardInputIsReadOnce() throws {
        let outcome = try scene.run("check", "-", "--validation", "-")
        #expect(
            outcome
                == .init(
                    output: "", errors: "ftctl: check: standard input can be read once; name one of the files\n",
                    code: .usage))
    }

    @Test func anEmptyValidationFileIsRefused() throws {
        let path = try scene.file("train.jsonl", Self.good)
        let empty = try scene.file("valid.jsonl", "")
        let outcome = try scene.run("check", path, "--validation", empty, "--no-tokens", terminal: .wide(80))
        #expect(
            outcome.output.contains(
                """
                DIR/valid.jsonl: 0 examples, 0 B, chat rows (supervised)
                ✖ the server would refuse this file: 1 error
                ✖ error  too-few-examples  1
                  no examples; the server takes a validation file with one or more

                """), "\(outcome.output)")
        #expect(outcome.code == .failed)
    }

    @Test func nothingIsCountedWhereThereIsNoRow() throws {
        let path = try scene.file("rows.json", "[\n{\"a\": 1}]\n")
        let json = try JSONValue.parse(try scene.run("check", path, "-o", "json").output)
        #expect(json["tokens"] == .null)
        #expect(json["auto_epochs"] == .null)
        #expect(json["cost"]?["likely"] == .null)
        #expect(json["cost"]?["reason"]?.string?.hasSuffix("the tokens were not counted") == true)
    }

    @Test func reinforcementHasNoPriceOfTokens() throws {
        let row = #"{"messages": [{"role": "user", "content": "What is 1?"}], "answer": "1"}"# + "\n"
        let path = try scene.file("train.jsonl", String(repeating: row, count: 12))
        let json = try JSONValue.parse(try scene.run("check", path, "--method", "reinforcement", "-o", "json").output)
        #expect(json["auto_epochs"] == .null)
        #expect(
            json["cost"]?["reason"]
                == .string(
                    "reinforcement is paid by the hour, which the price list does not have: set training-hour in "
                        + "[model \"gpt-4o-mini-2024-07-18\"] of models.conf"))
    }

    @Test(arguments: [
        (
            ["--model", "o4-mini"],
            "✖ error  model  1\n  o4-mini was shut down on 2026-10-23 (OpenAI's deprecations page, as of 2026-10): it cannot be "
                + "tuned; choose another one: --model MODEL\n"
        ),
        (["--model", "babbage-002"], "✖ error  model  1\n  babbage-002 was shut down on 2026-10-23"),
    ])
    func aModelThatCannotBeTunedIsNoTick(options: [String], text: String) throws {
        let path = try scene.file("train.jsonl", Self.good)
        let outcome = try scene.run(["check", path, "--no-tokens"] + options)
        #expect(
            outcome.output.contains("✖ the server would refuse a job of this model: 1 error\n" + text),
            "\(outcome.output)")
        #expect((outcome.errors, outcome.code) == ("", .failed))
        let submitted = try scene.run(["submit", path, "--dry-run"] + options)
        #expect(submitted.code == .failed)
        #expect(submitted.errors.contains("; nothing was sent\n"), "\(submitted.errors)")
    }

    /// It may be one that is newer than the tables.
    @Test func anUnknownModelIsADoubtWithTheNearestName() throws {
        let path = try scene.file("train.jsonl", Self.good)
        let options = ["--model", "gpt-4o-mni"]
        let outcome = try scene.run(["check", path, "--no-tokens"] + options)
        #expect(
            outcome.output.contains(
                """
                ▲ the server would take this file, perhaps not for this model: 1 warning
                ▲ warning  model-doubt  1
                  no table has a model gpt-4o-mni; did you mean gpt-4o-mini?

                """), "\(outcome.output)")
        #expect(outcome.code == .done)
        let submitted = try scene.run(["submit", path, "--dry-run"] + options)
        #expect(submitted.code == .done)
        #expect(submitted.errors.contains("train.jsonl: 1 warning (model-doubt): "), "\(submitted.errors)")
    }

    /// The configured model is no word of the user's: another one may be meant.
    @Test func aConfiguredModelThatDoesNotFitIsADoubt() throws {
        let row = #"{"messages": [{"role": "user", "content": "What is 1?"}], "answer": "1"}"# + "\n"
        let path = try scene.file("train.jsonl", String(repeating: row, count: 12))
        let outcome = try scene.run("check", path, "--no-tokens")
        #expect(
            outcome.output.hasPrefix(
                """
                DIR/train.jsonl: 12 examples, 876 B, reinforcement rows
                ▲ the server would take this file, perhaps not for this model: 12 warnings
                  judged as reinforcement rows, since all rows are: submit with --method reinforcement --grader FILE
                ▲ warning  model-doubt  1
                  gpt-4o-mini-2024-07-18 does not take reinforcement: it takes supervised and dpo (OpenAI's guides, which say \
                of dpo neither yes nor no here, as of 2026-11); name the model that you want: --model MODEL

                """), "\(outcome.output)")
        #expect(outcome.code == .done)
        #expect(!outcome.errors.contains("ftctl submit"), "\(outcome.errors)")
    }

    @Test func aFileOfAnotherNameIsUploadedUnderOneThatIsTaken() throws {
        for (name, upload) in [("train.txt", "train.jsonl"), ("TRAIN.JSONL", "TRAIN.jsonl"), ("rows", "rows.jsonl")] {
            let path = try scene.file(name, Self.good)
            let outcome = try scene.run("submit", path, "--dry-run")
            #expect(outcome.errors.contains("  uploaded as \(upload)\n"), "\(outcome.errors)")
        }
    }
}
