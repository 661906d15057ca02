import FineTuning
import Glibc
import JSONText
import Testing
import Text

@testable import EndToEndSupport

/// `ftd` watching: what is told, what is not, and what a restart keeps.
@Suite struct WatchTests {
    /// A simulator, and a place where every hook call is written down.
    private func start(_ hooks: String = "all") throws -> (place: Place, server: SimulatedServer, log: HookLog) {
        let place = try Place()
        let server = try SimulatedServer(place)
        let log = try HookLog(place)
        try place.configure(server.baseURL, sections: log.section(on: hooks))
        return (place, server, log)
    }

    private func ago(_ seconds: Int64) -> JSONValue { .integer(Int64(time(nil)) - seconds) }

    @Test func firstStartTellsNothingOld() throws {
        let (place, server, log) = try start()
        try server.make(["status": .string("succeeded"), "finished_at": ago(60), "count": .integer(250)])
        try server.make(["status": .string("failed"), "finished_at": ago(5), "count": .integer(3)])
        let running = try server.makeJob("running")
        let daemon = try place.startDaemon()
        try place.waitForPoll()
        let contents = try StoreContents(place)
        #expect(contents.statuses.count == 254)
        #expect(contents.statuses[running] == "running")
        #expect(contents.changes == [])
        #expect(contents.deliveries == [])
        #expect(log.calls == [])
        #expect(try daemon.stop() == .exited(0))
    }

    @Test(arguments: [
        ("succeeded", "fine_tuning.job.succeeded"), ("failed", "fine_tuning.job.failed"),
        ("cancelled", "fine_tuning.job.cancelled"),
    ])
    func anEndWhileItRunsIsToldOnce(status: String, type: String) throws {
        let (place, server, log) = try start("ended")
        let job = try server.makeJob("running")
        let daemon = try place.startDaemon()
        try server.move(job, to: status)
        try place.waitForDeliveries()
        try place.waitForPoll()
        #expect(log.told(job) == [type])
        #expect(log.calls.count == 1)
        let contents = try StoreContents(place)
        #expect(contents.path(of: job) == ["running>\(status)"])
        #expect(contents.deliveries.map(\.state) == ["delivered"])
        let body = try JSONValue.parse(Array(try #require(log.calls.first).body.utf8))
        #expect(body["id"]?.string == contents.changes.first?.id)
        #expect(body["type"]?.string == type)
        #expect(body["data"]?["id"]?.string == job.rawValue)
        #expect(body["data"]?["status"]?.string == status)
        #expect(body["data"]?["previous_status"]?.string == "running")
        #expect(try daemon.stop() == .exited(0))
    }

    @Test func anEndWhileItIsDownIsToldOnceAfterwards() throws {
        let (place, server, log) = try start("ended")
        let job = try server.makeJob("running")
        try place.startDaemon().stop()
        try server.move(job, to: "succeeded")
        let unseen = try server.makeJob(
            "failed", ["finished_at": ago(0), "error": .object(["code": .string("x"), "message": .string("y")])])
        let daemon = try place.startDaemon()
        try wait(until: "both are told") { log.calls.count >= 2 }
        try place.waitForDeliveries()
        try daemon.stop()
        try place.startDaemon().stop()
        #expect(log.told(job) == ["fine_tuning.job.succeeded"])
        #expect(log.told(unseen) == ["fine_tuning.job.failed"])
        #expect(log.calls.count == 2)
        let contents = try StoreContents(place)
        #expect(contents.path(of: job) == ["running>succeeded"])
        #expect(contents.path(of: unseen) == ["?>failed"])
    }

    @Test func pausingAndGoingOnAreTwoChanges() throws {
        let (place, server, log) = try start("all")
        let job = try server.makeJob("running")
        let daemon = try place.startDaemon()
        for (number, status) in ["paused", "running", "paused", "running"].enumerated() {
            try server.move(job, to: status)
            try wait(until: "the change to \(status) is told") { log.told(job).count == number + 1 }
        }
        try daemon.stop()
        #expect(
            log.told(job) == ["ftd.job.paused", "ftd.job.running", "ftd.job.paused", "ftd.job.running"])
        let contents = try StoreContents(place)
        #expect(
            contents.path(of: job) == ["running>paused", "paused>running", "running>paused", "paused>running"])
        #expect(Set(contents.changes.map(\.id)).count == 4)
    }

    @Test func aFinishedJobThatRunsAgainIsReopenedAndItsEndToldOnce() throws {
        let (place, server, log) = try start("ended")
        let job = try server.makeJob("running")
        let daemon = try place.startDaemon()
        try server.move(job, to: "succeeded")
        try wait(until: "the end is told") { log.calls.count == 1 }
        try server.move(job, to: "running")
        try wait(until: "the job is open again") { try StoreContents(place).statuses[job] == "running" }
        try server.move(job, to: "succeeded")
        try wait(until: "the job has ended again") { try StoreContents(place).statuses[job] == "succeeded" }
        try place.waitForPoll()
        try daemon.stop()
        #expect(log.calls.map(\.type) == ["fine_tuning.job.succeeded"])
        #expect(
            try StoreContents(place).changes.map { "\($0.cause) \($0.to)" }
                == ["moved succeeded", "reopened running", "moved succeeded"])
        #expect(daemon.errors.contains("job reopened"))
    }

    @Test func aRestartKeepsEverything() throws {
        let (place, server, log) = try start()
        try server.make(["status": .string("succeeded"), "finished_at": ago(7200), "count": .integer(30)])
        let job = try server.makeJob("running")
        let first = try place.startDaemon()
        try server.move(job, to: "failed")
        try place.waitForDeliveries()
        try place.waitForPoll()
        try first.stop()
        let before = try StoreContents.dump(place)
        let second = try place.startDaemon()
        try place.waitForPoll()
        #expect(try second.stop() == .exited(0))
        #expect(try StoreContents.dump(place) == before)
        #expect(log.calls.count == 1)
        #expect(try StoreContents.integrity(place) == "ok")
    }

    @Test func liveStateSaysHowFreshTheDataAre() throws {
        let (place, server, _) = try start()
        let daemon = try place.startDaemon()
        let live = try #require(place.liveState)
        #expect(live["pid"]?.number?.integer == Int64(daemon.process))
        let account = try #require(live["accounts"]?["default"])
        #expect(account["failed_polls"]?.number?.integer == 0)
        #expect(account["trouble"]?.isNull == true)
        try server.spoil([
            "match": .string("GET /fine_tuning/jobs"), "status": .integer(500), "times": .string("always"),
        ])
        try wait(until: "the trouble is written down") {
            place.liveState?["accounts"]?["default"]?["trouble"]?.string?.contains("500") == true
        }
        let status = try place.control("status")
        #expect(status.output.contains("is running (pid \(daemon.process)"))
        #expect(status.output.contains("last poll: could not list the jobs: 500"))
        try server.heal()
        try wait(until: "the trouble is over") {
            place.liveState?["accounts"]?["default"]?["trouble"]?.isNull == true
        }
        #expect(try place.control("status").code == 0)
        try daemon.stop()
        let after = try place.control("status")
        #expect(after.code == 1)
        #expect(after.output.hasPrefix("ftd is not running"))
    }

    @Test func aWholeLifeIsWatchedAndHarvested() throws {
        let (place, server, log) = try start("ended")
        let daemon = try place.startDaemon()
        let file = place.file("train.jsonl")
        try TextFile.write(TrainingRows.text(12), to: file)
        let submitted = try place.control("submit", file, "--yes", "-o", "name")
        #expect(submitted.code == 0, "\(submitted.errors)")
        let job = JobID(submitted.output.trimmed)
        for moment in [40, 100, 300, 100, 100] as [Int64] {
            try server.advance(.seconds(moment))
            try place.waitForPoll()
        }
        try wait(until: "the end is told") { log.told(job) == ["fine_tuning.job.succeeded"] }
        try wait(until: "the harvest is in") { try place.control("show", job.rawValue).output.contains("checkpoint") }
        let detail = try JSONValue.parse(Array(try place.control("show", job.rawValue, "-o", "json").output.utf8))
        let truth = try server.get("/fine_tuning/jobs/\(job)")
        for key in ["status", "fine_tuned_model", "trained_tokens", "finished_at", "seed"] {
            #expect(detail[key] == truth[key], "\(key)")
        }
        let events = try place.control("events", job.rawValue).output
        let messages = (try server.get("/fine_tuning/jobs/\(job)/events?limit=100")["data"]?.array ?? [])
            .compactMap { $0["message"]?.string }
        #expect(messages.count > 10)
        #expect(messages.filter { !events.contains($0) } == [])
        try daemon.stop()
    }
}
