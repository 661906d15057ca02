/// In which order jobs are listed.
package struct JobOrder: Sendable, Hashable {
    /// What jobs are ordered by.
    package enum Key: String, Sendable, CaseIterable {
        /// Newest first.
        case created
        /// Those that ended last first; those that have not ended before them.
        case finished
        /// From A to Z; jobs without a name last.
        case name
        case status
        case model
        case account
        /// Most trained tokens first.
        case tokens
        case id
    }

    package var key: Key
    /// The other way round.
    package var isReversed: Bool

    package init(_ key: Key = .created, isReversed: Bool = false) {
        self.key = key
        self.isReversed = isReversed
    }

    /// The terms of an ORDER BY on the columns of `jobs`; newest first among equals.
    func sql(schema: Int) -> String {
        let (down, up) = isReversed ? ("ASC", "DESC") : ("DESC", "ASC")
        let newest = "created_at DESC, account DESC, id DESC"
        return switch key {
        case .created: "created_at \(down), account \(down), id \(down)"
        case .finished: "finished_at IS NULL \(down), finished_at \(down), \(newest)"
        case .name:
            {
                let name = schema >= Schema.firstWithNames ? "name" : Schema.derivedName
                return "\(name) IS NULL, lower(\(name)) \(up), \(newest)"
            }()
        case .status: "status \(up), \(newest)"
        case .model: "model \(up), \(newest)"
        case .account: "account \(up), \(newest)"
        case .tokens: "coalesce(trained_tokens, 0) \(down), \(newest)"
        case .id: "id \(up), account \(up)"
        }
    }
}
