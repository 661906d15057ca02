import HTTPClient
import Synchronization
import TestSupport
import Testing

/// Every wait and every size has a bound; what ends early is an error, never a short answer.
@Suite struct TransportBoundsTests {
    let transport = CurlTransport(userAgent: "ftd-tests/1")

    /// libcurl took the third for an empty 200.
    @Test(arguments: [
        ["HTTP/1.1 200 OK", "Content-Length: 10", "", "{\"a\":"],
        ["HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "", "5", "{\"a\":", ""], ["HTTP/1.1 200 OK", "Content-Le"],
        ["HTTP/1.1 200 OK", "Content-Length: 0", ""], ["HTT"], [],
    ])
    func aCutAnswerIsAnError(_ lines: [String]) {
        let server = LoopbackServer { connection in
            _ = connection.request()
            connection.write(lines.joined(separator: "\r\n"))
        }
        let error = #expect(throws: HTTPTransportError.self) { try transport.send(HTTPRequest(url: server.url)) }
        #expect(error?.kind == .cutShort)
        #expect(error?.requestMayHaveArrived == true)
        #expect(error?.description.hasPrefix("\(server.url) closed the connection before its answer was whole") == true)
    }

    @Test(arguments: ["Content-Length: 1001", "Transfer-Encoding: chunked", "Connection: close"])
    func aLargeAnswerIsAnError(_ framing: String) {
        let body = String(repeating: "a", count: 1001)
        let server = LoopbackServer { connection in
            _ = connection.request()
            let isChunked = framing.contains("chunked")
            connection.write(
                "HTTP/1.1 200 OK\r\n\(framing)\r\n\r\n" + (isChunked ? "3e9\r\n\(body)\r\n0\r\n\r\n" : body))
        }
        let error = #expect(throws: HTTPTransportError.self) {
            try transport.send(HTTPRequest(url: server.url, largestBody: 1000))
        }
        #expect(error?.kind == .tooLarge)
        #expect(error?.description == "the answer of \(server.url) is larger than allowed: more than 1000 bytes")
    }

    @Test func anAnswerOfTheLargestSizeIsWhole() throws {
        let server = LoopbackServer { connection in
            _ = connection.request()
            connection.reply(200, String(repeating: "a", count: 1000))
        }
        #expect(try transport.send(HTTPRequest(url: server.url, largestBody: 1000)).body.count == 1000)
    }

    @Test func headersWithoutEndAreAnError() {
        let server = LoopbackServer { connection in
            _ = connection.request()
            connection.write("HTTP/1.1 200 OK\r\n")
            for _ in 0..<10_000 { connection.write("X-More: \(String(repeating: "a", count: 1000))\r\n") }
        }
        let error = #expect(throws: HTTPTransportError.self) { try transport.send(HTTPRequest(url: server.url)) }
        #expect(error?.kind == .tooLarge)
    }

    @Test func aSilentServerRunsIntoTheTimeout() {
        let server = LoopbackServer { $0.waitForEnd() }
        let request = HTTPRequest(url: server.url, timeout: .milliseconds(200))
        let error = #expect(throws: HTTPTransportError.self) { try transport.send(request) }
        #expect(error?.kind == .timedOut)
        #expect(error?.description.hasPrefix("\(server.url) did not answer in time") == true)
    }

    @Test func aStandstillRunsIntoTheIdleTimeout() {
        let server = LoopbackServer { connection in
            _ = connection.request()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n123")
            connection.waitForEnd()
        }
        let request = HTTPRequest(url: server.url, timeout: nil, idleTimeout: .seconds(1))
        let error = #expect(throws: HTTPTransportError.self) { try transport.send(request) }
        #expect(error?.kind == .timedOut)
    }

    @Test func cancellingEndsAnExchangeWithinTwoSeconds() {
        let arrived = Mutex(false)
        let server = LoopbackServer { connection in
            _ = connection.request()
            arrived.withLock { $0 = true }
            connection.waitForEnd()
        }
        let transport = CurlTransport(userAgent: "ftd-tests/1", isCancelled: { arrived.withLock { $0 } })
        let start = ContinuousClock.now
        let error = #expect(throws: HTTPTransportError.self) { try transport.send(HTTPRequest(url: server.url)) }
        #expect(error == HTTPTransportError(.cancelled, origin: server.url, requestMayHaveArrived: true))
        #expect(ContinuousClock.now - start < .seconds(2))
    }

    @Test func aCancelledTransportSendsNothing() {
        let server = LoopbackServer { $0.waitForEnd() }
        let transport = CurlTransport(userAgent: "ftd-tests/1", isCancelled: { true })
        let error = #expect(throws: HTTPTransportError.self) { try transport.send(HTTPRequest(url: server.url)) }
        #expect(error == HTTPTransportError(.cancelled, origin: server.url))
        #expect(server.connectionCount == 0)
    }

    @Test func aClosedPortIsSaidSo() {
        var server: LoopbackServer? = LoopbackServer { $0.waitForEnd() }
        let url = server?.url ?? ""
        server = nil
        let request = HTTPRequest(url: url, timeout: .seconds(5))
        // The port is closed by the accepting thread, a moment later.
        var error: HTTPTransportError?
        for _ in 0..<1000 {
            error = #expect(throws: HTTPTransportError.self) { try transport.send(request) }
            if error?.kind == .couldNotConnect { break }
        }
        #expect(error?.kind == .couldNotConnect)
        #expect(error?.requestMayHaveArrived == false)
        #expect(error?.description.hasPrefix("could not connect to \(url): ") == true)
    }

    @Test func aNameWithoutAddressIsSaidSo() {
        let error = #expect(throws: HTTPTransportError.self) {
            try transport.send(HTTPRequest(url: "https://no-such-host.invalid/secret"))
        }
        #expect(error?.kind == .couldNotResolve)
        #expect(error?.requestMayHaveArrived == false)
        #expect(error?.description.contains("secret") == false)
    }
}
