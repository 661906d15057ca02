/// What trainings may cost in a calendar month: an amount for each currency.
package struct Budget: Hashable, Sendable {
    /// The most that may be spent in one currency.
    package struct Limit: Hashable, Sendable {
        /// Nothing less than zero.
        package var amount: Money
        /// By ISO 4217.
        package var currency: String

        package init(_ amount: Money, _ currency: String) {
            self.amount = amount
            self.currency = currency
        }
    }

    /// Each currency once; empty where nothing is limited.
    package var month: [Limit]

    package init(month: [Limit] = []) { self.month = month }
}

/// How a month stands against what may be spent in one currency.
package struct BudgetStanding: Hashable, Sendable {
    /// `2026-11`, by local time.
    package let month: String
    package let limit: Budget.Limit
    /// What the jobs cost that ended in the month.
    package private(set) var spent = Money.zero
    /// What those under way are expected to cost.
    package private(set) var expected = Money.zero
    /// How many are under way whose cost is expected.
    package private(set) var open = 0
    /// How many jobs there are of which nobody knows the cost; they are in no sum.
    package private(set) var unknown = 0

    /// Nothing was spent yet.
    package init(month: String, limit: Budget.Limit) {
        self.month = month
        self.limit = limit
    }

    /// Counts a job of the month that has ended, or one that is under way.
    ///
    /// - Parameters:
    ///   - cost: what it cost; of another currency than the limit's it counts nothing.
    ///   - estimate: what a job under way is expected to cost, in the currency of price lists.
    package mutating func add(_ cost: JobCost, estimate: Money?) {
        switch cost {
        case .known(let amount, let currency):
            if currency == limit.currency { spent = spent + amount }
        case .open:
            guard limit.currency == JobCost.listCurrency else { return }
            guard let estimate else {
                unknown += 1
                return
            }
            open += 1
            expected = expected + estimate
        case .unknown:
            if limit.currency == JobCost.listCurrency { unknown += 1 }
        }
    }

    /// What is spent, and what is going to be.
    package var total: Money { spent + expected }

    /// Whether more is spent, or going to be, than may be.
    package var isExceeded: Bool { total > limit.amount }

    /// Whether it would be with one job more.
    package func isExceeded(with further: Money) -> Bool { total + further > limit.amount }

    /// What may still be spent; nothing where it is exceeded.
    package var left: Money { isExceeded ? .zero : limit.amount - total }
}

/// What a training that has not ended is going to cost, from what is known of its file.
package enum CostEstimate {
    /// Bytes of a training file for each token that is trained on: chat rows of SciQ have 5.3.
    package static let bytesPerToken: Int64 = 5
    /// What servers choose for most files.
    package static let likelyEpochs: Int64 = 3

    /// Tokens of one pass over a file.
    ///
    /// - Parameters:
    ///   - earlier: the trained tokens and epochs of a job that ended on the same file: exact.
    ///   - bytes: the size of the file.
    /// - Returns: nil where neither is known.
    package static func tokens(earlier: (trained: Int64, epochs: Int64)?, bytes: Int64?) -> Int64? {
        if let earlier, earlier.epochs > 0, earlier.trained > 0 { return earlier.trained / earlier.epochs }
        return bytes.map { $0 / bytesPerToken }
    }

    /// What the job is going to cost; nil where its price, or the size of its file, is not known.
    package static func cost(of job: Job, tokens: Int64?, facts: ModelFacts?, isOpenAI: Bool) -> Money? {
        var epochs = likelyEpochs
        if case .value(let text)? = job.hyperparameters.epochs, let number = Int64(text), number > 0 { epochs = number }
        let price = TrainingPrice(
            model: job.model, facts: facts, isByTheHour: job.method == "reinforcement", isOpenAI: isOpenAI,
            tokens: tokens, error: 0, epochs: .fixed(Int(clamping: min(epochs, 1000))))
        switch price {
        case .known(let cost): return cost.likely
        case .hourly, .unknown: return nil
        }
    }
}
