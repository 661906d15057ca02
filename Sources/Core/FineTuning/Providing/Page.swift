/// One page of a listing: what could not be read is counted, the rest stands.
public struct Page<Item: Sendable>: Sendable {
    /// In the server's order: newest first.
    public var items: [Item]
    /// Items without id, object, status or created_at, or of a wrong shape.
    public var skipped: Int
    /// Missing in some replies.
    public var hasMore: Bool?
    /// What to ask `after` for the next page: the id of the last element that has one.
    public var lastID: String?
    /// The server's clock.
    public var serverDate: UnixTime?
    /// How many items were asked for.
    public var asked: Int
    /// The answer as it came, byte by byte, with the items that could not be read; empty where nobody kept it.
    public var received: [UInt8]

    /// Describes a page.
    public init(
        items: [Item], skipped: Int = 0, hasMore: Bool? = nil, lastID: String? = nil, serverDate: UnixTime? = nil,
        asked: Int = 100, received: [UInt8] = []
    ) {
        self.items = items
        self.skipped = skipped
        self.hasMore = hasMore
        self.lastID = lastID
        self.serverDate = serverDate
        self.asked = asked
        self.received = received
    }

    /// Whether the listing ends here, by the rule of ``ListingWalk``.
    ///
    /// It does with an empty page, one shorter than asked without `has_more: true`, one that says `has_more: false`, one
    /// that repeats its last id, and one that has no id to go on from.
    ///
    /// - Parameter after: the id that this page was asked for.
    public func isLast(after: String?) -> Bool {
        let count = items.count + skipped
        return count == 0 || hasMore == false || (count < asked && hasMore != true) || lastID == nil || lastID == after
    }
}

extension Page: Equatable where Item: Equatable {}
