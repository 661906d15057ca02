import JSONText
import Text

/// A message for ntfy (ntfy, "Publish as JSON"): plain text, 4,096 bytes at most, posted to the server's root with the topic
/// in it.
enum NtfyMessage {
    static func json(_ message: NoticeMessage, topic: String) -> JSONValue {
        let text = message.plainText(withTitle: false).cut(toBytes: 4000)
        var object: JSONObject = [
            "topic": .string(topic), "title": .string(message.title.cut(toBytes: 250)),
            "message": .string(text.isEmpty ? message.title : text), "tags": .array([.string(tag(message.tone))]),
            "priority": .integer(message.tone == .bad ? 4 : 3),
        ]
        if let link = message.link { object["click"] = .string(link) }
        return .object(object)
    }

    /// `alerts` in `https://ntfy.sh/alerts`; nil where the address has no such end.
    static func topic(of address: String) -> String? {
        let path = address.prefix { $0 != "?" }.dropFirst(origin(of: address).count)
        let parts = path.split(separator: "/")
        guard parts.count == 1, let topic = parts.first,
            topic.utf8.count <= 64,
            topic.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) })
        else { return nil }
        return String(topic)
    }

    /// `https://ntfy.sh/`.
    static func endpoint(of address: String) -> String { origin(of: address) + "/" }

    private static func origin(of address: String) -> String {
        let scheme = address.prefix { $0 != ":" }
        return scheme + "://" + address.dropFirst(scheme.count + 3).prefix { $0 != "/" && $0 != "?" }
    }

    /// Names of emoji, which ntfy shows before the title.
    private static func tag(_ tone: NoticeMessage.Tone) -> String {
        switch tone {
        case .good: "white_check_mark"
        case .bad: "x"
        case .warning: "warning"
        case .neutral: "information_source"
        }
    }
}
