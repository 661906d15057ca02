import HTTPServer
import JSONText
import Synchronization

/// A server that receives webhooks and writes them down.
final class WebhookReceiver: Sendable {
    /// One request.
    struct Call: Hashable {
        let id: String
        let signature: String?
        let timestamp: String?
        let headers: [String]
        let body: String
        let time: ContinuousClock.Instant

        var json: JSONValue? { try? JSONValue.parse(Array(body.utf8)) }
        var type: String { json?["type"]?.string ?? "" }
        var job: String { json?["data"]?["id"]?.string ?? "" }
    }

    private let server: HTTPServer
    private let received: Calls

    private final class Calls: Sendable {
        let calls = Mutex<[Call]>([])
    }

    static let anyPort = ListenAddress(host: "127.0.0.1", port: 0)

    /// - Parameters:
    ///   - statuses: the answers to the first calls; later ones get 200.
    ///   - address: where it listens; any port of this machine otherwise.
    convenience init(answering statuses: [Int] = [], at address: ListenAddress = WebhookReceiver.anyPort) throws {
        let left = Statuses(statuses)
        try self.init(at: address) { _ in ServerResponse(status: left.next()) }
    }

    private final class Statuses: Sendable {
        private let statuses: Mutex<[Int]>

        init(_ statuses: [Int]) { self.statuses = Mutex(statuses) }

        func next() -> Int { statuses.withLock { $0.isEmpty ? 200 : $0.removeFirst() } }
    }

    /// - Parameters:
    ///   - address: where it listens; any port of this machine otherwise.
    ///   - answer: what a call gets.
    init(
        at address: ListenAddress = WebhookReceiver.anyPort, _ answer: @escaping @Sendable (Call) -> ServerResponse
    ) throws {
        let received = Calls()
        self.received = received
        server = try HTTPServer(address: address) { request in
            let call = Call(
                id: request.headers["webhook-id"] ?? "", signature: request.headers["webhook-signature"],
                timestamp: request.headers["webhook-timestamp"],
                headers: request.headers.fields.map { "\($0.name): \($0.value)" },
                body: String(decoding: request.body.bytes, as: UTF8.self), time: .now)
            received.calls.withLock { $0.append(call) }
            return answer(call)
        }
    }

    /// A receiver that takes one message in that time, and asks for a second where more come, as chats do.
    static func taking(oneEvery interval: Duration) throws -> WebhookReceiver {
        let last = LastCall()
        return try WebhookReceiver { call in
            guard last.admits(call.time, interval) else {
                return ServerResponse(status: 429, headers: ["Retry-After": "1"])
            }
            return ServerResponse(status: 200)
        }
    }

    private final class LastCall: Sendable {
        private let time = Mutex<ContinuousClock.Instant?>(nil)

        func admits(_ call: ContinuousClock.Instant, _ interval: Duration) -> Bool {
            time.withLock { last in
                if let taken = last, call - taken < interval { return false }
                last = call
                return true
            }
        }
    }

    var url: String { server.url }

    var address: ListenAddress { server.address }

    /// Nobody listens there any more.
    func stop() { server.stop() }

    var calls: [Call] { received.calls.withLock { $0 } }

    /// The lines of a configuration that call it.
    func section(_ name: String, on: String = "all", more: [String] = []) -> [String] {
        ["[hook \"\(name)\"]", "on = \(on)", "webhook = \(url)/hook"] + more
    }
}
