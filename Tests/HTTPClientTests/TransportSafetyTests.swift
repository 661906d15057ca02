import Glibc
import HTTPClient
import Synchronization
import TestSupport
import Testing

/// Keys go to the address they are meant for, and nowhere else.
@Suite struct TransportSafetyTests {
    let transport = CurlTransport(userAgent: "ftd-tests/1")

    @Test(arguments: [301, 302, 303, 307, 308])
    func redirectsAreAnswers(_ status: Int) throws {
        let other = LoopbackServer { $0.waitForEnd() }
        let server = LoopbackServer { connection in
            while connection.request() != nil {
                connection.reply(status, headers: ["Location: http://127.0.0.2:\(other.port)/elsewhere"])
            }
        }
        let response = try transport.send(
            HTTPRequest(url: server.url, headers: [HTTPHeader("Authorization", "Bearer sk-1")]))
        #expect(response.status == status)
        #expect(other.connectionCount == 0)
    }

    @Test(arguments: [
        "http://user@127.0.0.1/", "http://user:pass@127.0.0.1/", "ftp://127.0.0.1/", "file:///etc/passwd",
        "127.0.0.1/x",
        "", "http://", "https://exa mple.com/", "http://127.0.0.1:99999/", "http://127.0.0.1/\0",
        "gopher://127.0.0.1/", "http://[::1/",
    ])
    func onlyPlainAddressesAreUsed(_ url: String) {
        let error = #expect(throws: HTTPTransportError.self) { try transport.send(HTTPRequest(url: url)) }
        #expect(error?.kind == .badURL)
        #expect(error?.requestMayHaveArrived == false)
        #expect(error?.description.contains("pass@") == false)
    }

    @Test(arguments: [
        "http://example.com/", "http://127.0.0.1.example.com/", "http://localhost.example.com/", "http://10.0.0.1/",
        "http://[::2]/", "http://0.0.0.0/", "http://128.0.0.1/", "HTTP://EXAMPLE.COM/",
    ])
    func plainHTTPIsForLoopbackOnly(_ url: String) {
        let error = #expect(throws: HTTPTransportError.self) { try transport.send(HTTPRequest(url: url)) }
        #expect(error?.kind == .plainHTTPRefused)
    }

    @Test func plainHTTPErrorSaysWhatToDo() {
        let error = #expect(throws: HTTPTransportError.self) {
            try transport.send(HTTPRequest(url: "http://example.com:8080/secret?token=1"))
        }
        #expect(
            error?.description
                == "refused to use http://example.com:8080 without TLS; use https, or allow http for this address")
    }

    @Test(arguments: ["127.0.0.1", "localhost", "127.1", "2130706433", "127.255.255.254", "LOCALHOST"])
    func loopbackHasManyNames(_ host: String) throws {
        let server = LoopbackServer { connection in
            while connection.request() != nil { connection.reply(200, "here") }
        }
        // 127.255.255.254 is ours, but nobody listens there: that it was tried is what counts.
        do {
            let response = try transport.send(HTTPRequest(url: "http://\(host):\(server.port)/"))
            #expect(response.body == Array("here".utf8))
        } catch {
            #expect(error.kind == .couldNotConnect)
            #expect(host == "127.255.255.254")
        }
    }

    @Test(arguments: [
        HTTPHeader("Authorization", "Bearer a\r\nX-Other: b"), HTTPHeader("Authorization", "Bearer a\n"),
        HTTPHeader("Bad Name", "a"), HTTPHeader("", "a"), HTTPHeader("Name:", "a"), HTTPHeader("A", "b\0c"),
    ])
    func headersCannotCarryOtherHeaders(_ header: HTTPHeader) {
        let server = LoopbackServer { $0.waitForEnd() }
        let error = #expect(throws: HTTPTransportError.self) {
            try transport.send(HTTPRequest(url: server.url, headers: [header]))
        }
        #expect(error == HTTPTransportError(.badHeader, origin: server.url))
        #expect(server.connectionCount == 0)
    }

    @Test func aServerWithoutTLSIsNoHTTPSServer() {
        let server = LoopbackServer { connection in connection.write("HTTP/1.1 200 OK\r\n\r\n") }
        let error = #expect(throws: HTTPTransportError.self) {
            try transport.send(HTTPRequest(url: "https://127.0.0.1:\(server.port)/"))
        }
        #expect(error?.kind == .tls)
        #expect(error?.requestMayHaveArrived == false)
    }

    /// libcurl asks the proxy of the environment for 127.0.0.1, too.
    @Test func loopbackGoesPastTheProxy() async {
        await #expect(processExitsWith: .success) {
            let proxy = LoopbackServer { connection in
                _ = connection.request()
                connection.reply(200, "proxy")
            }
            let server = LoopbackServer { connection in
                _ = connection.request()
                connection.reply(200, "direct")
            }
            setenv("http_proxy", proxy.url, 1)
            let transport = CurlTransport(userAgent: "ftd-tests/1")
            let direct = try transport.send(HTTPRequest(url: server.url))
            let proxied = try transport.send(HTTPRequest(url: "http://example.invalid/", allowPlainHTTP: true))
            precondition(direct.body == Array("direct".utf8))
            precondition(proxied.body == Array("proxy".utf8))
        }
    }

    @Test func connectionsAreClosedInChildren() throws {
        let server = LoopbackServer { connection in
            while connection.request() != nil { connection.reply() }
        }
        _ = try transport.send(HTTPRequest(url: server.url))
        var open: [Int32] = []
        for descriptor in Int32(3)..<1024 {
            var address = sockaddr_in()
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isPeer = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &size) == 0 }
            }
            guard isPeer, UInt16(bigEndian: address.sin_port) == server.port else { continue }
            open.append(descriptor)
            #expect(fcntl(descriptor, F_GETFD) & FD_CLOEXEC != 0)
        }
        #expect(open.count == 1)
    }
}
