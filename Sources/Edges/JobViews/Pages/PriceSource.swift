package import FineTuning
import JobJSON
import Synchronization

/// What costs are worked out with: what is known of models, and whose server an account's is.
package struct PriceSource: Sendable {
    /// What is known of a model.
    package let facts: @Sendable (ModelName) -> ModelFacts?
    /// Whether an account's server is OpenAI's own, whose prices the built-in facts have.
    package let isOpenAI: @Sendable (AccountName) -> Bool

    package init(
        facts: @escaping @Sendable (ModelName) -> ModelFacts?, isOpenAI: @escaping @Sendable (AccountName) -> Bool
    ) {
        let found = FoundFacts()
        self.facts = { found.facts(of: $0, or: facts) }
        self.isOpenAI = isOpenAI
    }

    /// Keeps what was found of a model: every row asks, and nearly all of them for the same few.
    private final class FoundFacts: Sendable {
        private static let most = 1000
        private let found = Mutex<[ModelName: ModelFacts?]>([:])

        func facts(of model: ModelName, or find: (ModelName) -> ModelFacts?) -> ModelFacts? {
            if let known = found.withLock({ $0[model] }) { return known }
            let facts = find(model)
            found.withLock { found in
                if found.count >= Self.most { found.removeAll() }
                found[model] = .some(facts)
            }
            return facts
        }
    }

    /// What a job cost.
    func cost(of stored: WatchedJob) -> JobCost {
        JobCost(
            of: stored.job, told: stored.job.toldCost, facts: facts(stored.job.model),
            isOpenAI: isOpenAI(stored.account))
    }
}
