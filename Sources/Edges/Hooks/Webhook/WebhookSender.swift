import Digest
package import FineTuning
import HTTPClient
import Text

/// Posts the body: any 2xx is success, whatever its body says; 410 means gone; everything else is tried again, redirects
/// too.
package struct WebhookSender: HookSender {
    private let url: String
    private let secrets: [WebhookSecret]
    private let allowsPlainHTTP: Bool

    /// A sender for one address.
    ///
    /// - Parameters:
    ///   - url: absolute; its path and query may be secrets, so it is never logged.
    ///   - secrets: all of them sign, the newest first; empty for no signature.
    ///   - allowsPlainHTTP: allows `http` to other machines.
    package init(url: String, secrets: [WebhookSecret] = [], allowsPlainHTTP: Bool = false) {
        self.url = url
        self.secrets = secrets
        self.allowsPlainHTTP = allowsPlainHTTP
    }

    package func send(
        _ delivery: Delivery, _ attempt: HookAttempt.Terms, isCancelled: () -> Bool
    ) -> DeliveryOutcome {
        var headers = [
            HTTPHeader("Content-Type", "application/json"),
            HTTPHeader("webhook-id", delivery.notice.rawValue),
            HTTPHeader("webhook-timestamp", "\(attempt.time.seconds)"),
        ]
        if !secrets.isEmpty {
            do {
                let signature = try WebhookSignature.header(
                    id: delivery.notice, time: attempt.time, body: delivery.body, secrets: secrets)
                headers.append(HTTPHeader("webhook-signature", signature))
            } catch {
                return .receiverTrouble(reason: error.description, retryAfter: nil)
            }
        }
        let request = HTTPRequest(
            method: .post, url: url, headers: headers, body: .bytes(delivery.body), timeout: attempt.timeout,
            connectTimeout: min(attempt.timeout, .seconds(10)), largestBody: 1 << 20,
            allowPlainHTTP: allowsPlainHTTP)
        do {
            return Self.outcome(of: try attempt.transport.send(request), url: url)
        } catch {
            guard error.kind != .cancelled else { return .interrupted }
            return Self.outcome(of: error)
        }
    }

    /// Without an answer nothing is known about the notice, but that the answer to it was too long.
    private static func outcome(of error: HTTPTransportError) -> DeliveryOutcome {
        error.kind == .tooLarge
            ? .refused(reason: error.description, retryAfter: nil)
            : .receiverTrouble(reason: error.description, retryAfter: nil)
    }

    private static func outcome(of response: HTTPResponse, url: String) -> DeliveryOutcome {
        let status = response.status
        let answer = "HTTP \(status)"
        switch status {
        case 200..<300: return .delivered(answer)
        case 300..<400:
            return .refused(
                reason: "\(answer): redirects are not followed; give the hook the final address",
                retryAfter: response.retryAfter)
        case 410: return .gone(reason: "\(answer): the receiver is gone for good")
        default:
            let reason = answer + (said(by: response, url: url).map { ": \($0)" } ?? "")
            let wait = response.retryAfter
            // A 503 without a time is what many frameworks answer to a request that they broke at.
            let isOverloaded = [429, 502, 504].contains(status) || status == 503 && wait != nil
            return isOverloaded
                ? .receiverTrouble(reason: reason, retryAfter: wait) : .refused(reason: reason, retryAfter: wait)
        }
    }

    /// The first line of a refusal, where receivers say what they did not like; nil for pages and for echoes.
    ///
    /// Path and query of a webhook are secrets, and some servers repeat them: such a line is not shown.
    private static func said(by response: HTTPResponse, url: String) -> String? {
        let body = response.body.prefix(1024).drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        let line = body.prefix { $0 != 0x0A && $0 != 0x0D }
        guard !line.isEmpty, line.first != UInt8(ascii: "<") else { return nil }
        let text = String(decoding: line, as: UTF8.self)
        let parts = url.drop { $0 != ":" }.dropFirst(3).drop { $0 != "/" && $0 != "?" }
            .split { !$0.isLetter && !$0.isNumber }
        guard !parts.contains(where: { $0.utf8.count >= 6 && text.contains($0) }) else { return nil }
        return text.printable.cut(toBytes: 200)
    }
}
