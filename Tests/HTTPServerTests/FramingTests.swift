import Testing

@testable import HTTPServer

@Suite(.timeLimit(.minutes(2))) struct FramingTests {
    static let malformed: [(String, String)] = [
        ("GET / HTTP/1.1\r\n\r\n", "400"),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "the request has more than one Host header"),
        ("GET / HTTP/1.1\r\nHost: a\r\nX y: 1\r\n\r\n", "the request has a malformed header name"),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            "the request has more than one Content-Length header"
        ),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "the request has a Transfer-Encoding header where none may be"
        ),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            "the request has a transfer coding other than chunked"
        ),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", "400"),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x10\r\n\r\n", "400"),
    ]

    @Test(arguments: malformed)
    func ambiguousRequestsReachNoHandler(request: String, reason: String) throws {
        let server = try HTTPServer { _ in .text(200, "reached") }
        let answer = RawClient.exchange(port: server.address.port, request)
        #expect(answer.statusLine == "HTTP/1.1 400 Bad Request")
        #expect(answer.contains(reason))
        #expect(!answer.contains("reached"))
    }

    @Test func rawNoiseIsNoCrash() throws {
        let server = try HTTPServer { _ in .text(200, "reached") }
        for length in [1, 100, 70_000, 300_000] {
            var state: UInt64 = UInt64(length)
            let noise = (0..<length).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 33)
            }
            let client = try #require(RawClient(port: server.address.port))
            client.send(noise + Array("\r\n\r\n".utf8))
            #expect(!client.receive(until: "\r\n\r\n").contains("reached"))
        }
        let answer = RawClient.exchange(
            port: server.address.port, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        #expect(answer.httpBody == "reached")
    }

    @Test func aBodyOverTheLimitIsAnswered413() throws {
        var limits = HTTPServer.Limits()
        limits.body = 1000
        let server = try HTTPServer(limits: limits) { _ in .text(200, "reached") }
        let body = String(repeating: "x", count: 20_000)
        for framing in [
            "Content-Length: 20000\r\n\r\n\(body)", "Transfer-Encoding: chunked\r\n\r\n4E20\r\n\(body)\r\n0\r\n\r\n",
        ] {
            let answer = RawClient.exchange(port: server.address.port, "POST / HTTP/1.1\r\nHost: x\r\n" + framing)
            #expect(answer.statusLine.hasPrefix("HTTP/1.1 413 "))
            #expect(
                answer.httpBody
                    == #"{"error":{"message":"the request body is over the limit of 1000 bytes","#
                    + #""type":"invalid_request_error","param":null,"code":null}}"#)
        }
    }

    @Test func whoExpectsContinueIsRefusedBeforeSending() throws {
        var limits = HTTPServer.Limits()
        limits.body = 1000
        let server = try HTTPServer(limits: limits) { _ in .text(200, "reached") }
        let answer = RawClient.exchange(
            port: server.address.port,
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\nExpect: 100-continue\r\n\r\n")
        #expect(answer.statusLine.hasPrefix("HTTP/1.1 413 "))
    }

    @Test func largeBodiesAreSpooledAndReadBack() throws {
        var limits = HTTPServer.Limits()
        limits.bodyInMemory = 1000
        let server = try HTTPServer(limits: limits) { request in
            ServerResponse(
                status: (request.body.spooled != nil) ? 201 : 200,
                body: .stored(request.body.slice(1..<request.body.count)))
        }
        let body = String((0..<200_000).map { Character(Unicode.Scalar(UInt8(97 + $0 % 26))) })
        let answer = RawClient.exchange(
            port: server.address.port,
            "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        #expect(answer.statusLine == "HTTP/1.1 201 Created")
        #expect(answer.httpBody == String(body.dropFirst()))
    }
}
