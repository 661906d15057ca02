import Dispatch
import FineTuning
import Glibc
import JobStorage
import Services
import Settings
import Submission
import Synchronization
import TestSupport
import Testing

@testable import FTDaemon

/// A daemon over a loopback server, with its own directory; signals are left out.
private final class Household {
    let directory: TemporaryDirectory
    let server: LoopbackServer
    let configuration: Configuration
    let log: JournalLog

    /// - Parameter serve: answers every request; nil keeps it waiting.
    init(_ text: String = "", once: Bool = false, _ serve: @escaping @Sendable (LoopbackRequest) -> (Int, String)?)
        throws
    {
        directory = try TemporaryDirectory()
        server = LoopbackServer { connection in
            while let request = connection.request() {
                guard let (status, body) = serve(request) else { return connection.waitForEnd() }
                connection.reply(status, headers: ["Content-Type: application/json"], body)
            }
        }
        let path = directory.path("ftd.conf")
        try Self.write(text, to: path)
        configuration = Configuration(
            options: try DaemonOptions(
                ["--config", path, "--store", directory.path("ftd.db")] + (once ? ["--once"] : [])),
            environment: [
                "HOME": directory.path, "OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": "\(server.url)/v1",
            ])
        log = JournalLog(level: .error, descriptor: open("/dev/null", O_WRONLY | O_CLOEXEC), isJournal: false)
    }

    static func write(_ text: String, to path: String) throws {
        let file = try #require(fopen(path, "we"))
        fputs(text, file)
        fclose(file)
    }

    func rewrite(_ text: String) throws { try Self.write(text, to: directory.path("ftd.conf")) }

    var live: LiveState? { LiveState.read(besideStore: directory.path("ftd.db")) }
}

private let empty = "{\"object\":\"list\",\"data\":[],\"has_more\":false}"

@Suite(.serialized) struct DaemonTests {
    @Test(arguments: [
        (200, empty, Int32(0)), (401, "{\"error\":{\"message\":\"no\"}}", 4), (500, "", 5), (200, "<html>", 5),
    ])
    func onceSaysHowItWent(status: Int, body: String, code: Int32) throws {
        let home = try Household(once: true) { _ in (status, body) }
        #expect(try Daemon(home.configuration, log: home.log).runOnce() == code)
    }

    @Test func onceWithoutAKeyIsNotAuthorized() throws {
        let home = try Household(once: true) { _ in (200, empty) }
        var environment = home.configuration.environment
        environment["OPENAI_API_KEY"] = nil
        let configuration = Configuration(options: home.configuration.options, environment: environment)
        #expect(try Daemon(configuration, log: home.log).runOnce() == 4)
        #expect(home.server.connectionCount == 0)
    }

    @Test func aSecondDaemonOnTheStoreIsRefused() throws {
        let home = try Household { _ in (200, empty) }
        let first = try Daemon(home.configuration, log: home.log)
        #expect(throws: StoreError.held(path: home.directory.path("ftd.db"), pid: Int(getpid()))) {
            try Daemon(home.configuration, log: home.log)
        }
        withExtendedLifetime(first) {}
    }

    @Test func itStopsInTimeWhileTheServerHangs() throws {
        let asked = DispatchSemaphore(value: 0)
        let home = try Household { _ in
            asked.signal()
            return nil
        }
        let daemon = try Daemon(home.configuration, log: home.log)
        let ended = Self.run(daemon)
        #expect(asked.wait(timeout: .now() + .seconds(10)) == .success)
        let start = ContinuousClock.now
        daemon.exit.make(0)
        #expect(ended.wait(timeout: .now() + .seconds(5)) == .success)
        #expect(ContinuousClock.now - start < .seconds(4))
        // That we cut it short says nothing about the API.
        #expect(home.live?.accounts[.default]?.trouble == nil)
    }

    @Test func aReloadTakesTheNewSettingsAndABadOneChangesNothing() throws {
        let home = try Household("[poll]\nidle = 1h\n") { _ in (200, empty) }
        let daemon = try Daemon(home.configuration, log: home.log)
        let ended = Self.run(daemon)
        waitUntil("it polls") { home.live?.accounts[.default]?.nextPoll != nil }
        try home.rewrite("[poll]\nidle = soon\n")
        daemon.reload()
        #expect(daemon.generation.withLock { $0 }.context.settings.poll.idle == .seconds(3600))
        try home.rewrite("[poll]\nidle = 1h\n[store]\npath = /elsewhere/ftd.db\n")
        daemon.reload()
        // The option names the store, so the file's word for it does not count.
        #expect(daemon.generation.withLock { $0 }.context.settings.store.path == "/elsewhere/ftd.db")
        try home.rewrite("[poll]\nidle = 40ms\nactive = 30ms\n[hook \"new\"]\nrun = /bin/true\n")
        daemon.reload()
        #expect(daemon.generation.withLock { $0 }.hooks.count == 1)
        waitUntil("it polls often") { (home.live?.accounts[.default]?.polls ?? 0) > 5 }
        daemon.exit.make(0)
        #expect(ended.wait(timeout: .now() + .seconds(5)) == .success)
        // The ends of the old generations left nothing running: nobody writes any more.
        let polls = home.live?.accounts[.default]?.polls
        _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(150))
        #expect(home.live?.accounts[.default]?.polls == polls)
    }

    @Test func aRingBringsAPoll() throws {
        let home = try Household("[poll]\nidle = 1h\n") { _ in (200, empty) }
        let daemon = try Daemon(home.configuration, log: home.log)
        let ended = Self.run(daemon)
        waitUntil("it polls") { home.live?.accounts[.default]?.nextPoll != nil }
        // The socket is there before the first poll.
        #expect(Spool(besideStore: home.directory.path("ftd.db")).wake())
        waitUntil("it polls again") { home.live?.accounts[.default]?.polls == 2 }
        daemon.exit.make(0)
        #expect(ended.wait(timeout: .now() + .seconds(5)) == .success)
        #expect(access(home.directory.path("wake.sock"), F_OK) != 0)
    }

    private static func run(_ daemon: Daemon) -> DispatchSemaphore {
        let ended = DispatchSemaphore(value: 0)
        DispatchQueue(label: "test.daemon").async {
            _ = daemon.run()
            ended.signal()
        }
        return ended
    }
}
