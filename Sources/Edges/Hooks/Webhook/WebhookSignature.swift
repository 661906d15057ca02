package import Digest
package import FineTuning
import Text

/// Signing and checking webhooks as Standard Webhooks 1.0 describes, symmetric scheme `v1`.
package enum WebhookSignature {
    /// The value of `webhook-signature`: one `v1,…` for every secret, with a blank between them.
    ///
    /// - Parameters:
    ///   - id: the value of `webhook-id`; it must hold no full stop.
    ///   - time: of this attempt; whole seconds go into `webhook-timestamp`.
    ///   - body: the exact bytes that are sent.
    package static func header(
        id: NoticeID, time: UnixTime, body: [UInt8], secrets: [WebhookSecret]
    ) throws(DigestError) -> String {
        var entries: [String] = []
        for secret in secrets {
            entries.append("v1,\(Base64.encode(try code(id.rawValue, "\(time.seconds)", body, secret)))")
        }
        return entries.joined(separator: " ")
    }

    /// The three headers of a webhook as they arrived; nil where there was none.
    package struct Received: Sendable, Hashable {
        package var id: String?
        package var timestamp: String?
        package var signature: String?

        package init(id: String?, timestamp: String?, signature: String?) {
            self.id = id
            self.timestamp = timestamp
            self.signature = signature
        }
    }

    /// Checks that a body came from a holder of one of the secrets, and not too long ago.
    ///
    /// - Throws: ``WebhookVerificationError`` when it did not, ``DigestError`` when that cannot be computed.
    package static func verify(
        _ body: [UInt8], _ received: Received, secrets: [WebhookSecret], at now: UnixTime,
        tolerance: Duration = .seconds(300)
    ) throws {
        guard let id = received.id else { throw WebhookVerificationError.missing("webhook-id") }
        guard let timestamp = received.timestamp else { throw WebhookVerificationError.missing("webhook-timestamp") }
        guard let signature = received.signature else { throw WebhookVerificationError.missing("webhook-signature") }
        guard let seconds = Int64(timestamp) else { throw WebhookVerificationError.noTimestamp }
        // Whole seconds on both sides, so that the edge does not depend on the milliseconds of our clock.
        let age = UnixTime(seconds: now.seconds) - UnixTime(seconds: seconds)
        guard age <= tolerance else { throw WebhookVerificationError.tooOld }
        guard age >= .zero - tolerance else { throw WebhookVerificationError.tooNew }
        let offered = signature.split(separator: " ").filter { $0.hasPrefix("v1,") }
            .compactMap { Base64.decode(String($0.dropFirst(3))) }
        for secret in secrets {
            let code = try code(id, timestamp, body, secret)
            if offered.contains(where: { ConstantTime.equal($0, code) }) { return }
        }
        throw WebhookVerificationError.noMatch
    }

    private static func code(
        _ id: String, _ timestamp: String, _ body: [UInt8], _ secret: WebhookSecret
    ) throws(DigestError) -> [UInt8] {
        try HMAC.sha256(Array("\(id).\(timestamp).".utf8) + body, key: secret.key)
    }
}

/// Why a webhook is not to be believed.
package enum WebhookVerificationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The header of that name did not come.
    case missing(String)
    /// `webhook-timestamp` is no whole number.
    case noTimestamp
    /// It was sent too long ago.
    case tooOld
    /// Its time has not come yet.
    case tooNew
    /// No signature belongs to a secret of ours.
    case noMatch

    /// What is wrong with the webhook.
    package var description: String {
        switch self {
        case .missing(let header): "the webhook has no \(header) header"
        case .noTimestamp: "the webhook-timestamp header is not a number of seconds"
        case .tooOld: "the webhook is too old: repeated by somebody, or the clocks differ"
        case .tooNew: "the webhook is from the future: the clocks differ"
        case .noMatch: "no signature of the webhook belongs to the secret"
        }
    }
}
