package import FineTuning
internal import SQLiteDatabase

extension JobStore {
    /// Switches a hook off: its waiting deliveries are dead from now on, visible, with the reason.
    ///
    /// One transaction: a crash cannot keep the end of the attempt that found the receiver gone without what follows
    /// from it, nor switch a hook off without a notice.
    ///
    /// - Parameters:
    ///   - attempt: the delivery whose attempt ended this way, and where it stands; nil where none did.
    ///   - deliveries: the notice about it, to the other hooks.
    /// - Returns: those of `deliveries` that were not there already.
    @discardableResult
    package func disable(
        _ hook: HookName, reason: String, at time: UnixTime,
        after attempt: (notice: NoticeID, state: Delivery.State)? = nil,
        announcing deliveries: [Delivery] = []
    ) throws -> [Delivery] {
        try database.transaction {
            if let attempt { try set(attempt.state, of: attempt.notice, to: hook, at: time) }
            var row = StoredHook(name: hook, counts: DeliveryCounts())
            row.disabled = StoredHook.Disabling(since: time, reason: reason)
            try database.run(
                HookColumns.upsert(["disabled_since", "disabled_reason"], where: "disabled_since IS NULL"),
                HookColumns.values(row))
            try database.run(
                """
                UPDATE deliveries SET state = 'dead', due_at_ms = NULL, ended_at_ms = ?2, reason = ?3,
                    attempt_started_ms = NULL
                WHERE hook = ?1 AND state = 'waiting'
                """, [.id(hook), .integer(time.milliseconds), .text(reason)])
            return try deliveries.filter { try insert($0) }
        }
    }

    /// Switches a hook on again.
    package func enable(_ hook: HookName) throws {
        try database.run(
            """
            UPDATE hooks SET disabled_since = NULL, disabled_reason = NULL
            WHERE hook = ?1 AND disabled_since IS NOT NULL
            """, [.id(hook)])
    }

    /// Delivers nothing to a hook before a moment; nil ends the silence.
    package func silence(_ hook: HookName, until time: UnixTime?) throws {
        let row = StoredHook(name: hook, silencedUntil: time, counts: DeliveryCounts())
        try database.run(HookColumns.upsert(["silenced_until"]), HookColumns.values(row))
    }

    /// Tells nothing of a job before a moment; nil ends the silence.
    package func silence(_ job: JobKey, until end: UnixTime?, at time: UnixTime) throws {
        let key: [SQLiteValue] = [.id(job.account), .id(job.job)]
        try database.transaction {
            try database.run("DELETE FROM silences WHERE until_ms <= ?1", [.integer(time.milliseconds)])
            guard let end else {
                return try database.run("DELETE FROM silences WHERE account = ?1 AND job = ?2", key)
            }
            try database.run(
                """
                INSERT INTO silences (account, job, until_ms) VALUES (?1, ?2, ?3)
                ON CONFLICT DO UPDATE SET until_ms = excluded.until_ms
                """, key + [.integer(end.milliseconds)])
        }
    }

    /// Keeps what a test of a hook came to, for whoever asked for it; the oldest ones go.
    package func keep(_ test: HookTest) throws {
        try database.transaction {
            try database.run(HookTestColumns.replace, HookTestColumns.values(test))
            try database.run(
                """
                DELETE FROM hook_tests WHERE wish NOT IN
                    (SELECT wish FROM hook_tests ORDER BY at_ms DESC LIMIT \(HookTestColumns.greatestCount))
                """)
        }
    }

    /// Ends a hook's wait for its next probe, since its receiver has shown that it is there.
    package func shortenHold(of hook: HookName, at time: UnixTime) throws {
        guard let earlier = try reader.hookRow(hook)?.hold else { return }
        let shortened = earlier.shortened(at: time)
        if shortened != earlier { try hold(hook, shortened, after: nil) }
    }
}
