import JSONText

/// A message for Microsoft Teams' webhooks (Workflows): an Adaptive Card of version 1.4 in an attachment, 28 kB at most.
///
/// All text is in text runs, which know no Markdown (Adaptive Cards, "TextRun").
enum TeamsMessage {
    private static let mostFacts = 40

    static func json(_ message: NoticeMessage) -> JSONValue {
        var body: [JSONValue] = [
            block([
                run(
                    message.title.cut(toUTF16: 300),
                    [
                        "weight": .string("Bolder"), "size": .string("Large"), "color": .string(color(message.tone)),
                    ])
            ])
        ]
        if let text = message.text { body.append(block([run(text.cut(toUTF16: 4000))])) }
        for fact in message.facts.prefix(mostFacts) {
            let style: JSONObject = fact.isName ? ["fontType": .string("Monospace")] : [:]
            body.append(
                block([
                    run("\(fact.label.cut(toUTF16: 150))  ", ["weight": .string("Bolder")]),
                    run(fact.value.isEmpty ? "–" : fact.value.cut(toUTF16: 300), style),
                ]))
        }
        var card: JSONObject = [
            "$schema": .string("http://adaptivecards.io/schemas/adaptive-card.json"), "type": .string("AdaptiveCard"),
            "version": .string("1.4"), "body": .array(body),
        ]
        if let link = message.link {
            card["actions"] = .array([
                .object([
                    "type": .string("Action.OpenUrl"), "title": .string("Open the page"), "url": .string(link),
                ])
            ])
        }
        return .object([
            "type": .string("message"),
            "attachments": .array([
                .object([
                    "contentType": .string("application/vnd.microsoft.card.adaptive"), "contentUrl": .null,
                    "content": .object(card),
                ])
            ]),
        ])
    }

    private static func color(_ tone: NoticeMessage.Tone) -> String {
        switch tone {
        case .good: "Good"
        case .bad: "Attention"
        case .warning: "Warning"
        case .neutral: "Default"
        }
    }

    private static func block(_ runs: [JSONValue]) -> JSONValue {
        .object(["type": .string("RichTextBlock"), "inlines": .array(runs)])
    }

    private static func run(_ text: String, _ style: JSONObject = [:]) -> JSONValue {
        // {{DATE(…)}} would be evaluated (Adaptive Cards, "Text features").
        let text = text.replacing("{{", with: "{ {")
        let members: JSONObject = ["type": .string("TextRun"), "text": .string(text)]
        return .object(JSONObject(members: members.members + style.members))
    }
}
