internal import FineTuning
internal import SQLiteDatabase

/// The columns of `hook_tests`.
enum HookTestColumns {
    /// So many tests are kept.
    static let greatestCount = 100

    /// What a select that is read by ``read(_:)`` must select.
    static let list = "wish, hook, at_ms, type, taken, took_ms, answer, body"

    /// Stores a test, in the place of one for the same wish.
    static let replace = "INSERT OR REPLACE INTO hook_tests (\(list)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"

    /// The values of ``replace``.
    static func values(_ test: HookTest) -> [SQLiteValue] {
        let name: [SQLiteValue] = [
            .text(test.wish), .id(test.hook), .milliseconds(test.time), .text(test.type.rawValue),
        ]
        return switch test.end {
        case .sent(let taken, let answer, let took, let body):
            name + [.bool(taken), .integer(took.milliseconds), .text(answer), .blob(body)]
        case .notSent(let reason): name + [.null, .null, .text(reason), .null]
        }
    }

    /// Reads ``list``; nil for a type that this version does not know.
    static func read(_ row: inout ResultRow) -> HookTest? {
        let (wish, hook, time) = (row.text(), HookName(row.text()), UnixTime(milliseconds: row.integer()))
        let (type, taken, took) = (NoticeType(rawValue: row.text()), row.optionalInteger(), row.optionalInteger())
        let (answer, body) = (row.text(), row.blob())
        guard let type else { return nil }
        let end: HookTest.End =
            taken.map { .sent(taken: $0 != 0, answer: answer, took: .milliseconds(took ?? 0), body: body) }
            ?? .notSent(reason: answer)
        return HookTest(wish: wish, hook: hook, time: time, type: type, end: end)
    }
}
