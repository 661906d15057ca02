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

        var json: JSONValue? { try? JSONValue.parse(Array(body.utf8)) }
        var type: String { json?["type"]?.string ?? "" }
        var job: String { json?["data"]?["id"]?.string ?? "" }
    }

    private final class State: Sendable {
        let calls = Mutex<[Call]>([])
        let statuses: Mutex<[Int]>

        init(_ statuses: [Int]) { self.statuses = Mutex(statuses) }
    }

    private let server: HTTPServer
    private let state: State

    /// - Parameter statuses: the answers to the first calls; later ones get 200.
    init(answering statuses: [Int] = []) throws {
        let state = State(statuses)
        self.state = state
        server = try HTTPServer { request in
            state.calls.withLock { calls in
                calls.append(
                    Call(
                        id: request.headers["webhook-id"] ?? "", signature: request.headers["webhook-signature"],
                        timestamp: request.headers["webhook-timestamp"],
                        headers: request.headers.fields.map { "\($0.name): \($0.value)" },
                        body: String(decoding: request.body.bytes, as: UTF8.self)))
            }
            let status = state.statuses.withLock { $0.isEmpty ? 200 : $0.removeFirst() }
            return ServerResponse(status: status)
        }
    }

    var url: String { server.url }

    var calls: [Call] { state.calls.withLock { $0 } }

    /// The lines of a configuration that call it.
    func section(_ name: String, on: String = "all", more: [String] = []) -> [String] {
        ["[hook \"\(name)\"]", "on = \(on)", "webhook = \(url)/hook"] + more
    }
}
