import JSONText

/// The services whose own message format a webhook can have.
enum ChatService: Hashable, Sendable {
    case slack, discord, teams, ntfy

    /// The message as the service takes it.
    ///
    /// - Parameter address: the hook's; ntfy wants the topic in the message.
    func message(_ message: NoticeMessage, to address: String) -> JSONValue {
        switch self {
        case .slack: SlackMessage.json(message)
        case .discord: DiscordMessage.json(message)
        case .teams: TeamsMessage.json(message)
        case .ntfy: NtfyMessage.json(message, topic: NtfyMessage.topic(of: address) ?? "")
        }
    }

    /// Where the message goes.
    func endpoint(_ address: String) -> String {
        switch self {
        case .slack, .discord, .teams: address
        case .ntfy: NtfyMessage.endpoint(of: address)
        }
    }
}

extension String {
    /// At most that many characters as the services count them, in UTF-16; `…` marks what was cut.
    func cut(toUTF16 limit: Int) -> String {
        guard utf16.count > limit else { return self }
        var kept = String.UnicodeScalarView()
        var count = 1
        for scalar in unicodeScalars {
            count += UTF16.width(scalar)
            guard count <= limit else { break }
            kept.append(scalar)
        }
        return String(kept) + "…"
    }
}
