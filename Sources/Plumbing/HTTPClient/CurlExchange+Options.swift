import CCurl
import Glibc

extension CurlExchange {
    func bound(_ handle: CurlHandle) {
        handle.set(CURLOPT_NOSIGNAL, true)
        // Without this an exchange that was ended during name resolution waits for the resolver all the same.
        handle.set(CURLOPT_QUICK_EXIT, true)
        handle.set(CURLOPT_CONNECTTIMEOUT_MS, request.connectTimeout.boundInMilliseconds)
        if let timeout = request.timeout { handle.set(CURLOPT_TIMEOUT_MS, timeout.boundInMilliseconds) }
        if let idle = request.idleTimeout {
            handle.set(CURLOPT_LOW_SPEED_LIMIT, 1)
            handle.set(CURLOPT_LOW_SPEED_TIME, max(1, idle.boundInMilliseconds / 1000))
        }
        // Decodes every coding that libcurl knows, asked for or not; what the callbacks get and count is decoded.
        handle.set(CURLOPT_ACCEPT_ENCODING, text: "gzip")
        // In a download both the pieces and a kept error body count against the bound, so it is checked here too.
        handle.set(CURLOPT_MAXFILESIZE_LARGE, offset: Int64(request.largestBody))
        handle.set(CURLOPT_FRESH_CONNECT, request.freshConnection)
        handle.set(CURLOPT_FORBID_REUSE, request.freshConnection)
    }

    func secure(_ handle: CurlHandle) {
        handle.set(CURLOPT_SSL_VERIFYPEER, 1)
        handle.set(CURLOPT_SSL_VERIFYHOST, 2)
        handle.set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        if let file = request.authorities ?? trusted.file { handle.set(CURLOPT_CAINFO, text: file) }
        if request.authorities == nil, let directory = trusted.directory {
            handle.set(CURLOPT_CAPATH, text: directory)
        }
        handle.set(CURLOPT_FOLLOWLOCATION, false)
        handle.set(CURLOPT_PROTOCOLS_STR, text: "http,https")
        handle.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        handle.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, true)
        // libcurl asks the proxy of the environment for loopback hosts, too.
        if address.isLoopback { handle.set(CURLOPT_NOPROXY, text: "*") }
        // Children that hooks start must not inherit connections that carry a key.
        _ = ccurl_set_socket_setup(handle.curl, handle.pointer) { _, socket, _ in
            fcntl(socket, F_SETFD, FD_CLOEXEC) == -1 ? CURL_SOCKOPT_ERROR : CURL_SOCKOPT_OK
        }
    }
}

extension Duration {
    /// Whole milliseconds from 1 to a year: zero would mean "for ever" to libcurl.
    var boundInMilliseconds: Int {
        let year = Duration.seconds(365 * 86_400)
        let bounded = min(max(self, .milliseconds(1)), year)
        return Int(bounded.components.seconds * 1000 + bounded.components.attoseconds / 1_000_000_000_000_000)
    }
}
