/// Where the ends of jobs are told, and the key that signs them.
package struct Webhook: Sendable {
    let url: String
    let signer: WebhookSigner

    /// Nil for a secret that is none.
    package init?(url: String, secret: String) {
        guard let signer = WebhookSigner(secret) else { return nil }
        self.url = url
        self.signer = signer
    }
}
