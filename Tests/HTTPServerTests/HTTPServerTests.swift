import Glibc
import Synchronization
import Testing

@testable import HTTPServer

@Suite(.timeLimit(.minutes(2))) struct HTTPServerTests {
    /// Answers with what it understood, one fact a line.
    static let echo: HTTPServer.Handler = { request in
        var lines = ["\(request.method) \(request.rawPath)", request.segments.joined(separator: "|")]
        lines += request.query.map { "\($0.name)=\($0.value)" }
        lines.append("\(request.body.count) \((request.body.spooled != nil) ? "spooled" : "in memory")")
        return .text(200, lines.joined(separator: "\n"), type: "text/plain")
    }

    @Test func answersWithWhatTheRequestSaid() throws {
        let server = try HTTPServer(handler: Self.echo)
        let answer = RawClient.exchange(
            port: server.address.port,
            "POST /v1/models/ft%3Aa%2Fb?limit=2&metadata%5Bk%5D=a+b&limit=3&empty HTTP/1.1\r\nHost: x\r\n"
                + "Content-Length: 4\r\nConnection: close\r\n\r\nbody")
        #expect(answer.statusLine == "HTTP/1.1 200 OK")
        #expect(
            answer.httpBody
                == "POST /v1/models/ft%3Aa%2Fb\nv1|models|ft:a/b\nlimit=2\nmetadata[k]=a b\nlimit=3\nempty=\n4 in memory"
        )
    }

    @Test func keepsAConnectionForSeveralRequests() throws {
        let server = try HTTPServer(handler: Self.echo)
        let client = try #require(RawClient(port: server.address.port))
        for number in 1...3 {
            client.send("GET /\(number) HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(client.receive(until: "in memory").httpBody == "GET /\(number)\n\(number)\n0 in memory")
        }
    }

    @Test func listensOnIPv6() throws {
        let server = try HTTPServer(address: ListenAddress(parsing: "[::1]:0"), handler: Self.echo)
        #expect(server.url == "http://[::1]:\(server.address.port)")
        let client = try #require(RawClient(port: server.address.port, version6: true))
        client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        #expect(client.receive().statusLine == "HTTP/1.1 200 OK")
    }

    @Test func aTakenPortIsSaid() throws {
        let server = try HTTPServer(handler: Self.echo)
        #expect(
            throws: ServerError.listening(address: server.address.description, errno: 98)
        ) { try HTTPServer(address: server.address, handler: Self.echo) }
        #expect(
            ServerError.listening(address: "127.0.0.1:80", errno: 98).description
                == "cannot listen on 127.0.0.1:80: Address already in use; another program listens there: "
                + "choose another port, or 0 for any free one")
    }

    @Test func headerNamesCompareWithoutCase() throws {
        let server = try HTTPServer { request in
            .text(200, "\(request.headers["x-a"] ?? "-") \(request.headers.values("X-A").count)")
        }
        let answer = RawClient.exchange(
            port: server.address.port,
            "GET / HTTP/1.1\r\nHost: x\r\nX-a:  1 \r\nx-A: 2\r\nConnection: close\r\n\r\n")
        #expect(answer.httpBody == "1 2")
    }

    @Test func headReceivesNoBody() throws {
        let server = try HTTPServer(handler: Self.echo)
        let answer = RawClient.exchange(
            port: server.address.port, "HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        #expect(answer.statusLine == "HTTP/1.1 200 OK")
        #expect(answer.httpBody == "")
    }

    @Test func chunkedBodiesArriveWhole() throws {
        let server = try HTTPServer { .text(200, String(decoding: $0.body.bytes, as: UTF8.self)) }
        let answer = RawClient.exchange(
            port: server.address.port,
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
        #expect(answer.httpBody == "abcde")
    }

    @Test func aHandlersOwnDateStays() throws {
        let server = try HTTPServer { _ in
            .text(200, "", headers: ["Date": "Sun, 06 Nov 1994 08:49:37 GMT", "Content-Length": "7"])
        }
        let answer = RawClient.exchange(
            port: server.address.port, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        #expect(
            answer.split(separator: "\r\n").filter { $0.hasPrefix("Date:") } == ["Date: Sun, 06 Nov 1994 08:49:37 GMT"])
        #expect(answer.contains("Content-Length: 0\r\n"))
    }

    @Test func stopEndsDelaysAndClosesThePort() throws {
        let waiting = Mutex(false)
        let server = try HTTPServer { _ in
            waiting.withLock { $0 = true }
            var response = ServerResponse.text(200, "late")
            response.delay = .seconds(600)
            return response
        }
        let client = try #require(RawClient(port: server.address.port))
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        while !waiting.withLock({ $0 }) { _ = 0 }
        let start = ContinuousClock.now
        server.stop()
        #expect(start.duration(to: .now) < .seconds(5))
        #expect(client.receive() == "")
        #expect(RawClient(port: server.address.port) == nil)
        server.stop()
    }

    @Test func aSilentClientIsLetGo() throws {
        var limits = HTTPServer.Limits()
        limits.idleSeconds = 1
        let server = try HTTPServer(limits: limits, handler: Self.echo)
        let client = try #require(RawClient(port: server.address.port))
        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab")
        let start = ContinuousClock.now
        #expect(!client.receive().contains("200 OK"))
        #expect(start.duration(to: .now) < .seconds(10))
    }

    @Test func aTricklingClientIsLetGo() throws {
        var limits = HTTPServer.Limits()
        limits.receiving = .milliseconds(100)
        let server = try HTTPServer(limits: limits, handler: Self.echo)
        let client = try #require(RawClient(port: server.address.port))
        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n")
        var sent = 0
        while sent < 1_000_000, client.send("a") {
            sent += 1
            usleep(1000)
        }
        #expect(sent < 1_000_000)
    }

    @Test func connectionsOverTheLimitAreClosed() throws {
        var limits = HTTPServer.Limits()
        limits.connections = 1
        let server = try HTTPServer(limits: limits, handler: Self.echo)
        let first = try #require(RawClient(port: server.address.port))
        first.send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(first.receive(until: "in memory").contains("200 OK"))
        #expect(
            RawClient.exchange(port: server.address.port, "GET /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                == "")
        first.send("GET /3 HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(first.receive(until: "in memory").contains("200 OK"))
    }
}
