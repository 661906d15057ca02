/// One received request, its body included.
package struct ServerRequest: Sendable {
    /// As sent, for example `POST`; methods are case-sensitive.
    package var method: String
    /// The path as sent, percent-encoding included, without the query: `/v1/models/ft%3Aa`.
    package var rawPath: String
    /// The parts between the slashes, percent-decoded: `["v1", "models", "ft:a"]`.
    ///
    /// An encoded slash stays inside its segment. Invalid UTF-8 is repaired. No dot segment is resolved.
    package var segments: [String]
    /// The pairs behind the question mark in their order, decoded (`+` is a blank); repeated names are kept.
    package var query: [QueryItem]
    /// The header fields.
    package var headers: ServerHeaders
    /// In memory, or in an unlinked temporary file when it is large.
    package var body: ServerBody

    package init(
        method: String, target: String, headers: ServerHeaders = ServerHeaders(), body: ServerBody = ServerBody()
    ) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.method = method
        rawPath = parts.first.map(String.init) ?? ""
        segments = rawPath.split(separator: "/").map { PercentEncoding.decoded($0) }
        query = parts.count == 2 ? QueryItem.items(of: parts[1]) : []
        self.headers = headers
        self.body = body
    }

    /// The first value of a query item of that name.
    package func queryValue(_ name: String) -> String? { query.first { $0.name == name }?.value }
}

/// One `name=value` of a query.
package struct QueryItem: Sendable, Hashable {
    /// Decoded, for example `metadata[team]`.
    package var name: String
    /// Decoded; empty when there was no equals sign.
    package var value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }

    /// The pairs of a query text such as `limit=2&after=a`.
    static func items(of text: Substring) -> [QueryItem] {
        text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return QueryItem(
                name: PercentEncoding.decoded(parts[0], plusIsBlank: true),
                value: parts.count == 2 ? PercentEncoding.decoded(parts[1], plusIsBlank: true) : "")
        }
    }
}

/// RFC 3986 section 2.1.
enum PercentEncoding {
    /// The text with `%41` as `A`; a percent sign without two hexadecimal digits stays.
    static func decoded(_ text: Substring, plusIsBlank: Bool = false) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return String(text)
        }
        let source = Array(text.utf8)
        var bytes: [UInt8] = []
        var index = 0
        while index < source.count {
            let byte = source[index]
            if byte == UInt8(ascii: "%"), index + 2 < source.count, let high = digit(source[index + 1]),
                let low = digit(source[index + 2])
            {
                bytes.append(high << 4 | low)
                index += 3
            } else {
                bytes.append(plusIsBlank && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init)
    }
}
