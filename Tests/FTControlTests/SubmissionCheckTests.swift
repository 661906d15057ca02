import Commands
import JSONText
import TestSupport
import Testing

@testable import FTControl

/// What `submit --dry-run` tells before anything is sent.
@Suite struct SubmissionCheckTests {
    private let scene: RankFileScene
    init() throws { scene = try RankFileScene() }

    private func row(_ number: Int, role: String = "assistant") -> String {
        """
        {"messages": [{"role": "user", "content": "What is \(number)?"}, \
        {"role": "\(role)", "content": "A number: \(number)."}]}

        """
    }

    private func file(_ name: String, _ rows: ClosedRange<Int>, badRow: Int? = nil) throws -> String {
        try scene.file(name, rows.map { row($0, role: $0 == badRow ? "asistant" : "assistant") }.joined())
    }

    @Test func aGoodFileIsDescribedWithItsCost() throws {
        let path = try file("train.jsonl", 1...12)
        let outcome = try scene.run("submit", path, "--dry-run", "--epochs", "3")
        let lines = outcome.errors.split(separator: "\n").map(String.init)
        #expect(lines.first?.hasPrefix("train.jsonl  12 examples  1.3 kB  sha256 ") == true)
        #expect(
            lines.dropFirst() == [
                "would create: gpt-4o-mini-2024-07-18, supervised, epochs 3",
                "the tuned model will live 52 days: gpt-4o-mini-2024-07-18 stops answering on 2027-01-14, "
                    + "with all that is tuned from it",
                "tokens: 276 an epoch (o200k_base, estimated)",
                "cost: about 0.0025 USD for 3 epochs of 276 tokens",
                "      0.0022 to 0.0027 USD in all; 3.00 USD per 1M tokens as of 2025-07",
                "nothing was sent: --dry-run",
            ])
        #expect(outcome.code == .done)
    }

    @Test func whatTheServerWouldRefuseIsNotSent() throws {
        let path = try file("train.jsonl", 1...12, badRow: 7)
        let outcome = try scene.run("submit", path, "--dry-run")
        let lines = outcome.errors.split(separator: "\n").map(String.init)
        #expect(
            lines.dropFirst() == [
                "ftctl: the server would refuse train.jsonl: 1 error; nothing was sent",
                "  line 7: role \"asistant\": the server accepts system, user, assistant, tool; did you mean "
                    + "\"assistant\"?",
                "  See all, and what can be mended: ftctl check DIR/train.jsonl",
                "  Send it all the same: --no-check",
            ])
        #expect(outcome.code == .failed)
        let unseen = try scene.run("submit", path, "--dry-run", "--no-check")
        #expect(unseen.code == .done)
        #expect(unseen.errors.contains("would create: gpt-4o-mini-2024-07-18, supervised, epochs auto\n"))
    }

    @Test func warningsAndAValidationFileAreNamed() throws {
        let training = try file("train.jsonl", 1...12)
        let validation = try file("valid.jsonl", 12...13)
        let outcome = try scene.run("submit", training, "--validation", validation, "--dry-run")
        #expect(outcome.errors.contains("\nvalid.jsonl  2 examples  "))
        #expect(
            outcome.errors.contains(
                "\nvalid.jsonl: 1 warning (leaked-example): "
                    + "ftctl check DIR/train.jsonl --validation DIR/valid.jsonl\n"))
        #expect(outcome.code == .done)
    }

    /// Tokens and epochs were part of the price's sentence, and missing without one.
    @Test func tokensAreToldWhereNoPriceIsKnown() throws {
        let path = try file("train.jsonl", 1...12)
        let outcome = try scene.run("submit", path, "--dry-run", "--model", "gpt-5.1")
        #expect(
            outcome.errors.contains(
                """
                tokens: 276 an epoch (o200k_base, estimated); auto would train 8 epochs
                cost: unknown: the price list has no training price of gpt-5.1: set training in [model "gpt-5.1"] of \
                models.conf

                """), "\(outcome.errors)")
    }

    @Test func aProgramGetsThePlanAndTheCheck() throws {
        let path = try file("train.jsonl", 1...12)
        let outcome = try scene.run(
            "submit", path, "--dry-run", "-o", "json", "--suffix", "x", "--epochs", "2", "--metadata", "a=b")
        let object = try JSONValue.parse(outcome.output)
        #expect(object["hyperparameters"]?["n_epochs"] == .integer(2))
        #expect(object["hyperparameters"]?["batch_size"] == .string("auto"))
        #expect(object["metadata"]?["a"] == .string("b"))
        #expect(object["training_file"]?["filename"] == .string("train.jsonl"))
        #expect(object["validation_file"] == .null)
        #expect(object["check"]?["rows"] == .integer(12))
        #expect(object["check"]?["cost"]?["epochs"] == .integer(2))
    }

    @Test func rowsForAnotherMethodAreRefused() throws {
        let outcome = try scene.run("submit", try file("train.jsonl", 1...12), "--method", "dpo", "--dry-run")
        #expect(outcome.errors.contains("ftctl: the server would refuse train.jsonl: 12 errors; nothing was sent\n"))
        #expect(outcome.errors.contains("  and 9 more\n"))
        #expect(outcome.errors.contains(": ftctl check DIR/train.jsonl --method dpo\n"))
        #expect(outcome.code == .failed)
    }
}
