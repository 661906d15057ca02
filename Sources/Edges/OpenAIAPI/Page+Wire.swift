import FineTuning
import HTTPClient
import JSONText

extension Page {
    /// Reads a list object item by item; nil when it has no `data` array.
    ///
    /// - Parameter received: the list's bytes, as they came.
    init?(
        _ list: ReceivedList, received: [UInt8], response: HTTPResponse, asked: Int,
        item: (JSONValue, _ raw: String) -> Item?
    ) {
        guard let data = list.data else { return nil }
        let items = data.compactMap { item($0.value, $0.raw) }
        self.init(
            items: items, skipped: data.count - items.count, hasMore: list.hasMore,
            lastID: data.lazy.compactMap { $0.value["id"]?.string }.last ?? list.lastID,
            serverDate: response.date.map(UnixTime.init(seconds:)), asked: asked, received: received)
    }
}
