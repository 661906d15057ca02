package import FineTuning
package import JSONText

extension JobEvent {
    /// Reads a `fine_tuning.job.event`; needs id, object and created_at.
    package init?(wire: JSONValue) {
        guard wire.isObject("fine_tuning.job.event"), let id = wire["id"]?.word,
            let createdAt = wire["created_at"]?.moment
        else { return nil }
        let message = wire["message"]?.string ?? ""
        self.init(
            id: JobEventID(id), createdAt: createdAt, level: wire["level"]?.word ?? "info", message: message,
            type: wire["type"]?.word,
            metric: Self.metric(data: wire["data"], message: message),
            raw: wire.compactText)
    }

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
    package var json: JSONObject {
        [
            "id": .string(id.rawValue), "created_at": .integer(createdAt.seconds), "level": .string(level),
            "message": .string(message), "type": .text(type), "data": data,
        ]
    }
}
