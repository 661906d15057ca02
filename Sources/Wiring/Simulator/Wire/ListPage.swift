import HTTPServer
import JSONText

/// One page of a list that is read with `after` and `limit`.
struct ListPage<Item> {
    let items: [Item]
    let hasMore: Bool

    /// Cuts the page that the query asks for out of all items, which are in the list's order.
    ///
    /// - Throws: `ErrorReply` for a limit out of bounds, and for a cursor that names nothing.
    init(
        of all: [Item], query request: ServerRequest, defaultLimit: Int, limits: ClosedRange<Int>,
        id: (Item) -> String
    ) throws(ErrorReply) {
        let limit = try Self.limit(request, defaultLimit, limits)
        var start = 0
        if let after = request.queryValue("after"), !after.isEmpty {
            guard let index = all.firstIndex(where: { id($0) == after }) else {
                throw .invalid("Invalid 'after' cursor: no item with id '\(after)' in this list.", param: "after")
            }
            start = index + 1
        }
        items = Array(all[start...].prefix(limit))
        hasMore = start + items.count < all.count
    }

    private static func limit(
        _ request: ServerRequest, _ standard: Int, _ limits: ClosedRange<Int>
    ) throws(ErrorReply) -> Int {
        guard let text = request.queryValue("limit") else { return standard }
        guard let limit = Int(text) else {
            throw .invalid("Invalid type for 'limit': expected an integer, but got '\(text)'.", param: "limit")
        }
        guard limits.contains(limit) else {
            throw .invalid(
                "Invalid 'limit': expected a value from \(limits.lowerBound) to \(limits.upperBound), but got \(limit).",
                param: "limit")
        }
        return limit
    }

    /// The reply; `first_id` and `last_id` only where the API has them.
    func json(ids: Bool, _ render: (Item) -> JSONValue) -> JSONValue {
        let data = items.map(render)
        var object: JSONObject = ["object": .string("list"), "data": .array(data), "has_more": .bool(hasMore)]
        if ids {
            object["first_id"] = data.first?["id"] ?? .null
            object["last_id"] = data.last?["id"] ?? .null
        }
        return .object(object)
    }
}
