package import FineTuning
internal import SQLiteDatabase

/// Which deliveries are meant; an empty filter means all.
package struct DeliveryFilter: Sendable, Hashable {
    /// Only this hook's.
    package var hook: HookName?
    /// Only those in this state.
    package var state: DeliveryStateWord?
    /// Only those about this job.
    package var job: JobKey?

    package init(hook: HookName? = nil, state: DeliveryStateWord? = nil, job: JobKey? = nil) {
        self.hook = hook
        self.state = state
        self.job = job
    }
}

extension JobStoreReader {
    /// Rows of the outbox, newest first.
    package func deliveries(_ filter: DeliveryFilter = DeliveryFilter(), limit: Int? = nil) throws -> [StoredDelivery] {
        try database.rows(
            """
            SELECT \(DeliveryRow.columns) FROM deliveries
            WHERE (?1 IS NULL OR hook = ?1) AND (?2 IS NULL OR state = ?2)
                AND (?3 IS NULL OR (account = ?3 AND job = ?4))
            ORDER BY sequence DESC, hook DESC \(Self.limit(limit))
            """,
            [.id(filter.hook), .optional(filter.state?.rawValue), .id(filter.job?.account), .id(filter.job?.job)],
            DeliveryRow.read
        ).compactMap(\.self)
    }

    /// Every hook that has a row or a delivery, by name.
    package func hooks() throws -> [StoredHook] {
        try database.rows(
            """
            SELECT \(HookColumns.list), coalesce(waiting, 0), coalesce(delivered, 0), coalesce(dead, 0)
            FROM (SELECT hook FROM hooks UNION SELECT hook FROM deliveries) AS names
            LEFT JOIN hooks USING (hook)
            LEFT JOIN (
                SELECT hook, sum(state = 'waiting') AS waiting, sum(state = 'delivered') AS delivered,
                    sum(state = 'dead') AS dead
                FROM deliveries GROUP BY hook) USING (hook)
            ORDER BY names.hook
            """, [], HookColumns.read)
    }

    /// One hook's row; an empty one when it has none yet.
    package func hook(_ name: HookName) throws -> StoredHook {
        try hooks().first { $0.name == name } ?? StoredHook(name: name, counts: DeliveryCounts())
    }

    /// When a hook's next delivery is due; nil when none waits.
    package func nextDue(of hook: HookName) throws -> UnixTime? {
        try database.row(
            "SELECT min(due_at_ms) FROM deliveries WHERE hook = ?1 AND state = 'waiting'", [.id(hook)]
        ) { $0.optionalMilliseconds() } ?? nil
    }
}
