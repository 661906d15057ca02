package import FineTuning
package import JSONText

extension JobEvent {
    /// Reads a `fine_tuning.job.event`; needs id, object and created_at.
    package init?(wire: JSONValue, raw: String? = nil) {
        guard wire.isObject(Self.objectName), let id = wire["id"]?.word,
            let createdAt = wire["created_at"]?.moment
        else { return nil }
        let message = wire["message"]?.string ?? ""
        self.init(
            id: JobEventID(id), createdAt: createdAt, level: wire["level"]?.word ?? "info", message: message,
            type: wire["type"]?.word,
            metric: Self.metric(data: wire["data"], message: message),
            raw: raw ?? wire.compactText)
    }

    /// What the API calls its object.
    static let objectName = "fine_tuning.job.event"

    /// The numbers that a stored event reports: a store keeps them by step, and the event as it came.
    package var reported: MetricPoint? { metric ?? Self.metric(data: data, message: message) }

    private static func metric(data: JSONValue?, message: String) -> MetricPoint? {
        let said = MetricPoint(message: message)
        guard var point = data.flatMap({ MetricPoint(wire: $0) }) else { return said }
        if let said { point.takeBroken(from: said) }
        return point
    }

    /// The `data` that the event came with; null where it had none.
    package var data: JSONValue { JSONObject(received: raw)["data"] ?? .null }

    /// The API's object with the keys that every event has; what is unknown is null.
    package var json: JSONObject { Self.fields.object(self) }

    /// Its keys.
    package static let fields: JSONFields<JobEvent> = [
        JSONField("id", "the event's id") { .string($0.id.rawValue) },
        JSONField("created_at", "when it happened") { .integer($0.createdAt.seconds) },
        JSONField("level", "info, warn or error") { .string($0.level) },
        JSONField("message", "the log line") { .string($0.message) },
        JSONField("type", "message or metrics") { .text($0.type) },
        JSONField("data", "what came with it, for metrics the numbers of a step") { $0.data },
    ]
}
