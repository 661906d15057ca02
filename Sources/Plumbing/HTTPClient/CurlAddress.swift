import CCurl

/// A URL as libcurl itself reads it, so that what was checked is what is used.
final class CurlAddress {
    /// For `CURLOPT_CURLU`.
    let pointer: OpaquePointer
    private let curl: ccurl_library
    /// Scheme, host and port.
    let origin: String
    /// Whether the scheme is the first one that is spoken, which has no TLS of its own.
    let isPlain: Bool
    /// Whether the host is this machine: `localhost`, 127.0.0.0/8 or `[::1]`.
    let isLoopback: Bool

    /// - Parameter schemes: those that are spoken.
    init(_ text: String, schemes: [String] = ["http", "https"], curl: ccurl_library) throws(HTTPTransportError) {
        guard let pointer = curl.curl_url() else { throw HTTPTransportError(.other(code: 27), detail: "out of memory") }
        let code =
            text.utf8.contains(0)
            ? CURLUE_MALFORMED_INPUT : curl.curl_url_set(pointer, CURLUPART_URL, text, UInt32(CURLU_DISALLOW_USER))
        let scheme = Self.part(CURLUPART_SCHEME, of: pointer, curl)
        let host = Self.part(CURLUPART_HOST, of: pointer, curl)?.lowercased()
        guard code == CURLUE_OK, let scheme, let host, schemes.contains(scheme), !host.isEmpty else {
            curl.curl_url_cleanup(pointer)
            let cause =
                code == CURLUE_OK
                ? "unsupported scheme" : curl.curl_url_strerror(code).map { String(cString: $0) } ?? ""
            throw HTTPTransportError(.badURL, detail: cause)
        }
        let port = Self.part(CURLUPART_PORT, of: pointer, curl)
        self.pointer = pointer
        self.curl = curl
        origin = "\(scheme)://\(host)" + (port.map { ":\($0)" } ?? "")
        isPlain = scheme == schemes.first
        isLoopback = host == "localhost" || host == "[::1]" || Self.isLoopbackIPv4(host)
    }

    deinit { curl.curl_url_cleanup(pointer) }

    private static func part(_ part: CURLUPart, of pointer: OpaquePointer, _ curl: ccurl_library) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl.curl_url_get(pointer, part, &text, 0) == CURLUE_OK, let text else { return nil }
        defer { curl.curl_free(text) }
        return String(cString: text)
    }

    /// Whether the text is four decimal numbers, the first 127.
    ///
    /// libcurl has rewritten other spellings, such as `127.1`, before.
    private static func isLoopbackIPv4(_ host: String) -> Bool {
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return numbers.count == 4 && !numbers.contains(nil) && numbers[0] == 127
    }
}
