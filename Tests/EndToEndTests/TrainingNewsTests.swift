import FineTuning
import Glibc
import JSONText
import Testing

@testable import EndToEndSupport

/// What `ftd` says of trainings by itself, through deaths: a training that goes wrong, a month that costs too much.
@Suite struct TrainingNewsTests {
    private static func step(_ number: Int, _ loss: String) -> JSONValue {
        .object([
            "message": .string("Step \(number)/9: training loss=\(loss)"), "type": .string("metrics"),
            "data": .object([
                // What is no number in JSON is a text; a finite one is read from the message.
                "step": .integer(number), "train_loss": .string(loss), "total_steps": .integer(9),
            ]),
        ])
    }

    @Test(arguments: [
        "details.beforeCommit:1", "details.afterCommit:1", "details.beforeCommit:2", "details.afterCommit:2",
        "hook.beforeAttempt:1", "hook.afterAttempt:1", "outbox.afterMark:1",
    ])
    func aBrokenLossIsToldOnceWhereverItDies(_ failpoint: String) throws {
        let scene = try KillScene()
        let job = try scene.server.makeJob("running", ["events": .array([Self.step(1, "2.5")])])
        #expect(try scene.place.pollOnce().ending == .exited(0))
        let daemon = try scene.place.start(Binaries.daemon, environment: ["FTD_FAILPOINT": failpoint])
        try scene.server.change(job, ["events": .array([Self.step(2, "NaN")])])
        var step = 2
        try wait(until: "ftd dies at \(failpoint)\n\(daemon.errors)") {
            step += 1
            try scene.server.change(job, ["events": .array([Self.step(step, "NaN")])])
            return daemon.ending != nil
        }
        #expect(daemon.ending == .signalled(SIGKILL))
        let second = try scene.place.startDaemon()
        try wait(until: "it is told\n\(second.errors)") {
            scene.log.calls.contains { $0.body.contains("\"ftd.job.diverging\"") }
        }
        try scene.place.waitForDeliveries()
        try scene.place.waitForPoll()
        #expect(try second.stop() == .exited(0))
        let told = scene.log.calls.filter { $0.body.contains("\"ftd.job.diverging\"") }
        #expect(Set(told.map(\.id)).count == 1)
        #expect(Set(told.map(\.body)).count == 1)
        #expect(told.first?.body.contains("the training loss is not a number since step") == true)
        let drawn = try scene.place.control("loss", job.rawValue, "--csv")
        #expect(drawn.output.contains(",nan,"))
        #expect(try scene.place.control("loss", job.rawValue).output.contains("NaN"))
        #expect(try scene.place.control("status").output.contains("job \(job.rawValue) is diverging, seen at "))
    }

    @Test(arguments: ["store.beforeCommit:1", "store.afterCommit:1", "hook.afterAttempt:1", "outbox.afterMark:1"])
    func anExceededBudgetIsToldOnceWhereverItDies(_ failpoint: String) throws {
        let place = try Place()
        let server = try SimulatedServer(place)
        let log = try HookLog(place)
        try place.configure(server.baseURL, sections: log.section(on: "all") + ["[budget]", "month = 5 USD 1 EUR"])
        let job = try server.makeJob("running", ["total_price": .integer(6_000_000_000)])
        #expect(try place.pollOnce().ending == .exited(0))
        #expect(log.calls.map(\.body).count { $0.contains("ftd.budget.exceeded") } == 1)
        let daemon = try place.start(Binaries.daemon, environment: ["FTD_FAILPOINT": failpoint])
        try server.move(job, to: "succeeded")
        let other = try server.makeJob("succeeded", ["total_price": .integer(1_000_000_000)])
        try wait(until: "ftd dies at \(failpoint)\n\(daemon.errors)") {
            try server.change(other, ["events": .array([.object(["message": .string("m")])])])
            return daemon.ending != nil
        }
        let second = try place.startDaemon()
        try place.waitForDeliveries()
        try place.waitForPoll()
        #expect(try second.stop() == .exited(0))
        let told = log.calls.filter { $0.body.contains("ftd.budget.exceeded") }
        #expect(Set(told.map(\.id)).count == 1)
        #expect(told.first?.body.contains("\"currency\":\"USD\"") == true)
    }

    @Test func submitWantsAWordForMoreThanTheBudget() throws {
        let place = try Place()
        let server = try SimulatedServer(place)
        mkdir(place.file("home/.config"), 0o700)
        mkdir(place.file("home/.config/ftd"), 0o700)
        try TextFile.write(
            "[model \"gpt-4o-mini-2024-07-18\"]\ntraining = 1000000\n", to: place.file("home/.config/ftd/models.conf"))
        try place.configure(server.baseURL, sections: ["[budget]", "month = 0.5 USD"])
        let file = place.file("train.jsonl")
        try TextFile.write(TrainingRows.text(12), to: file)
        let refused = try place.control("submit", file, "--yes")
        #expect(refused.ending == .exited(1))
        #expect(refused.errors.contains("ftctl: the budget of the month does not allow this job; nothing was sent\n"))
        #expect(refused.errors.contains("--over-budget"))
        #expect(try server.jobIDs() == [])
        #expect(try server.fileIDs() == [])
        let dry = try place.control("submit", file, "--dry-run")
        #expect(dry.ending == .exited(0))
        #expect(dry.errors.contains("budget: about "))
        #expect(try place.control("submit", file, "--yes", "--over-budget").ending == .exited(0))
        #expect(try server.jobIDs().count == 1)
        // The job under way counts from now on.
        #expect(try place.pollOnce().ending == .exited(0))
        let status = try place.control("status").output
        #expect(status.contains("  budget       "))
        #expect(status.contains(" of it expected of 1 job under way"))
        #expect(try place.control("usage").errors.contains("budget exceeded: "))
        #expect(try place.control("list").errors.contains("budget exceeded: "))
        let second = try place.control("submit", file, "--yes", "--epochs", "1")
        #expect(second.errors.contains("exceeded already: "))
        #expect(try server.jobIDs().count == 1)
    }

    @Test func theOrganizationsFiguresStandBesideOurs() throws {
        let place = try Place()
        let server = try SimulatedServer(place, speed: 100_000)
        try TextFile.write("sk-admin-CANARY-1\n", to: place.file("admin"))
        try place.configure(server.baseURL, api: ["admin-key-file = \(place.file("admin"))"])
        let file = place.file("train.jsonl")
        try TextFile.write(TrainingRows.text(12), to: file)
        #expect(try place.control("submit", file, "--yes").ending == .exited(0))
        #expect(try place.pollOnce().ending == .exited(0))
        let usage = try place.control("usage")
        #expect(usage.ending == .exited(0))
        #expect(usage.output.contains("the organization's own figures from 127.0.0.1, since "))
        #expect(usage.output.contains("PERIOD"))
        #expect(usage.errors.contains("counted as training: \"gpt-4o-mini-2024-07-18, training\"\n"))
        #expect(!(usage.output + usage.errors).contains("CANARY"))
        #expect(try server.count("GET", "/v1/organization/costs") == 1)
        #expect(try !place.control("usage", "--store-only").output.contains("organization"))
        #expect(try !place.control("usage", "-o", "csv").output.contains("organization"))
        #expect(try server.count("GET", "/v1/organization/costs") == 1)
        // An ordinary key is refused: a sentence, and our table all the same.
        try TextFile.write("sk-proj-CANARY-2\n", to: place.file("admin"))
        let refused = try place.control("usage")
        #expect(refused.ending == .exited(0))
        #expect(refused.output.hasPrefix("MONTH "))
        #expect(refused.errors.contains("organization: could not read the organization's costs: 403"))
        #expect(refused.errors.contains("admin-key-file of the section"))
        #expect(!refused.errors.contains("CANARY"))
    }
}
