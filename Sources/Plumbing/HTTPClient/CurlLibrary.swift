import CCurl

/// libcurl, opened when the first request is made: most runs of `ftctl` make none.
enum CurlLibrary {
    /// The name under which systems keep it, with the version of its binary interface.
    private static let file = "libcurl.so.4"

    // `curl_global_init` is not safe to run twice at once; a static constant runs once.
    private static let opened: Result<ccurl_library, HTTPTransportError> = {
        var library = ccurl_library()
        if let problem = ccurl_open(&library, file) {
            return .failure(HTTPTransportError(.noLibrary, detail: String(cString: problem)))
        }
        guard library.curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK else {
            return .failure(HTTPTransportError(.other(code: 2), detail: "libcurl could not be initialized"))
        }
        return .success(library)
    }()

    /// Its functions.
    ///
    /// - Throws: ``HTTPTransportError/Kind/noLibrary`` where it is not installed.
    static func open() throws(HTTPTransportError) -> ccurl_library { try opened.get() }
}
