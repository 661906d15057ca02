import FineTuning
import Glibc
import HTTPClient
import JSONText
import TestSupport
import Testing

@testable import EndToEndSupport

/// The pages of the real programs, over a socket.
@Suite struct WebTests {
    private let transport = CurlTransport(userAgent: "ftd-tests")

    private func get(_ url: String, _ headers: [HTTPHeader] = []) throws -> (status: Int, text: String) {
        let response = try transport.send(HTTPRequest(url: url, headers: headers))
        return (response.status, String(decoding: response.body, as: UTF8.self))
    }

    private func serve(
        _ place: Place, _ arguments: [String] = [], environment: [String: String] = [:]
    ) throws -> (program: Program, address: String) {
        let program = try place.start(
            Binaries.pages, ["--listen", "127.0.0.1:0"] + arguments, environment: environment)
        let address = try wait(until: "ftweb prints its address\n\(program.errors)") {
            program.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().first.map(String.init)
        }
        return (program, address)
    }

    @Test func aJobIsShownFromItsStartToItsEndAndAfterTheDaemonsDeath() throws {
        let place = try Place()
        let server = try SimulatedServer(place)
        try place.configure(server.baseURL)
        let (pages, address) = try serve(place)
        #expect(address.hasPrefix("http://127.0.0.1:"))
        #expect(try get(address + "/").status == 503)
        #expect(try get(address + "/healthz").status == 503)

        let daemon = try place.startDaemon()
        let job = try server.makeJob("running")
        try wait(until: "the page shows the job") {
            let page = try get(address + "/")
            return page.status == 200 && page.text.contains("/jobs/\(job)")
        }
        #expect(try get(address + "/healthz").status == 200)
        try server.move(job, to: "failed")
        try wait(until: "the page says why it failed") {
            try get(address + "/jobs/\(job)").text.contains("Row 3 is not an object.")
        }

        let listed = try place.start(Binaries.control, ["list", "-o", "json"])
        try listed.end()
        #expect(try JSONValue.parse(get(address + "/api/v1/jobs").text)["data"] == JSONValue.parse(listed.output))

        try daemon.destroy()
        try wait(until: "the page says that ftd is dead") { try get(address + "/healthz").status == 503 }
        let after = try get(address + "/jobs/\(job)")
        #expect(after.status == 200)
        #expect(after.text.contains("ftd is not running"))
        #expect(try get(address + "/metrics").text.contains("ftd_up 0\n"))
        #expect(try pages.stop() == .exited(0))
    }

    @Test func theServiceManagerIsToldAndAReloadTakesTheNewToken() throws {
        let place = try Place()
        let socket = try NotifySocket(place.file("notify"))
        try TextFile.write("", to: place.configuration)
        let (pages, address) = try serve(place, environment: ["NOTIFY_SOCKET": socket.path])
        try wait(until: "READY") { socket.receive().contains { $0.hasPrefix("READY=1\nSTATUS=serving ") } }
        #expect(try get(address + "/").status == 503)

        let token = "0123456789abcdef0123456789abcdef"
        try TextFile.write(token + "\n", to: place.file("token"))
        chmod(place.file("token"), 0o600)
        try TextFile.write("[web]\ntoken-file = \(place.file("token"))\n", to: place.configuration)
        pages.send(SIGHUP)
        try wait(until: "the token is asked for") { try get(address + "/").status == 401 }
        #expect(try get(address + "/", [HTTPHeader("Authorization", "Bearer \(token)")]).status == 503)

        try TextFile.write("[web]\ntoken-file = /nonexistent\n", to: place.configuration)
        pages.send(SIGHUP)
        try wait(until: "the bad configuration is refused") { pages.errors.contains("reload refused") }
        #expect(try get(address + "/").status == 401)
        #expect(!pages.errors.contains(token))
        #expect(try pages.stop() == .exited(0))
    }

    @Test func anotherServersAddressIsSaidToBeTaken() throws {
        let place = try Place()
        try TextFile.write("", to: place.configuration)
        let (_, address) = try serve(place)
        let second = try place.start(
            Binaries.pages, ["--listen", String(address.dropFirst("http://".count))])
        #expect(try second.end() == .exited(1))
        #expect(second.errors.contains("another program listens there"))
    }
}
