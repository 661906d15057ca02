package import FineTuning
import HTTPClient
import JSONText

/// One page of a listing, read item by item: what cannot be read is counted, the rest stands.
package struct Page<Item: Sendable>: Sendable {
    /// In the server's order: newest first.
    package var items: [Item]
    /// Items without id, object, status or created_at, or of a wrong shape.
    package var skipped: Int
    /// Missing in some replies.
    package var hasMore: Bool?
    /// What to ask `after` for the next page: the id of the last element that has one.
    package var lastID: String?
    /// The server's clock.
    package var serverDate: UnixTime?
    /// How many items were asked for.
    package var asked: Int

    package init(
        items: [Item], skipped: Int = 0, hasMore: Bool? = nil, lastID: String? = nil, serverDate: UnixTime? = nil,
        asked: Int = 100
    ) {
        self.items = items
        self.skipped = skipped
        self.hasMore = hasMore
        self.lastID = lastID
        self.serverDate = serverDate
        self.asked = asked
    }

    /// Whether the listing ends here, by the rule of the core's `ListingWalk`.
    ///
    /// It does with an empty page, one shorter than asked without `has_more: true`, one that says `has_more: false`, one
    /// that repeats its last id, and one that has no id to go on from.
    ///
    /// - Parameter after: The id that this page was asked for.
    package func isLast(after: String?) -> Bool {
        let count = items.count + skipped
        return count == 0 || hasMore == false || (count < asked && hasMore != true) || lastID == nil || lastID == after
    }

    /// Reads a list object; nil when it has no `data` array.
    init?(_ list: JSONValue, response: HTTPResponse, asked: Int, item: (JSONValue) -> Item?) {
        guard let data = list["data"]?.array else { return nil }
        items = data.compactMap(item)
        skipped = data.count - items.count
        hasMore = list["has_more"]?.bool
        lastID = data.lazy.compactMap { $0["id"]?.string }.last ?? list["last_id"]?.string
        serverDate = response.date.map(UnixTime.init(seconds:))
        self.asked = asked
    }
}
