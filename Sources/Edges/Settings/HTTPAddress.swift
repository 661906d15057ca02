package import ConfigurationText
internal import FineTuning
internal import Text

/// An absolute `http` or `https` address without user, password and fragment.
package struct HTTPAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address, without a slash at its end.
    package let text: String
    /// The host in lower case, without the brackets of an IPv6 address.
    package let host: String
    /// Whether the scheme is `https`.
    package let isEncrypted: Bool

    /// OpenAI's own server.
    package static let openAI = HTTPAddress(
        text: StandardServer.baseURL, host: "api.openai.com", isEncrypted: true)

    /// Where OpenAI publishes rank files (tiktoken 0.14.0, `openai_public.py`).
    package static let publishedEncodings = HTTPAddress(
        text: "https://openaipublic.blob.core.windows.net/encodings", host: "openaipublic.blob.core.windows.net",
        isEncrypted: true)

    /// Hugging Face's dataset viewer.
    package static let datasetViewer = HTTPAddress(
        text: "https://datasets-server.huggingface.co", host: "datasets-server.huggingface.co", isEncrypted: true)

    /// The address.
    package var description: String { text }

    /// Whether the host is this machine: `localhost`, `127.x.x.x` or `::1`.
    package var isLoopback: Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { UInt8($0) != nil && $0.allSatisfy(\.isNumber) }
    }

    private init(text: String, host: String, isEncrypted: Bool) {
        self.text = text
        self.host = host
        self.isEncrypted = isEncrypted
    }

    /// Reads an address; throws what is wrong with it, as the end of a sentence.
    package init(_ text: String) throws(ValueError) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw ValueError("not an address", got: text, "blanks and other letters must be percent-encoded")
        }
        let scheme = text.prefix { $0 != ":" }.lowercased()
        guard scheme == "https" || scheme == "http", text.dropFirst(scheme.count).hasPrefix("://") else {
            throw ValueError("not an address", got: text, "write https://HOST/PATH")
        }
        let rest = text.dropFirst(scheme.count + 3)
        let authority = rest.prefix { !"/?#".contains($0) }
        guard !authority.contains("@") else {
            // Whatever stands before the @ may be a password: it is not repeated.
            throw ValueError("has a user name or password in the address; secrets belong in files")
        }
        guard !rest.contains("#") else {
            throw ValueError("not an address", got: text, "leave out the # and what follows it")
        }
        guard let (host, port) = Self.split(authority), Self.isHost(host), Self.isPort(port) else {
            throw ValueError("not an address", got: text, "the host or its port is wrong")
        }
        self.text = rest.hasSuffix("/") && !rest.contains("?") ? text.withoutSlashesAtEnd : text
        self.host = host.lowercased()
        isEncrypted = scheme == "https"
    }

    private static func split(_ authority: Substring) -> (host: Substring, port: Substring?)? {
        let name: Substring
        var rest: Substring
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            name = authority[..<end].dropFirst()
            guard name.contains(":"), name.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else { return nil }
            rest = authority[end...].dropFirst()
        } else {
            name = authority.prefix { $0 != ":" }
            rest = authority.dropFirst(name.count)
        }
        if rest.isEmpty { return (name, nil) }
        guard rest.removeFirst() == ":" else { return nil }
        return (name, rest)
    }

    private static func isHost(_ host: Substring) -> Bool {
        !host.isEmpty && host.utf8.count <= 253
            && host.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._:".contains($0)) }
    }

    private static func isPort(_ port: Substring?) -> Bool {
        guard let port else { return true }
        return port.allSatisfy(\.isNumber) && (1...65_535).contains(Int(port) ?? 0)
    }
}
