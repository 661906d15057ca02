import FineTuning
import Glibc
import HTTPServer
import JSONText
import Testing

@testable import EndToEndSupport

/// Hooks that are in trouble, tried, silenced and sent to again, with the real programs.
@Suite struct HookCareTests {
    /// A daemon that watches jobs which are known to it.
    private struct Scene {
        let place: Place
        let server: SimulatedServer
        let jobs: [JobID]
        let daemon: Program

        init(jobs count: Int = 1, _ sections: [String]) throws {
            place = try Place()
            server = try SimulatedServer(place)
            try place.configure(server.baseURL, sections: sections)
            jobs = try (0..<count).map { [server] _ in try server.makeJob("running") }
            daemon = try place.startDaemon()
        }

        func deliveries(_ hook: String = "web") throws -> [StoreContents.Delivery] {
            try StoreContents(place).deliveries.filter { $0.hook == hook }
        }

        func reload() throws {
            func count() -> Int {
                daemon.errors.split(separator: "\n").filter { $0.contains(" reloaded config=") }.count
            }
            let before = count()
            daemon.send(SIGHUP)
            try wait(until: "it has reloaded\n\(daemon.errors)") { count() > before }
        }
    }

    /// At the default schedule it was dead after 8.7 s.
    @Test func aNoticeThatIsRefusedIsNotPulledForwardByTwelveOthers() throws {
        let receiver = try WebhookReceiver()
        let refused = try WebhookReceiver { call in
            ServerResponse(status: call.type == "fine_tuning.job.failed" ? 400 : 200)
        }
        let scene = try Scene(
            jobs: 13, refused.section("web", on: "ended") + receiver.section("other", on: "ended"))
        try scene.server.move(scene.jobs[0], to: "failed")
        try wait(until: "it is refused") { refused.calls.count >= 1 }
        for job in scene.jobs.dropFirst() {
            let before = receiver.calls.count
            try scene.server.move(job, to: "succeeded")
            try wait(until: "the next is told") { receiver.calls.count > before }
        }
        try wait(until: "the twelve are told") {
            try scene.deliveries().filter { $0.state == "delivered" }.count == 12
        }
        let failed = try #require(try scene.deliveries().first { $0.type == "fine_tuning.job.failed" })
        #expect(failed.state == "waiting")
        #expect(failed.attempts <= 2)
        #expect(refused.calls.filter { $0.type == "fine_tuning.job.failed" }.count == Int(failed.attempts))
        #expect(try scene.daemon.stop() == .exited(0))
    }

    @Test func sixNoticesGoToAReceiverOfOneASecondInOrder() throws {
        let receiver = try WebhookReceiver.taking(oneEvery: .seconds(1))
        let scene = try Scene(jobs: 6, receiver.section("web", on: "ended"))
        let start = ContinuousClock.now
        for job in scene.jobs { try scene.server.move(job, to: "succeeded") }
        try wait(until: "all are told\n\(scene.daemon.errors)") {
            let deliveries = try scene.deliveries()
            return deliveries.count == 6 && deliveries.allSatisfy { $0.state == "delivered" }
        }
        #expect(ContinuousClock.now - start < .seconds(9))
        #expect(receiver.calls.count <= 8)
        #expect(try scene.deliveries().map(\.attempts) == Array(repeating: 1, count: 6))
        #expect(try scene.daemon.stop() == .exited(0))
    }

    @Test func aProgramThatAsksForTimeHoldsItsHookAndNoticesDoNotAge() throws {
        let place = try Place()
        let marker = place.file("up")
        let server = try SimulatedServer(place)
        let log = try HookLog(place, prelude: "test -e \(marker) || exit 75")
        try place.configure(
            server.baseURL, sections: log.section("web", on: "ended", more: ["retry = 0s 100ms"]))
        let jobs = try (0..<3).map { _ in try server.makeJob("running") }
        let daemon = try place.startDaemon()
        for job in jobs { try server.move(job, to: "failed") }
        try wait(until: "it is held") { daemon.errors.contains("hook held hook=web failures=4") }
        let list = try place.control("hooks", "list", "-o", "json")
        #expect(list.output.contains("\"state\": \"held\"") || list.output.contains("\"held\""), "\(list.output)")
        #expect(try StoreContents(place).deliveries.allSatisfy { $0.state == "waiting" && $0.attempts == 0 })
        try TextFile.write("", to: marker)
        try place.waitForDeliveries()
        #expect(log.calls.count == 3)
        #expect(try StoreContents(place).deliveries.map(\.attempts) == [1, 1, 1])
        #expect(try daemon.stop() == .exited(0))
    }

    @Test func aHookIsTestedTheRealWayOnceAMinute() throws {
        let receiver = try WebhookReceiver()
        let scene = try Scene(receiver.section("web", on: "ended"))
        let result = try scene.place.control("hooks", "test", "web", "--type", "failed")
        #expect(result.code == 0, "\(result.output) \(result.errors)")
        let call = try #require(receiver.calls.first)
        #expect(call.id.hasPrefix("evt_sample_"))
        #expect(call.type == "fine_tuning.job.failed")
        #expect(call.json?["data"]?["test"]?.bool == true)
        #expect(call.body.contains("a sample, sent by ftctl hooks test: nothing has happened"))
        #expect(result.output.contains("sent by ftd"))
        #expect(result.output.contains("✔ taken: HTTP 200"))
        #expect(result.output.contains("ftjob-sample"))
        let again = try scene.place.control("hooks", "test", "web")
        #expect(again.code == 1)
        #expect(again.output.contains("✖ not sent: this hook was tested less than a minute ago; try again in "))
        #expect(receiver.calls.count == 1)
        #expect(try scene.deliveries().isEmpty)
        let unknown = try scene.place.control("hooks", "test", "wab")
        #expect(unknown.code == 2)
        let sentence = "no hook \"wab\" in the configuration; did you mean \"web\"?"
        #expect(unknown.errors.contains(sentence), "\(unknown.errors)")
        #expect(try scene.daemon.stop() == .exited(0))
        let direct = try scene.place.control("hooks", "test", "web", "-o", "json")
        #expect(direct.code == 0)
        #expect(direct.output.contains("\"by\": \"ftctl\""), "\(direct.output)")
        #expect(receiver.calls.count == 2)
    }

    @Test func aTestOfAReceiverThatRefusesFails() throws {
        let receiver = try WebhookReceiver { _ in ServerResponse.text(403, "no_text") }
        let scene = try Scene(receiver.section("web", on: "ended"))
        let result = try scene.place.control("hooks", "test", "web")
        #expect(result.code == 1)
        #expect(result.output.contains("✖ not taken: HTTP 403: no_text"), "\(result.output)")
        let shown = try scene.place.control("hooks", "render", "web", "--type", "degraded")
        #expect(shown.code == 0)
        #expect(shown.output.contains("\"type\": \"ftd.api.degraded\""), "\(shown.output)")
        #expect(receiver.calls.count == 1)
        #expect(try scene.daemon.stop() == .exited(0))
    }

    @Test func whatAMendedHookMissedIsSentAgainUnderItsOldIDs() throws {
        let statuses = Array(repeating: 400, count: 4)
        let receiver = try WebhookReceiver(answering: statuses)
        let scene = try Scene(jobs: 2, receiver.section("web", on: "ended", more: ["retry = 0s 10ms"]))
        for job in scene.jobs { try scene.server.move(job, to: "failed") }
        try wait(until: "both are dead") { try scene.deliveries().map(\.state) == ["dead", "dead"] }
        let ids = try scene.deliveries().map(\.id)
        let one = try scene.place.control("hooks", "retry", String(ids[0].prefix(12)))
        #expect(one.code == 0, "\(one.output) \(one.errors)")
        #expect(one.output == "1 delivery to web sent again\n")
        try wait(until: "one is told") { try scene.deliveries().map(\.state) == ["delivered", "dead"] }
        let all = try scene.place.control("hooks", "retry", "--dead")
        #expect(all.output == "1 delivery to web sent again\n")
        try wait(until: "both are told") { try scene.deliveries().map(\.state) == ["delivered", "delivered"] }
        #expect(Set(receiver.calls.map(\.id)) == Set(ids))
        #expect(try scene.place.control("hooks", "retry", "--dead").code == 3)
        #expect(try scene.place.control("hooks", "retry", ids[0]).code == 3)
        #expect(try scene.daemon.stop() == .exited(0))
    }

    @Test func aSilenceHoldsWhatIsAboutAHookOrAJobAndBringsItAfterwards() throws {
        let receiver = try WebhookReceiver()
        let scene = try Scene(jobs: 2, receiver.section("web", on: "ended"))
        let (quiet, other) = (scene.jobs[0], scene.jobs[1])
        let silence = try scene.place.control("hooks", "silence", quiet.rawValue, "--for", "2h")
        #expect(silence.code == 0, "\(silence.errors)")
        #expect(silence.output.hasPrefix("job \(quiet): silent until "))
        try scene.server.move(quiet, to: "failed")
        try scene.server.move(other, to: "failed")
        try wait(until: "the other is told") { receiver.calls.count == 1 }
        try scene.place.waitForPoll()
        #expect(receiver.calls.map(\.job) == [other.rawValue])
        #expect(try scene.place.control("hooks", "silence", "web", "--for", "2h").output.hasPrefix("hook web: silent"))
        let end = try scene.place.control("hooks", "silence", quiet.rawValue, "--end")
        #expect(end.output == "job \(quiet): not silent any more\n")
        try scene.place.waitForPoll()
        #expect(receiver.calls.count == 1)
        #expect(try scene.place.control("hooks", "silence", "web", "--end").code == 0)
        try wait(until: "both are told") { receiver.calls.count == 2 }
        #expect(try scene.place.control("hooks", "silence", "nobody", "--for", "2h").code == 3)
        #expect(try scene.place.control("hooks", "silence", "web").code == 2)
        #expect(try scene.daemon.stop() == .exited(0))
    }

    @Test func whatWaitsForAHookThatLeftIsAbandonedAndARenamedOneGetsNoHistory() throws {
        let receiver = try WebhookReceiver()
        let broken = ["[hook \"old\"]", "on = ended", "run = /bin/false"]
        let scene = try Scene(jobs: 2, broken)
        try scene.server.move(scene.jobs[0], to: "failed")
        try wait(until: "it was refused") { try scene.deliveries("old").map(\.attempts) == [1] }
        try scene.place.configure(scene.server.baseURL, sections: receiver.section("new", on: "ended"))
        try scene.reload()
        try wait(until: "it is abandoned") { try scene.deliveries("old").map(\.state) == ["abandoned"] }
        try scene.reload()
        try scene.server.move(scene.jobs[1], to: "failed")
        try wait(until: "the new one is told") { receiver.calls.count == 1 }
        try scene.place.waitForPoll()
        #expect(receiver.calls.map(\.job) == [scene.jobs[1].rawValue])
        let lines = scene.daemon.errors.split(separator: "\n")
        // Each line begins with the local time.
        let time = "2026-11-22 12:00:00.000 "
        let said = lines.filter { $0.contains(" deliveries abandoned ") }.map { $0.dropFirst(time.count) }
        #expect(
            said == [
                "deliveries abandoned hook=old notices=1 cause=\"the hook left the configuration while they waited\""
            ])
        #expect(try scene.daemon.stop() == .exited(0))
    }

    @Test(arguments: [
        ("on = suceeded", "hook.web.on: not a known word (got \"suceeded\"); did you mean succeeded?"),
        ("quiet = at night", "hook.web.quiet: not a time of the day (got \"at night\"); write for example 22:00-07:00"),
        ("rate = 1 a second", "hook.web.rate: not a rate (got \"1 a second\"); write for example 1/s, 30/m or 1/5s"),
        ("retry = soon", "hook.web.retry: not a duration (got \"soon\"); write 20s, 5m or 1h"),
        (
            "group = 30s",
            "hook.web.group: only messages to people are grouped, and webhook takes notices one by one; take it out"
        ),
    ])
    func aBadRuleIsRefusedWithItsPlaceAndTheOldOnesStayInForce(line: String, message: String) throws {
        let receiver = try WebhookReceiver()
        let scene = try Scene(receiver.section("web", on: "ended"))
        let bad = ["[hook \"web\"]", "webhook = \(receiver.url)/hook", line]
        try scene.place.configure(scene.server.baseURL, sections: bad)
        let path = scene.place.configuration
        let check = try scene.place.start(Binaries.daemon, ["--check-config"])
        #expect(try check.end(within: .seconds(20)) == .exited(2))
        let number = try #require(TextFile.read(path)).split(separator: "\n").firstIndex { $0 == line } ?? -1
        #expect(check.errors.contains("\(path):\(number + 1): \(message)"), "\(check.errors)")
        scene.daemon.send(SIGHUP)
        try wait(until: "the reload is refused") { scene.daemon.errors.contains("reload refused") }
        try scene.server.move(scene.jobs[0], to: "failed")
        try wait(until: "the old settings are in force") { receiver.calls.count == 1 }
        #expect(try scene.daemon.stop() == .exited(0))
    }
}
