/// What a fault is for: `POST /fine_tuning/jobs`, `GET /v1/files/*`, `* /**`.
///
/// The method may be `*`. In the path `*` stands for any characters but a slash and `**` for any at all; what every
/// path of the server begins with, such as `/v1`, may be left out. The query is not looked at.
struct PathGlob: Equatable {
    let method: String
    let path: String

    /// Reads `METHOD /path`; nil for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 2, parts[1].hasPrefix("/") else { return nil }
        method = String(parts[0])
        path = String(parts[1])
    }

    var text: String { "\(method) \(path)" }

    /// Whether a request is meant.
    func matches(method: String, path: String, below leading: [String] = ["/v1"]) -> Bool {
        guard self.method == "*" || self.method == method else { return false }
        let pattern = Array(self.path.utf8)[...]
        if Self.matches(pattern, Array(path.utf8)[...]) { return true }
        return leading.contains { start in
            path.hasPrefix(start + "/") && Self.matches(pattern, Array(path.utf8.dropFirst(start.utf8.count))[...])
        }
    }

    /// Remembers the last star of each kind instead of recursing, so that many stars cost no more than a square.
    private static func matches(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
        var rest = pattern
        var place = text.startIndex
        var single: (rest: ArraySlice<UInt8>, place: Int)?
        var double: (rest: ArraySlice<UInt8>, place: Int)?
        while place < text.endIndex || !rest.isEmpty {
            if rest.starts(with: "**".utf8) {
                rest = rest.dropFirst(2)
                (single, double) = (nil, (rest, place))
            } else if rest.first == UInt8(ascii: "*") {
                rest = rest.dropFirst()
                single = (rest, place)
            } else if place < text.endIndex, rest.first == text[place] {
                rest = rest.dropFirst()
                place += 1
            } else if let star = single, star.place < text.endIndex, text[star.place] != UInt8(ascii: "/") {
                single = (star.rest, star.place + 1)
                (rest, place) = (star.rest, star.place + 1)
            } else if let star = double, star.place < text.endIndex {
                (single, double) = (nil, (star.rest, star.place + 1))
                (rest, place) = (star.rest, star.place + 1)
            } else {
                return false
            }
        }
        return true
    }
}
