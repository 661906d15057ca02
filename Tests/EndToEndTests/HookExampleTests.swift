import FineTuning
import Glibc
import JSONText
import Synchronization
import TestSupport
import Testing
import Text

@testable import EndToEndSupport

/// The examples of `config/hooks`, each taken over as it stands and run against a stand-in of its receiver.
@Suite struct HookExampleTests {
    /// A job that ends while the example's hook is configured.
    private struct Scene {
        let place: Place
        let server: SimulatedServer
        let job: JobID
        let daemon: Program

        init(_ status: String, environment: [String: String] = [:], _ example: (Place) throws -> [String]) throws {
            place = try Place()
            server = try SimulatedServer(place)
            try place.configure(server.baseURL, sections: try example(place))
            job = try server.makeJob("running", ["suffix": .string("sciq")])
            daemon = try place.startDaemon(environment)
            try server.move(job, to: status)
        }

        var model: String { "ft:gpt-4o-mini-2024-07-18:personal::\(job.rawValue.suffix(8))" }
    }

    @Test(arguments: [
        ("slack", "blocks"), ("discord", "embeds"), ("teams", "attachments"), ("ntfy", "topic"),
    ])
    func chatsGetTheirOwnMessage(name: String, key: String) throws {
        let receiver = try WebhookReceiver()
        let scene = try Scene("failed") { _ in
            try HookExample(name, ["webhook": "\(receiver.url)/alerts"]).lines
        }
        try scene.place.waitForDeliveries()
        let call = try #require(receiver.calls.first)
        #expect(receiver.calls.count == 1)
        #expect(call.headers.contains { $0.lowercased() == "content-type: application/json" })
        #expect(call.json?[key] != nil, "\(call.body)")
        #expect(call.body.contains("Row 3 is not an object"))
        #expect(try scene.daemon.stop() == .exited(0))
    }

    @Test func pagerDutyGetsAnEvent() throws {
        let receiver = try WebhookReceiver(answering: [202])
        let scene = try Scene("failed") { place in
            let template = try HookExample.copy("pagerduty.json", to: place, mode: 0o600)
            return try HookExample("pagerduty", ["webhook": "\(receiver.url)/v2/enqueue", "template-file": template])
                .lines
        }
        try scene.place.waitForDeliveries()
        let event = try #require(receiver.calls.first?.json)
        #expect(event["event_action"]?.string == "trigger")
        #expect(event["dedup_key"]?.string == "ftd/default/\(scene.job)/fine_tuning.job.failed")
        #expect(event["payload"]?["severity"]?.string == "error")
        #expect(event["payload"]?["summary"]?.string == "sciq failed")
        #expect(event["payload"]?["custom_details"]?["data"]?["id"]?.string == scene.job.rawValue)
        #expect(try scene.daemon.stop() == .exited(0))
    }

    @Test func gitHubGetsADispatchWithTheToken() throws {
        let receiver = try WebhookReceiver(answering: [204])
        let scene = try Scene("succeeded") { place in
            let template = try HookExample.copy("github-dispatch.json", to: place, mode: 0o600)
            try TextFile.write("github_pat_CANARY\n", to: place.file("token"))
            return try HookExample(
                "github-dispatch",
                [
                    "webhook": "\(receiver.url)/repos/o/r/dispatches", "template-file": template,
                    "token-file": place.file("token"),
                ]
            ).lines
        }
        try scene.place.waitForDeliveries()
        let call = try #require(receiver.calls.first)
        #expect(call.headers.contains("Authorization: Bearer github_pat_CANARY"))
        #expect(call.json?["event_type"]?.string == "fine_tuned")
        #expect(call.json?["client_payload"]?["model"]?.string == scene.model)
        #expect(!scene.daemon.errors.contains("CANARY"))
        #expect(try scene.daemon.stop() == .exited(0))
    }

    @Test func theModelsNameIsWrittenWhereTheApplicationReadsIt() throws {
        let scene = try Scene("succeeded") { place in
            let program = try HookExample.copy("write-model-name", to: place)
            return try HookExample("write-model-name", ["run": "\(program) \(place.file("model"))"]).lines
        }
        try scene.place.waitForDeliveries()
        #expect(TextFile.read(scene.place.file("model")) == "\(scene.model)\n")
        #expect(try scene.daemon.stop() == .exited(0))
    }

    @Test(arguments: [("exit 0", "delivered", true), ("exit 3", "dead", false), ("exit 75", "waiting", false)])
    func aModelIsDeployedOnlyWhenItIsFoundGood(judgement: String, state: String, isDeployed: Bool) throws {
        let scene = try Scene("succeeded") { place in
            let program = try HookExample.copy("evaluate-and-deploy", to: place)
            try TextFile.write(
                "#!/bin/sh\necho \"$1\" > \(place.file("judged"))\n\(judgement)\n", to: place.file("judge"), mode: 0o700
            )
            return try HookExample(
                "evaluate-and-deploy", ["run": "\(program) \(place.file("judge")) \(place.file("model"))"]
            ).lines
        }
        try wait(until: "the model is judged") { TextFile.read(scene.place.file("judged")) == "\(scene.model)\n" }
        try wait(until: "it is \(state)\n\(scene.daemon.errors)") {
            try StoreContents(scene.place).deliveries.map(\.state) == [state]
        }
        #expect((TextFile.read(scene.place.file("model")) == "\(scene.model)\n") == isDeployed)
        #expect(try scene.daemon.stop() == .exited(0))
    }

    /// A program of that name that writes down what it is given.
    private static func standIn(_ name: String, in place: Place) throws {
        try TextFile.write(
            "#!/bin/sh\nprintf '%s\\n' \"$@\" > \(place.file("told.new")); mv \(place.file("told.new")) \(place.file("told"))\n",
            to: place.file(name), mode: 0o700)
    }

    @Test func theDesktopShowsIt() throws {
        let place = try Place()
        try Self.standIn("notify-send", in: place)
        let environment = ["PATH": "\(place.path):/usr/bin:/bin", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"]
        let scene = try Scene("failed", environment: environment) { _ in try HookExample("desktop", [:]).lines }
        try scene.place.waitForDeliveries()
        let told = try #require(TextFile.read(place.file("told")))
        #expect(
            told.hasPrefix("--app-name=ftd\n--urgency=critical\n--\nsciq failed\nRow 3 is not an object.\n"), "\(told)")
        #expect(try scene.daemon.stop() == .exited(0))
    }

    @Test func appriseGetsTitleAndText() throws {
        let place = try Place()
        try Self.standIn("apprise", in: place)
        let scene = try Scene("failed", environment: ["PATH": "\(place.path):/usr/bin:/bin"]) { _ in
            try HookExample("apprise", [:]).lines
        }
        try scene.place.waitForDeliveries()
        let told = try #require(TextFile.read(place.file("told")))
        #expect(
            told.hasPrefix(
                "--config=/etc/ftd/apprise.yml\n--title=sciq failed\n--body=Row 3 is not an object.\nBase model: "),
            "\(told)")
        #expect(try scene.daemon.stop() == .exited(0))
    }

    @Test func mailIsHandedToTheServer() throws {
        let mails = MailCatcher()
        let scene = try Scene("succeeded") { place in
            try TextFile.write("me\nsecret pass\n", to: place.file("login"))
            return try HookExample(
                "mail", ["smtp": "smtp://127.0.0.1:\(mails.port)", "login-file": place.file("login")]
            ).lines
        }
        try scene.place.waitForDeliveries()
        let lines = mails.lines
        #expect(lines.contains("RCPT TO:<you@example.org>") && lines.contains("RCPT TO:<team@example.org>"))
        #expect(lines.contains("Subject: sciq succeeded"))
        #expect(lines.contains { $0.hasPrefix("AUTH PLAIN") })
        #expect(!scene.daemon.errors.contains("secret pass"))
        #expect(try scene.daemon.stop() == .exited(0))
    }

    /// It was stopped, and nobody was told why.
    @Test func whatAHookLeavesBehindIsSaidInTheLog() throws {
        let scene = try Scene("succeeded") { _ in
            ["[hook \"daemonizing\"]", "on = ended", "run = /bin/sh -c \"sleep 60 >/dev/null 2>&1 &\""]
        }
        try scene.place.waitForDeliveries()
        try wait(until: "it is said\n\(scene.daemon.errors)") {
            scene.daemon.errors.contains(
                "note=\"1 process left behind was stopped; use setsid or systemd-run for what is to outlive the hook\"")
        }
        #expect(try scene.daemon.stop() == .exited(0))
    }

    @Test func signsOfLifeFollowTheConventionOfHealthchecks() throws {
        let place = try Place()
        let server = try SimulatedServer(place)
        let lines = HeartbeatLines()
        try place.configure(server.baseURL, sections: ["[heartbeat]", "url = \(lines.url)/uuid"])
        let daemon = try place.startDaemon()
        try wait(until: "it lives") { lines.all.contains("GET /uuid HTTP/1.1") }
        #expect(lines.all.first == "GET /uuid/start HTTP/1.1")
        try place.writeKey("sk-proj-of-nobody-at-all")
        try wait(until: "the failure is told\n\(daemon.errors)") {
            lines.all.contains { $0.hasPrefix("POST /uuid/fail HTTP/1.1 account default cannot be watched: ") }
        }
        #expect(lines.all.count { $0.hasPrefix("POST") } == 1)
        try place.writeKey(Place.key)
        let count = lines.all.count
        try wait(until: "it lives again\n\(daemon.errors)") {
            lines.all.dropFirst(count).contains("GET /uuid HTTP/1.1")
        }
        #expect(try daemon.stop() == .exited(0))
    }
}

/// A service that keeps the requests it is sent, with their bodies.
private final class HeartbeatLines: Sendable {
    private final class Seen: Sendable { let lines = Mutex<[String]>([]) }

    private let seen: Seen
    private let server: LoopbackServer

    init() {
        let seen = Seen()
        self.seen = seen
        server = LoopbackServer { connection in
            while let request = connection.request() {
                let body = String(decoding: request.body, as: UTF8.self)
                seen.lines.withLock { $0.append(body.isEmpty ? request.line : "\(request.line) \(body)") }
                connection.reply(200)
            }
        }
    }

    var url: String { server.url }
    var all: [String] { seen.lines.withLock { $0 } }
}
