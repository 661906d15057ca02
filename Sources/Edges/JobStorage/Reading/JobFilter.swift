package import FineTuning
internal import SQLiteDatabase

/// Which jobs a list shows; an empty filter shows all.
package struct JobFilter: Sendable, Hashable {
    /// Any of these statuses, under any of their words; empty for every one.
    package var statuses: [JobStatus]
    /// Created at this moment or later.
    package var since: UnixTime?
    /// The base model, the tuned model, or the base model without its date.
    package var model: ModelName?
    /// Only this account's.
    package var account: AccountName?
    /// A part of what the job is called, capitals of ASCII aside.
    package var name: String?

    package init(
        statuses: [JobStatus] = [], since: UnixTime? = nil, model: ModelName? = nil, account: AccountName? = nil,
        name: String? = nil
    ) {
        self.statuses = statuses
        self.since = since
        self.model = model
        self.account = account
        self.name = name
    }

    /// The condition on the columns of `jobs`, and its values.
    ///
    /// The `+` keeps SQLite on the index by time, which holds all that a list shows.
    ///
    /// - Parameter schema: the store's; an older one has no column of names.
    func condition(schema: Int) -> (sql: String, values: [SQLiteValue]) {
        var parts: [String] = []
        var values: [SQLiteValue] = []
        func parameter(_ value: SQLiteValue) -> String {
            values.append(value)
            return "?\(values.count)"
        }
        if !statuses.isEmpty {
            let words = statuses.flatMap(\.words).map { parameter(.text($0)) }
            parts.append("lower(status) IN (\(words.joined(separator: ", ")))")
        }
        if let since { parts.append("created_at >= \(parameter(.integer(since.seconds)))") }
        if let model {
            let name = parameter(.text(model.rawValue))
            parts.append(
                """
                (model = \(name) OR fine_tuned_model = \(name) \
                OR substr(model, 1, length(\(name)) + 1) = \(name) || '-' \
                OR substr(model, 1, length(\(name)) + 4) IN ('ft:' || \(name) || ':', 'ft:' || \(name) || '-'))
                """)
        }
        if let account { parts.append("+account = \(parameter(.text(account.rawValue)))") }
        if let name {
            let column = schema >= Schema.firstWithNames ? "name" : Schema.derivedName
            parts.append("instr(lower(\(column)), lower(\(parameter(.text(name))))) > 0")
        }
        return (parts.isEmpty ? "1" : parts.joined(separator: " AND "), values)
    }
}
