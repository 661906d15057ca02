import FineTuning
import Glibc
import JSONText
import TestSupport
import Testing
import Text

@testable import EndToEndSupport

/// How `ftd` starts, listens to signals, and ends.
@Suite struct SignalTests {
    private func scene() throws -> (place: Place, server: SimulatedServer) {
        let place = try Place()
        let server = try SimulatedServer(place)
        try place.configure(server.baseURL)
        return (place, server)
    }

    /// Ends a daemon that is busy; a busy machine gets a moment more than the promised five seconds.
    private func expectQuickEnd(of daemon: Program) throws {
        let start = ContinuousClock.now
        #expect(try daemon.stop() == .exited(0))
        #expect(ContinuousClock.now - start < .seconds(5))
        #expect(daemon.errors.hasSuffix("stopped\n"), "\(daemon.errors)")
    }

    @Test func itEndsWhileARequestHangs() throws {
        let (place, server) = try scene()
        try server.spoil(["match": .string("GET /fine_tuning/jobs"), "delay": .string("60s")])
        let daemon = try place.start(Binaries.daemon)
        try wait(until: "the request hangs") {
            try server.requests().contains { $0.path.contains("/fine_tuning/jobs") }
        }
        try expectQuickEnd(of: daemon)
    }

    @Test(arguments: ["", "trap '' TERM"])
    func itEndsWhileAHookHangs(prelude: String) throws {
        let (place, server) = try scene()
        let started = place.file("started")
        let log = try HookLog(place, prelude: "\(prelude)\necho $$ > \(started)\nsleep 60")
        try place.configure(server.baseURL, sections: log.section())
        let job = try server.makeJob("running")
        let daemon = try place.startDaemon()
        try server.move(job, to: "failed")
        let hook = try wait(until: "the hook hangs") { TextFile.read(started).flatMap { pid_t($0.trimmed) } }
        try expectQuickEnd(of: daemon)
        try wait(until: "the hook is gone") { kill(hook, 0) != 0 }
        #expect(try StoreContents(place).deliveries.map(\.state) == ["waiting"])
        #expect(try StoreContents(place).deliveries.map(\.attempts) == [0])
    }

    @Test func itEndsWhileAWebhookHangs() throws {
        let (place, server) = try scene()
        let receiver = LoopbackServer { connection in
            _ = connection.request()
            connection.waitForEnd()
        }
        try place.configure(
            server.baseURL, sections: ["[hook \"web\"]", "on = all", "webhook = \(receiver.url)/hook"])
        let job = try server.makeJob("running")
        let daemon = try place.startDaemon()
        try server.move(job, to: "failed")
        try wait(until: "the webhook hangs") { receiver.connectionCount == 1 }
        try expectQuickEnd(of: daemon)
        #expect(try StoreContents(place).deliveries.map(\.attempts) == [0])
    }

    @Test func aReloadBringsANewHookAndABadOneChangesNothing() throws {
        let (place, server) = try scene()
        let log = try HookLog(place)
        let first = try server.makeJob("running")
        let second = try server.makeJob("running")
        let daemon = try place.startDaemon()
        try place.configure(server.baseURL, sections: log.section(on: "ended"))
        daemon.send(SIGHUP)
        try wait(until: "it has reloaded") { daemon.errors.contains("reloaded config=") }
        try server.move(first, to: "succeeded")
        try wait(until: "the new hook is told") { log.told(first) == ["fine_tuning.job.succeeded"] }

        try place.configure(server.baseURL, poll: ["activ = 5s"])
        daemon.send(SIGHUP)
        try wait(until: "it has refused") { daemon.errors.contains("reload refused") }
        #expect(daemon.errors.contains("ftd.conf:5: "), "\(daemon.errors)")
        try server.move(second, to: "cancelled")
        try wait(until: "the hook is still told") { log.told(second) == ["fine_tuning.job.cancelled"] }
        #expect(try daemon.stop() == .exited(0))
    }

    @Test func aReloadWhileARequestHangsIsQuick() throws {
        let (place, server) = try scene()
        // The reload leaves the request alone: it ends by its own bound.
        try place.configure(server.baseURL, api: ["timeout = 3s"])
        let daemon = try place.startDaemon()
        let count = try server.requestCount()
        try server.spoil(["match": .string("GET /fine_tuning/jobs"), "delay": .string("60s")])
        try wait(until: "the request hangs") { try server.requestCount() > count }
        daemon.send(SIGHUP)
        try wait(until: "it has reloaded", within: .seconds(10)) { daemon.errors.contains("reloaded config=") }
        try place.waitForPoll()
        #expect(try daemon.stop() == .exited(0))
    }

    @Test func aSignalAndABellPollAtOnce() throws {
        let (place, server) = try scene()
        try place.configure(server.baseURL, poll: ["active = 1h", "idle = 1h"])
        let job = try server.makeJob("running")
        let daemon = try place.startDaemon()
        try server.move(job, to: "paused")
        daemon.send(SIGUSR1)
        try wait(until: "the change is seen") { try StoreContents(place).statuses[job] == "paused" }
        // Cancelling by ftctl rings the bell.
        #expect(try place.control("cancel", job.rawValue).code == 0)
        try wait(until: "the end is seen") { try StoreContents(place).statuses[job] == "cancelled" }
        #expect(try daemon.stop() == .exited(0))
    }

    @Test func aSecondDaemonIsKeptOut() throws {
        let (place, _) = try scene()
        let first = try place.startDaemon()
        let second = try place.start(Binaries.daemon)
        #expect(try second.end() == .exited(2))
        #expect(
            second.errors == """
                ftd: another ftd (pid \(first.process)) works on the store \(place.store): stop that one, \
                or name another store with --store

                """)
        #expect(try place.start(Binaries.daemon, ["--once"]).end() == .exited(2))
        try place.waitForPoll()
        #expect(try first.stop() == .exited(0))
        // The kernel frees the lock of a dead one.
        try place.startDaemon().destroy()
        try place.startDaemon().stop()
    }

    @Test func oncePollsDeliversAndSaysHowItWent() throws {
        let (place, server) = try scene()
        let log = try HookLog(place)
        try place.configure(server.baseURL, sections: log.section(on: "ended"))
        let job = try server.makeJob("running")
        #expect(try place.pollOnce().ending == .exited(0))
        try server.move(job, to: "succeeded")
        #expect(try place.pollOnce().ending == .exited(0))
        #expect(log.told(job) == ["fine_tuning.job.succeeded"])
        #expect(try place.pollOnce().ending == .exited(0))
        #expect(log.calls.count == 1)

        try place.writeKey("sk-wrong")
        #expect(try place.pollOnce().ending == .exited(4))
        unlink(place.keyFile)
        #expect(try place.pollOnce().ending == .exited(4))
        try place.writeKey(Place.key)
        try server.spoil(["match": .string("* /**"), "status": .integer(500), "times": .string("always")])
        #expect(try place.pollOnce().ending == .exited(5))
        try server.program.destroy()
        #expect(try place.pollOnce().ending == .exited(5))
    }

    @Test func checkingAConfigurationSaysWhereItIsWrong() throws {
        let (place, _) = try scene()
        func check() throws -> (Program.Ending, String, String) {
            let program = try place.start(Binaries.daemon, ["--check-config"])
            return (try program.end(), program.output, program.errors)
        }
        #expect(try check() == (.exited(0), "\(place.configuration): good\n", ""))
        #expect(TextFile.names(in: place.file("store")) == [])
        try place.configure("http://127.0.0.1:1/v1", poll: ["active = soon"])
        #expect(
            try check() == (
                .exited(2), "",
                "ftd: \(place.configuration):5: poll.active: not a duration (got \"soon\"); write 20s, 5m or 1h\n"
            ))
        try place.configure("http://127.0.0.1:1/v1")
        try place.configure("http://127.0.0.1:1/v1", sections: ["[hook \"tool\"]", "on = all", "run = /nowhere/tool"])
        #expect(
            try check() == (
                .exited(2), "",
                """
                ftd: \(place.configuration):11: hook.tool.run: cannot run /nowhere/tool: No such file or directory; \
                is the path right?

                """
            ))
        try place.configure("http://127.0.0.1:1/v1")
        chmod(place.keyFile, 0o644)
        let open = try check()
        #expect(open.0 == .exited(2))
        #expect(open.2.contains("can be read or written by others (mode 0644): run chmod 600 \(place.keyFile)"))
    }

    @Test func theServiceManagerIsKeptInformed() throws {
        let (place, server) = try scene()
        let manager = try NotifySocket(place.file("notify"))
        let daemon = try place.start(
            Binaries.daemon, environment: ["NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "600000"])
        try wait(until: "it is fed") { manager.receive().filter { $0 == "WATCHDOG=1" }.count >= 4 }
        #expect(manager.receive().first?.hasPrefix("READY=1\nSTATUS=watching 1 account") == true)
        daemon.send(SIGHUP)
        try wait(until: "it is ready again") { manager.receive().filter { $0.hasPrefix("READY=1") }.count == 2 }
        #expect(manager.receive().contains { $0.hasPrefix("RELOADING=1\nMONOTONIC_USEC=") })
        // The API's weather is not the service manager's.
        try server.spoil(["match": .string("* /**"), "status": .integer(500), "times": .string("always")])
        let fed = manager.receive().count
        try wait(until: "it is still fed") { manager.receive().count >= fed + 4 }
        #expect(try daemon.stop() == .exited(0))
        #expect(manager.receive().last?.hasPrefix("STOPPING=1") == true)
    }

    @Test func readyComesBeforeTheFirstPoll() throws {
        let (place, server) = try scene()
        let manager = try NotifySocket(place.file("notify"))
        try server.spoil(["match": .string("* /**"), "delay": .string("60s"), "times": .string("always")])
        let daemon = try place.start(Binaries.daemon, environment: ["NOTIFY_SOCKET": manager.path])
        try wait(until: "it is ready") { manager.receive().contains { $0.hasPrefix("READY=1") } }
        #expect(try daemon.stop() == .exited(0))
    }
}
