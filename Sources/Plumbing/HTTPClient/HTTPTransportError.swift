/// Why a request got no whole answer.
package struct HTTPTransportError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What went wrong.
    package enum Kind: Sendable, Hashable {
        /// The host's name, or the proxy's, has no address.
        case couldNotResolve
        /// Nobody listens there, or the way is barred.
        case couldNotConnect
        /// A bound of the request was reached.
        case timedOut
        /// The handshake failed, or the file of trusted certificates cannot be used.
        case tls
        /// Nobody who is trusted vouches for the server's certificate.
        case untrusted
        /// A proxy, at an address and port, did not open the way to the server: nothing was sent there.
        case proxyRefused(status: Int, address: String)
        /// The connection ended before the answer did.
        case cutShort
        /// The answer is larger than the request allows.
        case tooLarge
        /// The transport's owner wants to stop.
        case cancelled
        /// Not an absolute `http` or `https` URL, or one with a user name.
        case badURL
        /// A header that would break the request's framing.
        case badHeader
        /// `http` to another machine, and nobody allowed it.
        case plainHTTPRefused
        /// The name leads to an address on the machine's own link, and nobody allowed it.
        case addressRefused(String)
        /// The mail server did not take the message, or the login, with this reply code; 0 where it gave none.
        case mailRefused(code: Int)
        /// The mail server offers no TLS, and the way to it is not this machine.
        case noStartTLS
        /// libcurl is not installed, or not whole.
        case noLibrary
        /// A file of the body is missing, not readable, not regular, or was changed meanwhile.
        case couldNotReadFile
        /// The receiver of a download had enough.
        case stoppedByReceiver
        /// Any other code of libcurl.
        case other(code: Int)
    }

    /// What went wrong.
    package let kind: Kind
    /// Scheme, host and port, for example `https://api.openai.com`; empty when the URL could not be read.
    ///
    /// Never the path or the query: those of webhooks are secrets.
    package let origin: String
    /// The cause in libcurl's or the system's words, printable ASCII; may be empty.
    package let detail: String
    /// Whether the server may have seen the request: false proves that nothing was sent.
    package let requestMayHaveArrived: Bool

    package init(_ kind: Kind, origin: String = "", detail: String = "", requestMayHaveArrived: Bool = false) {
        self.kind = kind
        self.origin = origin
        self.detail = String(
            String.UnicodeScalarView(detail.unicodeScalars.lazy.filter { (0x20..<0x7F).contains($0.value) }.prefix(300))
        )
        self.requestMayHaveArrived = requestMayHaveArrived
    }

    /// A sentence without its full stop, for example `could not connect to http://127.0.0.1:9: Connection refused`.
    package var description: String {
        let place = origin.isEmpty ? "the server" : origin
        let sentence =
            switch kind {
            case .couldNotResolve: "could not resolve the name in \(place)"
            case .couldNotConnect: "could not connect to \(place)"
            case .timedOut: "\(place) did not answer in time"
            case .tls: "could not set up a trusted TLS connection to \(place)"
            case .untrusted: "the certificate of \(place) is not trusted"
            case .proxyRefused(let status, let address):
                "the proxy at \(address) refused: \(status), asked for the way to \(place)"
            case .cutShort: "\(place) closed the connection before its answer was whole"
            case .tooLarge: "the answer of \(place) is larger than allowed"
            case .cancelled: "the request to \(place) was cancelled"
            case .badURL: "not an http or https URL without user name and password"
            case .badHeader: "a header for \(place) has characters that a header cannot carry"
            case .plainHTTPRefused: "refused to use \(place) without TLS; use https, or allow http for this address"
            case .addressRefused(let address):
                "refused to connect to \(place): it is at \(address), a link-local or metadata address"
            case .mailRefused(let code): "\(place) refused the mail" + (code == 0 ? "" : " (\(code))")
            case .noStartTLS: "\(place) offers no STARTTLS, without which anybody on the way could read along"
            case .noLibrary: "libcurl, which requests are sent with, cannot be opened; install it, libcurl4 on Debian"
            case .couldNotReadFile: "could not read the file to send to \(place)"
            case .stoppedByReceiver: "the download from \(place) was stopped by its receiver"
            case .other(let code): "the exchange with \(place) failed (libcurl code \(code))"
            }
        let whole = detail.isEmpty ? sentence : "\(sentence): \(detail)"
        guard kind == .untrusted else { return whole }
        return "\(whole); to trust it, name its authority's certificate, a PEM file, in SSL_CERT_FILE"
    }
}
