internal import FineTuning
internal import SQLiteDatabase

/// How a delivery is put into its columns and read from them.
enum DeliveryRow {
    /// What a select that is read by ``read(_:)`` must select.
    static let columns = """
        id, hook, sequence, type, account, job, created_at_ms, state, due_at_ms, attempts, attempt_started_ms, \
        ended_at_ms, reason, body
        """

    /// An outbox row; the end of a job of which this hook was already notified stays out.
    static let insert = """
        INSERT INTO deliveries (\(columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, NULL, ?11, ?12, ?13)
        ON CONFLICT DO NOTHING
        """

    /// The values of ``insert``.
    static func values(_ delivery: Delivery) -> [SQLiteValue] {
        let state = columns(
            of: delivery.state, waitsSince: delivery.waitsSince == delivery.createdAt ? nil : delivery.waitsSince)
        return [
            .text(delivery.notice.rawValue), .text(delivery.hook.rawValue), .integer(delivery.sequence),
            .text(delivery.type.rawValue), .id(delivery.job?.account), .id(delivery.job?.job),
            .integer(delivery.createdAt.milliseconds), state.word, state.due, state.attempts, state.ended,
            state.reason, .blob(delivery.body),
        ]
    }

    /// The columns of a state.
    ///
    /// - Parameter since: when a wait began, where that was not when the notice was made.
    static func columns(
        of state: Delivery.State, waitsSince since: UnixTime? = nil
    ) -> (word: SQLiteValue, due: SQLiteValue, attempts: SQLiteValue, ended: SQLiteValue, reason: SQLiteValue) {
        func word(_ word: DeliveryStateWord) -> SQLiteValue { .text(word.rawValue) }
        switch state {
        case .waiting(let due, let attempts, let reason):
            return (
                word(.waiting), .milliseconds(due), .integer(Int64(attempts)), .milliseconds(since), .optional(reason)
            )
        case .delivered(let time, let attempts):
            return (word(.delivered), .null, .integer(Int64(attempts)), .milliseconds(time), .null)
        case .dead(let time, let attempts, let reason):
            return (word(.dead), .null, .integer(Int64(attempts)), .milliseconds(time), .text(reason))
        }
    }

    /// Reads ``columns``; nil for a type that this version does not know.
    static func read(_ row: inout Row) -> StoredDelivery? {
        let notice = NoticeID(row.text())
        let hook = HookName(row.text())
        let sequence = row.integer()
        let type = NoticeType(rawValue: row.text())
        let account = row.optionalText()
        let job = row.optionalText()
        let createdAt = UnixTime(milliseconds: row.integer())
        let word = DeliveryStateWord(rawValue: row.text())
        let due = row.optionalMilliseconds()
        let attempts = Int(row.integer())
        let attemptStarted = row.optionalMilliseconds()
        let ended = row.optionalMilliseconds() ?? createdAt
        let reason = row.optionalText()
        let body = row.blob()
        guard let type, let word else { return nil }
        let state: Delivery.State =
            switch word {
            case .waiting: .waiting(due: due ?? createdAt, attempts: attempts, reason: reason)
            case .delivered: .delivered(at: ended, attempts: attempts)
            case .dead: .dead(at: ended, attempts: attempts, reason: reason ?? "no reason was kept")
            }
        var key: JobKey?
        if let account, let job { key = JobKey(account: AccountName(account), job: JobID(job)) }
        return StoredDelivery(
            delivery: Delivery(
                notice: notice, hook: hook, type: type, job: key, sequence: sequence, body: body, createdAt: createdAt,
                state: state, waitsSince: word == .waiting ? ended : nil),
            attemptStarted: attemptStarted)
    }
}
