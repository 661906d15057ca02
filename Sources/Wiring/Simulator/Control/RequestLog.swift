import HTTPServer
import JSONText

/// What was received, for tests that count.
struct RequestLog: Sendable {
    private struct Entry {
        let number: Int
        let method: String
        let path: String
        let query: [QueryItem]
        let isAuthorized: Bool
        let userAgent: String?
        /// Nil when nothing was answered.
        var status: Int?
    }

    /// Older entries are forgotten, their counts are not.
    static let greatestEntryCount = 10_000

    private var entries: ArraySlice<Entry> = []
    private var counts: [String: Int] = [:]
    private var total = 0

    /// Adds a request; returns its number, from 1.
    mutating func add(_ request: ServerRequest) -> Int {
        total += 1
        counts["\(request.method) \(request.rawPath)", default: 0] += 1
        entries.append(
            Entry(
                number: total, method: request.method, path: request.rawPath, query: request.query,
                isAuthorized: request.headers["Authorization"] != nil, userAgent: request.headers["User-Agent"]))
        if entries.count > Self.greatestEntryCount { entries.removeFirst() }
        return total
    }

    /// Says how the newest request was answered.
    mutating func answered(_ number: Int, status: Int?) {
        guard let index = entries.indices.last, entries[index].number == number else { return }
        entries[index].status = status
    }

    mutating func clear() { self = RequestLog() }

    /// Oldest first, and the counts by method and path.
    var json: JSONValue {
        .object([
            "object": .string("list"), "total": .integer(total),
            "counts": .object(
                JSONObject(
                    members: counts.sorted { $0.key < $1.key }.map {
                        JSONObject.Member(key: $0.key, value: .integer($0.value))
                    })),
            "data": .array(
                entries.map { entry in
                    .object([
                        "number": .integer(entry.number), "method": .string(entry.method),
                        "path": .string(entry.path),
                        "query": .object(
                            JSONObject(
                                members: entry.query.map { JSONObject.Member(key: $0.name, value: .string($0.value)) })),
                        "authorization": .bool(entry.isAuthorized), "user_agent": .text(entry.userAgent),
                        "status": entry.status.map(JSONValue.integer) ?? .null,
                    ])
                }),
        ])
    }
}
