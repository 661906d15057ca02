import HTTPServer
import Testing

@Suite(.timeLimit(.minutes(2))) struct HTTPServerFaultTests {
    static func answer(_ response: ServerResponse) throws -> String {
        let server = try HTTPServer { _ in response }
        return RawClient.exchange(
            port: server.address.port, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    }

    @Test func dropSendsNothing() throws {
        #expect(try Self.answer(.dropped) == "")
    }

    @Test(arguments: [(0, ""), (3, "abc"), (6, "abcdef"), (99, "abcdef")])
    func cutPromisesTheWholeBodyAndSendsItsStart(after count: Int, sent: String) throws {
        var response = ServerResponse.text(200, "abcdef")
        response.fault = .cut(after: count)
        let answer = try Self.answer(response)
        #expect(answer.contains("Content-Length: 6\r\n"))
        #expect(answer.httpBody == sent)
    }

    @Test func delayComesBeforeTheFirstByte() throws {
        var response = ServerResponse.text(200, "abc")
        response.delay = .milliseconds(80)
        let start = ContinuousClock.now
        #expect(try Self.answer(response).httpBody == "abc")
        #expect(start.duration(to: .now) >= .milliseconds(80))
    }

    @Test func piecesAreSentChunked() throws {
        let pieces = ["data: 1\n\n", "data: 2\n\n"].map { Array($0.utf8) }
        let answer = try Self.answer(ServerResponse(status: 200, body: .pieces(pieces, pause: .milliseconds(1))))
        #expect(answer.contains("Transfer-Encoding: chunked\r\n"))
        #expect(answer.httpBody == "9\r\ndata: 1\n\n\r\n9\r\ndata: 2\n\n\r\n0\r\n\r\n")
    }

    @Test func closesWhenTheResponseSaysSo() throws {
        let server = try HTTPServer { _ in ServerResponse(status: 200, closes: true) }
        let client = try #require(RawClient(port: server.address.port))
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(client.receive().contains("Connection: close\r\n"))
    }
}
