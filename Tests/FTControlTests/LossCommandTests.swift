import Commands
import FineTuning
import Glibc
import JSONText
import TestSupport
import Testing

@testable import FTControl

@Suite struct LossCommandTests {
    private let directory: TemporaryDirectory
    private let store: TestStore

    init() throws {
        directory = try TemporaryDirectory()
        store = try TestStore(in: directory.path)
    }

    private func run(_ arguments: String..., environment: [String: String] = [:]) -> TestProgram.Outcome {
        TestProgram(environment: environment.merging(["HOME": directory.path]) { $1 })
            .run(arguments + ["--store", store.path], table: ControlProgram.table)
    }

    @Test func theCurveAndWhatItSays() {
        let outcome = run("loss", "ftjob-k2", "--glyphs", "ascii")
        #expect(outcome.output == Self.plot)
        #expect(outcome.errors == "next: ftctl show k2Jx0QmVw    ftctl loss k2Jx0QmVw --svg loss.svg\n")
        #expect(outcome.code == .done)
    }

    private static let plot = """
        training loss of k2Jx0QmVw, 300 steps (dots: each step, line: smoothed)
                                      vepoch 1                vepoch 2          vepoch 3
            |oo
            | oo
            |  .oo
          2 +    ooo
            |     .ooo
            |       .ooo
            |         .oooo
            |            .oooo
        1.5 +               .oooo
            |                  .ooooo
            |                       oooooo
            |                           .ooooooo
          1 +                                  ooooooooo
            |                                         .ooooooooooo
            |                                                   .ooooooooooooooo
            |                                                                 .ooooooooo
            +------------+------------+-----------+-----------+------------+-----------+
                        50           100         150         200          250        300
        training loss 0.606 at step 300, lowest 0.606 at step 300
        best checkpoint: step 1,048,
        ft:gpt-4o-mini-2024-07-18:personal::A32VfYIz:ckpt-step-1048

        """

    @Test(arguments: [
        (["LANG": "de_DE.UTF-8"], true), (["LC_ALL": "C", "LANG": "de_DE.UTF-8"], false), (["LANG": ""], false),
        (["LC_CTYPE": "C.utf8"], true),
    ])
    func glyphsGoByTheLocale(_ environment: [String: String], _ isBraille: Bool) {
        let text = run("loss", "ftjob-k2", environment: environment).output
        #expect(text.unicodeScalars.contains { (0x2800...0x28FF).contains($0.value) } == isBraille)
        #expect(text.utf8.allSatisfy { $0 < 0x80 } == !isBraille)
    }

    @Test func theNumbersAreOneLineAStep() {
        let lines = run("loss", "ftjob-k2", "--csv", "--from", "100", "--to", "101").output.split(separator: "\r\n")
        #expect(
            lines.first
                == "step,time,train_loss,valid_loss,full_valid_loss,train_mean_token_accuracy,valid_mean_token_accuracy,full_valid_mean_token_accuracy,job"
        )
        #expect(run("loss", "ftjob-k2", "-o", "csv").output == run("loss", "ftjob-k2", "--csv").output)
        #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("10") && $0.hasSuffix(",ftjob-k2Jx0QmVwq3n1Zt7LrYp9aBc") })
    }

    @Test func machinesGetOneObjectAJob() throws {
        let array = try JSONValue.parse(run("loss", "ftjob-k2", "ftjob-O1", "-o", "json").output)
        #expect(
            array.array?.first?.object?.members.map(\.key) == [
                "id", "account", "status", "total_steps", "steps_left", "points", "checkpoints", "best_checkpoint",
                "diverging", "overfitting",
            ])
        #expect(array.array?.map { $0["points"]?.array?.isEmpty } == [false, false])
    }

    @Test func aPictureIsWrittenWholeAndNeverOverTheStore() throws {
        let path = "\(directory.path)/loss.svg"
        let outcome = run("loss", "ftjob-k2", "--svg", path)
        #expect(outcome.errors == "wrote \(path)\n")
        #expect(outcome.output == "")
        #expect(try directory.text("loss.svg").hasPrefix("<svg "))
        let refused = run("loss", "ftjob-k2", "--svg", store.path)
        #expect(refused.code != .done)
        #expect(refused.errors.contains(store.path))
        #expect(run("list").code == .done)
    }

    @Test(arguments: [
        (
            ["ftjob-k2", "--from", "9", "--to", "3"],
            "ftctl: loss: --from 9 is behind --to 3: there are no steps between\n"
        ),
        (["ftjob-zz"], "ftctl: no job \"ftjob-zz\" in the store\n  All jobs: ftctl list --all\n"),
        (["ftjob-k2", "--from", "900000"], "k2Jx0QmVw: no loss in these steps\n"),
        (
            ["ftjob-k9"],
            "k9sQ4TnWf: no numbers yet: ftd reads them from the job's events, and at its end from the results file\n"
        ),
        (
            ["ftjob-O1", "--by", "time"],
            "O1OEE7eEy: no step has a time: the server reported them in a results file only; draw them by step\n"
        ),
    ])
    func whatCannotBeDrawnIsSaid(_ arguments: [String], _ message: String) {
        let program = TestProgram(environment: ["HOME": directory.path])
        let outcome = program.run(["loss"] + arguments + ["--store", store.path], table: ControlProgram.table)
        #expect(outcome.errors == message)
        #expect(outcome.output == "")
    }
}
