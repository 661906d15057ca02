package import FineTuning
import JobJSON

/// What costs are worked out with: what is known of models, and whose server an account's is.
package struct PriceSource: Sendable {
    /// What is known of a model.
    package let facts: @Sendable (ModelName) -> ModelFacts?
    /// Whether an account's server is OpenAI's own, whose prices the built-in facts have.
    package let isOpenAI: @Sendable (AccountName) -> Bool

    package init(
        facts: @escaping @Sendable (ModelName) -> ModelFacts?, isOpenAI: @escaping @Sendable (AccountName) -> Bool
    ) {
        self.facts = facts
        self.isOpenAI = isOpenAI
    }

    /// What a job cost.
    func cost(of stored: WatchedJob) -> JobCost {
        JobCost(
            of: stored.job, told: stored.job.toldCost, facts: facts(stored.job.model),
            isOpenAI: isOpenAI(stored.account))
    }
}
