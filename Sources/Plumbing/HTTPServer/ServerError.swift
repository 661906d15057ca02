internal import Files
internal import Glibc

/// Why a server could not start or take a body.
package enum ServerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The text is no `host:port`.
    case address(String)
    /// The system refused the socket: the address is taken, not ours, or not allowed.
    case listening(address: String, errno: Int32)
    /// libmicrohttpd did not start.
    case starting(address: String)
    /// No temporary file for a large body.
    case spooling(directory: String, errno: Int32)

    /// What the server could not do, why, and what to do about it.
    package var description: String {
        switch self {
        case .address(let text):
            "not an address to listen on: \"\(text)\"; write 127.0.0.1:8080, [::1]:8080 or localhost:0"
        case .listening(let address, let code):
            "cannot listen on \(address): \(systemMessage(code))\(Self.hint(code))"
        case .starting(let address):
            "cannot serve on \(address): the HTTP server did not start; are threads and file descriptors left?"
        case .spooling(let directory, let code):
            "cannot keep a large request body in \(directory): \(systemMessage(code)); "
                + "set TMPDIR to a directory with space"
        }
    }

    private static func hint(_ code: Int32) -> String {
        switch code {
        case EADDRINUSE: "; another program listens there: choose another port, or 0 for any free one"
        case EACCES: "; ports below 1024 need a privilege: choose a higher one"
        case EADDRNOTAVAIL: "; this machine has no such address"
        default: ""
        }
    }
}
