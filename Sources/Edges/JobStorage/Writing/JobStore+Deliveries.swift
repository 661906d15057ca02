package import FineTuning
internal import SQLiteDatabase

extension JobStore {
    /// The number that the next notice gets: one more than the greatest that ever entered the outbox.
    package func nextSequence() throws -> Int64 {
        try database.integer("SELECT last_sequence FROM daemon WHERE id = 1") + 1
    }

    /// A hook's deliveries whose time has come, in the order of events; those of a silenced job wait for the end of that.
    ///
    /// A due time further away than its own step from now, or than the greatest one, came from another clock and is
    /// brought back first.
    ///
    /// - Parameters:
    ///   - greatestDelay: the longest wait the hook's schedule knows.
    ///   - onlyFailures: leaves the others out, for quiet hours.
    ///   - heldSince: since when the hook is held. What became due after that comes only where nothing else is due, and
    ///     alone, as the probe that ends the hold.
    ///   - limit: the greatest number of rows.
    package func dueDeliveries(
        of hook: HookName, at time: UnixTime, greatestDelay: Duration, onlyFailures: Bool = false,
        heldSince: UnixTime? = nil, limit: Int = 100
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
        let due = try reader.waiting(
            of: hook, due: time, at: time, onlyFailures: onlyFailures, heldSince: heldSince, limit: limit)
        guard due.isEmpty, heldSince != nil else { return due }
        return try reader.waiting(of: hook, due: time, at: time, onlyFailures: onlyFailures, limit: 1)
    }

    /// Brings back the waits that began later than now: the clock was set back since.
    private func rebaseWaits(of hook: HookName, to time: UnixTime) throws {
        let condition = "due_at_ms > ?2 AND coalesce(ended_at_ms, created_at_ms) > ?2"
        let strays = try waits(of: hook, where: condition, [.integer(time.milliseconds)])
        guard !strays.isEmpty else { return }
        try database.transaction { try change(strays) { $0.rebased(to: time) } }
    }

    private func waits(of hook: HookName, where condition: String, _ values: [SQLiteValue]) throws -> [Delivery] {
        try database.rows(
            "SELECT \(DeliveryRow.columns) FROM deliveries WHERE hook = ?1 AND state = 'waiting' AND \(condition)",
            [.id(hook)] + values, DeliveryRow.read
        ).compactMap { $0?.delivery }
    }

    /// Changes when waiting deliveries are due, inside a transaction.
    private func change(_ waits: [Delivery], _ change: (Delivery) -> Delivery) throws {
        for earlier in waits {
            let delivery = change(earlier)
            guard delivery != earlier else { continue }
            try set(delivery.state, of: delivery.notice, to: delivery.hook, at: delivery.waitsSince)
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
    /// An answer of any kind ends the hook's hold, and the time that was held ages none of its deliveries.
    ///
    /// - Parameters:
    ///   - state: where the delivery stands now; nil when the attempt was cut short and does not count.
    ///   - time: now.
    package func attemptEnded(
        _ notice: NoticeID, hook: HookName, state: Delivery.State?, at time: UnixTime
    ) throws {
        guard let state else { return try attemptDoesNotCount(notice, hook) }
        try database.transaction {
            try set(state, of: notice, to: hook, at: time)
            try release(hook, at: time)
            guard case .delivered = state else { return }
            let row = StoredHook(name: hook, lastSuccess: time, counts: DeliveryCounts())
            try database.run(HookColumns.upsert(["last_success_ms"]), HookColumns.values(row))
        }
    }

    private func attemptDoesNotCount(_ notice: NoticeID, _ hook: HookName) throws {
        try database.run(
            "UPDATE deliveries SET attempt_started_ms = NULL WHERE id = ?1 AND hook = ?2", [.id(notice), .id(hook)])
    }

    /// Holds a hook: nothing is sent to it before the hold's end.
    ///
    /// - Parameter notice: whose attempt showed the receiver's trouble, and does not count; nil where none did.
    package func hold(_ hook: HookName, _ hold: HookHold, after notice: NoticeID?) throws {
        try database.transaction {
            if let notice { try attemptDoesNotCount(notice, hook) }
            var row = StoredHook(name: hook, counts: DeliveryCounts())
            row.hold = hold
            try database.run(HookColumns.upsert(HookColumns.ofHold), HookColumns.values(row))
        }
    }

    /// Ends a hook's hold, inside a transaction.
    private func release(_ hook: HookName, at time: UnixTime) throws {
        guard let hold = try reader.hookRow(hook)?.hold else { return }
        try change(waits(of: hook, where: "attempts > 0", [])) { $0.afterHold(since: hold.since, at: time) }
        let row = StoredHook(name: hook, counts: DeliveryCounts())
        try database.run(HookColumns.upsert(HookColumns.ofHold), HookColumns.values(row))
    }

    /// Changes a delivery's state, inside a transaction.
    ///
    /// What has ended meanwhile, since its hook left the configuration, becomes no other thing but delivered.
    ///
    /// - Parameter time: when a wait begins.
    func set(_ state: Delivery.State, of notice: NoticeID, to hook: HookName, at time: UnixTime) throws {
        var isDelivered = false
        if case .delivered = state { isDelivered = true }
        try database.run(
            """
            UPDATE deliveries SET \(DeliveryStateRow.all.assignments(from: 4)), attempt_started_ms = NULL
            WHERE id = ?1 AND hook = ?2 AND (state = 'waiting' OR ?3)
            """,
            [.id(notice), .id(hook), .bool(isDelivered)]
                + DeliveryStateRow.all.values(DeliveryStateRow(state, waitsSince: time)))
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

    /// Makes a group of waiting deliveries one message, before that is attempted: its row, and theirs, or nothing.
    package func closeGroup(_ message: Delivery, of members: [Delivery]) throws {
        try database.transaction {
            guard try insert(message) else { return }
            for member in members {
                try set(
                    .grouped(into: message.notice, at: message.createdAt), of: member.notice, to: member.hook,
                    at: message.createdAt)
            }
        }
    }

    /// Makes deliveries of a hook that were given up wait again, under their ids: due at once, with their whole schedule
    /// before them.
    ///
    /// - Parameter notice: only this one, also where it was abandoned; nil for all of the hook's dead ones.
    /// - Returns: how many there were.
    @discardableResult
    package func revive(hook: HookName, notice: NoticeID? = nil, at time: UnixTime) throws -> Int {
        try database.run(
            """
            UPDATE deliveries SET state = 'waiting', due_at_ms = ?3, attempts = 0, ended_at_ms = ?3
            WHERE hook = ?1 AND (state = 'dead' AND (?2 IS NULL OR id = ?2) OR state = 'abandoned' AND id = ?2)
            """, [.id(hook), .id(notice), .integer(time.milliseconds)])
        return database.changes
    }

    /// Ends the waiting deliveries of hooks that are not in the configuration any more.
    ///
    /// - Parameter configured: the hooks that are.
    /// - Returns: the other hooks for which something waited, and how much, by name.
    package func abandonDeliveries(
        except configured: [HookName], at time: UnixTime
    ) throws -> [(hook: HookName, count: Int)] {
        let waiting = try database.rows(
            "SELECT hook, count(*) FROM deliveries WHERE state = 'waiting' GROUP BY hook ORDER BY hook", []
        ) { (hook: HookName($0.text()), count: Int($0.integer())) }
        let left = waiting.filter { !configured.contains($0.hook) }
        guard !left.isEmpty else { return [] }
        try database.transaction {
            for (hook, _) in left {
                try database.run(
                    """
                    UPDATE deliveries SET state = 'abandoned', due_at_ms = NULL, ended_at_ms = ?2,
                        attempt_started_ms = NULL, reason = 'its hook left the configuration'
                    WHERE hook = ?1 AND state = 'waiting'
                    """, [.id(hook), .integer(time.milliseconds)])
            }
        }
        return left
    }
}
