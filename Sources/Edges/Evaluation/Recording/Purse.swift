import FineTuning

/// Money that is spent and money that is set aside for questions under way.
struct Purse {
    private var spent: Money
    private let limit: Money?
    private var reserved: [Int: Money] = [:]
    /// Of the questions that were answered: what they were expected to cost, and what they did.
    private var expected = Money.zero
    private var actual = Money.zero
    private var expectations: [Int: Money] = [:]

    init(spent: Money, limit: Money?) {
        self.spent = spent
        self.limit = limit
    }

    /// Sets money aside for a question; false where it could be more than there is.
    mutating func reserve(_ cost: Money, for question: Int) -> Bool {
        // Where answers were dearer than expected, so are the next ones.
        let factor = expected > .zero ? max(1, actual.dollars / expected.dollars) : 1
        let likely = cost * factor
        let open = reserved.values.reduce(Money.zero, +)
        if let limit, spent + open + likely > limit { return false }
        reserved[question] = likely
        expectations[question] = cost
        return true
    }

    /// A question is done; nil where nothing is known to have been paid.
    mutating func settle(_ question: Int, at cost: Money?) {
        reserved[question] = nil
        let expectation = expectations.removeValue(forKey: question)
        guard let cost else { return }
        spent = spent + cost
        if let expectation { (expected, actual) = (expected + expectation, actual + cost) }
    }
}
