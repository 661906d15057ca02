package import FineTuning
import HTTPClient

/// Sends a notice by mail; the server's acceptance is success.
package struct MailSender: HookSender {
    private let server: String
    private let sender: String
    private let recipients: [String]
    private let login: MailLogin?

    /// - Parameters:
    ///   - server: `smtp://HOST:PORT` or `smtps://HOST`.
    ///   - sender: the address that the mail is from.
    ///   - recipients: the addresses that get it.
    ///   - login: for the server; nil for none.
    package init(server: String, sender: String, recipients: [String], login: MailLogin? = nil) {
        self.server = server
        self.sender = sender
        self.recipients = recipients
        self.login = login
    }

    package func content(of body: [UInt8]) -> HookContent {
        HookContent(
            mediaType: "message/rfc822",
            bytes: NoticeMail(NoticeMessage(body), sender: sender, recipients: recipients).bytes)
    }

    package func problem(reaching attempt: HookAttempt.Terms) -> HookProblem? {
        var request = request([], attempt)
        request.connectsOnly = true
        do throws(HTTPTransportError) { _ = try attempt.transport.post(request) } catch {
            return HookProblem(MailKeys.name, error.description, mayPass: true)
        }
        return nil
    }

    package func send(
        _ delivery: Delivery, _ attempt: HookAttempt.Terms, isCancelled: () -> Bool
    ) -> HookAttempt.Result {
        let request = request(content(of: delivery.body).bytes, attempt)
        do throws(HTTPTransportError) {
            return HookAttempt.Result(.delivered("SMTP \(try attempt.transport.post(request))"))
        } catch {
            return HookAttempt.Result(Self.outcome(of: error))
        }
    }

    private func request(_ message: [UInt8], _ attempt: HookAttempt.Terms) -> MailRequest {
        MailRequest(
            server: server, sender: sender, recipients: recipients, message: message,
            login: login.map { MailRequest.Login(user: $0.user, password: $0.password) }, timeout: attempt.timeout,
            connectTimeout: min(attempt.timeout, .seconds(10)))
    }

    /// A reply of 5yz is about this mail, as far as it is not about us; one of 4yz says to try again (RFC 5321, section
    /// 4.2.1), and so does silence.
    private static func outcome(of error: HTTPTransportError) -> DeliveryOutcome {
        switch error.kind {
        case .cancelled: .interrupted
        // 530 to 538 are about the login (RFC 4954, section 6).
        case .mailRefused(let code) where code >= 500 && !(530...538).contains(code):
            .refused(reason: error.description, retryAfter: nil)
        case .couldNotResolve, .couldNotConnect, .timedOut, .tls, .untrusted, .proxyRefused, .cutShort, .tooLarge,
            .badURL, .badHeader, .plainHTTPRefused, .addressRefused, .mailRefused, .noStartTLS, .noLibrary,
            .couldNotReadFile,
            .stoppedByReceiver, .other:
            .receiverTrouble(reason: error.description, retryAfter: nil)
        }
    }
}
