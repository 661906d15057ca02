import Dispatch
import FineTuning
import Glibc
import JobStorage
import Services
import Settings
import Spool
import Synchronization
import TestSupport
import Testing

@testable import FTDaemon

@Suite(.serialized) struct DaemonTests {
    @Test(arguments: [
        (200, emptyListing, Int32(0)), (401, "{\"error\":{\"message\":\"no\"}}", 4), (500, "", 5), (200, "<html>", 5),
    ])
    func onceSaysHowItWent(status: Int, body: String, code: Int32) throws {
        let home = try DaemonBench(once: true) { _ in (status, body) }
        #expect(try Daemon(home.configuration, log: home.log).runOnce() == code)
    }

    @Test func onceWithoutAKeyIsNotAuthorized() throws {
        let home = try DaemonBench(once: true) { _ in (200, emptyListing) }
        var environment = home.configuration.environment
        environment["OPENAI_API_KEY"] = nil
        let configuration = Configuration(options: home.configuration.options, environment: environment)
        #expect(try Daemon(configuration, log: home.log).runOnce() == 4)
        #expect(home.server.connectionCount == 0)
    }

    @Test func aSecondDaemonOnTheStoreIsRefused() throws {
        let home = try DaemonBench { _ in (200, emptyListing) }
        let first = try Daemon(home.configuration, log: home.log)
        #expect(throws: StoreError.held(path: home.directory.path("ftd.db"), pid: Int(getpid()))) {
            try Daemon(home.configuration, log: home.log, lockPatience: .milliseconds(20))
        }
        withExtendedLifetime(first) {}
    }

    @Test func itStopsInTimeWhileTheServerHangs() throws {
        let asked = DispatchSemaphore(value: 0)
        let home = try DaemonBench { _ in
            asked.signal()
            return nil
        }
        let daemon = try Daemon(home.configuration, log: home.log)
        let ended = DaemonBench.run(daemon)
        #expect(asked.wait(timeout: .now() + .seconds(10)) == .success)
        let start = ContinuousClock.now
        daemon.exit.make(0)
        #expect(ended.wait(timeout: .now() + .seconds(5)) == .success)
        #expect(ContinuousClock.now - start < .seconds(4))
        // That we cut it short says nothing about the API.
        #expect(home.live?.accounts[.default]?.problem == nil)
    }

    @Test func aReloadTakesTheNewSettingsAndABadOneChangesNothing() throws {
        let home = try DaemonBench("[poll]\nidle = 1h\n") { _ in (200, emptyListing) }
        let daemon = try Daemon(home.configuration, log: home.log)
        let ended = DaemonBench.run(daemon)
        waitUntil("it polls") { home.live?.accounts[.default]?.nextPoll != nil }
        try home.rewrite("[poll]\nidle = soon\n")
        daemon.reload()
        #expect(daemon.settings.poll.idle == .seconds(3600))
        #expect(home.live?.refusedReload?.cause.contains("poll.idle: not a duration") == true)
        try home.rewrite("[poll]\nidle = 1h\n[store]\npath = /elsewhere/ftd.db\n")
        daemon.reload()
        // The option names the store, so the file's word for it does not count.
        #expect(daemon.settings.store.path == "/elsewhere/ftd.db")
        try home.rewrite("[poll]\nidle = 40ms\nactive = 30ms\n[hook \"new\"]\nrun = /bin/true\n")
        daemon.reload()
        #expect(daemon.loops.names.contains(.hook(HookName("new"))))
        #expect(home.live?.refusedReload == nil)
        waitUntil("it polls often") { (home.live?.accounts[.default]?.polls ?? 0) > 5 }
        daemon.exit.make(0)
        #expect(ended.wait(timeout: .now() + .seconds(5)) == .success)
        // The ends of the old loops left nothing running: nobody writes any more.
        let polls = home.live?.accounts[.default]?.polls
        _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(150))
        #expect(home.live?.accounts[.default]?.polls == polls)
    }

    @Test func aWakeBringsAPoll() throws {
        let home = try DaemonBench("[poll]\nidle = 1h\n") { _ in (200, emptyListing) }
        let daemon = try Daemon(home.configuration, log: home.log)
        let ended = DaemonBench.run(daemon)
        waitUntil("it polls") { home.live?.accounts[.default]?.nextPoll != nil }
        // The socket is there before the first poll.
        #expect(Spool(besideStore: home.directory.path("ftd.db")).wake())
        waitUntil("it polls again") { home.live?.accounts[.default]?.polls == 2 }
        daemon.exit.make(0)
        #expect(ended.wait(timeout: .now() + .seconds(5)) == .success)
        #expect(access(home.directory.path("wake.sock"), F_OK) != 0)
    }
}
