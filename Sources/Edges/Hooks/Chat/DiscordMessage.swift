import FineTuning
import JSONText
import Text

/// A message for Discord's webhooks: an embed (Discord, "Webhook resource" and "Embed limits": 256 characters of a title,
/// 4,096 of a description, 25 fields of 256 and 1,024, 6,000 in all).
enum DiscordMessage {
    private static let mostFields = 25
    private static let mostInAll = 5800

    static func json(_ message: NoticeMessage) -> JSONValue {
        let title = TextEscapes.markdown(message.title).cut(toUTF16: 250)
        let text = message.text.map { TextEscapes.markdown($0.cut(toUTF16: 1500)).cut(toUTF16: 3000) }
        var room = mostInAll - title.utf16.count - (text?.utf16.count ?? 0)
        var fields: [JSONValue] = []
        for fact in message.facts.prefix(mostFields) {
            let name = TextEscapes.markdown(fact.label).cut(toUTF16: 250)
            let value = fact.value.cut(toUTF16: 400)
            let shown =
                value.isEmpty
                ? "–" : fact.isName ? "`\(TextEscapes.code(value))`" : TextEscapes.markdown(value).cut(toUTF16: 1000)
            room -= name.utf16.count + shown.utf16.count
            guard room >= 0 else { break }
            fields.append(
                .object(["name": .string(name), "value": .string(shown), "inline": .bool(!fact.isName)]))
        }
        var embed: JSONObject = ["title": .string(title), "color": .integer(color(message.tone))]
        if let text { embed["description"] = .string(text) }
        if let link = message.link { embed["url"] = .string(link) }
        if !fields.isEmpty { embed["fields"] = .array(fields) }
        embed["timestamp"] = .string(message.createdAt.iso8601)
        // Nobody is mentioned, whatever the texts say.
        return .object([
            "embeds": .array([.object(embed)]), "allowed_mentions": .object(["parse": .array([])]),
        ])
    }

    private static func color(_ tone: NoticeMessage.Tone) -> Int {
        switch tone {
        case .good: 0x2E_A0_43
        case .bad: 0xD1_24_2F
        case .warning: 0xBF_87_00
        case .neutral: 0x57_60_6A
        }
    }
}

extension UnixTime {
    /// `2025-06-25T14:20:10Z`.
    var iso8601: String { LocalTime(zone: .utc).full(self).replacing(" ", with: "T") + "Z" }
}
