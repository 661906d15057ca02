import FineTuning
import Glibc
import JSONText
import TestSupport
import Testing
import Text

@testable import EndToEndSupport

/// The receivers in Python that `config/hooks` has.
@Suite(.enabled(if: access("/usr/bin/python3", X_OK) == 0, "there is no /usr/bin/python3"))
struct ReceiverExampleTests {
    private static let secret = "whsec_\(Base64.encode(Array(repeating: 7, count: 32)))"

    /// A port that was free a moment ago.
    private static func port() -> UInt16 { LoopbackServer { _ in }.port }

    /// Starts one and waits until it listens.
    private func start(_ name: String, in place: Place, port: UInt16, _ more: [String] = []) throws -> Program {
        let path = try HookExample.copy(name, to: place)
        try TextFile.write("\(Self.secret)\n", to: place.file("secret"))
        let program = try place.launch(
            ["/usr/bin/python3", path, place.file("secret"), "\(port)"] + more, environment: place.environment())
        try wait(until: "\(name) listens\n\(program.errors)") {
            try place.shell("exec 3<>/dev/tcp/127.0.0.1/\(port)").code == 0
        }
        return program
    }

    @Test func theReceiverBelievesWhatIsSignedAndPrintsItOnce() throws {
        let place = try Place()
        let port = Self.port()
        let receiver = try start("receiver.py", in: place, port: port)
        let server = try SimulatedServer(place)
        try TextFile.write("whsec_\(Base64.encode(Array(repeating: 8, count: 32)))\n", to: place.file("other"))
        try place.configure(
            server.baseURL,
            sections: [
                "[hook \"good\"]", "webhook = http://127.0.0.1:\(port)/", "secret-file = \(place.file("secret"))",
                "[hook \"again\"]", "webhook = http://127.0.0.1:\(port)/", "secret-file = \(place.file("secret"))",
                "[hook \"forged\"]", "webhook = http://127.0.0.1:\(port)/", "secret-file = \(place.file("other"))",
                "retry = 0s",
            ])
        let job = try server.makeJob("running")
        let daemon = try place.startDaemon()
        try server.move(job, to: "succeeded")
        try wait(until: "all were answered\n\(daemon.errors)") {
            let states = try StoreContents(place).deliveries.map { "\($0.hook) \($0.state)" }
            return Set(states) == ["good delivered", "again delivered", "forged dead"]
        }
        #expect(receiver.output == "fine_tuning.job.succeeded \(job)\n")
        #expect(try daemon.stop() == .exited(0))
        try receiver.destroy()
    }

    @Test func aWebhookOfOpenAIMakesTheDaemonLookAtOnce() throws {
        let place = try Place()
        let port = Self.port()
        let receiver = try start(
            "openai-receiver.py", in: place, port: port, [try Binaries.path(Binaries.control)])
        let server = try SimulatedServer(
            place, options: ["--webhook", "http://127.0.0.1:\(port)/", "--webhook-secret", Self.secret])
        let log = try HookLog(place)
        try place.configure(server.baseURL, poll: ["active = 1h", "idle = 1h"], sections: log.section(on: "ended"))
        let job = try server.makeJob("running")
        let daemon = try place.startDaemon()
        try server.move(job, to: "succeeded")
        try wait(until: "it is told\n\(daemon.errors)\n\(receiver.errors)") {
            log.told(job) == ["fine_tuning.job.succeeded"]
        }
        #expect(try daemon.stop() == .exited(0))
        try receiver.destroy()
    }
}
