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
        // What is not asked for is not there, so that SQLite sees which index leads to the rest.
        let wanted: [(column: String, value: SQLiteValue)] = [
            filter.hook.map { ("hook", .id($0)) }, filter.state.map { ("state", .text($0.rawValue)) },
            filter.job.map { ("account", .id($0.account)) }, filter.job.map { ("job", .id($0.job)) },
        ].compactMap(\.self)
        let conditions = wanted.enumerated().map { "\($1.column) = ?\($0 + 1)" }
        return try database.rows(
            """
            SELECT \(DeliveryRow.columns(of: schema)) FROM deliveries
            WHERE \(conditions.isEmpty ? "1" : conditions.joined(separator: " AND "))
            ORDER BY sequence DESC, hook DESC \(Self.limit(limit))
            """, wanted.map(\.value), DeliveryRow.read
        ).compactMap(\.self)
    }

    /// Rows of the outbox that are about no job, newest first.
    package func deliveriesWithoutJob() throws -> [StoredDelivery] {
        try database.rows(
            """
            SELECT \(DeliveryRow.columns(of: schema)) FROM deliveries WHERE job IS NULL
            ORDER BY sequence DESC, hook DESC
            """, [], DeliveryRow.read
        ).compactMap(\.self)
    }

    /// Every hook that has a row or a delivery, by name.
    package func hooks() throws -> [StoredHook] {
        let counts =
            schema >= Schema.firstWithRevisions
            ? "SELECT hook, state, count FROM delivery_counts WHERE count > 0"
            : "SELECT hook, state, count(*) AS count FROM deliveries GROUP BY hook, state"
        let sums = DeliveryStateWord.counted.map { state in
            "coalesce((SELECT count FROM counts WHERE counts.hook = names.hook AND state = '\(state.rawValue)'), 0)"
        }
        return try database.rows(
            """
            WITH counts AS MATERIALIZED (\(counts))
            SELECT \(HookColumns.list(of: schema)), \(sums.joined(separator: ", "))
            FROM (SELECT hook FROM hooks UNION SELECT hook FROM counts) AS names LEFT JOIN hooks USING (hook)
            ORDER BY names.hook
            """, [], HookColumns.read)
    }

    /// One hook's row; an empty one when it has none yet.
    package func hook(_ name: HookName) throws -> StoredHook {
        try hooks().first { $0.name == name } ?? StoredHook(name: name, counts: DeliveryCounts())
    }

    /// How many deliveries were given up and not sent again; quick, whatever the store holds.
    package func countDead() throws -> Int {
        try Int(database.integer("SELECT count(*) FROM deliveries WHERE state = 'dead'"))
    }

    /// A hook's row without its counts; nil when it has none yet.
    package func hookRow(_ name: HookName) throws -> StoredHook? {
        try database.row(
            "SELECT \(HookColumns.list(of: schema)), 0, 0, 0, 0 FROM hooks WHERE hook = ?1", [.id(name)],
            HookColumns.read)
    }

    /// When a hook's next delivery is due, the silence of its job considered; nil when none waits.
    ///
    /// - Parameter onlyFailures: leaves the others out, for quiet hours.
    package func nextDue(of hook: HookName, onlyFailures: Bool = false) throws -> UnixTime? {
        try database.row(
            """
            SELECT min(max(due_at_ms, coalesce(until_ms, 0)))
            FROM deliveries LEFT JOIN silences USING (account, job)
            WHERE hook = ?1 AND state = 'waiting'\(Self.failures(onlyFailures))
            """, [.id(hook)]
        ) { $0.optionalMilliseconds() } ?? nil
    }

    /// A hook's waiting deliveries, in the order of events; those of a silenced job are left out.
    ///
    /// - Parameters:
    ///   - due: only those due by then; nil for those that are due later, too.
    ///   - time: now.
    ///   - onlyFailures: leaves the others out, for quiet hours.
    ///   - heldSince: since when the hook is held: leaves out what was refused before and was not due then, since time held
    ///     ages no delivery.
    package func waiting(
        of hook: HookName, due: UnixTime?, at time: UnixTime, onlyFailures: Bool, heldSince: UnixTime? = nil, limit: Int
    ) throws -> [StoredDelivery] {
        try database.rows(
            """
            SELECT \(DeliveryRow.columns) FROM deliveries
            WHERE hook = ?1 AND state = 'waiting' AND (?2 IS NULL OR due_at_ms <= ?2)\(Self.failures(onlyFailures))
                AND NOT EXISTS (
                    SELECT 1 FROM silences WHERE silences.account = deliveries.account
                        AND silences.job = deliveries.job AND until_ms > ?3)
                AND (?5 IS NULL OR attempts = 0 OR due_at_ms <= max(?5, coalesce(ended_at_ms, created_at_ms)))
            ORDER BY sequence, members LIMIT ?4
            """,
            [
                .id(hook), .milliseconds(due), .integer(time.milliseconds), .integer(Int64(limit)),
                .milliseconds(heldSince),
            ], DeliveryRow.read
        ).compactMap(\.self)
    }

    private static func failures(_ onlyThem: Bool) -> String {
        onlyThem ? " AND type IN (\(SQLText.list(NoticeType.allCases.filter(\.isFailure).map(\.rawValue))))" : ""
    }

    /// The silences of jobs that have not ended, by job.
    package func silences(at time: UnixTime) throws -> [JobKey: UnixTime] {
        guard schema >= Schema.firstWithHolds else { return [:] }
        let rows = try database.rows(
            "SELECT account, job, until_ms FROM silences WHERE until_ms > ?1", [.integer(time.milliseconds)]
        ) { row in
            (JobKey(account: AccountName(row.text()), job: JobID(row.text())), UnixTime(milliseconds: row.integer()))
        }
        return Dictionary(rows) { first, _ in first }
    }

    /// What the test that a wish asked for came to; nil while it is not done.
    package func hookTest(wish: String) throws -> HookTest? {
        guard schema >= Schema.firstWithHolds else { return nil }
        return try database.row(
            "SELECT \(HookTestColumns.list) FROM hook_tests WHERE wish = ?1", [.text(wish)], HookTestColumns.read
        ) ?? nil
    }

    /// When a sample was last sent to a hook; nil if never.
    package func lastHookTest(of hook: HookName) throws -> UnixTime? {
        try database.row(
            "SELECT max(at_ms) FROM hook_tests WHERE hook = ?1 AND taken IS NOT NULL", [.id(hook)]
        ) { $0.optionalMilliseconds() } ?? nil
    }

    /// The deliveries with an id, or with a beginning of one that no other id has; one for each hook that wanted it.
    ///
    /// - Returns: the ids that fit, `limit` at most, and their deliveries.
    package func deliveries(named name: String, limit: Int = 6) throws -> [StoredDelivery] {
        try database.rows(
            """
            SELECT \(DeliveryRow.columns(of: schema)) FROM deliveries WHERE id IN (
                SELECT DISTINCT id FROM deliveries WHERE substr(id, 1, length(?1)) = ?1 ORDER BY id = ?1 DESC, id
                LIMIT ?2)
            ORDER BY sequence, hook
            """, [.text(name), .integer(Int64(limit))], DeliveryRow.read
        ).compactMap(\.self)
    }
}
