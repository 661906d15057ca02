import CCurl

/// The header lines of a request as libcurl's list.
final class CurlHeaders {
    private(set) var list: UnsafeMutablePointer<curl_slist>?
    private let curl: ccurl_library

    init(_ request: HTTPRequest, origin: String, curl: ccurl_library) throws(HTTPTransportError) {
        self.curl = curl
        for header in request.headers {
            guard Self.isToken(header.name), Self.isValue(header.value) else {
                curl.curl_slist_free_all(list)
                list = nil
                throw HTTPTransportError(.badHeader, origin: origin)
            }
            // To libcurl "Name:" takes a header away and "Name;" sends it empty.
            append(header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)")
        }
        // Waiting for "100 Continue" costs a second with servers that do not know it.
        append("Expect:")
        // libcurl's own would say that any body is a form.
        if !request.body.isMultipart, !request.headers.contains(where: { $0.name.lowercased() == "content-type" }) {
            append("Content-Type:")
        }
    }

    deinit { curl.curl_slist_free_all(list) }

    private func append(_ line: String) {
        if let longer = curl.curl_slist_append(list, line) { list = longer }
    }

    /// RFC 9110, section 5.6.2.
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch Unicode.Scalar(byte) {
                case "a"..."z", "A"..."Z", "0"..."9", "!", "#", "$", "%", "&", "'", "*", "+", "-", ".", "^", "_", "`",
                    "|",
                    "~":
                    true
                default: false
                }
            }
    }

    /// No control character but the tab: a line break would begin another header.
    private static func isValue(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }
}
