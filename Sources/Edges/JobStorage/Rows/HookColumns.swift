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
    ])

    /// For select lists, before the counts of the hook's deliveries.
    static let list = all.list

    /// Reads ``list``, then how many deliveries wait, were delivered and are dead.
    static func read(_ row: inout ResultRow) -> StoredHook {
        var hook = StoredHook(name: HookName(""), counts: DeliveryCounts())
        all.read(&row, into: &hook)
        hook.counts = DeliveryCounts(
            waiting: Int(row.integer()), delivered: Int(row.integer()), dead: Int(row.integer()))
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
