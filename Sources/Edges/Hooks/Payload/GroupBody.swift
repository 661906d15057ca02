import FineTuning
import JSONText

/// The body of a message that tells people of several notices.
enum GroupBody {
    /// The type of such a message's event.
    private static let type = "ftd.group"

    /// The members' events as they are stored, as far as there is room; the oldest come first, and a count says of how many
    /// there are.
    ///
    /// - Parameters:
    ///   - id: the message's own.
    ///   - members: not empty, in the order of events.
    static func body(_ id: NoticeID, _ members: [Delivery]) -> [UInt8]? {
        guard let last = members.last else { return nil }
        var room = HookPayload.greatestSize * 4 - 1000
        var events: [JSONValue] = []
        for member in members {
            room -= member.body.count + 1
            guard room >= 0 else { break }
            // What does not parse was not written by us.
            if let event = try? JSONValue.parse(member.body) { events.append(event) }
        }
        return JSONWriter.bytes(
            .object([
                "id": .string(id.rawValue), "object": .string("event"), "created_at": .integer(last.createdAt.seconds),
                "type": .string(type),
                "data": .object([
                    "id": .string(id.rawValue), "object": .string("list"), "count": .integer(members.count),
                    "data": .array(events), "sequence": .integer(last.sequence),
                ]),
            ]))
    }
}
