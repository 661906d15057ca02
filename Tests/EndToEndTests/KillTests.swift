import FineTuning
import Glibc
import JSONText
import Testing

@testable import EndToEndSupport

/// `kill -9` of `ftd` at every named place: no change lost, no notice lost, repeats only under the same id.
@Suite struct KillTests {
    /// The places that a poll and a delivery pass, and at which visit the daemon dies there.
    static let deaths: [String] = [
        "poll.afterResponse", "store.beforeCommit", "store.afterCommit", "details.beforeCommit",
        "details.afterCommit", "hook.beforeAttempt", "hook.afterAttempt", "outbox.afterMark",
    ].flatMap { name in [1, 2, 3].map { "\(name):\($0)" } }

    @Test(arguments: deaths)
    func nothingIsLostWhereItDies(failpoint: String) throws {
        let scene = try KillScene()
        let ends = ["succeeded", "failed", "cancelled"]
        let jobs = try ends.map { _ in try scene.server.makeJob("running", Self.event("training")) }
        // History is none of our business here: the account is known before anything happens.
        #expect(try scene.place.pollOnce().ending == .exited(0))
        #expect(scene.log.calls == [])

        try scene.server.move(jobs[0], to: ends[0])
        let daemon = try scene.place.start(Binaries.daemon, environment: ["FTD_FAILPOINT": failpoint])
        for (number, job) in jobs.enumerated() {
            if number > 0 { try scene.server.move(job, to: ends[number]) }
            try scene.server.change(job, Self.event("almost done"))
            try wait(until: "ftd died or told the end of \(job)\n\(daemon.errors)") {
                daemon.ending != nil || !scene.log.told(job).isEmpty
            }
        }
        try wait(until: "ftd dies at \(failpoint)\n\(daemon.errors)") { daemon.ending != nil }
        #expect(daemon.ending == .signalled(SIGKILL))

        try scene.recover(jobs)
        #expect(try scene.problems(of: jobs) == [])
        let contents = try StoreContents(scene.place)
        for (job, end) in zip(jobs, ends) { #expect(contents.path(of: job) == ["running>\(end)"]) }
    }

    private static func event(_ message: String) -> JSONObject {
        ["events": .array([.object(["message": .string(message)])])]
    }

    @Test(arguments: [1, 2] as [UInt64])
    func nothingIsLostInTwentyRandomDeaths(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let scene = try KillScene()
        let jobs = try (0..<6).map { _ in try scene.server.makeJob("running") }
        #expect(try scene.place.pollOnce().ending == .exited(0))

        for _ in 0..<10 {
            let requests = try scene.server.requestCount()
            let daemon = try scene.place.start(Binaries.daemon)
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                let job = jobs[Int.random(in: 0..<jobs.count, using: &random)]
                guard let next = Self.next(try scene.server.status(of: job), using: &random) else { continue }
                try scene.server.move(job, to: next)
            }
            // Dies when it has asked for so much, which is anywhere in its work.
            let more = Int.random(in: 1...12, using: &random)
            try wait(until: "ftd has made \(more) requests\n\(daemon.errors)") {
                try scene.server.requestCount() >= requests + more
            }
            try daemon.destroy()
        }
        for job in jobs where Self.next(try scene.server.status(of: job), using: &random) != nil {
            try scene.server.move(job, to: "succeeded")
        }
        try scene.recover(jobs)
        #expect(try scene.problems(of: jobs) == [])
    }

    private static func next(_ status: String, using random: inout SeededGenerator) -> String? {
        switch status {
        case "running": ["paused", "paused", "succeeded", "failed"].randomElement(using: &random)
        case "paused": ["running", "running", "cancelled"].randomElement(using: &random)
        default: nil
        }
    }

    @Test func aDeathDuringTheFirstListingLeavesNoHole() throws {
        let scene = try KillScene()
        try scene.server.make([
            "status": .string("succeeded"), "finished_at": .integer(1_700_000_000), "count": .integer(350),
        ])
        let daemon = try scene.place.start(Binaries.daemon, environment: ["FTD_FAILPOINT": "store.afterCommit:3"])
        #expect(try daemon.end() == .signalled(SIGKILL))
        try scene.place.startDaemon().stop()
        let contents = try StoreContents(scene.place)
        #expect(contents.statuses.count == 350)
        #expect(contents.deliveries == [])
        #expect(scene.log.calls == [])
    }

    @Test func aHookThatWasCutByADeathIsRepeatedUnderTheSameID() throws {
        let place = try Place()
        let server = try SimulatedServer(place)
        let started = place.file("started")
        let slow = try HookLog(place, prelude: "echo >> \(started); test -e \(place.file("go")) || sleep 60")
        try place.configure(server.baseURL, sections: slow.section(on: "ended"))
        let job = try server.makeJob("running")
        let daemon = try place.startDaemon()
        try server.move(job, to: "succeeded")
        try wait(until: "the hook runs") { TextFile.read(started) != nil }
        try daemon.destroy()
        let waiting = try StoreContents(place).deliveries
        #expect(waiting.map(\.state) == ["waiting"])
        try TextFile.write("", to: place.file("go"))
        let second = try place.startDaemon()
        try wait(until: "the hook is told") { !slow.calls.isEmpty }
        try wait(until: "it is marked") { try StoreContents(place).deliveries.map(\.state) == ["delivered"] }
        try second.stop()
        #expect(slow.calls.map(\.id) == waiting.map(\.id))
        // The attempt that our own death cut does not count.
        #expect(try StoreContents(place).deliveries.map(\.attempts) == [1])
        #expect(second.errors.contains("delivery is repeated hook=log id=\(try #require(waiting.first).id)"))
    }
}
