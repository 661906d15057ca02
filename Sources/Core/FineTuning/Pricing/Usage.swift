/// What a group of trainings used and cost.
package struct Usage: Hashable, Sendable {
    /// Jobs that were created, or that ended, in the group.
    package var jobs = 0
    /// Those that failed or were cancelled.
    package var failed = 0
    /// Those that have not ended.
    package var open = 0
    /// Those that ended and of which nobody knows the cost.
    package var unpriced = 0
    /// Over all epochs, as the server counts them.
    package var trainedTokens: Int64 = 0
    /// Of those whose cost is known; in one currency.
    package var cost = Money.zero
    /// The part of the cost that went into jobs that failed or were cancelled.
    package var failedCost = Money.zero

    package init() {}

    /// Counts one job.
    package mutating func add(_ job: Job, _ cost: JobCost) {
        add(
            isLost: job.status.isTerminal && job.status.meaning != .succeeded, trainedTokens: job.trainedTokens, cost)
    }

    /// Counts one job.
    ///
    /// - Parameter isLost: whether it failed or was cancelled.
    package mutating func add(isLost: Bool, trainedTokens tokens: Int64?, _ cost: JobCost) {
        jobs += 1
        if isLost { failed += 1 }
        let (sum, overflow) = trainedTokens.addingReportingOverflow(tokens ?? 0)
        trainedTokens = overflow ? .max : sum
        switch cost {
        case .known(let amount, _):
            self.cost = self.cost + amount
            if isLost { failedCost = failedCost + amount }
        case .open: open += 1
        case .unknown: unpriced += 1
        }
    }

    /// Takes out a job that was counted with the same words.
    package mutating func remove(isLost: Bool, trainedTokens tokens: Int64?, _ cost: JobCost) {
        jobs -= 1
        if isLost { failed -= 1 }
        trainedTokens -= min(tokens ?? 0, trainedTokens)
        switch cost {
        case .known(let amount, _):
            self.cost = self.cost - amount
            if isLost { failedCost = failedCost - amount }
        case .open: open -= 1
        case .unknown: unpriced -= 1
        }
    }

    /// Whether no sum has become the greatest number there is, which stands for all greater ones.
    package var isExact: Bool {
        trainedTokens < .max && cost.nanodollars < .max && failedCost.nanodollars < .max
    }

    /// Adds another group of the same currency.
    package static func + (left: Usage, right: Usage) -> Usage {
        var sum = left
        sum.jobs += right.jobs
        sum.failed += right.failed
        sum.open += right.open
        sum.unpriced += right.unpriced
        let (tokens, overflow) = left.trainedTokens.addingReportingOverflow(right.trainedTokens)
        sum.trainedTokens = overflow ? .max : tokens
        sum.cost = left.cost + right.cost
        sum.failedCost = left.failedCost + right.failedCost
        return sum
    }

    /// Whether the cost of any job that ended is known: of none, the sum says nothing.
    package var hasCost: Bool { jobs > open + unpriced }
}
