package import FineTuning
internal import SQLiteDatabase
internal import Text

extension JobStoreReader {
    /// What OpenAI's ids begin with, and nobody types.
    package static let idPrefix = "ftjob-"

    /// The job that a user typed: its id, the beginning of it with or without `ftjob-`, any other part of it, or `latest`.
    ///
    /// A whole id wins over a beginning, and a beginning over another part: what ``shortestParts(of:least:)`` shows means
    /// that job also where another id has the same characters in the middle.
    ///
    /// - Parameters:
    ///   - account: only this account's jobs; nil for every account's.
    ///   - limit: how many are named when there are several.
    package func match(_ name: String, account: AccountName? = nil, limit: Int = 10) throws -> JobMatch {
        try database.snapshot {
            let values: [SQLiteValue] = [.text(name), .id(account), .text(Self.idPrefix + name)]
            let ofAccount = "(?2 IS NULL OR account = ?2)"
            let exact = try keys("id IN (?1, ?3) AND \(ofAccount)", values)
            if let only = exact.first, exact.count == 1 { return .one(only) }
            if exact.isEmpty, name == NamePart.latest {
                let newest = "\(ofAccount) ORDER BY created_at DESC, account DESC, id DESC LIMIT 1"
                return try keys(newest, [.null, .id(account)]).first.map { .one($0) } ?? .none
            }
            guard !name.isEmpty else { return .none }
            // The greatest scalar sorts after every text that begins so.
            let begins = """
                (id >= ?1 AND id < ?1 || char(1114111) OR id >= ?3 AND id < ?3 || char(1114111)) AND \(ofAccount)
                """
            let found = try several(begins, values, limit)
            if found != .none { return found }
            return try several("instr(id, ?1) > 0 AND \(ofAccount)", [.text(name), .id(account)], limit)
        }
    }

    private func several(_ condition: String, _ values: [SQLiteValue], _ limit: Int) throws -> JobMatch {
        let some = try keys("\(condition) ORDER BY id, account LIMIT \(max(limit, 2))", values)
        switch some.count {
        case 0: return .none
        case 1: return .one(some[0])
        case _:
            let count = try database.integer("SELECT count(*) FROM jobs WHERE \(condition)", values)
            return .several(some, count: Int(count))
        }
    }

    /// The shortest beginning of each id, without `ftjob-`, that ``match(_:account:limit:)`` takes for this job alone.
    ///
    /// Found by the neighbours of each id in the index, so that it takes the time of the ids asked for.
    ///
    /// - Parameter least: the least number of characters.
    package func shortestParts(of jobs: some Sequence<JobID>, least: Int = 9) throws -> [JobID: String] {
        var result: [JobID: String] = [:]
        try database.snapshot {
            for job in jobs where result[job] == nil {
                let id = job.rawValue
                let own = id.hasPrefix(Self.idPrefix) ? String(id.dropFirst(Self.idPrefix.count)) : id
                // What is typed may also mean an id in the other form.
                let other = try shared(Self.idPrefix + own, except: job) - Self.idPrefix.count
                let unique = max(try shared(own, except: job), other)
                let part = String(own.prefix(max(unique + 1, least, 1)))
                result[job] = part == NamePart.latest || part.isEmpty ? id : part
            }
        }
        return result
    }

    /// The number of first characters that the nearest other ids share with a text.
    private func shared(_ text: String, except job: JobID) throws -> Int {
        let neighbours = try database.rows(
            """
            SELECT max(id) FROM jobs WHERE id <= ?1 AND id <> ?2
            UNION ALL SELECT min(id) FROM jobs WHERE id >= ?1 AND id <> ?2
            """, [.text(text), .text(job.rawValue)]
        ) { $0.optionalText() ?? "" }
        return neighbours.map { zip($0, text).prefix { $0 == $1 }.count }.max() ?? 0
    }
}
