internal import FineTuning
internal import JobJSON
internal import SQLiteDatabase

/// The columns of `events` but account, job and position.
enum EventColumns {
    private static let all = Columns<JobEvent>([
        .id("id", \.id), .seconds("created_at", \.createdAt), .text("level", \.level), .text("message", \.message),
        .text("type", \.type),
        // The last one: it is made of the others.
        Column("raw", write: { .text($0.shortRaw) }, read: { $1.take(shortRaw: $0.text()) }),
    ])

    /// For select lists, behind the position.
    static let list = all.list

    /// Stores an event that is not there: `?1` account, `?2` job, then ``values(_:)``.
    static let insert = """
        INSERT INTO events (account, job, \(list)) VALUES (?1, ?2, \(all.parameters(from: 3))) ON CONFLICT DO NOTHING
        """

    /// An event's values in the order of ``list``.
    static func values(_ event: JobEvent) -> [SQLiteValue] { all.values(event) }

    /// Reads a position and ``list``.
    static func read(_ row: inout ResultRow) -> StoredEvent {
        let position = row.integer()
        var event = JobEvent(id: JobEventID(""), createdAt: UnixTime(seconds: 0), level: "", message: "")
        all.read(&row, into: &event)
        return StoredEvent(position: position, event: event)
    }
}
