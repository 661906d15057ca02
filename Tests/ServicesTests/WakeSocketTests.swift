import Dispatch
import Files
import Glibc
import Synchronization
import Testing

@testable import Services

@Suite struct WakeSocketTests {
    private let queue = DispatchQueue(label: "test.wake")
    private let directory: String

    init() throws {
        var template = Array("/tmp/ftd-wake-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { $0.baseAddress.flatMap { mkdtemp($0) } }
        directory = String(cString: try #require(made))
    }

    @Test func aRingIsHeard() throws {
        let rung = DispatchSemaphore(value: 0)
        let socket = try WakeSocket(path: "\(directory)/wake.sock", queue: queue, interval: .zero) { rung.signal() }
        for _ in 0..<3 {
            #expect(ring())
            #expect(rung.wait(timeout: .now() + .seconds(10)) == .success)
        }
        socket.cancel()
        #expect(!ring())
        #expect(access("\(directory)/wake.sock", F_OK) != 0)
        rmdir(directory)
    }

    @Test func manyRingsAtOnceAreFewCalls() throws {
        let calls = Atomic<Int>(0)
        let rung = DispatchSemaphore(value: 0)
        queue.suspend()
        let socket = try WakeSocket(path: "\(directory)/wake.sock", queue: queue) {
            calls.add(1, ordering: .relaxed)
            rung.signal()
        }
        var taken = 0
        while taken < 10_000, ring() { taken += 1 }
        #expect(taken > 1)
        queue.resume()
        #expect(rung.wait(timeout: .now() + .seconds(10)) == .success)
        queue.sync {}
        #expect(calls.load(ordering: .relaxed) <= 2)
        socket.cancel()
        rmdir(directory)
    }

    /// A flood of datagrams polled 19 times in 10 s.
    @Test func aFloodIsHeardOnceAnInterval() throws {
        let calls = Atomic<Int>(0)
        let rung = DispatchSemaphore(value: 0)
        let socket = try WakeSocket(path: "\(directory)/wake.sock", queue: queue, interval: .milliseconds(300)) {
            calls.add(1, ordering: .relaxed)
            rung.signal()
        }
        let start = ContinuousClock.now
        #expect(ring())
        #expect(rung.wait(timeout: .now() + .seconds(10)) == .success)
        // What comes meanwhile is not lost.
        while ring() {}
        #expect(rung.wait(timeout: .now() + .seconds(10)) == .success)
        #expect(ContinuousClock.now - start >= .milliseconds(290))
        while ring() {}
        socket.cancel()
        // The first at once, the others an interval apart; a busy machine may let more than one interval pass.
        let intervals = Int((ContinuousClock.now - start) / .milliseconds(290))
        #expect((2...1 + intervals).contains(calls.load(ordering: .relaxed)))
        rmdir(directory)
    }

    @Test func theGroupMayRingAndOthersMayNot() throws {
        let socket = try WakeSocket(path: "\(directory)/wake.sock", queue: queue) {}
        var status = stat()
        #expect(stat("\(directory)/wake.sock", &status) == 0)
        #expect(status.st_mode & 0o7777 == 0o660)
        socket.cancel()
        rmdir(directory)
    }

    /// kill -9 leaves the path behind.
    @Test func aStaleSocketIsReplaced() throws {
        let stale = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        #expect(UnixAddress("\(directory)/wake.sock")?.bind(stale) == true)
        close(stale)
        #expect(!ring())
        let rung = DispatchSemaphore(value: 0)
        let socket = try WakeSocket(path: "\(directory)/wake.sock", queue: queue) { rung.signal() }
        #expect(ring())
        #expect(rung.wait(timeout: .now() + .seconds(10)) == .success)
        socket.cancel()
        #expect(rmdir(directory) == 0)
    }

    @Test func somethingElseInItsPlaceIsLeftAlone() throws {
        let path = "\(directory)/wake.sock"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        close(descriptor)
        let error = #expect(throws: WakeSocketError.self) { try WakeSocket(path: path, queue: queue) {} }
        #expect(
            error?.description
                == "cannot listen at \(path): something that is not a socket is there; move it away")
        #expect(access(path, F_OK) == 0)
        unlink(path)
        rmdir(directory)
    }

    @Test func aPathThatCannotBeIsRefusedInASentence() {
        let long = "\(directory)/" + String(repeating: "x", count: 100)
        let error = #expect(throws: WakeSocketError.self) { try WakeSocket(path: long, queue: queue) {} }
        #expect(
            error?.description
                == "cannot listen at \(long): the path is too long for a socket; 100 bytes is the longest")
        let nowhere = "\(directory)/none/wake.sock"
        let missing = #expect(throws: WakeSocketError.self) { try WakeSocket(path: nowhere, queue: queue) {} }
        #expect(missing?.description == "cannot listen at \(nowhere): No such file or directory")
        rmdir(directory)
    }

    /// As `ftctl` rings; false when nobody listens.
    private func ring() -> Bool {
        let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        defer { close(descriptor) }
        return UnixAddress("\(directory)/wake.sock")?.send([1], from: descriptor) ?? false
    }
}
