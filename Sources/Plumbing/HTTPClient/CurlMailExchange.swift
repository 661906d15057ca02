import CCurl
import Glibc

/// One message on one handle; lives on one thread, for one run.
///
/// `smtp` is spoken with STARTTLS, and refused where the server does not offer it; to this machine it is spoken plainly,
/// since a mail server's certificate is seldom made for `localhost`.
final class CurlMailExchange {
    private let mail: MailRequest
    private let address: CurlAddress
    private let trusted: TrustedCertificates
    private let isCancelled: @Sendable () -> Bool
    private var sent = 0
    private var wasCancelled = false

    init(
        _ mail: MailRequest, address: CurlAddress, trusted: TrustedCertificates,
        isCancelled: @escaping @Sendable () -> Bool
    ) {
        self.mail = mail
        self.address = address
        self.trusted = trusted
        self.isCancelled = isCancelled
    }

    /// Sends the message and returns the server's last reply code.
    func run(on handle: CurlHandle) throws(HTTPTransportError) -> Int {
        var recipients: UnsafeMutablePointer<curl_slist>?
        defer { handle.curl.curl_slist_free_all(recipients) }
        for recipient in mail.recipients {
            if let longer = handle.curl.curl_slist_append(recipients, recipient) { recipients = longer }
        }
        setOptions(of: handle, recipients)
        var errorText = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
        let code = errorText.withUnsafeMutableBufferPointer { buffer in
            handle.set(CURLOPT_ERRORBUFFER, pointer: buffer.baseAddress)
            let code = withExtendedLifetime(self) { handle.curl.curl_easy_perform(handle.pointer) }
            handle.set(CURLOPT_ERRORBUFFER, pointer: nil)
            return code
        }
        let reply = handle.get(CURLINFO_RESPONSE_CODE)
        if code == CURLE_OK { return reply }
        let detail = errorText.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        let kind = wasCancelled ? .cancelled : Self.kind(code, reply: reply)
        throw HTTPTransportError(
            kind, origin: address.origin, detail: detail, requestMayHaveArrived: sent > 0)
    }

    private func setOptions(of handle: CurlHandle, _ recipients: UnsafeMutablePointer<curl_slist>?) {
        handle.set(CURLOPT_NOSIGNAL, true)
        handle.set(CURLOPT_QUICK_EXIT, true)
        handle.set(CURLOPT_CURLU, pointer: UnsafeMutableRawPointer(address.pointer))
        handle.set(CURLOPT_PROTOCOLS_STR, text: "smtp,smtps")
        handle.set(CURLOPT_CONNECTTIMEOUT_MS, mail.connectTimeout.boundInMilliseconds)
        handle.set(CURLOPT_TIMEOUT_MS, mail.timeout.boundInMilliseconds)
        handle.set(CURLOPT_SSL_VERIFYPEER, 1)
        handle.set(CURLOPT_SSL_VERIFYHOST, 2)
        handle.set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        if let file = trusted.file { handle.set(CURLOPT_CAINFO, text: file) }
        if let directory = trusted.directory { handle.set(CURLOPT_CAPATH, text: directory) }
        if address.isLoopback { handle.set(CURLOPT_NOPROXY, text: "*") }
        let needsStartTLS = address.isPlain && !address.isLoopback
        handle.set(CURLOPT_USE_SSL, needsStartTLS ? Int(CURLUSESSL_ALL.rawValue) : Int(CURLUSESSL_NONE.rawValue))
        if let login = mail.login {
            handle.set(CURLOPT_USERNAME, text: login.user)
            handle.set(CURLOPT_PASSWORD, text: login.password)
        }
        _ = ccurl_set_socket_setup(handle.curl, handle.pointer) { _, socket, _ in
            fcntl(socket, F_SETFD, FD_CLOEXEC) == -1 ? CURL_SOCKOPT_ERROR : CURL_SOCKOPT_OK
        }
        let this = Unmanaged.passUnretained(self).toOpaque()
        handle.set(CURLOPT_NOPROGRESS, false)
        handle.set(CURLOPT_XFERINFODATA, pointer: this)
        _ = ccurl_set_progress(handle.curl, handle.pointer) { this, _, _, _, _ in CurlMailExchange.from(this).look() }
        if mail.connectsOnly { return handle.set(CURLOPT_CONNECT_ONLY, true) }
        handle.set(CURLOPT_MAIL_FROM, text: mail.sender)
        handle.set(CURLOPT_MAIL_RCPT, pointer: recipients)
        handle.set(CURLOPT_UPLOAD, true)
        handle.set(CURLOPT_INFILESIZE_LARGE, offset: Int64(mail.message.count))
        handle.set(CURLOPT_READDATA, pointer: this)
        _ = ccurl_set_receiver(handle.curl, handle.pointer, CURLOPT_READFUNCTION) { buffer, size, count, this in
            CurlMailExchange.from(this).read(into: UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
        }
    }

    /// What a code means here; the server's reply decides where there is one.
    private static func kind(_ code: CURLcode, reply: Int) -> HTTPTransportError.Kind {
        switch code {
        case CURLE_USE_SSL_FAILED: .noStartTLS
        case CURLE_LOGIN_DENIED: .mailRefused(code: reply)
        case CURLE_SEND_ERROR where reply >= 400, CURLE_WEIRD_SERVER_REPLY where reply >= 400,
            CURLE_RECV_ERROR where reply >= 400, CURLE_REMOTE_ACCESS_DENIED where reply >= 400:
            .mailRefused(code: reply)
        default: HTTPTransportError.Kind(code)
        }
    }

    private static func from(_ pointer: UnsafeMutableRawPointer?) -> CurlMailExchange {
        guard let pointer else { preconditionFailure("libcurl lost the pointer it was given") }
        return Unmanaged<CurlMailExchange>.fromOpaque(pointer).takeUnretainedValue()
    }

    private func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let next = mail.message[sent...].prefix(buffer.count)
        buffer.copyBytes(from: next)
        sent += next.count
        return next.count
    }

    private func look() -> Int32 {
        guard isCancelled() else { return 0 }
        wasCancelled = true
        return 1
    }
}
