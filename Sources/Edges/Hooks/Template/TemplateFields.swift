import FineTuning
import JSONText
import Text

/// The fields that a template may name, and what they are for a stored body.
enum TemplateFields {
    /// One field: its name, and its text for an event with its data and message; empty where nothing is known.
    struct Field: Sendable {
        let name: String
        let text: @Sendable (_ event: JSONValue, _ data: JSONValue, _ message: NoticeMessage) -> String
    }

    /// The name that stands for a family: `metadata.team` is the job's metadata `team`.
    static let metadataPrefix = "metadata."
    /// The whole stored body, in JSON only and without quotes around it.
    static let event = "event"

    static let all: [Field] = [
        Field(name: "id") { event, _, _ in event["id"]?.string ?? "" },
        Field(name: "type") { event, _, _ in event["type"]?.string ?? "" },
        Field(name: "created_at") { event, _, _ in number(event["created_at"]) },
        Field(name: "time") { _, _, message in message.createdAt.iso8601 },
        Field(name: "title") { _, _, message in message.title },
        Field(name: "text") { _, _, message in message.plainText(withTitle: false) },
        Field(name: "severity") { _, _, message in severity(message.tone) },
        Field(name: "name") { _, data, _ in NoticeMessage.subject(data) },
        Field(name: "job") { _, data, _ in
            data["object"]?.string == "fine_tuning.job" ? data["id"]?.string ?? "" : ""
        },
        word("account"), word("status"), word("previous_status"), word("model"), word("fine_tuned_model"),
        word("training_file"), word("suffix"), word("reason"), word("url"),
        Field(name: "error") { _, data, _ in data["error"]?["message"]?.string ?? "" },
        Field(name: "error_code") { _, data, _ in data["error"]?["code"]?.string ?? "" },
        Field(name: "duration") { _, data, _ in number(data["duration"]) },
        Field(name: "duration_text") { _, data, _ in
            data["duration"]?.number?.integer.map(NoticeMessage.durationText) ?? ""
        },
        Field(name: "trained_tokens") { _, data, _ in number(data["trained_tokens"]) },
        Field(name: "cost") { _, data, _ in NoticeMessage.costText(data["cost"]) ?? "" },
        Field(name: "train_loss") { _, data, _ in number(data["metrics"]?["train_loss"]) },
        Field(name: "valid_loss") { _, data, _ in number(data["metrics"]?["valid_loss"]) },
        Field(name: "best_checkpoint") { _, data, _ in data["best_checkpoint"]?["model"]?.string ?? "" },
        Field(name: "best_step") { _, data, _ in number(data["best_checkpoint"]?["step"]) },
        Field(name: "sequence") { _, data, _ in number(data["sequence"]) },
    ]

    /// Whether there is a field of that name.
    static func has(_ name: String) -> Bool {
        name == event || all.contains { $0.name == name }
            || name.hasPrefix(metadataPrefix) && name.utf8.count > metadataPrefix.utf8.count
    }

    /// The field's text, unescaped.
    static func text(_ name: String, of event: JSONValue, _ message: NoticeMessage) -> String {
        let data = event["data"] ?? .null
        if name.hasPrefix(metadataPrefix) {
            return data["metadata"]?[String(name.dropFirst(metadataPrefix.count))]?.string ?? ""
        }
        return all.first { $0.name == name }?.text(event, data, message) ?? ""
    }

    private static func word(_ name: String) -> Field {
        Field(name: name) { _, data, _ in data[name]?.string ?? "" }
    }

    private static func number(_ value: JSONValue?) -> String { value?.number?.text ?? "" }

    /// The words of PagerDuty's Events API, which others take, too.
    private static func severity(_ tone: NoticeMessage.Tone) -> String {
        switch tone {
        case .good, .neutral: "info"
        case .warning: "warning"
        case .bad: "error"
        }
    }
}
