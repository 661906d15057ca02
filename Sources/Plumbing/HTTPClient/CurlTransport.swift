import CCurl
import Synchronization

/// Sends requests through libcurl; safe to share between threads, each of which blocks in its own exchange.
///
/// What never changes: certificates are verified, redirects are not followed, only `http` and `https` are spoken, and that
/// as HTTP/1.1; mail goes by `smtp` and `smtps`. The proxy variables of the environment are honoured, except for loopback hosts, and so are those that
/// name certificates to trust. Compressed bodies are asked for and decoded. A body that ends before its
/// `Content-Length` or its last chunk is an error; one that is delimited by the end of the connection cannot be told from a
/// cut one (RFC 9112, section 8), so callers must check what they decode.
package final class CurlTransport: HTTPTransport {
    private let userAgent: String
    private let trusted: TrustedCertificates
    private let isCancelled: @Sendable () -> Bool
    private let idle = Mutex<[CurlHandle]>([])

    /// More handles than this are not kept, however many exchanges ran at once.
    private static let mostIdleHandles = 64

    /// - Parameters:
    ///   - userAgent: The `User-Agent` header, for example `ftd/0.1.0`.
    ///   - trusted: Whose certificates are good where a request does not say.
    ///   - isCancelled: Asked before and at least once a second during an exchange; true ends it.
    package init(
        userAgent: String, trusted: TrustedCertificates = .ofProcess,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.userAgent = userAgent
        self.trusted = trusted
        self.isCancelled = isCancelled
    }

    package func send(_ request: HTTPRequest) throws(HTTPTransportError) -> HTTPResponse {
        try exchange(request, receive: nil)
    }

    package func download(
        _ request: HTTPRequest, receive: (UnsafeRawBufferPointer) -> Bool
    ) throws(HTTPTransportError) -> HTTPResponse {
        // The closure outlives this call only in the type system: libcurl is done with it when it returns.
        let result: Result<HTTPResponse, HTTPTransportError> = withoutActuallyEscaping(receive) { receive in
            do throws(HTTPTransportError) {
                return .success(try exchange(request, receive: receive))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    package func post(_ mail: MailRequest) throws(HTTPTransportError) -> Int {
        let curl = try CurlLibrary.open()
        let address = try CurlAddress(mail.server, schemes: ["smtp", "smtps"], curl: curl)
        guard !isCancelled() else { throw HTTPTransportError(.cancelled, origin: address.origin) }
        // Of its own, so that nothing of a login stays behind.
        let exchange = CurlMailExchange(mail, address: address, trusted: trusted, isCancelled: isCancelled)
        return try exchange.run(on: try CurlHandle(of: curl))
    }

    private func exchange(
        _ request: HTTPRequest, receive: ((UnsafeRawBufferPointer) -> Bool)?
    ) throws(HTTPTransportError) -> HTTPResponse {
        let curl = try CurlLibrary.open()
        let address = try CurlAddress(request.url, curl: curl)
        guard !address.isPlain || address.isLoopback || request.allowPlainHTTP else {
            throw HTTPTransportError(.plainHTTPRefused, origin: address.origin)
        }
        guard !isCancelled() else { throw HTTPTransportError(.cancelled, origin: address.origin) }
        let kept = idle.withLock { $0.popLast() }
        let handle: CurlHandle
        if let kept { handle = kept } else { handle = try CurlHandle(of: curl) }
        defer {
            handle.reset()
            idle.withLock { if $0.count < Self.mostIdleHandles { $0.append(handle) } }
        }
        let exchange = CurlExchange(
            request, address: address, trusted: trusted, isCancelled: isCancelled, receive: receive)
        return try exchange.run(on: handle, userAgent: userAgent)
    }
}
