import FineTuning
import Hooks
import Settings

extension Hook {
    /// A hook as it is configured; reads the secrets that sign its webhooks.
    ///
    /// - Parameter credentials: the service manager's directory, in which secret files may be readable for a group.
    init(_ settings: HookSettings, credentials: String?) throws {
        let kind: HookTarget.Kind
        switch settings.kind {
        case .run(let arguments): kind = .program(arguments)
        case .webhook(let address):
            let file = settings.secretFile.map {
                SecretFile(name: "secret file", path: $0, credentialsDirectory: credentials)
            }
            let secrets = try file?.secrets(WebhookSecret.all(in:)) ?? []
            kind = .webhook(
                HookTarget.Webhook(url: address.text, secrets: secrets, allowsPlainHTTP: !address.isEncrypted))
        }
        self.init(
            name: settings.name,
            interest: settings.interest,
            schedule: RetrySchedule(delays: settings.retry),
            target: HookTarget(name: settings.name, kind: kind, timeout: settings.timeout))
    }
}
