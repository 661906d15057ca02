internal import ConfigurationText
internal import Text

extension WebSettings {
    /// The host of ``listen``, without the brackets of an IPv6 address.
    var host: Substring {
        let host = listen.prefix(upTo: listen.lastIndex(of: ":") ?? listen.endIndex)
        return host.hasPrefix("[") && host.hasSuffix("]") ? host.dropFirst().dropLast() : host
    }

    /// Whether only this machine reaches it.
    package var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

    /// Whether it is every address of the machine.
    package var isWildcard: Bool { host == "0.0.0.0" || host.allSatisfy { $0 == ":" || $0 == "0" } }
}

extension ValueKind<String> {
    /// A numeric host and a port: `127.0.0.1:8484`, `[::1]:8484`.
    static let listenAddress = ValueKind(
        read: { (value) throws(ValueError) in
            let text = value.text
            let hint = "write 127.0.0.1:8484 or [::1]:8484"
            guard let colon = text.lastIndex(of: ":"), UInt16(text[text.index(after: colon)...]) != nil else {
                throw ValueError("not an address with a port", got: text, hint)
            }
            let host = text[..<colon]
            let isBracketed = host.hasPrefix("[") && host.hasSuffix("]") && host.contains(":")
            let parts = host.split(separator: ".", omittingEmptySubsequences: false)
            let isNumeric = parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
            guard isBracketed || isNumeric || host == "localhost" else {
                throw ValueError("not a numeric address", got: text, hint)
            }
            return text
        },
        write: { $0 })
}

extension ValueKind<HTTPAddress> {
    /// Where pages are: an address without a query.
    static let pageAddress = ValueKind(
        read: { (value) throws(ValueError) in
            let address = try HTTPAddress(value.text)
            guard !address.text.contains("?") else {
                throw ValueError("has a query", got: value.text, "leave out the ? and what follows it")
            }
            return address
        },
        write: \.text)
}
