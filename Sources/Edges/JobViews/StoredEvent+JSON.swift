import FineTuning
package import JSONText
import JobJSON
package import JobStorage

extension StoredEvent {
    /// The API's object with the keys that every event has; what is unknown is null.
    package var json: JSONObject {
        [
            "id": .string(event.id.rawValue), "created_at": .integer(event.createdAt.seconds),
            "level": .string(event.level), "message": .string(event.message), "type": .text(event.type),
            "data": event.data,
        ]
    }
}
