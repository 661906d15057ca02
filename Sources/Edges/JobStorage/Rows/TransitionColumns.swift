internal import FineTuning
internal import SQLiteDatabase

/// The columns of `transitions` but the position.
enum TransitionColumns {
    private static let all = Columns<Transition>([
        Column(
            "account", write: { .id($0.key.account) },
            read: { $1.key = JobKey(account: AccountName($0.text()), job: $1.key.job) }),
        Column(
            "job", write: { .id($0.key.job) },
            read: { $1.key = JobKey(account: $1.key.account, job: JobID($0.text())) }),
        .id("id", \.id),
        Column(
            "from_status", write: { .optional($0.from?.word) },
            read: { $1.from = $0.optionalText().map { JobStatus(word: $0) } }),
        Column("to_status", write: { .text($0.to.word) }, read: { $1.to = JobStatus(word: $0.text()) }),
        Column(
            "cause", write: { .text($0.cause.rawValue) },
            read: { $1.cause = Transition.Cause(rawValue: $0.text()) ?? .moved }),
        .milliseconds("seen_at_ms", \.seenAt),
    ])

    /// For select lists.
    static let list = all.list

    /// Stores a transition that is not there, with ``values(_:)``.
    static let insert = """
        INSERT INTO transitions (\(list)) VALUES (\(all.parameters(from: 1))) ON CONFLICT DO NOTHING
        """

    /// A transition's values in the order of ``list``.
    static func values(_ transition: Transition) -> [SQLiteValue] { all.values(transition) }

    /// Reads ``list``.
    static func read(_ row: inout ResultRow) -> Transition {
        var transition = Transition(
            id: NoticeID(""), key: JobKey(account: AccountName(""), job: JobID("")), from: nil, to: .unrecognized(""),
            cause: .moved, seenAt: UnixTime(seconds: 0))
        all.read(&row, into: &transition)
        return transition
    }
}
