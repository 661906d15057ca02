import CCurl
import Glibc
import Text

/// One request on one handle, and what its callbacks collect; lives on one thread, for one run.
final class CurlExchange {
    let request: HTTPRequest
    let address: CurlAddress
    let trusted: TrustedCertificates
    private let isCancelled: @Sendable () -> Bool
    private let receive: ((UnsafeRawBufferPointer) -> Bool)?

    private var response = HTTPResponse(status: 0)
    private var headerBytes = 0
    private var headersAreWhole = false
    private var bodyBytes = 0
    private var stop: HTTPTransportError.Kind?

    /// All header lines of one answer together, in bytes.
    private static let largestHeaders = 256 << 10

    init(
        _ request: HTTPRequest, address: CurlAddress, trusted: TrustedCertificates,
        isCancelled: @escaping @Sendable () -> Bool,
        receive: ((UnsafeRawBufferPointer) -> Bool)?
    ) {
        self.request = request
        self.address = address
        self.trusted = trusted
        self.isCancelled = isCancelled
        self.receive = receive
    }

    /// Sends the request and returns the answer.
    func run(on handle: CurlHandle, userAgent: String) throws(HTTPTransportError) -> HTTPResponse {
        var errorText = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
        let headers = try CurlHeaders(request, origin: address.origin, curl: handle.curl)
        var form: CurlForm?
        bound(handle)
        secure(handle)
        handle.set(CURLOPT_USERAGENT, text: userAgent)
        handle.set(CURLOPT_CURLU, pointer: UnsafeMutableRawPointer(address.pointer))
        handle.set(CURLOPT_HTTPHEADER, pointer: headers.list)
        switch request.body {
        case .none:
            if request.method == .post || request.method == .put { handle.set(CURLOPT_COPYPOSTFIELDS, text: "") }
        case .bytes(let bytes) where bytes.isEmpty:
            handle.set(CURLOPT_COPYPOSTFIELDS, text: "")
        case .bytes(let bytes):
            handle.set(CURLOPT_POSTFIELDSIZE_LARGE, offset: Int64(bytes.count))
            bytes.withUnsafeBytes { bytes in
                handle.set(CURLOPT_COPYPOSTFIELDS, pointer: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
            }
        case .multipart(let parts):
            // Fewer, larger writes than the default of 64 KiB: about 0.15 s of CPU time for 500 MB.
            handle.set(CURLOPT_UPLOAD_BUFFERSIZE, 512 << 10)
            let made = try CurlForm(parts, handle: handle, origin: address.origin)
            handle.set(CURLOPT_MIMEPOST, pointer: UnsafeMutableRawPointer(made.pointer))
            form = made
        }
        handle.set(CURLOPT_CUSTOMREQUEST, text: request.method.rawValue)
        if request.connectsOnly { handle.set(CURLOPT_CONNECT_ONLY, true) }
        listen(handle)

        let code = errorText.withUnsafeMutableBufferPointer { buffer in
            handle.set(CURLOPT_ERRORBUFFER, pointer: buffer.baseAddress)
            let code = withExtendedLifetime((self, headers, form)) { handle.curl.curl_easy_perform(handle.pointer) }
            handle.set(CURLOPT_ERRORBUFFER, pointer: nil)
            return code
        }
        response.status = handle.get(CURLINFO_RESPONSE_CODE)
        if code == CURLE_OK, request.connectsOnly { return HTTPResponse(status: 0) }
        if code == CURLE_OK {
            // libcurl 7.88.1 takes headers that end with the connection for a whole answer without a body.
            guard headersAreWhole else {
                throw HTTPTransportError(
                    .cutShort, origin: address.origin, detail: "its headers have no end", requestMayHaveArrived: true)
            }
            return response
        }
        let detail = errorText.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { String(cString: $0) } ?? ""
        }
        let kind =
            stop ?? form?.failure.map { _ in .couldNotReadFile } ?? refusalOfProxy(handle)
            ?? HTTPTransportError.Kind(code)
        throw HTTPTransportError(
            kind, origin: address.origin, detail: explanation(kind, libcurl: detail, file: form?.failure),
            requestMayHaveArrived: hasSentRequest(handle))
    }

    /// What a proxy answered that did not open the way to the server; nil when none was asked, or it opened it.
    private func refusalOfProxy(_ handle: CurlHandle) -> HTTPTransportError.Kind? {
        let status = handle.get(CURLINFO_HTTP_CONNECTCODE)
        guard status != 0, !(200..<300).contains(status) else { return nil }
        // The connection is the proxy's; its name in the environment may carry a password.
        let place = handle.text(CURLINFO_PRIMARY_IP).map { $0.contains(":") ? "[\($0)]" : $0 } ?? "?"
        return .proxyRefused(status: status, address: "\(place):\(handle.get(CURLINFO_PRIMARY_PORT))")
    }

    /// Whether the server may have seen any of the request.
    ///
    /// What libcurl counts as sent holds the CONNECT to a proxy too. To an `https` server nothing is said before the
    /// handshake is done, and only a connection that was there before has none.
    private func hasSentRequest(_ handle: CurlHandle) -> Bool {
        guard handle.get(CURLINFO_REQUEST_SIZE) > 0, refusalOfProxy(handle) == nil else { return false }
        return address.isPlain || handle.get(CURLINFO_NUM_CONNECTS) == 0
            || handle.offset(CURLINFO_APPCONNECT_TIME_T) > 0
    }

    private func explanation(_ kind: HTTPTransportError.Kind, libcurl: String, file: String?) -> String {
        switch kind {
        case .tooLarge: "more than \(request.largestBody) bytes"
        case .couldNotReadFile: file ?? libcurl
        case .cancelled, .stoppedByReceiver, .proxyRefused, .addressRefused: ""
        case .couldNotResolve, .couldNotConnect, .timedOut, .tls, .untrusted, .cutShort, .badURL, .badHeader,
            .plainHTTPRefused, .mailRefused, .noStartTLS, .noLibrary, .other:
            libcurl
        }
    }
}

extension CurlExchange {
    private func listen(_ handle: CurlHandle) {
        let this = Unmanaged.passUnretained(self).toOpaque()
        handle.set(CURLOPT_HEADERDATA, pointer: this)
        _ = ccurl_set_receiver(handle.curl, handle.pointer, CURLOPT_HEADERFUNCTION) { bytes, size, count, this in
            CurlExchange.from(this).takeHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        handle.set(CURLOPT_WRITEDATA, pointer: this)
        _ = ccurl_set_receiver(handle.curl, handle.pointer, CURLOPT_WRITEFUNCTION) { bytes, size, count, this in
            CurlExchange.from(this).takeBody(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        handle.set(CURLOPT_OPENSOCKETDATA, pointer: this)
        _ = ccurl_set_socket_opener(handle.curl, handle.pointer) { this, _, address in
            address.map { CurlExchange.from(this).openSocket($0) } ?? CURL_SOCKET_BAD
        }
        handle.set(CURLOPT_NOPROGRESS, false)
        handle.set(CURLOPT_XFERINFODATA, pointer: this)
        _ = ccurl_set_progress(handle.curl, handle.pointer) { this, _, _, total, sent in
            CurlExchange.from(this).takeProgress(sent: Int64(sent), total: Int64(total))
        }
    }

    /// Opens the socket of a connection, unless it would go where the request must not.
    private func openSocket(_ address: UnsafePointer<curl_sockaddr>) -> curl_socket_t {
        if request.refusesLinkLocal, let refused = AddressGuard.refusal(of: address) {
            stop = .addressRefused(refused)
            return CURL_SOCKET_BAD
        }
        let flags = Int32(SOCK_CLOEXEC.rawValue)
        return socket(address.pointee.family, address.pointee.socktype | flags, address.pointee.protocol)
    }

    private static func from(_ pointer: UnsafeMutableRawPointer?) -> CurlExchange {
        guard let pointer else { preconditionFailure("libcurl lost the pointer it was given") }
        return Unmanaged<CurlExchange>.fromOpaque(pointer).takeUnretainedValue()
    }

    /// Any return but the count ends the exchange.
    private func takeHeader(_ bytes: UnsafeRawBufferPointer) -> Int {
        headerBytes += bytes.count
        guard headerBytes <= Self.largestHeaders else { return stopping(.tooLarge) }
        let line = String(decoding: bytes, as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            // The headers before belong to an interim answer, such as 100.
            response.headers = []
            headersAreWhole = false
            let words = line.split(separator: " ")
            response.status = words.count > 1 ? Int(words[1].prefix(3)) ?? 0 : 0
        } else if let colon = line.unicodeScalars.firstIndex(of: ":") {
            let value = String(line.unicodeScalars[line.unicodeScalars.index(after: colon)...])
            response.headers.append(HTTPHeader(String(line[..<colon]).trimmed, value.trimmed))
        }
        if line == "\r\n" || line == "\n" { headersAreWhole = true }
        return bytes.count
    }

    private func takeBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        bodyBytes += bytes.count
        guard bodyBytes <= request.largestBody else { return stopping(.tooLarge) }
        if let receive, response.isSuccess {
            return receive(bytes) ? bytes.count : stopping(.stoppedByReceiver)
        }
        response.body.append(contentsOf: bytes)
        return bytes.count
    }

    private func takeProgress(sent: Int64, total: Int64) -> Int32 {
        if total > 0 { request.progress?(sent, total) }
        guard isCancelled() else { return 0 }
        stop = .cancelled
        return 1
    }

    private func stopping(_ kind: HTTPTransportError.Kind) -> Int {
        stop = kind
        return -1
    }
}
