import Commands
import FineTuning
import Glibc
import JSONText
import JobStorage
import TestSupport
import Testing
import Text

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
        training loss 0.606 at step 300
        best checkpoint: step 1,048 (full validation loss 1.203)
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

    /// A job whose loss broke, and one of reinforcement.
    private func addBroken() throws {
        let broken = Job(
            id: JobID("ftjob-nan1"), createdAt: TestStore.now, status: .running,
            model: ModelName("gpt-4o-mini-2024-07-18"))
        let rewarded = Job(
            id: JobID("ftjob-rew1"), createdAt: TestStore.now, status: .running, model: ModelName("o4-mini"),
            method: "reinforcement")
        let writer = try JobStore(path: store.path)
        _ = try writer.apply(AccountChanges(account: .default, seenAt: TestStore.now, jobs: [broken, rewarded]))
        let steps = (1...9).map { step in
            MetricPoint(
                step: step, totalSteps: 12, trainLoss: step < 5 ? 2.0 / Double(step) : step == 9 ? -.infinity : .nan)
        }
        try writer.add(JobFindings(key: JobKey(account: .default, job: broken.id), metrics: steps))
        let rewards = (1...9).map { step in
            MetricPoint(
                step: step,
                others: ["train_mean_reward": Double(step) / 10, "reasoning_tokens_mean": 900 - Double(step)])
        }
        try writer.add(JobFindings(key: JobKey(account: .default, job: rewarded.id), metrics: rewards))
        try writer.finish()
    }

    /// The step at which a training broke was a hole in the curve.
    @Test func whatIsNoNumberIsSeen() throws {
        try addBroken()
        let drawn = run("loss", "ftjob-nan", "--glyphs", "ascii").output
        let crosses = try #require(drawn.split(separator: "\n").first { $0.hasPrefix("NaN") })
        #expect(crosses.filter { $0 == "x" }.count == 5)
        #expect(drawn.contains("training loss -∞ at step 9, lowest 0.500 at step 4\n"))
        #expect(drawn.contains("diverging: the training loss is not a number since step 5\n"))
        #expect(drawn.contains("3 steps left\n"))
        let lines = run("loss", "ftjob-nan", "--csv", "--from", "8").output.split(separator: "\r\n")
        #expect(lines.dropFirst().map { $0 } == ["8,,nan,,,,,,ftjob-nan1", "9,,-inf,,,,,,ftjob-nan1"])
        let points = try JSONValue.parse(run("loss", "ftjob-nan", "-o", "json").output).array?.first?["points"]?.array
        #expect(points?.last?["train_loss"] == .null)
        #expect(points?.last?["not_finite"]?["train_loss"]?.string == "-Infinity")
        #expect(run("loss", "ftjob-nan", "--svg", "-").output.contains("×<title>5: not a number</title>"))
    }

    @Test func aJobWithoutLossesIsDrawnByItsRewards() throws {
        try addBroken()
        #expect(
            run("loss", "ftjob-rew", "--glyphs", "ascii").output.hasPrefix("training reward of rew1, 9 steps\n"))
        let named = run("loss", "ftjob-rew", "--metric", "reasoning_tokens_mean,train_mean_reward").output
        #expect(named.contains("reasoning_tokens_mean 891.000 at step 9\n"))
        #expect(
            run("loss", "ftjob-rew", "--csv").output.hasPrefix(
                "step,time,train_loss,valid_loss,full_valid_loss,train_mean_token_accuracy,valid_mean_token_accuracy,"
                    + "full_valid_mean_token_accuracy,job,reasoning_tokens_mean,train_mean_reward\r\n1,,,,,,,,ftjob-rew1,899,0.1\r\n"
            ))
        let wrong = run("loss", "ftjob-rew", "--metric", "train_mean_rewards")
        #expect(
            wrong.errors.hasPrefix(
                "ftctl: loss: --metric: no step has \"train_mean_rewards\"; there are reasoning_tokens_mean, "
                    + "train_mean_reward; did you mean \"train_mean_reward\"?"))
        #expect(wrong.code == .usage)
    }

    @Test(arguments: [20, 40, 60, 120, 400]) func everyWidthIsKept(_ width: Int) throws {
        try addBroken()
        for arguments in [["ftjob-nan"], ["ftjob-k2"], ["ftjob-k2", "ftjob-nan"]] {
            let program = TestProgram(
                terminal: .wide(width), environment: ["HOME": directory.path, "LANG": "C.UTF-8"])
            let outcome = program.run(["loss"] + arguments + ["--store", store.path], table: ControlProgram.table)
            let widest = outcome.output.split(separator: "\n").map { String($0).displayWidth }.max() ?? 0
            #expect(widest <= width)
            #expect(widest > 0)
        }
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
