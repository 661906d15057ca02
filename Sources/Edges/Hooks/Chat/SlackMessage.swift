import JSONText

/// A message for Slack's incoming webhooks, in blocks (Slack, "Block Kit reference"): 50 blocks, 150 characters of a header,
/// 3,000 of a section, ten fields of 2,000 each.
enum SlackMessage {
    private static let mostFields = 10

    static func json(_ message: NoticeMessage) -> JSONValue {
        var blocks: [JSONValue] = [
            .object([
                "type": .string("header"), "text": plain("\(mark(message.tone)) \(message.title)".cut(toUTF16: 150)),
            ])
        ]
        if let text = message.text {
            // Plain text: whatever somebody else wrote becomes neither a link nor a mention.
            blocks.append(.object(["type": .string("section"), "text": plain(text.cut(toUTF16: 2900))]))
        }
        var facts = message.facts[...]
        while !facts.isEmpty, blocks.count < 45 {
            let fields = facts.prefix(mostFields).map { field($0) }
            facts = facts.dropFirst(mostFields)
            blocks.append(.object(["type": .string("section"), "fields": .array(fields)]))
        }
        if let link = message.link {
            blocks.append(
                .object([
                    "type": .string("context"),
                    "elements": .array([
                        .object([
                            "type": .string("mrkdwn"), "text": .string("<\(TextEscapes.slack(link))|Open the page>"),
                        ])
                    ]),
                ]))
        }
        // What notifications show, and clients without blocks.
        let fallback = [message.title, message.text].compactMap { $0 }.joined(separator: ": ")
        return .object([
            "text": .string(TextEscapes.slack(fallback.cut(toUTF16: 1000))), "blocks": .array(blocks),
        ])
    }

    private static func mark(_ tone: NoticeMessage.Tone) -> String {
        switch tone {
        case .good: "✅"
        case .bad: "❌"
        case .warning: "⚠️"
        case .neutral: "ℹ️"
        }
    }

    private static func plain(_ text: String) -> JSONValue {
        .object(["type": .string("plain_text"), "text": .string(text), "emoji": .bool(false)])
    }

    /// A code span for names, so that nothing in them is formatted; values of ours have nothing to format.
    private static func field(_ fact: NoticeMessage.Fact) -> JSONValue {
        let label = TextEscapes.slack(fact.label.cut(toUTF16: 150))
        let value = fact.value.cut(toUTF16: 300)
        let shown = fact.isName ? "`\(TextEscapes.slack(TextEscapes.code(value)))`" : TextEscapes.slack(value)
        return .object(["type": .string("mrkdwn"), "text": .string("*\(label)*\n\(shown)")])
    }
}
