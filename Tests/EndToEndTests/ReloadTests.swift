import FineTuning
import Glibc
import JSONText
import Testing
import Text

@testable import EndToEndSupport

/// A reload touches what it changes, and nothing else.
@Suite struct ReloadTests {
    /// Sends the signal, and waits until the daemon says that it has reloaded.
    private func reload(_ daemon: Program) throws {
        func count() -> Int { daemon.errors.split(separator: "\n").filter { $0.contains(" reloaded config=") }.count }
        let before = count()
        daemon.send(SIGHUP)
        try wait(until: "it has reloaded") { count() > before }
    }

    /// A reload killed a program in the middle of its work, and ran it again.
    @Test func aHookOfSixSecondsRunsThroughAReloadOnce() throws {
        let place = try Place()
        let server = try SimulatedServer(place)
        let started = place.file("started")
        let log = try HookLog(place, prelude: "echo $$ >> \(started)\nsleep 6")
        try place.configure(server.baseURL, sections: log.section(on: "ended"))
        let job = try server.makeJob("running")
        let daemon = try place.startDaemon()
        try server.move(job, to: "failed")
        let first = try wait(until: "the hook runs") { TextFile.read(started).flatMap { $0.isEmpty ? nil : $0 } }
        try reload(daemon)
        try place.configure(
            server.baseURL, poll: ["active = 150ms", "idle = 150ms"], sections: log.section(on: "ended"))
        try reload(daemon)
        try place.waitForDeliveries()
        #expect(log.told(job) == ["fine_tuning.job.failed"])
        #expect(log.calls.count == 1)
        #expect(TextFile.read(started) == first)
        #expect(try StoreContents(place).deliveries.map(\.attempts) == [1])
        #expect(try daemon.stop() == .exited(0))
    }

    @Test func anAttemptUnderWayEndsUnderTheOldSettings() throws {
        let place = try Place()
        let server = try SimulatedServer(place)
        let started = place.file("started")
        let old = try HookLog(place, "old", prelude: "echo $$ >> \(started)\nsleep 6")
        let new = try HookLog(place, "new")
        try place.configure(server.baseURL, sections: old.section("log", on: "ended"))
        let first = try server.makeJob("running")
        let second = try server.makeJob("running")
        let daemon = try place.startDaemon()
        try server.move(first, to: "failed")
        try wait(until: "the hook runs") { TextFile.read(started)?.isEmpty == false }
        try place.configure(server.baseURL, sections: new.section("log", on: "ended"))
        try reload(daemon)
        try server.move(second, to: "succeeded")
        try wait(until: "the new program is told") { new.calls.count == 1 }
        try place.waitForDeliveries()
        #expect(old.told(first) == ["fine_tuning.job.failed"])
        #expect(new.told(second) == ["fine_tuning.job.succeeded"])
        #expect(old.calls.count == 1)
        #expect(new.calls.count == 1)
        #expect(try StoreContents(place).deliveries.map(\.attempts) == [1, 1])
        #expect(try daemon.stop() == .exited(0))
    }

    /// A reload forgot that the server had asked for ten minutes.
    @Test func aWaitOfTenMinutesIsKeptThroughThreeReloads() throws {
        let place = try Place()
        let server = try SimulatedServer(place)
        try place.configure(server.baseURL)
        let daemon = try place.startDaemon()
        try server.spoil([
            "match": .string("GET /fine_tuning/jobs"), "status": .integer(429), "times": .string("always"),
            "headers": .object(["Retry-After": .string("600")]),
        ])
        try wait(until: "it waits") { daemon.errors.contains("retry_after=600s") }
        let count = try server.requestCount()
        try reload(daemon)
        try place.configure(server.baseURL, poll: ["active = 10ms", "idle = 10ms"])
        try reload(daemon)
        try place.configure(server.baseURL, sections: try HookLog(place).section())
        try reload(daemon)
        // A daemon that had forgotten would have asked within its least wait of half a second.
        sleep(1)
        #expect(try server.requestCount() == count)
        #expect(try daemon.stop() == .exited(0))
    }
}
