/// One HTTP request with everything that bounds it.
package struct HTTPRequest: Sendable {
    /// What to do.
    package var method: HTTPMethod
    /// Absolute, `http` or `https`, without user name or password.
    package var url: String
    /// In the order they are sent.
    package var headers: [HTTPHeader]
    /// What is sent.
    package var body: HTTPBody
    /// Bound of the whole exchange, answer included; nil leaves it to ``idleTimeout`` (long uploads).
    package var timeout: Duration?
    /// Bound of name resolution, connection and TLS handshake together.
    package var connectTimeout: Duration
    /// The exchange fails when less than one byte a second moved for so long; whole seconds, at least one.
    package var idleTimeout: Duration?
    /// Neither use a kept connection nor keep this one.
    ///
    /// libcurl repeats a request by itself, POST too, when a reused connection closes before the first byte of the answer.
    /// Requests that must not happen twice ask for a fresh one.
    package var freshConnection: Bool
    /// The answer may have so many bytes, counted as they are once decompressed; a longer one is an error.
    package var largestBody: Int
    /// Allows `http` to hosts other than loopback.
    package var allowPlainHTTP: Bool
    /// Refuses to connect to link-local addresses and to those of metadata services, whatever name led there.
    package var refusesLinkLocal = false
    /// Ends once there is a trusted connection: nothing is sent, and the answer has status 0.
    package var connectsOnly = false
    /// Certificates of the authorities that are trusted for this request, a PEM file; nil for the transport's own.
    package var authorities: String?
    /// Bytes of the body sent so far and in all; called on the sending thread, several times a second.
    package var progress: (@Sendable (_ sent: Int64, _ total: Int64) -> Void)?

    /// A GET without body unless told otherwise, bounded to 30 s and 8 MiB.
    package init(
        method: HTTPMethod = .get, url: String, headers: [HTTPHeader] = [], body: HTTPBody = .none,
        timeout: Duration? = .seconds(30), connectTimeout: Duration = .seconds(10), idleTimeout: Duration? = nil,
        freshConnection: Bool = false, largestBody: Int = 8 << 20, allowPlainHTTP: Bool = false,
        authorities: String? = nil,
        progress: (@Sendable (_ sent: Int64, _ total: Int64) -> Void)? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.connectTimeout = connectTimeout
        self.idleTimeout = idleTimeout
        self.freshConnection = freshConnection
        self.largestBody = largestBody
        self.allowPlainHTTP = allowPlainHTTP
        self.authorities = authorities
        self.progress = progress
    }
}

/// The methods that the project's servers know.
package enum HTTPMethod: String, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case delete = "DELETE"
}

/// What a request carries.
package enum HTTPBody: Sendable {
    /// Nothing; a POST then says `Content-Length: 0`.
    case none
    /// These bytes; the `Content-Type` is the caller's header.
    case bytes([UInt8])
    /// `multipart/form-data`, streamed: files are read while they are sent and never held in memory.
    case multipart([MultipartPart])

    var isMultipart: Bool {
        if case .multipart = self { true } else { false }
    }
}

/// One part of a `multipart/form-data` body.
package enum MultipartPart: Sendable {
    /// A form field.
    case field(name: String, value: String)
    /// The bytes of a regular file, sent under `filename` with the media type `type`.
    case file(name: String, path: String, filename: String, type: String)
}

/// One header field.
package struct HTTPHeader: Sendable, Hashable {
    /// Compared without regard to case.
    package let name: String
    /// Without blanks around it.
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
