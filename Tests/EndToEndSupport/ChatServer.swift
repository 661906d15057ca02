import JSONText
import Synchronization
import TestSupport

/// A server of chat completions that notes each prompt it got, and answers as a test wants.
final class ChatServer: Sendable {
    /// What is sent for a prompt.
    struct Reply: Sendable {
        var status = 200
        var headers: [String] = []
        let body: String

        /// A chat completion that says a text.
        static func saying(_ text: String, finish: String = "stop") -> Reply {
            let message: JSONObject = ["role": .string("assistant"), "content": .string(text), "refusal": .null]
            let body: JSONObject = [
                "id": .string("chatcmpl-1"), "object": .string("chat.completion"), "created": .integer(1),
                "model": .string("m"),
                "choices": .array([
                    .object(["index": .integer(0), "message": .object(message), "finish_reason": .string(finish)])
                ]),
                "usage": .object(["prompt_tokens": .integer(9), "completion_tokens": .integer(3)]),
            ]
            return Reply(body: JSONWriter.text(.object(body)))
        }

        /// An error in the API's own shape.
        static func error(_ status: Int, _ message: String, headers: [String] = []) -> Reply {
            let body: JSONObject = [
                "error": .object([
                    "message": .string(message), "type": .string("invalid_request_error"), "code": .null,
                ])
            ]
            return Reply(status: status, headers: headers, body: JSONWriter.text(.object(body)))
        }
    }

    private final class Log: Sendable {
        let prompts = Mutex<[String: Int]>([:])
    }

    private let log: Log
    private let server: LoopbackServer

    /// - Parameter reply: gets the last message, and how often it was asked before; nil closes the connection.
    init(_ reply: @escaping @Sendable (_ prompt: String, _ times: Int) -> Reply?) {
        let log = Log()
        self.log = log
        server = LoopbackServer { connection in
            while let request = connection.request() {
                let json = try? JSONValue.parse(request.body)
                let prompt = json?["messages"]?.array?.last?["content"]?.string ?? ""
                let times = log.prompts.withLock { prompts in
                    defer { prompts[prompt, default: 0] += 1 }
                    return prompts[prompt] ?? 0
                }
                guard let answer = reply(prompt, times) else { return }
                let type =
                    answer.headers.contains { $0.hasPrefix("Content-Type") } ? [] : ["Content-Type: application/json"]
                connection.reply(answer.status, headers: type + answer.headers, answer.body)
            }
        }
    }

    /// Ends in `/v1`.
    var baseURL: String { "\(server.url)/v1" }

    /// How often each prompt was asked.
    var prompts: [String: Int] { log.prompts.withLock { $0 } }

    /// Requests in all.
    var count: Int { prompts.values.reduce(0, +) }
}
