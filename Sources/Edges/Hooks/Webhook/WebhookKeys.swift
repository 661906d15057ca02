package import Settings

/// The keys of hooks that post to an address.
package struct WebhookKeys: HookKind {
    /// The address that takes POSTs.
    package var address: HTTPAddress?
    /// The file with the secrets that sign, one a line, the newest first.
    package var secretFile: String?

    package init() {}

    package static let name = "webhook"
    package static let sample = "https://HOST/PATH"
    package static let table = [
        SettingKey(
            name, .safeAddress, \WebhookKeys.address, in: WebhookKeys(), "… or an address that it is posted to."),
        SettingKey(
            "secret-file", .path, \WebhookKeys.secretFile, in: WebhookKeys(),
            "A file with the whsec_… secrets that sign a webhook, one a line, the newest first."),
    ]
    package static let uses = ["secret-file": "signs webhooks only"]

    package var isChosen: Bool { address != nil }
    // The path of a webhook's address is often its only secret.
    package var target: String { address?.host ?? "" }

    package func sender(credentials: String?) throws -> (any HookSender)? {
        guard let address else { return nil }
        let file = secretFile.map { SecretFile(name: "secret file", path: $0, credentialsDirectory: credentials) }
        return WebhookSender(
            url: address.text, secrets: try file?.secrets(WebhookSecret.all(in:)) ?? [],
            allowsPlainHTTP: !address.isEncrypted)
    }
}
