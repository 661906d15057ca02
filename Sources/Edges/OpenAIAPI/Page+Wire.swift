import FineTuning
import HTTPClient
import JSONText

extension Page {
    /// Reads a list object item by item; nil when it has no `data` array.
    ///
    /// - Parameter received: the list's bytes, as they came.
    init?(_ list: JSONValue, received: [UInt8], response: HTTPResponse, asked: Int, item: (JSONValue) -> Item?) {
        guard let data = list["data"]?.array else { return nil }
        let items = data.compactMap(item)
        self.init(
            items: items, skipped: data.count - items.count, hasMore: list["has_more"]?.bool,
            lastID: data.lazy.compactMap { $0["id"]?.string }.last ?? list["last_id"]?.string,
            serverDate: response.date.map(UnixTime.init(seconds:)), asked: asked, received: received)
    }
}
