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
                ✖ error  too-few-examples  1
                  no examples; the server takes a validation file with one or more
                ✖ the server would refuse this file: 1 error
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
}
