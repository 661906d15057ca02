import HTTPServer
import JSONText
import Testing

@testable import Simulator

/// What the servers do that speak this API beside OpenAI's own.
@Suite struct LikenessTests {
    @Test func theBaseURLIsTheServersOwn() {
        #expect(ServerLikeness.allCases.map(\.basePath) == ["/v1", "/openai/v1", "/v1", "/v1"])
    }

    // MARK: strict

    private static func strict() -> Caller {
        var settings = SimulatedAPI.Parameters()
        settings.isStrict = true
        return Caller(settings)
    }

    @Test func aStrictOneSpeaksThePublishedSchemaOnly() throws {
        var caller = Self.strict()
        let id = caller.create(
            Rows.preference(10), ["method": .object(["type": .string("dpo")]), "seed": .integer(2)])
        caller.wait(60)
        #expect(caller.call("POST", "/fine_tuning/jobs/\(id)/pause")["status"]?.string == "queued")
        _ = caller.call("POST", "/fine_tuning/jobs/\(id)/resume")
        caller.wait(600)
        let job = caller.job(id)
        #expect(job["error"]?.isNull == true)
        #expect(job["hyperparameters"]?["n_epochs"]?.number != nil)
        #expect(job["user_provided_suffix"] == nil)
        let events = caller.call("GET", "/fine_tuning/jobs/\(id)/events?limit=1000")["data"]?.array ?? []
        #expect(Set(events.compactMap { $0["type"]?.string }) == ["message", "metrics"])
        #expect(caller.call("GET", "/fine_tuning/jobs?limit=0").ids == [])
        let refused = caller.create("{}\n", ["seed": .integer(2)])
        caller.wait(60)
        #expect(caller.job(refused)["finished_at"]?.number != nil)
    }

    // MARK: azure

    @Test func azureHasItsPathsAndVersions() {
        var caller = Caller(like: .azure)
        func get(_ target: String) -> Int {
            caller.answer(ServerRequest(method: "GET", target: target, headers: ["api-key": "k"])).status
        }
        #expect(get("/openai/v1/fine_tuning/jobs") == 200)
        #expect(get("/openai/fine_tuning/jobs?api-version=2025-04-01-preview") == 200)
        #expect(get("/openai/fine_tuning/jobs") == 404)
        #expect(get("/v1/fine_tuning/jobs") == 404)
    }

    @Test func azureJobsArePendingAndHaveATrainingType() {
        var caller = Caller(like: .azure)
        let id = caller.create(Rows.many(10), ["trainingType": .string("globalStandard")])
        let job = caller.job(id)
        #expect(job["status"]?.string == "pending")
        #expect(job["trainingType"]?.string == "globalStandard")
        #expect(job["organization_id"]?.isNull == true && job["result_files"]?.isNull == true)
        #expect(caller.create(Rows.many(10), ["trainingType": .string("cheap")]) == "not created")
        caller.wait(600)
        #expect(caller.job(id)["result_files"]?.array?.count == 1)
    }

    @Test func azureModelsAnswerUnderTheNameOfADeploymentOnly() throws {
        var caller = Caller(like: .azure)
        let id = caller.create(Rows.many(10))
        caller.wait(600)
        let model = try #require(caller.job(id)["fine_tuned_model"]?.string)
        let question = #", "messages": [{"role": "user", "content": "What is the square of 3?"}]}"#
        let refused = try caller.post("/chat/completions", "{\"model\": \"\(model)\"" + question)
        #expect(refused.status == 404)
        #expect(refused["error"]?["code"]?.string == "DeploymentNotFound")
        #expect(try caller.post("/_ftsim/deployments", "{\"name\": \"mine\", \"model\": \"\(model)\"}").status == 200)
        let answer = try caller.post("/chat/completions", "{\"model\": \"mine\"" + question)
        #expect(answer["choices"]?.array?.first?["message"]?["content"]?.string == "It is 9.")
        let byPath = caller.answer(
            ServerRequest(
                method: "POST", target: "/openai/deployments/mine/chat/completions?api-version=2024-10-21",
                headers: ["api-key": "k"], body: ServerBody(Array(("{\"model\": \"any\"" + question).utf8))))
        #expect(byPath.status == 200)
    }

    // MARK: nebius

    @Test(arguments: [
        (#""metadata": {"a": "b"}"#, ["body", "metadata"]),
        (
            #""hyperparameters": {"learning_rate_multiplier": 2}"#,
            ["body", "hyperparameters", "learning_rate_multiplier"]
        ),
        (#""hyperparameters": {"n_epochs": 21}"#, ["body", "hyperparameters", "n_epochs"]),
        (#""hyperparameters": {}, "method": {"type": "supervised"}"#, ["body", "method"]),
    ])
    func nebiusRefusesInFastAPIsWords(_ members: String, _ location: [String]) throws {
        var caller = Caller(like: .nebius)
        let file = caller.upload(Rows.many(10))["id"]?.string ?? ""
        let answer = try caller.post(
            "/fine_tuning/jobs",
            #"{"model": "\#(caller.api.models[0].id)", "training_file": "\#(file)", \#(members)}"#)
        #expect(answer.status == 422)
        #expect(answer["detail"]?.array?.first?["loc"]?.array?.compactMap(\.string) == location)
        #expect(answer["error"] == nil)
        #expect(caller.job("ftjob-x")["detail"]?.string == "Could not find fine tune: ftjob-x")
    }

    @Test func nebiusCountsStepsAndHandsOutWeights() throws {
        var caller = Caller(like: .nebius)
        let id = caller.create(
            Rows.many(16),
            [
                "suffix": .string("s"),
                "hyperparameters": .object(["learning_rate": .number(JSONNumber(text: "0.0001"))]),
            ])
        caller.wait(300)
        let running = caller.job(id)
        #expect(running["total_steps"]?.number?.integer == 6)
        #expect((1..<6).contains(running["trained_steps"]?.number?.integer ?? 0))
        #expect(running["hyperparameters"]?["learning_rate"]?.number?.text == "0.0001")
        #expect(running["suffix"]?.string == "s")
        caller.wait(300)
        let job = caller.job(id)
        #expect(job["status"]?.string == "succeeded" && job["trained_steps"]?.number?.integer == 6)
        #expect(job["fine_tuned_model"] == nil && job["metadata"] == nil)
        #expect(job["result_files"]?.array?.isEmpty == true)
        let newest = caller.call("GET", "/fine_tuning/jobs/\(id)/checkpoints")["data"]?.array?.first
        #expect(newest?["step_number"]?.number?.integer == 6)
        let weights = try #require(newest?["result_files"]?.array?.first?.string)
        #expect(bytes(of: caller.call("GET", "/files/\(weights)/content").response).isEmpty == false)
    }

    // MARK: fastapi

    @Test func fastapiListsTheOldestFirstAndAHundredAtMost() {
        var caller = Caller(like: .fastapi)
        let first = caller.create(Rows.many(10))
        caller.wait(1)
        let second = caller.create(Rows.many(10))
        #expect(caller.call("GET", "/fine_tuning/jobs").ids == [first, second])
        #expect(caller.call("GET", "/fine_tuning/jobs?limit=1&after=\(first)").ids == [second])
        let refused = caller.call("GET", "/fine_tuning/jobs?limit=101")
        #expect(refused.status == 422)
        #expect(refused["detail"]?.array?.first?["loc"]?.array?.compactMap(\.string) == ["query", "limit"])
        #expect(caller.call("GET", "/fine_tuning/jobs?limit=100").status == 200)
    }

    @Test func fastapiForgetsMetadataAndNeverProcessesFiles() {
        var caller = Caller(like: .fastapi)
        let id = caller.create(
            Rows.many(10), ["metadata": .object(["a": .string("b")]), "suffix": .string("s"), "nonsense": .integer(1)])
        let job = caller.job(id)
        #expect(job["metadata"] == nil && job["user_provided_suffix"] == nil)
        caller.wait(600)
        #expect(caller.call("GET", "/files").json["data"]?.array?.map { $0["status"]?.string } == ["uploaded"])
        #expect(caller.call("GET", "/fine_tuning/jobs?metadata[a]=c").ids == [id])
        let results = caller.job(id)["result_files"]?.array?.first?.string ?? ""
        #expect(caller.call("GET", "/files/\(results)/content").status == 404)
    }

    @Test func fastapiStreamsTheEventsOfAJob() {
        var caller = Caller(like: .fastapi)
        let id = caller.create(Rows.many(10), ["hyperparameters": .object(["n_epochs": .integer(1)])])
        let path = "/fine_tuning/jobs/\(id)/events"
        let open = caller.call("GET", path).response
        #expect(open.headers["Content-Type"] == "text/event-stream; charset=utf-8")
        caller.wait(600)
        let text = String(decoding: bytes(of: caller.call("GET", path).response), as: UTF8.self)
        let events = text.split(separator: "\n\n").compactMap { try? JSONValue.parse(Array($0.dropFirst(6).utf8)) }
        #expect(events.first?["message"]?.string == "Created fine-tuning job: \(id)")
        #expect(events.last?["message"]?.string == "The job has successfully completed")
        #expect(events.contains { $0["data"]?["loss"]?.number != nil })
        #expect(bytes(of: open).count > 600 * 8)
    }

    @Test func fastapiEndsAJobSomeTimeAfterTheCancelling() {
        var caller = Caller(like: .fastapi)
        let id = caller.create(Rows.many(10))
        caller.wait(100)
        #expect(caller.call("POST", "/fine_tuning/jobs/\(id)/cancel")["status"]?.string == "cancelling")
        caller.wait(3)
        #expect(caller.status(id) == "cancelled")
    }

    @Test func fastapiAsksForNoKey() {
        var caller = Caller(like: .fastapi)
        #expect(caller.answer(ServerRequest(method: "GET", target: "/v1/models")).status == 200)
    }
}
