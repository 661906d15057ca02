import CCurl

/// One easy handle with the connections it keeps.
///
/// Unchecked Sendable: it belongs to whoever took it out of the transport's list of idle handles, which is one thread at a
/// time, and nobody keeps a reference after putting it back.
final class CurlHandle: @unchecked Sendable {
    let pointer: UnsafeMutableRawPointer
    let curl: ccurl_library

    init(of curl: ccurl_library) throws(HTTPTransportError) {
        guard let pointer = curl.curl_easy_init() else {
            throw HTTPTransportError(.other(code: 2), detail: "libcurl could not be initialized")
        }
        self.pointer = pointer
        self.curl = curl
    }

    deinit { curl.curl_easy_cleanup(pointer) }

    /// Forgets every option; connections, the DNS cache and TLS sessions stay.
    func reset() { curl.curl_easy_reset(pointer) }

    // Options are set with constants and values of the right type, so these calls fail only without memory; a failed
    // one shows in the exchange itself.

    func set(_ option: CURLoption, _ value: Int) { _ = ccurl_set_long(curl, pointer, option, value) }

    func set(_ option: CURLoption, _ value: Bool) { _ = ccurl_set_long(curl, pointer, option, value ? 1 : 0) }

    func set(_ option: CURLoption, offset: Int64) { _ = ccurl_set_offset(curl, pointer, option, curl_off_t(offset)) }

    func set(_ option: CURLoption, text: String) { _ = ccurl_set_text(curl, pointer, option, text) }

    func set(_ option: CURLoption, pointer value: UnsafeMutableRawPointer?) {
        _ = ccurl_set_pointer(curl, pointer, option, value)
    }

    func get(_ info: CURLINFO) -> Int {
        var value = 0
        return ccurl_get_long(curl, pointer, info, &value) == CURLE_OK ? value : 0
    }

    func offset(_ info: CURLINFO) -> Int64 {
        var value: curl_off_t = 0
        return ccurl_get_offset(curl, pointer, info, &value) == CURLE_OK ? Int64(value) : 0
    }

    func text(_ info: CURLINFO) -> String? {
        var value: UnsafeMutablePointer<CChar>?
        guard ccurl_get_text(curl, pointer, info, &value) == CURLE_OK, let value else { return nil }
        return String(cString: value)
    }
}
