import CCurl

extension HTTPTransportError.Kind {
    /// What a code of `curl_easy_perform` means to us.
    init(_ code: CURLcode) {
        self =
            switch code {
            case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT: .badURL
            case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .couldNotResolve
            case CURLE_COULDNT_CONNECT, CURLE_PROXY: .couldNotConnect
            case CURLE_OPERATION_TIMEDOUT: .timedOut
            case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE,
                CURLE_SSL_CERTPROBLEM,
                CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_INVALIDCERTSTATUS:
                .tls
            case CURLE_PEER_FAILED_VERIFICATION: .untrusted
            case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_WEIRD_SERVER_REPLY:
                .cutShort
            case CURLE_FILESIZE_EXCEEDED: .tooLarge
            case CURLE_ABORTED_BY_CALLBACK: .cancelled
            case CURLE_READ_ERROR: .couldNotReadFile
            default: .other(code: Int(code.rawValue))
            }
    }
}
