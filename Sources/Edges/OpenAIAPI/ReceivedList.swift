import JSONText
import JobJSON

/// A list as a server sent it: each entry's value, and its text beside it, so that no entry is written anew to be kept.
struct ReceivedList {
    /// One entry.
    struct Entry {
        let value: JSONValue
        /// The entry's compact JSON.
        let raw: String

        init(value: JSONValue, raw: String? = nil) {
            self.value = value
            self.raw = raw ?? value.compactText
        }
    }

    /// The entries of `data`; nil where that is no array.
    private(set) var data: [Entry]?
    /// The server's word.
    private(set) var hasMore: Bool?
    /// The server's word.
    private(set) var lastID: String?

    /// A list of entries that did not come as one.
    init(whole data: [Entry]) {
        self.data = data
        hasMore = false
    }

    /// Reads a list object; any other value is a list without `data`.
    ///
    /// A repeated key: the last one counts.
    init(_ bytes: UnsafeRawBufferPointer) throws(JSONSyntaxError) {
        var scanner = JSONScanner(bytes)
        if try scanner.nextKind() == .object {
            try scanner.beginObject()
            while let key = try scanner.nextMember() {
                switch scanner.text(key) {
                case "data": data = try Self.entries(&scanner)
                case "has_more": hasMore = try scanner.tree().bool
                case "last_id": lastID = try scanner.tree().string
                default: _ = try scanner.value()
                }
            }
        } else {
            _ = try scanner.value()
        }
        try scanner.finish()
    }

    private static func entries(_ scanner: inout JSONScanner) throws(JSONSyntaxError) -> [Entry]? {
        guard try scanner.nextKind() == .array else {
            _ = try scanner.value()
            return nil
        }
        var entries: [Entry] = []
        try scanner.beginArray()
        while try scanner.nextElement() {
            scanner.skipBlanks()
            let start = scanner.position
            let value = try scanner.tree()
            entries.append(Entry(value: value, raw: scanner.compactText(start..<scanner.position)))
        }
        return entries
    }
}
