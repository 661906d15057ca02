/// How an account's polls go, for whoever is told that all is well.
package struct PollStanding: Hashable, Sendable {
    /// Good polls since the start.
    package var goodPolls = 0
    /// Whether the last poll was good.
    package var isGood = false
    /// Why the account cannot be watched; nil while it can.
    package var degraded: String?

    /// Nothing was polled yet.
    package init() {}

    /// The same after one more poll.
    package func after(isGood: Bool, degraded: String?) -> PollStanding {
        var next = self
        if isGood { next.goodPolls += 1 }
        next.isGood = isGood
        next.degraded = degraded
        return next
    }
}

/// When a service that waits for signs of life is sent one (the convention of healthchecks.io).
package struct Heartbeat: Hashable, Sendable {
    /// What it is told.
    package enum Ping: Hashable, Sendable {
        /// A start.
        case start
        /// Every account was polled well since the last time.
        case alive
        /// An account cannot be watched any more, with the accounts and why.
        case failed([AccountName: String])
    }

    private let accounts: Set<AccountName>
    private var hasStarted = false
    /// The good polls that the last sign of life stood for.
    private var counted: [AccountName: Int] = [:]
    /// The degraded accounts that it knows of.
    private var told: Set<AccountName> = []

    /// - Parameter accounts: those that must all be well.
    package init(of accounts: Set<AccountName>) { self.accounts = accounts }

    /// What is to be sent now; nil while there is nothing new.
    ///
    /// An account that is stuck has no new good poll, and so ends the signs of life as one that fails does.
    package func next(_ standings: [AccountName: PollStanding]) -> Ping? {
        guard hasStarted else { return .start }
        let degraded = standings.filter { accounts.contains($0.key) }.compactMapValues(\.degraded)
        if !degraded.keys.allSatisfy(told.contains) { return .failed(degraded) }
        let areWell = accounts.allSatisfy { account in
            guard let standing = standings[account] else { return false }
            return standing.isGood && standing.degraded == nil && standing.goodPolls > counted[account, default: 0]
        }
        return areWell && !accounts.isEmpty ? .alive : nil
    }

    /// The service has been told, or is told no more: the next sign of life stands for itself, and a start is past.
    ///
    /// A failure that did not get there is to be told again: it is not settled then.
    package mutating func settle(_ ping: Ping, _ standings: [AccountName: PollStanding]) {
        switch ping {
        case .start: hasStarted = true
        case .failed(let degraded): told = Set(degraded.keys)
        case .alive:
            told = []
            for (account, standing) in standings { counted[account] = standing.goodPolls }
        }
    }
}
