import HTTPClient
import Synchronization
import TestSupport
import Testing

@Suite struct CurlTransportTests {
    let transport = CurlTransport(userAgent: "ftd-tests/1")

    @Test func answersComeWholeWithTheirHeaders() throws {
        let server = LoopbackServer { connection in
            while let request = connection.request() {
                connection.reply(
                    418, headers: ["X-Request-ID: req_1", "Set-Cookie: a=1", "set-cookie:  b=2 ", "X-Empty:"],
                    request.line)
            }
        }
        let response = try transport.send(HTTPRequest(url: "\(server.url)/v1/files?limit=2"))
        #expect(response.status == 418)
        #expect(!response.isSuccess)
        #expect(response[header: "x-request-id"] == "req_1")
        #expect(response.values(of: "SET-COOKIE") == ["a=1", "b=2"])
        #expect(response[header: "x-empty"] == "")
        #expect(String(decoding: response.body, as: UTF8.self) == "GET /v1/files?limit=2 HTTP/1.1")
    }

    @Test(
        arguments: [
            (HTTPMethod.get, HTTPBody.none, nil, 0), (.post, .none, "0", 0), (.put, .none, "0", 0),
            (.delete, .none, nil, 0),
            (.post, .bytes([]), "0", 0), (.post, .bytes(Array("{\"a\":\u{1}}".utf8)), "7", 7),
            (.put, .bytes([0, 255]), "2", 2),
        ] as [(HTTPMethod, HTTPBody, String?, Int)])
    func methodsAndBodiesArriveAsTheyAre(_ method: HTTPMethod, _ body: HTTPBody, _ length: String?, _ count: Int) throws
    {
        let seen = Mutex<LoopbackRequest?>(nil)
        let server = LoopbackServer { connection in
            while let request = connection.request() {
                seen.withLock { $0 = request }
                connection.reply()
            }
        }
        let headers = [HTTPHeader("Authorization", "Bearer sk-1"), HTTPHeader("X-Empty", "")]
        _ = try transport.send(HTTPRequest(method: method, url: "\(server.url)/x", headers: headers, body: body))
        let request = try #require(seen.withLock { $0 })
        #expect(request.line == "\(method.rawValue) /x HTTP/1.1")
        #expect(request["user-agent"] == "ftd-tests/1")
        #expect(request["authorization"] == "Bearer sk-1")
        #expect(request["x-empty"] == "")
        #expect(request["content-length"] == length)
        #expect(request["content-type"] == nil)
        #expect(request["expect"] == nil)
        #expect(request.bodyCount == count)
        if case .bytes(let bytes) = body { #expect(request.body == bytes) }
    }

    @Test func connectionsAreKept() throws {
        let server = LoopbackServer { connection in
            while connection.request() != nil { connection.reply() }
        }
        for _ in 0..<5 { _ = try transport.send(HTTPRequest(url: server.url)) }
        #expect(server.connectionCount == 1)
    }

    @Test func aFreshConnectionIsNeitherTakenNorLeftBehind() throws {
        let server = LoopbackServer { connection in
            while connection.request() != nil { connection.reply() }
        }
        _ = try transport.send(HTTPRequest(url: server.url))
        _ = try transport.send(HTTPRequest(url: server.url, freshConnection: true))
        _ = try transport.send(HTTPRequest(url: server.url, freshConnection: true))
        _ = try transport.send(HTTPRequest(url: server.url))
        #expect(server.connectionCount == 3)
    }

    /// libcurl 7.88.1 sent a POST a second time when the kept connection closed unanswered: two jobs.
    @Test func aPostOnAFreshConnectionIsNotRepeated() throws {
        let posts = Mutex(0)
        let server = LoopbackServer { connection in
            while let request = connection.request() {
                if request.line.hasPrefix("POST") {
                    posts.withLock { $0 += 1 }
                    return
                }
                connection.reply()
            }
        }
        _ = try transport.send(HTTPRequest(url: server.url))
        let error = #expect(throws: HTTPTransportError.self) {
            try transport.send(
                HTTPRequest(method: .post, url: server.url, body: .bytes(Array("{}".utf8)), freshConnection: true))
        }
        #expect(error?.kind == .cutShort)
        #expect(error?.requestMayHaveArrived == true)
        #expect(posts.withLock { $0 } == 1)
    }

    @Test func interimAnswersAreNotTheAnswer() throws {
        let server = LoopbackServer { connection in
            while connection.request() != nil {
                connection.write("HTTP/1.1 100 Continue\r\nX-Interim: yes\r\n\r\n")
                connection.reply(201, headers: ["X-Final: yes"], "ok")
            }
        }
        let response = try transport.send(HTTPRequest(method: .post, url: server.url, body: .bytes([1])))
        #expect(response.status == 201)
        #expect(response[header: "x-interim"] == nil)
        #expect(response[header: "x-final"] == "yes")
    }

    @Test func chunkedBodiesArriveWithoutTheirChunks() throws {
        let server = LoopbackServer { connection in
            _ = connection.request()
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
        }
        #expect(try transport.send(HTTPRequest(url: server.url)).body == Array("abcde".utf8))
    }

    @Test func aDownloadGoesToItsReceiver() throws {
        let server = LoopbackServer { connection in
            while let request = connection.request() {
                let found = request.line.contains("/found")
                connection.reply(found ? 200 : 404, found ? String(repeating: "a", count: 100_000) : "nothing here")
            }
        }
        var count = 0
        let response = try transport.download(HTTPRequest(url: "\(server.url)/found")) { bytes in
            count += bytes.count
            return true
        }
        #expect(response.status == 200)
        #expect(response.body == [])
        #expect(count == 100_000)

        let missing = try transport.download(HTTPRequest(url: "\(server.url)/lost")) { _ in
            Issue.record("an error's body is not the file")
            return true
        }
        #expect(missing.status == 404)
        #expect(missing.body == Array("nothing here".utf8))

        let error = #expect(throws: HTTPTransportError.self) {
            try transport.download(HTTPRequest(url: "\(server.url)/found")) { _ in false }
        }
        #expect(error?.kind == .stoppedByReceiver)
        #expect(error?.description == "the download from \(server.url) was stopped by its receiver")
    }

    @Test func manyThreadsMayShareATransport() async throws {
        let server = LoopbackServer { connection in
            while let request = connection.request() { connection.reply(200, request.line) }
        }
        let transport = transport
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<50 {
                group.addTask {
                    let response = try transport.send(HTTPRequest(url: "\(server.url)/\(number)"))
                    return response.body == Array("GET /\(number) HTTP/1.1".utf8)
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }
}
