import FineTuning
import SQLiteDatabase

/// What is in a store, read as a stranger with `sqlite3` would.
struct StoreContents {
    /// One row of `transitions`, in their order.
    struct Change: Hashable {
        let job: JobID
        let from: String?
        let to: String
        let cause: String
        let id: String
    }

    /// One row of `deliveries`, in the order of their notices.
    struct Delivery: Hashable {
        let id: String
        let hook: String
        let type: String
        let job: String?
        let state: String
        let attempts: Int64
    }

    let statuses: [JobID: String]
    let changes: [Change]
    let deliveries: [Delivery]
    /// Why each account is degraded; nil when it is not.
    let degraded: [String: String?]
    /// The models of which it is known when they were asked last.
    let usedModels: [String]

    init(_ place: Place) throws {
        let database = try Database(path: place.store, access: .readOnly)
        statuses = Dictionary(
            uniqueKeysWithValues: try database.rows("SELECT id, status FROM jobs") { row in
                (JobID(row.text()), row.text())
            })
        changes = try database.rows(
            "SELECT job, from_status, to_status, cause, id FROM transitions ORDER BY position"
        ) { row in
            Change(
                job: JobID(row.text()), from: row.optionalText(), to: row.text(), cause: row.text(), id: row.text())
        }
        deliveries = try database.rows(
            "SELECT id, hook, type, job, state, attempts FROM deliveries ORDER BY sequence, hook"
        ) { row in
            Delivery(
                id: row.text(), hook: row.text(), type: row.text(), job: row.optionalText(), state: row.text(),
                attempts: row.integer())
        }
        usedModels = try database.rows("SELECT model FROM models WHERE last_used IS NOT NULL ORDER BY model") { row in
            row.text()
        }
        degraded = Dictionary(
            uniqueKeysWithValues: try database.rows("SELECT account, degraded_reason FROM accounts") { row in
                (row.text(), row.optionalText())
            })
    }

    /// Everything in every table but the clock's doings, as text: equal when nothing changed.
    static func dump(_ place: Place) throws -> String {
        let database = try Database(path: place.store, access: .readOnly)
        let jobs = try database.rows("SELECT id, status, changed_at, raw FROM jobs ORDER BY id") { row in
            [row.text(), row.text(), "\(row.integer())", row.text()].joined(separator: "|")
        }
        let changes = try database.integer("SELECT count(*) FROM transitions")
        let deliveries = try database.integer("SELECT count(*) FROM deliveries WHERE job IS NOT NULL")
        return (jobs + ["\(changes) transitions, \(deliveries) deliveries of jobs"]).joined(separator: "\n")
    }

    /// Changes what is in a store on which no daemon works, to put it where it would be much later.
    static func edit(_ place: Place, _ statement: String) throws {
        try Database(path: place.store, access: .writing).run(statement)
    }

    /// What SQLite finds wrong with the file; `ok` when nothing is.
    static func integrity(_ place: Place) throws -> String {
        try Database(path: place.store, access: .readOnly).row("PRAGMA integrity_check") { $0.text() } ?? "no answer"
    }

    /// The statuses a job went through, as its transitions tell it: `running>paused`.
    func path(of job: JobID) -> [String] {
        changes.filter { $0.job == job }.map { "\($0.from ?? "?")>\($0.to)" }
    }
}
