/// What a handler answers.
///
/// Everything behind ``body`` exists to serve faults, so that clients can be tested against them.
package struct ServerResponse: Sendable {
    /// What follows the header.
    package enum Body: Sendable {
        /// Sent with a `Content-Length`.
        case bytes([UInt8])
        /// Sent with a `Content-Length`, without reading it into memory.
        case stored(ServerBody)
        /// Sent with chunked transfer coding, piece by piece, waiting before each but the first.
        case pieces([[UInt8]], pause: Duration)
    }

    /// How the answer may break.
    package enum Breakage: Sendable, Hashable {
        /// The connection closes without one byte of an answer, the request having been received whole.
        case drop
        /// The header promises the whole body; the connection closes after that many bytes of it.
        case cut(after: Int)
    }

    /// 200 to 599.
    package var status: Int
    /// `Content-Length`, `Connection` and `Transfer-Encoding` are the server's; `Date` only when it is not given.
    package var headers: ServerHeaders
    /// What follows the header.
    package var body: Body
    /// How long nothing is sent; a stopping server ends it early.
    package var delay: Duration
    /// How the answer breaks, if it does.
    package var fault: Breakage?
    /// Whether the connection closes behind the answer.
    package var closes: Bool

    package init(
        status: Int, headers: ServerHeaders = ServerHeaders(), body: Body = .bytes([]), delay: Duration = .zero,
        fault: Breakage? = nil, closes: Bool = false
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.delay = delay
        self.fault = fault
        self.closes = closes
    }

    /// A text with its media type, JSON unless told otherwise.
    package static func text(
        _ status: Int, _ text: String, type: String = "application/json", headers: ServerHeaders = ServerHeaders()
    ) -> ServerResponse {
        var fields = headers
        fields["Content-Type"] = type
        return ServerResponse(status: status, headers: fields, body: .bytes(Array(text.utf8)))
    }

    /// No answer at all: the connection closes behind the request.
    package static var dropped: ServerResponse { ServerResponse(status: 500, fault: .drop) }
}
