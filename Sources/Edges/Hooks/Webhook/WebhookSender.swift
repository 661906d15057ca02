import Digest
package import FineTuning
import HTTPClient
import Text

/// Posts a notice: any 2xx is success, whatever its body says; 410 means gone; everything else is tried again, redirects
/// too.
package struct WebhookSender: HookSender {
    private let url: String
    private let shape: WebhookShape
    private let secrets: [WebhookSecret]
    private let token: BearerToken?
    private let allowsPlainHTTP: Bool
    private let allowsLinkLocal: Bool

    /// A sender for one address.
    ///
    /// - Parameters:
    ///   - url: absolute; its path and query may be secrets, so it is never logged.
    ///   - shape: what is made of a stored body.
    ///   - secrets: all of them sign, the newest first; empty for no signature.
    ///   - token: sent as `Authorization: Bearer`; nil for none.
    ///   - allowsPlainHTTP: allows `http` to other machines.
    ///   - allowsLinkLocal: allows addresses of the machine's own link, behind which clouds keep keys.
    package init(
        url: String, shape: WebhookShape = .standard, secrets: [WebhookSecret] = [], token: BearerToken? = nil,
        allowsPlainHTTP: Bool = false, allowsLinkLocal: Bool = false
    ) {
        self.url = url
        self.shape = shape
        self.secrets = secrets
        self.token = token
        self.allowsPlainHTTP = allowsPlainHTTP
        self.allowsLinkLocal = allowsLinkLocal
    }

    package func content(of body: [UInt8]) -> HookContent { shape.content(of: body, to: url) }

    package func problem(reaching attempt: HookAttempt.Terms) -> HookProblem? {
        var request = request(attempt)
        request.method = .get
        request.connectsOnly = true
        do throws(HTTPTransportError) { _ = try attempt.transport.send(request) } catch {
            return HookProblem(WebhookKeys.name, error.description, mayPass: true)
        }
        return nil
    }

    package func send(
        _ delivery: Delivery, _ attempt: HookAttempt.Terms, isCancelled: () -> Bool
    ) -> HookAttempt.Result {
        let content = content(of: delivery.body)
        var request = request(attempt)
        request.body = .bytes(content.bytes)
        request.headers = [
            HTTPHeader("Content-Type", content.mediaType),
            HTTPHeader("webhook-id", delivery.notice.rawValue),
            HTTPHeader("webhook-timestamp", "\(attempt.time.seconds)"),
        ]
        if let token { request.headers.append(HTTPHeader("Authorization", "Bearer \(token.text)")) }
        if !secrets.isEmpty {
            do {
                let signature = try WebhookSignature.header(
                    id: delivery.notice, time: attempt.time, body: content.bytes, secrets: secrets)
                request.headers.append(HTTPHeader("webhook-signature", signature))
            } catch {
                return HookAttempt.Result(.receiverTrouble(reason: error.description, retryAfter: nil))
            }
        }
        do {
            let answer = WebhookAnswer(try attempt.transport.send(request), secrets: url + " " + (token?.text ?? ""))
            return HookAttempt.Result(answer.outcome)
        } catch {
            guard error.kind != .cancelled else { return HookAttempt.Result(.interrupted) }
            return HookAttempt.Result(Self.outcome(of: error))
        }
    }

    private func request(_ attempt: HookAttempt.Terms) -> HTTPRequest {
        var request = HTTPRequest(
            method: .post, url: shape.endpoint(url), timeout: attempt.timeout,
            connectTimeout: min(attempt.timeout, .seconds(10)), largestBody: 1 << 20, allowPlainHTTP: allowsPlainHTTP)
        request.refusesLinkLocal = !allowsLinkLocal
        return request
    }

    /// Without an answer nothing is known about the notice, but that the answer to it was too long.
    private static func outcome(of error: HTTPTransportError) -> DeliveryOutcome {
        error.kind == .tooLarge
            ? .refused(reason: error.description, retryAfter: nil)
            : .receiverTrouble(reason: error.description, retryAfter: nil)
    }
}
