import FineTuning
import JSONText
import Testing

@testable import Simulator

@Suite struct TrainingCourseTests {
    private static func rows(_ count: Int) -> String {
        let row =
            #"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}"#
        return (0..<count).map { _ in row + "\n" }.joined()
    }

    /// The metrics of a job's steps, in order.
    private static func steps(suffix: String) throws -> (last: String, values: [(train: Double?, full: Double?)]) {
        var caller = Caller()
        let valid = caller.upload(rows(10), name: "valid.jsonl")["id"]
        let id = caller.create(
            rows(20),
            [
                "suffix": .string(suffix), "validation_file": valid ?? .null, "seed": .integer(7),
                "hyperparameters": .object(["n_epochs": .integer(6)]),
            ])
        caller.wait(600)
        // A job lives on with the next request.
        try #require(caller.status(id) == "succeeded")
        let job = try #require(caller.api.jobs[id])
        let messages = job.events.filter { $0.type == "metrics" }
        let values = messages.map { event in
            (
                train: event.data["train_loss"]?.number.flatMap { Double($0.text) },
                full: event.data["full_valid_loss"]?.number.flatMap { Double($0.text) }
            )
        }
        return (messages.last?.message ?? "", values)
    }

    @Test func nanBreaksTheLosses() throws {
        let (last, values) = try Self.steps(suffix: "nan-try")
        #expect(last.hasPrefix("Step 120/120: training loss=nan, validation loss=nan, full validation loss=nan"))
        #expect(values.first?.train?.isFinite == true)
        #expect(values.last?.train?.isNaN == true)
    }

    @Test(arguments: [("diverge", true), ("overfit", false)])
    func theValidationLossRises(_ suffix: String, _ trainingToo: Bool) throws {
        let (_, values) = try Self.steps(suffix: suffix)
        let full = values.compactMap(\.full)
        #expect(full.count == 6)
        #expect(zip(full.suffix(4), full.suffix(4).dropFirst()).allSatisfy { $0 < $1 })
        let train = values.compactMap(\.train)
        try #require(train.count == 120)
        #expect((train[119] > train[60]) == trainingToo)
    }

    @Test func aUsualSuffixIsNothingSpecial() {
        #expect(["nancy", "sciq", "", nil].map { TrainingCourse(suffix: $0) } == [.usual, .usual, .usual, .usual])
        #expect(TrainingCourse(suffix: "NaN") == .nan)
    }

    private static let grader: JSONValue = .object([
        "type": .string("string_check"), "name": .string("same"), "operation": .string("eq"),
        "input": .string("{{sample.output_text}}"), "reference": .string("{{item.answer}}"),
    ])

    @Test func reinforcementReportsRewards() throws {
        var caller = Caller(like: .azure)
        let rows = (0..<12).map { #"{"messages":[{"role":"user","content":"q"}],"answer":"\#($0)"}"# + "\n" }.joined()
        let file = caller.upload(rows)["id"] ?? .null
        let answer = caller.call(
            "POST", "/fine_tuning/jobs",
            .object([
                "model": .string("o4-mini-2025-04-16"), "training_file": file, "validation_file": file,
                "method": .object([
                    "type": .string("reinforcement"), "reinforcement": .object(["grader": Self.grader]),
                ]),
            ]))
        let id = try #require(answer["id"]?.string)
        caller.wait(600)
        try #require(caller.status(id) == "succeeded")
        let event = try #require(caller.api.jobs[id]?.events.last { $0.type == "metrics" })
        #expect(event.message.contains(" , train mean reward=0."))
        #expect(event.data["scores"]?["train_reward_mean"] == event.data["train_mean_reward"])
        #expect(event.data["train_loss"] == nil)
    }

    @Test func theOrganizationsFiguresAreForAdministrators() throws {
        var caller = Caller()
        let id = caller.create(Self.rows(20), ["hyperparameters": .object(["n_epochs": .integer(2)])])
        caller.wait(600)
        _ = try caller.post(
            "/chat/completions",
            #"{"model":"gpt-4o-mini","messages":[{"role":"user","content":"one two three"}]}"#)
        #expect(caller.status(id) == "succeeded")
        let start = caller.now.seconds - 86_400 * 3
        let path = "/organization/costs?start_time=\(start)&group_by%5B%5D=line_item&limit=2"
        #expect(caller.call("GET", path).status == 403)
        caller.key = "sk-admin-1"
        let first = caller.call("GET", path)
        #expect(first["data"]?.array?.count == 2)
        #expect(first["has_more"]?.bool == true)
        let next = try #require(first["next_page"]?.string)
        let second = caller.call("GET", path + "&page=\(next)")
        #expect(second["has_more"]?.bool == false)
        let lines = (second["data"]?.array ?? []).flatMap { $0["results"]?.array ?? [] }
        #expect(
            lines.compactMap { $0["line_item"]?.string } == [
                "gpt-4o-mini-2024-07-18, input and output", "gpt-4o-mini-2024-07-18, training",
            ])
        #expect(lines.allSatisfy { $0["amount"]?["currency"]?.string == "usd" })
        let usage = caller.call("GET", "/organization/usage/completions?start_time=\(start)&group_by%5B%5D=model")
        let rows = (usage["data"]?.array ?? []).flatMap { $0["results"]?.array ?? [] }
        #expect(rows.map { $0["num_model_requests"]?.number?.integer } == [1])
        #expect(caller.call("GET", "/organization/costs").status == 400)
        #expect(caller.call("GET", path + "&bucket_width=1h").status == 400)
        #expect(caller.call("GET", path + "&page=page_\(Int64.max)").status == 400)
        #expect(caller.call("GET", "/organization/costs?start_time=\(Int64.max)").status == 400)
        #expect(caller.call("GET", "/organization/costs?start_time=1&group_by=nonsense").status == 400)
        #expect(caller.call("POST", "/organization/costs", .null).status == 405)
    }
}
