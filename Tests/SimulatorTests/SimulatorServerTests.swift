import FineTuning
import HTTPClient
import JSONText
import Simulator
import Testing

@Suite(.timeLimit(.minutes(2))) struct SimulatorServerTests {
    static let key = [HTTPHeader("Authorization", "Bearer k")]

    static func get(_ url: String) throws -> HTTPResponse {
        try CurlTransport(userAgent: "tests").send(HTTPRequest(url: url, headers: key))
    }

    @Test func servesOverHTTP() throws {
        let server = try SimulatorServer(clock: { UnixTime(seconds: 1_800_000_000) })
        defer { server.stop() }
        let answer = try Self.get("\(server.baseURL)/models/gpt-4o-mini")
        #expect(answer.status == 200)
        #expect(answer[header: "date"] == "Fri, 15 Jan 2027 08:00:00 GMT")
        #expect(answer[header: "openai-processing-ms"].flatMap { Int($0) } != nil)
        #expect(try JSONValue.parse(answer.body)["id"]?.string == "gpt-4o-mini-2024-07-18")
    }

    @Test func faultsReachTheSocket() throws {
        let faults = #"[{"match": "GET /models", "drop": "after"}, {"match": "GET /models", "cut": 20}]"#
        let server = try SimulatorServer(faults: Array(faults.utf8))
        defer { server.stop() }
        for _ in 0..<2 {
            #expect(throws: HTTPTransportError.self) { try Self.get("\(server.baseURL)/models") }
        }
        #expect(try Self.get("\(server.baseURL)/models").status == 200)
    }

    @Test func aStoppedServerAnswersNobody() throws {
        let server = try SimulatorServer()
        #expect(try Self.get("\(server.baseURL)/models").status == 200)
        server.stop()
        #expect(throws: HTTPTransportError.self) { try Self.get("\(server.baseURL)/models") }
    }

    @Test func malformedFaultsKeepItFromStarting() {
        #expect(
            throws: SimulatorError.malformedFaults("not JSON at byte 2: expected a key in double quotes or \"}\"")
        ) { try SimulatorServer(faults: Array("{x".utf8)) }
    }
}
