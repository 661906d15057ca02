/// Sends requests; the one thing a test replaces.
package protocol HTTPTransport: Sendable {
    /// Sends one request and waits for the whole answer.
    ///
    /// Any status is an answer, 3xx too: redirects are not followed.
    ///
    /// - Throws: `HTTPTransportError` when there was no whole answer within the request's bounds.
    func send(_ request: HTTPRequest) throws(HTTPTransportError) -> HTTPResponse

    /// Sends one request and hands over the body of a 2xx answer piece by piece; the response's body is empty then.
    ///
    /// The bodies of other answers are kept as ``send(_:)`` does.
    ///
    /// - Parameter receive: Takes the next bytes; false ends the exchange.
    /// - Throws: `HTTPTransportError`; of kind `stoppedByReceiver` after a false.
    func download(
        _ request: HTTPRequest, receive: (UnsafeRawBufferPointer) -> Bool
    ) throws(HTTPTransportError) -> HTTPResponse

    /// Hands a message to a mail server, or only opens the way to it, and waits for its answer.
    ///
    /// - Returns: the server's last reply code, for example 250.
    /// - Throws: `HTTPTransportError`, of kind `mailRefused` with the code where the server did not take it.
    func post(_ mail: MailRequest) throws(HTTPTransportError) -> Int
}

extension HTTPTransport {
    /// Collects first and hands over then: enough for a transport that has the answer in memory.
    package func download(
        _ request: HTTPRequest, receive: (UnsafeRawBufferPointer) -> Bool
    ) throws(HTTPTransportError) -> HTTPResponse {
        var response = try send(request)
        guard response.isSuccess else { return response }
        let taken = response.body.withUnsafeBytes(receive)
        guard taken else { throw HTTPTransportError(.stoppedByReceiver, requestMayHaveArrived: true) }
        response.body = []
        return response
    }

    /// Enough for a transport that carries requests only.
    package func post(_ mail: MailRequest) throws(HTTPTransportError) -> Int {
        throw HTTPTransportError(.badURL, detail: "mail is not carried here")
    }
}
