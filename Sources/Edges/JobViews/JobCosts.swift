package import FineTuning
import JobJSON
package import JobStorage
import Synchronization

/// What jobs cost, by what is known of their models; each model is looked up once.
package final class JobCosts: Sendable {
    private let facts: @Sendable (ModelName) -> ModelFacts?
    private let openAI: Set<AccountName>
    private let known = Mutex<[ModelName: ModelFacts?]>([:])

    /// - Parameters:
    ///   - openAI: the accounts whose server is OpenAI's own, whose prices the built-in facts have.
    ///   - facts: what is known of a model.
    package init(openAI: Set<AccountName>, facts: @escaping @Sendable (ModelName) -> ModelFacts?) {
        self.openAI = openAI
        self.facts = facts
    }

    /// No price is known; only what a server says itself counts.
    package static let unpriced = JobCosts(openAI: []) { _ in nil }

    /// What a job cost.
    package func cost(of stored: WatchedJob) -> JobCost {
        JobCost(
            of: stored.job, told: stored.job.toldCost, facts: facts(of: stored.job.model),
            isOpenAI: openAI.contains(stored.account))
    }

    /// What the job of a line cost.
    package func cost(of row: StatusRow) -> JobCost {
        let told = row.costText.flatMap {
            Job(id: row.key.job, createdAt: row.createdAt, status: row.status, model: row.model, raw: $0).toldCost
        }
        return JobCost(
            status: row.status, model: row.model, method: row.method, trainedTokens: row.trainedTokens, told: told,
            facts: facts(of: row.model), isOpenAI: openAI.contains(row.key.account))
    }

    /// What is known of the cost of the job of a line: the amount and its currency.
    ///
    /// A long list asks for it again and again, and most jobs have neither tokens nor a figure of the server's.
    package func amount(of row: StatusRow) -> (money: Money, currency: String)? {
        if row.trainedTokens == nil, row.costText == nil {
            guard row.status.isTerminal, row.status.meaning != .succeeded else { return nil }
            return (.zero, JobCost.listCurrency)
        }
        return cost(of: row).amount
    }

    /// Whether an account's server is OpenAI's own, whose prices the built-in facts have.
    package func isOpenAI(_ account: AccountName) -> Bool { openAI.contains(account) }

    /// What is known of a model.
    package func facts(of model: ModelName) -> ModelFacts? {
        known.withLock { known in
            if let found = known[model] { return found }
            let found = facts(model)
            known[model] = .some(found)
            return found
        }
    }
}

extension JobCost {
    /// The amount and its currency; nil where it is not known, or not yet.
    package var amount: (money: Money, currency: String)? {
        switch self {
        case .known(let money, let currency): (money, currency)
        case .open, .unknown: nil
        }
    }
}
