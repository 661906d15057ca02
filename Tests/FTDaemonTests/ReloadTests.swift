import Dispatch
import FineTuning
import Glibc
import JobStorage
import Services
import Settings
import Synchronization
import TestSupport
import Testing
import Text

@testable import FTDaemon

/// A reload touches what it changes, and nothing else.
@Suite(.serialized) struct ReloadTests {
    private static let refusal = (401, "{\"error\":{\"message\":\"no\"}}")

    /// A hook's program that notes its start and its end, and between them waits for the file `go`.
    private struct SlowProgram {
        let directory: TemporaryDirectory

        init() throws {
            directory = try TemporaryDirectory()
            try DaemonBench.write(
                """
                echo "start $1" >> \(directory.path("lines"))
                while [ ! -e \(directory.path("go")) ]; do sleep 0.02; done
                echo "end $1" >> \(directory.path("lines"))
                """, to: directory.path("slow.sh"))
        }

        func configuration(_ word: String, poll: String = "unauthorized = 1h") -> String {
            """
            [poll]
            \(poll)
            [hook "slow"]
            on = all
            run = /bin/sh \(directory.path("slow.sh")) \(word)
            """
        }

        func letGo() throws { try DaemonBench.write("", to: directory.path("go")) }

        var lines: [String] {
            guard let file = fopen(directory.path("lines"), "re") else { return [] }
            defer { fclose(file) }
            var lines: [String] = []
            var buffer = [CChar](repeating: 0, count: 256)
            while fgets(&buffer, 256, file) != nil {
                lines.append(
                    String(decoding: buffer.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                )
            }
            return lines
        }
    }

    /// The states of the hook's deliveries, oldest first, as a reader sees them.
    private static func deliveries(_ bench: DaemonBench) throws -> [String] {
        let reader = try JobStoreReader(path: bench.directory.path("ftd.db"))
        return try reader.deliveries().reversed().map { stored in
            switch stored.delivery.state {
            case .waiting(_, let attempts, _): "waiting \(attempts)"
            case .delivered(_, let attempts, _): "delivered \(attempts)"
            case .dead(_, let attempts, _): "dead \(attempts)"
            case .abandoned(_, let attempts, _): "abandoned \(attempts)"
            case .grouped(let message, _): "in \(message)"
            }
        }
    }

    private static func stop(_ daemon: Daemon, _ ended: DispatchSemaphore) {
        daemon.exit.make(0)
        #expect(ended.wait(timeout: .now() + .seconds(5)) == .success)
    }

    /// A reload killed a program in the middle of its work, and ran it again.
    @Test func aHookThatDidNotChangeRunsThroughReloadsOnce() throws {
        let program = try SlowProgram()
        let bench = try DaemonBench(program.configuration("a")) { _ in Self.refusal }
        let daemon = try Daemon(bench.configuration, log: bench.log)
        let ended = DaemonBench.run(daemon)
        waitUntil("it runs") { program.lines == ["start a"] }
        daemon.reload()
        try bench.rewrite(program.configuration("a", poll: "unauthorized = 2h"))
        daemon.reload()
        #expect(daemon.settings.poll.unauthorized == .seconds(7200))
        try program.letGo()
        try waitUntil("it was delivered") { try Self.deliveries(bench) == ["delivered 1"] }
        #expect(program.lines == ["start a", "end a"])
        Self.stop(daemon, ended)
        #expect(program.lines == ["start a", "end a"])
    }

    @Test func anAttemptUnderWayEndsUnderTheOldSettingsAndIsNotRepeated() throws {
        let program = try SlowProgram()
        let isRefused = Atomic<Bool>(true)
        let bench = try DaemonBench(program.configuration("old")) { _ in
            isRefused.load(ordering: .acquiring) ? Self.refusal : (200, emptyListing)
        }
        let daemon = try Daemon(bench.configuration, log: bench.log)
        let ended = DaemonBench.run(daemon)
        waitUntil("it runs") { program.lines == ["start old"] }
        try bench.rewrite(program.configuration("new"))
        // The account recovers: a notice that is due while the old program still runs.
        isRefused.store(false, ordering: .releasing)
        daemon.reload()
        try waitUntil("both notices are there") { try Self.deliveries(bench) == ["waiting 0", "waiting 0"] }
        #expect(program.lines == ["start old"])
        try program.letGo()
        try waitUntil("both were delivered") { try Self.deliveries(bench) == ["delivered 1", "delivered 1"] }
        #expect(program.lines == ["start old", "end old", "start new", "end new"])
        Self.stop(daemon, ended)
    }

    @Test func aHookThatIsTakenAwayEndsItsAttempt() throws {
        let program = try SlowProgram()
        let bench = try DaemonBench(program.configuration("a")) { _ in Self.refusal }
        let daemon = try Daemon(bench.configuration, log: bench.log)
        let ended = DaemonBench.run(daemon)
        waitUntil("it runs") { program.lines == ["start a"] }
        try bench.rewrite("[poll]\nunauthorized = 1h\n")
        daemon.reload()
        #expect(!daemon.loops.names.contains(.hook(HookName("slow"))))
        try program.letGo()
        try waitUntil("it was delivered") { try Self.deliveries(bench) == ["delivered 1"] }
        #expect(program.lines == ["start a", "end a"])
        Self.stop(daemon, ended)
    }

    @Test func aStopCutsAnAttemptThatAReloadLetFinish() throws {
        let program = try SlowProgram()
        let bench = try DaemonBench(program.configuration("old")) { _ in Self.refusal }
        let daemon = try Daemon(bench.configuration, log: bench.log)
        let ended = DaemonBench.run(daemon)
        waitUntil("it runs") { program.lines == ["start old"] }
        try bench.rewrite(program.configuration("new"))
        daemon.reload()
        Self.stop(daemon, ended)
        #expect(program.lines == ["start old"])
        #expect(try Self.deliveries(bench) == ["waiting 0"])
    }

    /// A reload forgot that the server had asked for ten minutes.
    @Test func aWaitThatTheServerAskedForIsKeptThroughReloads() throws {
        let bench = try DaemonBench("[poll]\nidle = 1h\n", headers: ["Retry-After: 600"]) { _ in (429, "{}") }
        let daemon = try Daemon(bench.configuration, log: bench.log)
        let ended = DaemonBench.run(daemon)
        let polls = { bench.live?.accounts[.default]?.polls }
        waitUntil("it waits") { bench.live?.accounts[.default]?.nextPoll != nil }
        daemon.reload()
        // Other settings of the same account at the same server.
        try bench.rewrite("[poll]\nidle = 10ms\nactive = 10ms\n")
        daemon.reload()
        try bench.rewrite("[poll]\nidle = 10ms\nactive = 10ms\n[hook \"a\"]\non = all\nrun = /bin/true\n")
        daemon.reload()
        _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(300))
        #expect(polls() == 1)
        let wait = try #require(bench.live?.accounts[.default]?.nextPoll) - UnixTime.now()
        #expect(wait > .seconds(500))
        Self.stop(daemon, ended)
    }

    @Test func aWaitIsThatOfOneAccountAtOneAddressWithOneKey() {
        let waits = ServerWaits()
        var account = AccountSettings()
        account.keyFile = "/key"
        waits.keep(.now + .seconds(600), for: account)
        #expect(waits.end(for: account) != nil)
        account.timeout = .seconds(1)
        #expect(waits.end(for: account) != nil)
        var other = account
        other.keyFile = "/other-key"
        #expect(waits.end(for: other) == nil)
        other = account
        other.name = AccountName("other")
        #expect(waits.end(for: other) == nil)
        waits.keep(nil, for: account)
        #expect(waits.end(for: account) == nil)
        waits.keep(.now - .seconds(1), for: account)
        #expect(waits.end(for: account) == nil)
    }
}
