import FineTuning
import JSONText
import Testing

@testable import Simulator

@Suite struct JobLifeTests {
    @Test func aJobLivesTenMinutes() {
        var caller = Caller()
        let id = caller.create(Rows.many(100))
        var seen: [String] = []
        for (seconds, status) in [
            (0.0, "validating_files"), (29, "validating_files"), (2, "queued"), (3, "running"), (500, "running"),
            (55, "running"), (2, "succeeded"),
        ] {
            caller.wait(seconds)
            seen.append(caller.status(id) ?? "none")
            #expect(seen.last == status)
        }
        let job = caller.job(id)
        #expect(job["finished_at"]?.number?.integer == 1_800_000_590)
        #expect(job["trained_tokens"]?.number?.integer == Int64(Rows.many(100).utf8.count / 4 * 3))
        #expect(job["fine_tuned_model"]?.string?.hasPrefix("ft:gpt-4o-mini-2024-07-18:personal::") == true)
    }

    @Test func speedShortensALife() {
        var settings = SimulatedAPI.Parameters()
        settings.speed = 60
        var caller = Caller(settings)
        let id = caller.create(Rows.many(10))
        caller.wait(9.8)
        #expect(caller.status(id) == "running")
        caller.wait(0.1)
        #expect(caller.status(id) == "succeeded")
    }

    @Test func eventsComeInTheOrderThatWasObserved() throws {
        var caller = Caller()
        let id = caller.create(Rows.many(10), ["hyperparameters": .object(["n_epochs": .integer(1)])])
        let file = try #require(caller.job(id)["training_file"]?.string)
        caller.wait(600)
        let model = try #require(caller.job(id)["fine_tuned_model"]?.string)
        let messages = caller.messages(id)
        #expect(
            messages.filter { !$0.hasPrefix("Step ") } == [
                "Created fine-tuning job: \(id)", "Validating training file: \(file)",
                "Files validated, moving job to queued state", "Fine-tuning job started",
                "Checkpoint created at step 10",
                "New fine-tuned model created: \(model)", "Evaluating model against our usage policies",
                "Moderation checks passed.", "The job has successfully completed",
            ])
        #expect(messages.filter { $0.hasPrefix("Step ") }.count == 10)
        #expect(messages[4].hasPrefix("Step 1/10: training loss="))
        let newest = caller.call("GET", "/fine_tuning/jobs/\(id)/events?limit=2")
        #expect(newest["data"]?.array?.first?["message"]?.string == "The job has successfully completed")
        #expect(newest["has_more"]?.bool == true)
    }

    @Test func hyperparametersAreAutoBeforeTheStartAndNumbersAfter() {
        var caller = Caller()
        let id = caller.create(Rows.many(33), ["hyperparameters": .object(["batch_size": .integer(4)])])
        func knobs(_ job: Answer) -> String { JSONWriter.text(job["hyperparameters"] ?? .null) }
        #expect(knobs(caller.job(id)) == #"{"n_epochs":"auto","batch_size":4,"learning_rate_multiplier":"auto"}"#)
        caller.wait(40)
        #expect(knobs(caller.job(id)) == #"{"n_epochs":3,"batch_size":4,"learning_rate_multiplier":1.8}"#)
        #expect(caller.job(id)["estimated_finish"]?.number?.integer == 1_800_000_590)
    }

    @Test(arguments: [(10, 10), (33, 3), (34, 3), (8333, 3), (8334, 2), (1, 25), (100_000, 1)])
    func automaticEpochsFollowTheCookbook(rows: Int, epochs: Int) {
        #expect(TrainingPlan.automaticEpochs(rows: rows) == epochs)
    }

    @Test(arguments: [(100, 1, 300), (10_481, 20, 1050), (100_000, 200, 500)])
    func batchesAndStepsAreThoseSeen(rows: Int, batchSize: Int, steps: Int) {
        let plan = TrainingPlan(rows: rows, hyperparameters: [:])
        #expect(plan.batchSize == batchSize)
        #expect(plan.totalSteps == steps)
    }

    @Test func longRunsReportAThinnedSetOfSteps() {
        let plan = TrainingPlan(rows: 100_000, hyperparameters: ["n_epochs": .integer(50), "batch_size": .integer(1)])
        #expect(plan.totalSteps == 5_000_000)
        #expect(plan.reportedSteps.count == 5001)
        #expect(plan.reportedSteps.last == 5_000_000)
    }

    @Test func theLastThreeEpochsKeepACheckpoint() {
        var caller = Caller()
        let id = caller.create(Rows.many(10), ["hyperparameters": .object(["n_epochs": .integer(5)])])
        caller.wait(600)
        let page = caller.call("GET", "/fine_tuning/jobs/\(id)/checkpoints")
        let steps = page["data"]?.array?.compactMap { $0["step_number"]?.number?.integer }
        #expect(steps == [50, 40, 30])
        #expect(page["first_id"]?.string == page.ids.first)
        #expect(page["last_id"]?.string == page.ids.last)
        let model = caller.job(id)["fine_tuned_model"]?.string ?? ""
        #expect(page["data"]?.array?.first?["fine_tuned_model_checkpoint"]?.string == "\(model):ckpt-step-50")
    }

    @Test func theResultsFileIsBase64OfACSV() throws {
        var caller = Caller()
        let id = caller.create(Rows.many(10), ["hyperparameters": .object(["n_epochs": .integer(1)])])
        caller.wait(600)
        let file = try #require(caller.job(id)["result_files"]?.array?.first?.string)
        #expect(caller.call("GET", "/files/\(file)")["purpose"]?.string == "fine-tune-results")
        let content = bytes(of: caller.call("GET", "/files/\(file)/content").response)
        #expect(String(decoding: content.prefix(8), as: UTF8.self) == "c3RlcCx0")
        #expect(content.count % 4 == 0)
    }

    @Test func theSameSeedGivesTheSameCurve() {
        func curve(_ settingsSeed: UInt64, _ jobSeed: Int) -> [String] {
            var settings = SimulatedAPI.Parameters()
            settings.seed = settingsSeed
            var caller = Caller(settings)
            let id = caller.create(Rows.many(12), ["seed": .integer(jobSeed)])
            caller.wait(600)
            return caller.messages(id).filter { $0.hasPrefix("Step") }
        }
        #expect(curve(1, 7) == curve(2, 7))
        #expect(curve(1, 7) != curve(1, 8))
    }

    @Test func aJobFinishesAtItsTimeHoweverLateSomebodyLooks() {
        var caller = Caller()
        let id = caller.create(Rows.many(10))
        caller.wait(1_000_000)
        #expect(caller.job(id)["finished_at"]?.number?.integer == 1_800_000_590)
    }

    /// One server does not change its mind from job to job.
    @Test(arguments: [(0, "{}"), (1, #"{"code":null,"message":null,"param":null}"#), (2, "null")])
    func healthyJobsOfARunHaveOneShapeOfNoError(_ seed: UInt64, _ shape: String) {
        var settings = SimulatedAPI.Parameters()
        settings.seed = seed
        var caller = Caller(settings)
        for number in 0..<3 {
            let id = caller.create(Rows.many(10), ["seed": .integer(number)])
            #expect(JSONWriter.text(caller.job(id)["error"] ?? .string("missing")) == shape)
        }
    }

    /// How often somebody looked, and at which job, changed every id that came after.
    @Test func theSameSeedGivesTheSameIDsHoweverOftenSomebodyLooks() {
        func ids(looks: Int) -> [String] {
            var caller = Caller()
            let jobs = [caller.create(Rows.many(10)), caller.create(Rows.many(12))]
            for number in 0..<looks {
                caller.wait(600 / Double(looks))
                _ = caller.job(jobs[number % 2])
            }
            caller.wait(600)
            return jobs
                + jobs.flatMap { id -> [String] in
                    let job = caller.job(id)
                    return [job["fine_tuned_model"]?.string ?? "", JSONWriter.text(job["result_files"] ?? .null)]
                        + caller.call("GET", "/fine_tuning/jobs/\(id)/events?limit=1000").ids
                        + caller.call("GET", "/fine_tuning/jobs/\(id)/checkpoints").ids
                }
        }
        #expect(ids(looks: 1) == ids(looks: 37))
    }

    @Test func preferenceJobsShowTheirKnobsUnderTheMethodOnly() {
        var caller = Caller()
        let id = caller.create(
            Rows.preference(10),
            [
                "method": .object([
                    "type": .string("dpo"), "dpo": .object(["hyperparameters": .object(["beta": .integer(1)])]),
                ])
            ])
        caller.wait(600)
        let job = caller.job(id)
        #expect(job["status"]?.string == "succeeded")
        #expect(job["hyperparameters"]?.isNull == true)
        #expect(job["method"]?["dpo"]?["hyperparameters"]?["beta"]?.number?.integer == 1)
    }
}
