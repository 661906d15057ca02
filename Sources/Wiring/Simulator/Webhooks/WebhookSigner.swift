import Digest
import FineTuning
import Text

/// Signs as Standard Webhooks have it: HMAC-SHA256 over `id.timestamp.body`.
struct WebhookSigner: Sendable {
    /// Bytes of a secret that is drawn.
    private static let length = 32

    private let key: [UInt8]

    /// Reads `whsec_` and base64; nil for anything else.
    init?(_ secret: String) {
        guard secret.hasPrefix("whsec_"), let key = Base64.decode(String(secret.dropFirst(6)), .tolerant), !key.isEmpty
        else { return nil }
        self.key = key
    }

    /// A secret that follows from a seed.
    static func secret(seed: UInt64) -> String {
        var numbers = SeededGenerator(seed: seed ^ 0x5EC2_E700)
        return "whsec_" + Base64.encode((0..<length).map { _ in UInt8(truncatingIfNeeded: numbers.next() >> 24) })
    }

    /// The header `webhook-signature` of one attempt.
    func signature(_ event: WebhookEvent, timestamp: Int64) throws(DigestError) -> String {
        let signed = Array("\(event.deliveryID).\(timestamp).".utf8) + event.body
        return "v1," + Base64.encode(try HMAC.sha256(signed, key: key))
    }
}
