package import FineTuning
internal import SQLiteDatabase

extension JobStore {
    /// The number that the next notice gets: one more than the greatest that ever entered the outbox.
    package func nextSequence() throws -> Int64 {
        try database.integer("SELECT last_sequence FROM daemon WHERE id = 1") + 1
    }

    /// A hook's deliveries whose time has come, in the order of events.
    ///
    /// A due time further away than its own step from now, or than the greatest one, came from another clock and is
    /// brought back first.
    ///
    /// - Parameters:
    ///   - greatestDelay: the longest wait the hook's schedule knows.
    ///   - limit: the greatest number of rows.
    package func dueDeliveries(
        of hook: HookName, at time: UnixTime, greatestDelay: Duration, limit: Int = 100
    ) throws -> [StoredDelivery] {
        let latest = time + greatestDelay
        let strays: [SQLiteValue] = [.id(hook), .integer(latest.milliseconds)]
        if try database.integer(
            "SELECT count(*) FROM deliveries WHERE hook = ?1 AND state = 'waiting' AND due_at_ms > ?2", strays) > 0
        {
            try database.run(
                "UPDATE deliveries SET due_at_ms = ?2 WHERE hook = ?1 AND state = 'waiting' AND due_at_ms > ?2", strays)
        }
        try rebaseWaits(of: hook, to: time)
        return try database.rows(
            """
            SELECT \(DeliveryRow.columns) FROM deliveries
            WHERE hook = ?1 AND state = 'waiting' AND due_at_ms <= ?2 ORDER BY sequence LIMIT ?3
            """, [.id(hook), .integer(time.milliseconds), .integer(Int64(limit))], DeliveryRow.read
        ).compactMap(\.self)
    }

    /// Brings back the waits that began later than now: the clock was set back since.
    private func rebaseWaits(of hook: HookName, to time: UnixTime) throws {
        let strays = try database.rows(
            """
            SELECT \(DeliveryRow.columns) FROM deliveries
            WHERE hook = ?1 AND state = 'waiting' AND due_at_ms > ?2 AND coalesce(ended_at_ms, created_at_ms) > ?2
            """, [.id(hook), .integer(time.milliseconds)], DeliveryRow.read
        ).compactMap(\.self)
        guard !strays.isEmpty else { return }
        try database.transaction {
            for stray in strays {
                let delivery = stray.delivery.rebased(to: time)
                try set(delivery.state, of: delivery.notice, to: hook, at: delivery.waitsSince)
            }
        }
    }

    /// Writes down that an attempt begins, so that a crash in the middle of it can be seen.
    package func attemptStarted(_ notice: NoticeID, hook: HookName, at time: UnixTime) throws {
        try database.run(
            "UPDATE deliveries SET attempt_started_ms = ?3 WHERE id = ?1 AND hook = ?2",
            [.id(notice), .id(hook), .integer(time.milliseconds)])
    }

    /// Writes down what an attempt came to.
    ///
    /// A success makes the hook's waiting deliveries due at once: its receiver is there again.
    ///
    /// - Parameters:
    ///   - state: where the delivery stands now; nil when the attempt was cut short and does not count.
    ///   - time: now.
    package func attemptEnded(
        _ notice: NoticeID, hook: HookName, state: Delivery.State?, at time: UnixTime
    ) throws {
        guard let state else {
            try database.run(
                "UPDATE deliveries SET attempt_started_ms = NULL WHERE id = ?1 AND hook = ?2", [.id(notice), .id(hook)])
            return
        }
        try database.transaction {
            try set(state, of: notice, to: hook, at: time)
            guard case .delivered = state else { return }
            let row = StoredHook(name: hook, lastSuccess: time, counts: DeliveryCounts())
            try database.run(HookColumns.upsert(["last_success_ms"]), HookColumns.values(row))
            try database.run(
                "UPDATE deliveries SET due_at_ms = ?2 WHERE hook = ?1 AND state = 'waiting' AND due_at_ms > ?2",
                [.id(hook), .integer(time.milliseconds)])
        }
    }

    /// Changes a delivery's state, inside a transaction.
    ///
    /// - Parameter time: when a wait begins.
    func set(_ state: Delivery.State, of notice: NoticeID, to hook: HookName, at time: UnixTime) throws {
        try database.run(
            """
            UPDATE deliveries SET \(DeliveryStateRow.all.assignments(from: 3)), attempt_started_ms = NULL
            WHERE id = ?1 AND hook = ?2
            """,
            [.id(notice), .id(hook)] + DeliveryStateRow.all.values(DeliveryStateRow(state, waitsSince: time)))
    }

    /// Finds the attempts that a crash of the daemon cut short, and lets them be made again.
    ///
    /// - Returns: their deliveries, in the order of events; none of these attempts counted.
    package func resumeCutAttempts() throws -> [StoredDelivery] {
        let cut = try database.rows(
            "SELECT \(DeliveryRow.columns) FROM deliveries WHERE attempt_started_ms IS NOT NULL ORDER BY sequence", [],
            DeliveryRow.read
        ).compactMap(\.self)
        guard !cut.isEmpty else { return [] }
        try database.run("UPDATE deliveries SET attempt_started_ms = NULL WHERE attempt_started_ms IS NOT NULL")
        return cut
    }

    /// Makes dead deliveries of a hook wait again, due at once, their attempts counted from zero.
    ///
    /// - Parameter notice: only this one; nil for all of the hook's.
    /// - Returns: how many there were.
    @discardableResult
    package func revive(hook: HookName, notice: NoticeID? = nil, at time: UnixTime) throws -> Int {
        try database.run(
            """
            UPDATE deliveries SET state = 'waiting', due_at_ms = ?3, attempts = 0, ended_at_ms = NULL
            WHERE hook = ?1 AND state = 'dead' AND (?2 IS NULL OR id = ?2)
            """, [.id(hook), .id(notice), .integer(time.milliseconds)])
        return database.changes
    }
}
