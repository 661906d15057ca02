import Files
import FineTuning
import Glibc
import Testing

@testable import Services

@Suite struct ServiceManagerTests {
    @Test(arguments: [false, true])
    func everyMessageIsOneDatagram(isAbstract: Bool) throws {
        let path = isAbstract ? "@ftd-test-\(getpid())" : "/tmp/ftd-notify-\(getpid()).sock"
        let receiver = try Receiver(path)
        let manager = ServiceManager(environment: ["NOTIFY_SOCKET": path])
        manager.ready(status: "watching 3 jobs")
        manager.watchdog()
        manager.stopping(status: "poll failed\nREADY=0")
        #expect(receiver.next() == "READY=1\nSTATUS=watching 3 jobs")
        #expect(receiver.next() == "WATCHDOG=1")
        // A line break in a status would begin an assignment of its own.
        #expect(receiver.next() == "STOPPING=1\nSTATUS=poll failed READY=0")
    }

    @Test func aReloadCarriesTheMonotonicClock() throws {
        let receiver = try Receiver("@ftd-test-reload-\(getpid())")
        let before = ContinuousClock.now
        ServiceManager(environment: ["NOTIFY_SOCKET": "@ftd-test-reload-\(getpid())"]).reloading()
        let lines = receiver.next().split(separator: "\n")
        #expect(lines.first == "RELOADING=1")
        let microseconds = try #require(Int64(lines.last?.dropFirst("MONOTONIC_USEC=".count) ?? ""))
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let age = Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000 - microseconds
        #expect(age >= 0 && .microseconds(age) <= ContinuousClock.now - before)
    }

    @Test func withoutAServiceManagerNothingHappens() {
        for path in [nil, "", "relative", "/tmp/nobody-listens.sock", "/" + String(repeating: "x", count: 200)] {
            ServiceManager(environment: path.map { ["NOTIFY_SOCKET": $0] } ?? [:]).ready(status: "x")
        }
    }

    @Test(
        arguments: [
            ([:], nil),
            (["WATCHDOG_USEC": "120000000"], .seconds(120)),
            (["WATCHDOG_USEC": "120000000", "WATCHDOG_PID": "42"], .seconds(120)),
            (["WATCHDOG_USEC": "120000000", "WATCHDOG_PID": "41"], nil),
            (["WATCHDOG_USEC": "0"], nil), (["WATCHDOG_USEC": "-1"], nil), (["WATCHDOG_USEC": "soon"], nil),
        ] as [([String: String], Duration?)])
    func theWatchdogIsOursOrNobodys(environment: [String: String], interval: Duration?) {
        #expect(ServiceManager(environment: environment, processID: 42).watchdogInterval == interval)
    }

    @Test func theVariablesCanBeTakenOut() {
        setenv("WATCHDOG_PID", "1", 1)
        ServiceManager.removeVariables()
        #expect(getenv("WATCHDOG_PID") == nil && getenv("NOTIFY_SOCKET") == nil && getenv("WATCHDOG_USEC") == nil)
    }
}

@Suite struct UnixAddressTests {
    @Test func aPathHasAtMost107Bytes() {
        #expect(UnixAddress("/" + String(repeating: "x", count: 106)) != nil)
        #expect(UnixAddress("/" + String(repeating: "x", count: 107)) == nil)
        #expect(UnixAddress("") == nil)
        #expect(UnixAddress("/a\u{0}b") == nil)
    }
}

/// Who would be systemd.
private final class Receiver {
    private let descriptor: Int32
    private let path: String

    init(_ path: String) throws {
        self.path = path
        unlink(path)
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        try #require(descriptor >= 0)
        // A message that never comes fails the test instead of holding it up.
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        try #require(UnixAddress(path)?.bind(descriptor) == true)
    }

    func next() -> String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return String(decoding: buffer[..<max(0, count)], as: UTF8.self)
    }

    deinit {
        close(descriptor)
        unlink(path)
    }
}
