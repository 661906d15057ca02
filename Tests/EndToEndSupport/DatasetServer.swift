import Synchronization
import TestSupport

/// A dataset viewer on loopback, with rows of SciQ's shape that are our own.
final class DatasetServer: Sendable {
    private static let columns = [
        "question", "distractor3", "distractor1", "distractor2", "correct_answer", "support",
    ]

    private let log: RequestLog
    private let server: LoopbackServer

    /// - Parameter held: Offsets of pages whose first request gets no answer.
    init(rows: Int, held: Set<Int> = []) {
        let log = RequestLog(held)
        self.log = log
        server = LoopbackServer { connection in
            while let request = connection.request() {
                let query = Self.query(of: request.line)
                let offset = query["offset"].flatMap { Int($0) } ?? 0
                guard !log.note(request, offset) else { return connection.waitForEnd() }
                if query["dataset"] != "allenai%2Fsciq" {
                    connection.reply(
                        404, headers: ["X-Error-Code: ResponseNotFound"],
                        #"{"error":"The dataset has been renamed. Please use the current dataset name."}"#)
                } else if request.line.hasPrefix("GET /splits?") {
                    connection.reply(
                        200,
                        #"{"splits":[{"dataset":"allenai/sciq","config":"default","split":"train"}],"pending":[],"failed":[]}"#
                    )
                } else {
                    connection.reply(200, headers: ["X-Revision: r1"], Self.page(offset, rows))
                }
            }
        }
    }

    /// Its address.
    var url: String { server.url }
    /// Paths and queries of the requests so far.
    var requests: [String] { log.requests }
    /// Every `Authorization` that came.
    var authorizations: Set<String> { log.authorizations }

    /// What `prepare --preset sciq` makes of the rows.
    static func examples(_ rows: Int) -> String {
        (0..<rows).filter { !$0.isMultiple(of: 10) }.map { number in
            """
            {"messages": [{"role": "system", "content": "Given a science question, provide the correct answer with \
            a detailed explanation."}, {"role": "user", "content": "Question \(number)?"}, \
            {"role": "assistant", "content": "right \(number) Explanation: since \(number)"}]}

            """
        }.joined()
    }

    private static func page(_ offset: Int, _ total: Int) -> String {
        let rows = (offset..<max(offset, min(total, offset + 100))).map { number in
            """
            {"row_idx":\(number),"row":{"question":"Question \(number)?","distractor3":"c","distractor1":"a",\
            "distractor2":"b","correct_answer":"right \(number)",\
            "support":"\(number.isMultiple(of: 10) ? "" : "since \(number)")"},"truncated_cells":[]}
            """
        }
        let features = columns.enumerated().map { place, name in
            "{\"feature_idx\":\(place),\"name\":\"\(name)\",\"type\":{\"dtype\":\"string\",\"_type\":\"Value\"}}"
        }
        return "{\"features\":[\(features.joined(separator: ","))],\"rows\":[\(rows.joined(separator: ","))],"
            + "\"num_rows_total\":\(total),\"num_rows_per_page\":100,\"partial\":false}"
    }

    private static func query(of line: String) -> [String: String] {
        let target = line.split(separator: " ").dropFirst().first ?? ""
        var query: [String: String] = [:]
        for pair in target.drop(while: { $0 != "?" }).dropFirst().split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { query[String(parts[0])] = String(parts[1]) }
        }
        return query
    }
}

private final class RequestLog: Sendable {
    private struct State {
        var requests: [String] = []
        var authorizations: Set<String> = []
        var held: Set<Int>
    }

    private let state: Mutex<State>

    init(_ held: Set<Int>) { state = Mutex(State(held: held)) }

    var requests: [String] { state.withLock { $0.requests } }
    var authorizations: Set<String> { state.withLock { $0.authorizations } }

    /// Whether this request is to be held.
    func note(_ request: LoopbackRequest, _ offset: Int) -> Bool {
        state.withLock { state in
            state.requests.append(String(request.line.split(separator: " ").dropFirst().first ?? ""))
            if let authorization = request["authorization"] { state.authorizations.insert(authorization) }
            return request.line.hasPrefix("GET /rows?") && state.held.remove(offset) != nil
        }
    }
}
