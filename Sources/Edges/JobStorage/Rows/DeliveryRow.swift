internal import FineTuning
internal import SQLiteDatabase

/// A row of `deliveries`: each of its columns by itself.
struct DeliveryRow {
    private var notice = NoticeID("")
    private var hook = HookName("")
    private var sequence: Int64 = 0
    private var type = ""
    private var account: AccountName?
    private var job: JobID?
    private var createdAt = UnixTime(seconds: 0)
    private var state = DeliveryStateRow()
    private var attemptStarted: UnixTime?
    private var body: [UInt8] = []
    private var members: Int64?

    private static let all =
        Columns<DeliveryRow>([
            .id("id", \.notice), .id("hook", \.hook), .integer("sequence", \.sequence), .text("type", \.type),
            .id("account", \.account), .id("job", \.job), .milliseconds("created_at_ms", \.createdAt),
        ])
        + DeliveryStateRow.all.part(\.state)
        + Columns<DeliveryRow>([
            .milliseconds("attempt_started_ms", \.attemptStarted),
            Column("body", write: { .blob($0.body) }, read: { $1.body = $0.blob() }),
            Column(
                "members", write: { .integer($0.members ?? 0) }, read: { $1.members = $0.optionalInteger() }),
        ])

    /// What a select that is read by ``read(_:)`` must select.
    static let columns = all.list

    /// The same of a store of that schema.
    static func columns(of schema: Int) -> String {
        schema >= Schema.firstWithHolds ? all.list : all.list(withNull: ["members", "grouped_into"])
    }

    /// An outbox row; the end of a job of which this hook was already notified stays out.
    static let insert = """
        INSERT INTO deliveries (\(columns)) VALUES (\(all.parameters(from: 1))) ON CONFLICT DO NOTHING
        """

    /// The values of ``insert``.
    static func values(_ delivery: Delivery) -> [SQLiteValue] {
        var row = DeliveryRow()
        row.notice = delivery.notice
        row.hook = delivery.hook
        row.sequence = delivery.sequence
        row.type = delivery.type.rawValue
        row.account = delivery.job?.account
        row.job = delivery.job?.job
        row.createdAt = delivery.createdAt
        row.state = DeliveryStateRow(
            delivery.state, waitsSince: delivery.waitsSince == delivery.createdAt ? nil : delivery.waitsSince)
        row.body = delivery.body
        row.members = Int64(delivery.members)
        return all.values(row)
    }

    /// Reads ``columns``; nil for a type that this version does not know.
    static func read(_ row: inout ResultRow) -> StoredDelivery? {
        var columns = DeliveryRow()
        all.read(&row, into: &columns)
        return columns.delivery
    }

    private var delivery: StoredDelivery? {
        guard let type = NoticeType(rawValue: type), let state = state.state(createdAt: createdAt) else { return nil }
        var key: JobKey?
        if let account, let job { key = JobKey(account: account, job: job) }
        var delivery = Delivery(
            notice: notice, hook: hook, type: type, job: key, sequence: sequence, body: body, createdAt: createdAt,
            state: state, waitsSince: self.state.waitsSince(createdAt: createdAt))
        delivery.members = Int(members ?? 0)
        return StoredDelivery(delivery: delivery, attemptStarted: attemptStarted)
    }
}

/// The columns of a row of `deliveries` that say where the delivery stands.
struct DeliveryStateRow {
    private var word = ""
    private var due: UnixTime?
    private var attempts: Int64 = 0
    /// When it was delivered or given up; of a wait when it began, where that was not when the notice was made.
    private var since: UnixTime?
    private var reason: String?
    /// The message that tells of it, where that is another one.
    private var group: NoticeID?

    /// What an update of the state sets, and a part of an insert.
    static let all = Columns<DeliveryStateRow>([
        .text("state", \.word), .milliseconds("due_at_ms", \.due), .integer("attempts", \.attempts),
        .milliseconds("ended_at_ms", \.since), .text("reason", \.reason),
        .id("grouped_into", \.group),
    ])

    init() {}

    /// - Parameter waitsSince: when a wait began, where that was not when the notice was made.
    init(_ state: Delivery.State, waitsSince: UnixTime?) {
        switch state {
        case .waiting(let due, let attempts, let reason):
            word = DeliveryStateWord.waiting.rawValue
            (self.due, self.attempts, since, self.reason) = (due, Int64(attempts), waitsSince, reason)
        case .delivered(let time, let attempts, let answer):
            word = DeliveryStateWord.delivered.rawValue
            (self.attempts, since, reason) = (Int64(attempts), time, answer)
        case .abandoned(let time, let attempts, let reason):
            word = DeliveryStateWord.abandoned.rawValue
            (self.attempts, since, self.reason) = (Int64(attempts), time, reason)
        case .grouped(let message, let time):
            word = DeliveryStateWord.grouped.rawValue
            (group, since) = (message, time)
        case .dead(let time, let attempts, let reason):
            word = DeliveryStateWord.dead.rawValue
            (self.attempts, since, self.reason) = (Int64(attempts), time, reason)
        }
    }

    private static let noReason = "no reason was kept"

    /// Nil for a word that this version does not know.
    func state(createdAt: UnixTime) -> Delivery.State? {
        let attempts = Int(attempts)
        return switch DeliveryStateWord(rawValue: word) {
        case nil: nil
        case .waiting: .waiting(due: due ?? createdAt, attempts: attempts, reason: reason)
        case .delivered: .delivered(at: since ?? createdAt, attempts: attempts, answer: reason)
        case .dead: .dead(at: since ?? createdAt, attempts: attempts, reason: reason ?? Self.noReason)
        case .abandoned: .abandoned(at: since ?? createdAt, attempts: attempts, reason: reason ?? Self.noReason)
        case .grouped: group.map { .grouped(into: $0, at: since ?? createdAt) }
        }
    }

    /// When a wait began; nil for a delivery that has ended.
    func waitsSince(createdAt: UnixTime) -> UnixTime? {
        word == DeliveryStateWord.waiting.rawValue ? since ?? createdAt : nil
    }
}
