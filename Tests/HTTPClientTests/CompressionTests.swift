import HTTPClient
import TestSupport
import Testing
import Text

@Suite struct CompressionTests {
    private static let text = #"{"object":"list"}"#
    private static let gzip = "H4sIAAAAAAACA6tWyk/KSk0uUbJSysksLlGqBQDsWcrpEQAAAA=="
    private static let deflate = "eNqrVspPykpNLlGyUsrJLC5RqgUANY4F7g=="
    /// 300,000 zeros in 325 bytes.
    private static let bomb =
        "H4sIAAAAAAACA+3BAQ0AAADCoPdPbQ8HF" + String(repeating: "A", count: 387) + "/Bj74rL24JMEAA=="

    private static func server(_ encoded: String, coding: String) throws -> LoopbackServer {
        let bytes = try #require(Base64.decode(encoded))
        return LoopbackServer { connection in
            guard let request = connection.request() else { return }
            let asked = request["accept-encoding"] ?? "nothing"
            connection.write(
                "HTTP/1.1 200 OK\r\nContent-Encoding: \(coding)\r\nContent-Length: \(bytes.count)\r\nAsked: \(asked)\r\n\r\n"
            )
            connection.write(bytes)
        }
    }

    /// A compressed body was taken for what it says, and so for no JSON.
    @Test(arguments: [(gzip, "gzip"), (deflate, "deflate")])
    func aCompressedAnswerIsDecodedAskedForOrNot(encoded: String, coding: String) throws {
        let server = try Self.server(encoded, coding: coding)
        let response = try CurlTransport(userAgent: "ftd-tests/1").send(HTTPRequest(url: server.url))
        #expect(response.body == Array(Self.text.utf8))
        #expect(response[header: "asked"] == "gzip")
    }

    @Test func theBoundCountsWhatIsDecoded() throws {
        let server = try Self.server(Self.bomb, coding: "gzip")
        let error = #expect(throws: HTTPTransportError.self) {
            try CurlTransport(userAgent: "ftd-tests/1").send(HTTPRequest(url: server.url, largestBody: 100_000))
        }
        #expect(error?.kind == .tooLarge)
    }
}
