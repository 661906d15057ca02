import JSONText

/// What a webhook's key `format` may say.
enum WebhookFormat: String, CaseIterable, Hashable, Sendable {
    case standard, slack, discord, teams, ntfy, template

    /// The service whose messages these are; nil where nobody's are.
    var service: ChatService? {
        switch self {
        case .standard, .template: nil
        case .slack: .slack
        case .discord: .discord
        case .teams: .teams
        case .ntfy: .ntfy
        }
    }
}

/// How a webhook's request looks.
package enum WebhookShape: Sendable, Hashable {
    /// The stored body itself.
    case standard
    /// A message in a chat service's format.
    case chat(Chat)
    /// What an operator's template makes.
    case template(Template)

    /// A service's messages; its own type, so that the services stay inside.
    package struct Chat: Sendable, Hashable {
        let service: ChatService
    }

    /// A template; its own type, so that its parts stay inside.
    package struct Template: Sendable, Hashable {
        let template: NoticeTemplate
    }

    func content(of body: [UInt8], to address: String) -> HookContent {
        switch self {
        case .standard: return .standard(body)
        case .chat(let chat):
            let message = chat.service.message(NoticeMessage(body), to: address)
            return HookContent(mediaType: "application/json", bytes: JSONWriter.bytes(message))
        case .template(let shape):
            return HookContent(
                mediaType: shape.template.media.headerValue, bytes: shape.template.rendered(body))
        }
    }

    /// Where the request goes.
    func endpoint(_ address: String) -> String {
        switch self {
        case .standard, .template: address
        case .chat(let chat): chat.service.endpoint(address)
        }
    }
}
