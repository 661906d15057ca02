internal import FineTuning
internal import SQLiteDatabase

/// The columns of `hooks`.
enum HookColumns {
    private static let all = Columns<StoredHook>([
        .id("hook", \.name), .milliseconds("last_success_ms", \.lastSuccess),
        Column(
            "disabled_since", write: { .seconds($0.disabled?.since) },
            read: { $1.disabled = $0.optionalTime().map { StoredHook.Disabling(since: $0, reason: "") } }),
        Column(
            "disabled_reason", write: { .optional($0.disabled?.reason) },
            read: { row, hook in
                let reason = row.optionalText()
                hook.disabled?.reason = reason ?? ""
            }),
        .seconds("silenced_until", \.silencedUntil),
        Column(
            "held_since_ms", write: { .milliseconds($0.hold?.since) },
            read: { row, hook in
                guard let since = row.optionalMilliseconds() else { return }
                hook.hold = HookHold(since: since, failures: 1, began: since, until: since, reason: "")
            }),
        Column(
            "hold_failures", write: { .optional($0.hold.map { Int64($0.failures) }) },
            read: { row, hook in
                let failures = row.optionalInteger()
                hook.hold?.failures = Int(failures ?? 1)
            }),
        Column(
            "hold_began_ms", write: { .milliseconds($0.hold?.began) },
            read: { row, hook in
                let began = row.optionalMilliseconds()
                if let began { hook.hold?.began = began }
            }),
        Column(
            "held_until_ms", write: { .milliseconds($0.hold?.until) },
            read: { row, hook in
                let until = row.optionalMilliseconds()
                if let until { hook.hold?.until = until }
            }),
        Column(
            "hold_is_asked", write: { $0.hold.map { .bool($0.isAsked) } ?? .null },
            read: { row, hook in
                let isAsked = row.optionalInteger() == 1
                hook.hold?.isAsked = isAsked
            }),
        Column(
            "hold_reason", write: { .optional($0.hold?.reason) },
            read: { row, hook in
                let reason = row.optionalText()
                hook.hold?.reason = reason ?? ""
            }),
        Column(
            "hold_is_away", write: { $0.hold.map { .bool($0.isAway) } ?? .null },
            read: { row, hook in
                let isAway = row.optionalInteger() == 1
                hook.hold?.isAway = isAway
            }),
    ])

    /// The columns that say whether the hook is held.
    static let ofHold = [
        "held_since_ms", "hold_failures", "hold_began_ms", "held_until_ms", "hold_is_asked", "hold_reason",
        "hold_is_away",
    ]

    /// For select lists, before the counts of the hook's deliveries.
    static let list = all.list

    /// The same of a store of that schema.
    static func list(of schema: Int) -> String {
        if schema >= Schema.firstWithRevisions { return all.list }
        return all.list(withNull: schema >= Schema.firstWithHolds ? ["hold_is_away"] : Set(ofHold))
    }

    /// Reads ``list``, then how many deliveries wait, were delivered and are dead.
    static func read(_ row: inout ResultRow) -> StoredHook {
        var hook = StoredHook(name: HookName(""), counts: DeliveryCounts())
        all.read(&row, into: &hook)
        hook.counts = DeliveryCounts(
            waiting: Int(row.integer()), delivered: Int(row.integer()), dead: Int(row.integer()),
            abandoned: Int(row.integer()))
        return hook
    }

    /// Stores a hook's row, or of one that is there the named columns, where they differ.
    static func upsert(_ names: [String], where condition: String? = nil) -> String {
        let assignments = names.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        let differs = names.map { "\($0) IS NOT excluded.\($0)" }.joined(separator: " OR ")
        return """
            INSERT INTO hooks (\(list)) VALUES (\(all.parameters(from: 1)))
            ON CONFLICT DO UPDATE SET \(assignments) WHERE \(condition ?? differs)
            """
    }

    /// The values of ``upsert(_:where:)``.
    static func values(_ hook: StoredHook) -> [SQLiteValue] { all.values(hook) }
}
