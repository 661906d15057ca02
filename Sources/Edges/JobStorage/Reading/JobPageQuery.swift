package import FineTuning
internal import SQLiteDatabase

/// Which part of the table of jobs a page shows.
package struct JobPageQuery: Sendable, Hashable {
    /// What the rows are ordered by; jobs that are equal in it are ordered by their creation.
    package enum Order: Sendable, Hashable {
        case created
        case name
        case status
        case model
        case trainedTokens
        /// Jobs that have not ended stand at the lower end.
        case ended
    }

    /// Any of these statuses, under any of their words; empty for every one.
    package var statuses: [JobStatus]
    /// Only jobs that can still change.
    package var unfinishedOnly: Bool
    /// A part of an id, name, model, file, status or error; empty for every job.
    ///
    /// Upper case counts as lower case in ASCII.
    package var text: String
    /// Only this account's.
    package var account: AccountName?
    package var order: Order
    /// From the greatest to the least.
    package var isDescending: Bool
    /// Only what stands behind this job.
    package var after: JobKey?

    package init(
        statuses: [JobStatus] = [], unfinishedOnly: Bool = false, text: String = "", account: AccountName? = nil,
        order: Order = .created, isDescending: Bool = true, after: JobKey? = nil
    ) {
        self.statuses = statuses
        self.unfinishedOnly = unfinishedOnly
        self.text = text
        self.account = account
        self.order = order
        self.isDescending = isDescending
        self.after = after
    }

    /// What a job is called: its suffix, otherwise the `name` of its metadata.
    static let name = "coalesce(nullif(suffix, ''), json_extract(metadata, '$.name'), '')"

    /// What is looked through for ``text``.
    static let searched: String = {
        let columns = [
            "id", "model", "coalesce(fine_tuned_model, '')", "coalesce(suffix, '')", "metadata", "status",
            "coalesce(training_file, '')", "coalesce(error_code, '')", "coalesce(error_message, '')",
        ]
        return "lower(\(columns.joined(separator: " || char(10) || ")))"
    }()

    /// Where a row stands.
    ///
    /// The creation comes second, so that an order by it goes along the index.
    private var place: String {
        switch order {
        case .created: "created_at, account, id"
        case .name: "lower(\(Self.name)), created_at, account, id"
        case .status: "lower(status), created_at, account, id"
        case .model: "model, created_at, account, id"
        case .trainedTokens: "ifnull(trained_tokens, -1), created_at, account, id"
        case .ended: "ifnull(finished_at, 0), created_at, account, id"
        }
    }

    /// What follows `WHERE`, and its values.
    func clause(limit: Int) -> (sql: String, values: [SQLiteValue]) {
        var (parts, values) = conditions
        func parameter(_ value: SQLiteValue) -> String {
            values.append(value)
            return "?\(values.count)"
        }
        if let after {
            // Behind a place, and never so many rows from the start: the last page costs what the first one does.
            let (account, job) = (parameter(.id(after.account)), parameter(.id(after.job)))
            parts.append(
                """
                (\(place)) \(isDescending ? "<" : ">") \
                (SELECT \(place) FROM jobs WHERE account = \(account) AND id = \(job))
                """)
        }
        let direction = isDescending ? "DESC" : "ASC"
        let columns = place.split(separator: ", created_at, account, id").first ?? ""
        let first = order == .created ? "" : "\(columns) \(direction), "
        // Few jobs are unfinished: the plus keeps SQLite from looking for them along the index of all of them.
        let created = unfinishedOnly ? "+created_at" : "created_at"
        return (
            """
            \(parts.isEmpty ? "1" : parts.joined(separator: " AND ")) \
            ORDER BY \(first)\(created) \(direction), account \(direction), id \(direction) LIMIT \(max(0, limit))
            """, values
        )
    }

    /// What a row must be like, wherever it stands.
    private var conditions: ([String], [SQLiteValue]) {
        var parts: [String] = []
        var values: [SQLiteValue] = []
        func parameter(_ value: SQLiteValue) -> String {
            values.append(value)
            return "?\(values.count)"
        }
        if unfinishedOnly { parts.append(JobStoreReader.isUnfinished) }
        if !statuses.isEmpty {
            let words = statuses.flatMap(\.words).map { parameter(.text($0)) }
            parts.append("lower(status) IN (\(words.joined(separator: ", ")))")
        }
        if let account { parts.append("+account = \(parameter(.id(account)))") }
        if !text.isEmpty {
            parts.append("instr(\(Self.searched), lower(\(parameter(.text(text))))) > 0")
        }
        return (parts, values)
    }
}
