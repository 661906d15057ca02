import ConfigurationText
import Files
package import Settings
import Text

/// The keys of hooks that post to an address.
package struct WebhookKeys: HookKind {
    /// The address that takes POSTs.
    package var address: HTTPAddress?
    /// The file with the secrets that sign, one a line, the newest first.
    package var secretFile: String?
    /// The file with the token that goes along.
    package var tokenFile: String?
    /// What the request looks like.
    var format = WebhookFormat.standard
    /// The file with the template.
    package var templateFile: String?
    /// What the template makes.
    var media = TemplateMedia.json
    /// Whether addresses of the machine's own link may be posted to.
    package var allowsLinkLocal = false

    package init() {}

    package static let name = "webhook"
    package static let sample = "https://HOST/PATH"
    package static let table = [
        SettingKey(
            name, .safeAddress, \WebhookKeys.address, in: WebhookKeys(), "… or an address that it is posted to …"),
        SettingKey(
            "format", .choice, \WebhookKeys.format, in: WebhookKeys(),
            "What is posted: standard, or a message for slack, discord, teams or ntfy, or what a template makes."),
        SettingKey(
            "template-file", .path, \WebhookKeys.templateFile, in: WebhookKeys(),
            "For format = template: a text with {field} where something of the notice is to stand."),
        SettingKey(
            "content-type", .choice, \WebhookKeys.media, in: WebhookKeys(),
            "What the template makes, by which fields are escaped: "
                + "\(TemplateMedia.allCases.map(\.rawValue).alternatives)."),
        SettingKey(
            "secret-file", .path, \WebhookKeys.secretFile, in: WebhookKeys(),
            "A file with the whsec_… secrets that sign a webhook, one a line, the newest first."),
        SettingKey(
            "token-file", .path, \WebhookKeys.tokenFile, in: WebhookKeys(),
            "A file with a token that is sent as Authorization: Bearer TOKEN."),
        SettingKey(
            "allow-link-local", .boolean, \WebhookKeys.allowsLinkLocal, in: WebhookKeys(),
            "Allow addresses such as 169.254.169.254, behind which clouds keep the machine's keys."),
    ]
    package static let uses = [
        "secret-file": "signs webhooks only", "format": "shapes webhooks only",
        "template-file": "is for webhooks only", "content-type": "is for webhooks only",
        "token-file": "is for webhooks only", "allow-link-local": "is for webhooks only",
    ]

    package var isChosen: Bool { address != nil }
    package var tellsPeople: Bool { format.service != nil }
    // The path of a webhook's address is often its only secret.
    package var target: String { (address?.host ?? "") + (format == .standard ? "" : " (\(format.rawValue))") }

    package func problems(said: Set<String>) -> [(key: String, text: String)] {
        var problems: [(key: String, text: String)] = []
        if format == .template, templateFile == nil {
            problems.append(("format", "a template is wanted and none is named; write template-file = /PATH"))
        }
        if format != .template {
            for key in ["template-file", "content-type"] where said.contains(key) {
                problems.append((key, "is used with format = template only; set that, or take it out"))
            }
        }
        if format == .ntfy, let address, NtfyMessage.topic(of: address.text) == nil {
            problems.append((Self.name, "no topic of ntfy at its end; write https://HOST/TOPIC"))
        }
        return problems
    }

    package func sender(credentials: String?) throws(HookProblem) -> (any HookSender)? {
        guard let address else { return nil }
        func secrets<Secret>(
            _ key: String, _ path: String?, _ name: String,
            _ read: (String) throws(WebhookSecretError) -> [Secret]
        ) throws(HookProblem) -> [Secret] {
            guard let path else { return [] }
            let file = SecretFile(name: name, path: path, credentialsDirectory: credentials)
            do throws(SecretFileError) { return try file.secrets(read) } catch {
                throw HookProblem(key, error.description, mayPass: error.kind == .unavailable)
            }
        }
        return WebhookSender(
            url: address.text, shape: try shape(),
            secrets: try secrets("secret-file", secretFile, "secret file", WebhookSecret.all(in:)),
            token: try secrets("token-file", tokenFile, "token file", BearerToken.all(in:)).first,
            allowsPlainHTTP: !address.isEncrypted, allowsLinkLocal: allowsLinkLocal)
    }

    private func shape() throws(HookProblem) -> WebhookShape {
        if let service = format.service { return .chat(WebhookShape.Chat(service: service)) }
        guard format == .template, let templateFile else { return .standard }
        let template = try TemplateFile(templateFile).template(media)
        return .template(WebhookShape.Template(template: template))
    }
}
