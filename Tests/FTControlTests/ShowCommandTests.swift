import Commands
import FineTuning
import JSONText
import JobStorage
import TestSupport
import Testing

@testable import FTControl

@Suite struct ShowCommandTests {
    private let directory: TemporaryDirectory
    private let store: TestStore

    init() throws {
        directory = try TemporaryDirectory()
        store = try TestStore(in: directory.path)
    }

    private func run(_ arguments: String...) -> TestProgram.Outcome {
        TestProgram(environment: ["HOME": directory.path])
            .run(arguments + ["--store", store.path], table: ControlProgram.table)
    }

    @Test func aSucceededJobShowsAllThatIsKnown() {
        let text = """
            ftjob-k2Jx0QmVwq3n1Zt7LrYp9aBc · ✔ succeeded in 21 min
              base model      gpt-4o-mini-2024-07-18 (shuts down 2027-01-14, in 53 days)
              output model    ft:gpt-4o-mini-2024-07-18:personal::A32VfYIz
              created         2026-11-21 00:13:10   started 00:14:21   finished 00:34:32
              training file   file-2   validation file none   results file-9
              method          supervised   epochs 3   batch size 20   learning rate multiplier 1.8   seed 1103096818
              trained tokens  4,024,281   cost 12.07 USD (3.00 USD per 1M, as of 2025-07)
              training loss   0.606 █▆▅▄▃▃▂▂▂▁▁▁▁▁   best checkpoint step 1,048 (validation loss 1.203)
              metadata        team=school
              told            mail dead (ftctl hooks deliveries --dead) · slack 00:34:33

            """
        let outcome = run("show", "ftjob-k2")
        #expect(outcome.output == text)
        #expect(outcome.code == .done)
    }

    @Test func aFailedJobShowsWhyWithoutSteeringTheTerminal() {
        let text = #"""
            ftjob-k9sQ4TnWfYc8uHk5RjDm2xEo · ✖ failed
              base model      gpt-4.1-mini-2025-04-14 (shuts down 2027-01-14, in 52 days)
              created         2026-11-18 08:33:10
              training file   file-3   validation file none
              method          supervised
              cost            none: it ended before anything was trained
              invalid_training_file (training_file)
                Example 100, message 2 \u{1b}[31mhas no content

            """#
        #expect(run("show", "ftjob-k9").output == text)
    }

    @Test func aRunningJobSaysHowFarItIs() {
        let outcome = run("show", "ftjob-O")
        let head = "ftjob-O1OEE7eEyFNJsO2Eu5otzWA8 · ● running 62% · step 186/300\n"
        #expect(outcome.output.hasPrefix(head))
        // There were two lines of one loss, of which one showed the last eight steps alone.
        #expect(outcome.output.components(of: "█") == 1)
        #expect(outcome.output.contains("\n  cost            known when it has ended\n"))
        #expect(outcome.errors.hasPrefix("ftd is not running: as of 08:33, polled 4 s ago\n"))
    }

    @Test func jsonIsOneObjectWithAllParts() throws {
        let object = try #require(try JSONValue.parse(run("show", "ftjob-k2", "-o", "json").output).object)
        #expect(object["id"] == .string("ftjob-k2Jx0QmVwq3n1Zt7LrYp9aBc"))
        #expect(object["hyperparameters"]?["n_epochs"] == .integer(3))
        #expect(object["checkpoints"]?.array?.first?["metrics"]?["full_valid_loss"]?.number?.text == "1.203")
        #expect(object["transitions"]?.array?.first?["to"] == .string("running"))
        #expect(object["deliveries"]?.array?.count == 2)
        #expect(object["last_metric"]?["step"] == .integer(300))
        #expect(object["progress"] == .null)
        #expect(object["cost"]?["usd"]?.number?.text == "12.072843")
        #expect(object["cost"]?["per_million_tokens"]?.number?.text == "3")
        #expect(object["cost"]?["as_of"] == .string("2025-07"))
    }

    @Test func theNameAndTheServersOwnCostAreShown() throws {
        var job = TestStore.jobs[1]
        job.suffix = "sciq"
        job.raw = #"{"estimatedCost": {"units": "7", "nanos": 500000000, "currencyCode": "EUR"}}"#
        let place = try TemporaryDirectory()
        let store = try TestStore(in: place.path, jobs: [job])
        let outcome = TestProgram(environment: ["HOME": place.path])
            .run(["show", "ftjob-k2", "--store", store.path], table: ControlProgram.table)
        #expect(outcome.output.hasPrefix("ftjob-k2Jx0QmVwq3n1Zt7LrYp9aBc · sciq · ✔ succeeded in 21 min\n"))
        #expect(outcome.output.contains("4,024,281   cost 7.5 EUR (the server's own figure)\n"))
    }

    @Test func aJobOnAModelWithoutAPriceSaysWhyItHasNoCost() throws {
        var job = TestStore.jobs[1]
        job.model = ModelName("unheard-of-1")
        let place = try TemporaryDirectory()
        let store = try TestStore(in: place.path, jobs: [job])
        let outcome = TestProgram(environment: ["HOME": place.path])
            .run(["show", "ftjob-k2", "--store", store.path], table: ControlProgram.table)
        let reason =
            "cost unknown: the price list does not have unheard-of-1: add [model \"unheard-of-1\"] to models.conf\n"
        #expect(outcome.output.contains(reason))
    }

    @Test func aTrainingThatDivergesSaysSo() throws {
        let place = try TemporaryDirectory()
        let store = try TestStore(in: place.path)
        let steps = (1...5).map { MetricPoint(step: $0 + 900, fullValidLoss: Double($0)) }
        try JobStore(path: store.path).add(
            JobFindings(key: JobKey(account: .default, job: TestStore.jobs[0].id), metrics: steps))
        let outcome = TestProgram(environment: ["HOME": place.path])
            .run(["show", "ftjob-O", "--store", store.path], table: ControlProgram.table)
        let sentence =
            "diverging: the validation loss rose 3 times in a row, from 2.000 at step 902 to 5.000 at step 905\n"
        #expect(outcome.output.contains("  verdict         \(sentence)"))
    }

    @Test(arguments: [
        (["--no-steps"], ["Created fine-tuning job"]), (["--level", "warn"], ["Step 1/300"]),
        (["--level", "error"], []), (["--level", "info"], ["Created fine-tuning job", "Step 1/300"]),
        (["--no-steps", "-n", "1"], ["Created fine-tuning job"]),
    ])
    func eventsAreChosenByLevelAndKind(options: [String], expected: [String]) {
        let outcome = TestProgram(environment: ["HOME": directory.path]).run(
            ["events", "ftjob-k2", "--store", store.path] + options, table: ControlProgram.table)
        #expect(["Created fine-tuning job", "Step 1/300"].filter { outcome.output.contains($0) } == expected)
        #expect(outcome.errors.hasPrefix("no such events · ") == expected.isEmpty)
        #expect(outcome.code == .done)
    }

    @Test func aNameThatMeansSeveralJobsIsRefused() {
        let text = """
            ftctl: "ftjob-k" may be any of 2 jobs: write more of the id
              ftjob-k2Jx0QmVwq3n1Zt7LrYp9aBc
              ftjob-k9sQ4TnWfYc8uHk5RjDm2xEo

            """
        #expect(run("show", "ftjob-k") == .init(output: "", errors: text, code: .usage))
    }

    @Test func aNameThatMeansNoneIsSaid() {
        let text = "ftctl: no job \"ftjob-z\" in the store\n  All jobs: ftctl list --all\n"
        #expect(run("show", "ftjob-z") == .init(output: "", errors: text, code: .notFound))
    }

    @Test func eventsAreOldestFirst() {
        let text = #"""
            TIME                 LEVEL  MESSAGE
            2026-11-21 00:13:12  info   Created fine-tuning job\u{202e}
            2026-11-21 00:14:30  warn   Step 1/300: training loss=2.41

            """#
        #expect(run("events", "ftjob-k2") == .init(output: text, errors: "", code: .done))
    }

    @Test func jsonEscapesWhatCouldSteerATerminal() {
        let text = #"""
            {"id": "ftevent-1", "created_at": 1795219992, "level": "info", "message": "Created fine-tuning job\u202e", "type": "message", "data": null}
            {"id": "ftevent-2", "created_at": 1795220070, "level": "warn", "message": "Step 1/300: training loss=2.41", "type": "metrics", "data": {"step": 1}}

            """#
        #expect(run("events", "ftjob-k2", "-o", "jsonl") == .init(output: text, errors: "", code: .done))
    }

    @Test func followingAHarvestedJobEnds() {
        let text = #"""
            2026-11-21 00:13:12  Created fine-tuning job\u{202e}
            2026-11-21 00:14:30  warn  Step 1/300: training loss=2.41

            """#
        #expect(run("events", "ftjob-k2", "-f") == .init(output: text, errors: "", code: .done))
    }
}

extension String {
    /// How many runs of text begin with that.
    fileprivate func components(of part: String) -> Int {
        split(separator: part, omittingEmptySubsequences: false).count - 1
    }
}
