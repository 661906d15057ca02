import Digest
import FineTuning
import Glibc
import JSONText
import Testing
import Text

@testable import EndToEndSupport

/// Hooks that fail, go away or hang: retries under one id, and nobody is held up by another.
@Suite struct TellTests {
    /// A running job that is known, and a daemon that watches it.
    private struct Scene {
        let place: Place
        let server: SimulatedServer
        let log: HookLog
        let job: JobID
        let daemon: Program

        init(_ sections: (Place, HookLog) throws -> [String]) throws {
            place = try Place()
            server = try SimulatedServer(place)
            log = try HookLog(place)
            try place.configure(server.baseURL, sections: try sections(place, log))
            job = try server.makeJob("running")
            daemon = try place.startDaemon()
        }
    }

    @Test func aFailedWebhookIsRepeatedUnderTheSameIDAndSignedAnew() throws {
        let receiver = try WebhookReceiver(answering: [500, 302, 404])
        let scene = try Scene { place, _ in
            let secret = place.file("secret")
            try TextFile.write("whsec_\(Base64.encode(Array(repeating: 7, count: 32)))\n", to: secret)
            return receiver.section(
                "web", on: "ended", more: ["secret-file = \(secret)", "retry = 0s 1100ms 10ms 10ms"])
        }
        try scene.server.move(scene.job, to: "succeeded")
        try wait(until: "it is delivered\n\(scene.daemon.errors)") {
            try StoreContents(scene.place).deliveries.map(\.state) == ["delivered"]
        }
        let calls = receiver.calls
        #expect(calls.count == 4)
        #expect(Set(calls.map(\.id)) == [try #require(StoreContents(scene.place).changes.first).id])
        #expect(Set(calls.map(\.body)).count == 1)
        #expect(Set(calls.compactMap(\.timestamp)).count > 1)
        for call in calls {
            let content = "\(call.id).\(try #require(call.timestamp)).\(call.body)"
            let code = try HMAC.sha256(Array(content.utf8), key: Array(repeating: 7, count: 32))
            #expect(call.signature == "v1,\(Base64.encode(code))")
        }
        #expect(try StoreContents(scene.place).deliveries.map(\.attempts) == [4])
        #expect(scene.daemon.errors.contains("delivery failed hook=web"))
        #expect(try scene.daemon.stop() == .exited(0))
    }

    @Test func afterTheLastRetryADeliveryIsDeadAndVisible() throws {
        let scene = try Scene { _, _ in
            ["[hook \"bad\"]", "on = ended", "run = /bin/sh -c \"echo no space >&2; exit 3\"", "retry = 0s 10ms"]
        }
        try scene.server.move(scene.job, to: "failed")
        try wait(until: "it is dead") { try StoreContents(scene.place).deliveries.map(\.state) == ["dead"] }
        let list = try scene.place.control("hooks", "deliveries", "--dead")
        #expect(list.output.contains("exit 3: no space"), "\(list.output) \(list.errors)")
        #expect(try scene.place.control("status").output.contains("bad: 1 dead"))
        #expect(scene.daemon.errors.contains("delivery dead hook=bad job=\(scene.job)"))
        #expect(try scene.daemon.stop() == .exited(0))
    }

    @Test func aReceiverThatIsGoneIsSwitchedOffAndTheOthersAreTold() throws {
        let gone = try WebhookReceiver(answering: [410, 410, 410])
        let scene = try Scene { _, log in
            gone.section("gone", on: "ended") + log.section("log")
        }
        let other = try scene.server.makeJob("running")
        try scene.server.move(scene.job, to: "failed")
        try wait(until: "the others are told") { scene.log.calls.contains { $0.type == "ftd.hook.disabled" } }
        try scene.place.waitForPoll()
        try scene.server.move(other, to: "failed")
        try wait(until: "the others are told of the other") { scene.log.told(other) == ["fine_tuning.job.failed"] }
        #expect(gone.calls.count == 1)
        #expect(try scene.place.control("hooks", "list").output.contains("disabled"))
        #expect(try scene.daemon.stop() == .exited(0))
    }

    @Test func aHookThatHangsHoldsUpNobodyElse() throws {
        let scene = try Scene { _, log in
            return ["[hook \"slow\"]", "on = all", "run = /bin/sleep 60", "timeout = 100s"] + log.section("log")
        }
        for status in ["paused", "running", "succeeded"] {
            let count = scene.log.told(scene.job).count
            try scene.server.move(scene.job, to: status)
            try wait(until: "\(status) is told") { scene.log.told(scene.job).count == count + 1 }
        }
        #expect(scene.log.told(scene.job) == ["ftd.job.paused", "ftd.job.running", "fine_tuning.job.succeeded"])
        let waiting = try StoreContents(scene.place).deliveries.filter { $0.hook == "slow" }
        #expect(waiting.map(\.state) == ["waiting", "waiting", "waiting"])
        #expect(try scene.daemon.stop() == .exited(0))
    }

    @Test func aHookThatRunsOutOfTimeIsStoppedWithItsChildren() throws {
        let scene = try Scene { place, _ in
            let path = place.file("child")
            return [
                "[hook \"slow\"]", "on = ended", "run = /bin/sh -c \"sleep 60 & echo $! > \(path); wait\"",
                "timeout = 300ms", "retry = 0s",
            ]
        }
        try scene.server.move(scene.job, to: "failed")
        try wait(until: "it is dead") { try StoreContents(scene.place).deliveries.map(\.state) == ["dead"] }
        let child = try #require(TextFile.read(scene.place.file("child")).flatMap { pid_t($0.trimmed) })
        try wait(until: "its child is gone") { kill(child, 0) != 0 }
        #expect(scene.daemon.errors.contains("stopped, still running after 300ms"), "\(scene.daemon.errors)")
        #expect(try scene.daemon.stop() == .exited(0))
    }

    @Test func dueDeliveriesAreMadeAlsoWhileTheAPIIsDown() throws {
        let receiver = try WebhookReceiver(answering: [500])
        let scene = try Scene { _, _ in
            receiver.section("web", on: "ended", more: ["retry = 0s 10ms"])
        }
        try scene.server.spoil([
            "match": .string("* /v1/fine_tuning/jobs/**"), "delay": .string("60s"), "times": .string("always"),
        ])
        try scene.server.move(scene.job, to: "succeeded")
        try wait(until: "it is delivered") {
            try StoreContents(scene.place).deliveries.map(\.state) == ["delivered"]
        }
        #expect(receiver.calls.count == 2)
        #expect(try scene.daemon.stop() == .exited(0))
    }
}
