import HuggingFace
import Synchronization
import TestSupport
import Testing

/// The real transport against sockets of this machine.
@Suite struct HubSocketTests {
    private func dataset(_ url: String) throws -> HuggingFaceDataset {
        var dataset = try HuggingFaceDataset("me/quiz")
        dataset.server.baseURL = url
        dataset.server.token = HuggingFaceToken("hf_CANARY", source: "HF_TOKEN")
        return dataset
    }

    @Test func rowsComeOverAConnection() throws {
        let seen = Mutex<[String?]>([])
        let server = LoopbackServer { connection in
            while let request = connection.request() {
                seen.withLock { $0.append(request["authorization"]) }
                guard request.line.hasPrefix("GET /api/rows?") else {
                    connection.reply(200, HubAnswer.splitsBody(of: "me/quiz"))
                    continue
                }
                connection.reply(
                    200, headers: ["X-Revision: r1"],
                    HubAnswer.page(from: request.line.contains("&offset=100&") ? 100 : 0, total: 120))
            }
        }
        #expect(try prepared(dataset("\(server.url)/api/")) == HubAnswer.examples(0..<120))
        #expect(seen.withLock { $0 } == Array(repeating: "Bearer hf_CANARY", count: 3))
    }

    @Test(arguments: [301, 302, 307, 308])
    func aRedirectIsNotFollowedAndTheTokenStays(status: Int) throws {
        let other = LoopbackServer { $0.reply() }
        let server = LoopbackServer { connection in
            while connection.request() != nil { connection.reply(status, headers: ["Location: \(other.url)/splits"]) }
        }
        #expect(
            try refusal(dataset(server.url))
                == "hf:me/quiz: the server sends us to another address (\(status)), and the request goes nowhere but to "
                + "its own; correct hf.base-url")
        #expect(other.connectionCount == 0)
    }

    @Test func theTokenDoesNotTravelUnencryptedToAnotherMachine() throws {
        let sentence = try refusal(dataset("http://192.0.2.1"))
        #expect(
            sentence
                == "hf:me/quiz: refused to use http://192.0.2.1 without TLS; use https, or allow http for this address")
    }

    @Test func anAnswerThatIsCutIsAskedForAgain() throws {
        let tries = Mutex(0)
        let server = LoopbackServer { connection in
            while let request = connection.request() {
                let body =
                    request.line.hasPrefix("GET /splits")
                    ? HubAnswer.splitsBody(of: "me/quiz") : HubAnswer.page(from: 0, total: 3)
                let isCut = tries.withLock { tries in
                    tries += 1
                    return tries == 2
                }
                guard !isCut else {
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body.prefix(50))")
                    return
                }
                connection.reply(200, body)
            }
        }
        #expect(try prepared(dataset(server.url)) == HubAnswer.examples(0..<3))
        #expect(tries.withLock { $0 } == 3)
    }
}
