package import FineTuning
import JobJSON
package import Settings
import Text

/// What the configuration adds to what the store knows of a notice: where people can look, and what trainings cost.
package struct NoticeBackground: Equatable, Sendable {
    private let page: HTTPAddress?
    private let models: ModelTable
    private let accountsAtOpenAI: Set<AccountName>

    /// - Parameters:
    ///   - page: where people open the status page; nil: nowhere.
    ///   - models: what is known of models, their prices among it.
    ///   - accountsAtOpenAI: those whose server is OpenAI's own, for which the built-in prices are.
    package init(
        page: HTTPAddress? = nil, models: ModelTable = .builtIn, accountsAtOpenAI: Set<AccountName> = []
    ) {
        self.page = page
        self.models = models
        self.accountsAtOpenAI = accountsAtOpenAI
    }

    /// What is known of a model, its prices among it.
    package func facts(of model: ModelName) -> ModelFacts? { models.facts(of: model) }

    /// Whether an account's server is OpenAI's own, for which the built-in prices are.
    package func isAtOpenAI(_ account: AccountName) -> Bool { accountsAtOpenAI.contains(account) }

    /// What a job cost; nil where nobody knows.
    func cost(of job: Job, in account: AccountName) -> (amount: Money, currency: String)? {
        let cost = JobCost(
            of: job, told: job.toldCost, facts: models.facts(of: job.model),
            isOpenAI: accountsAtOpenAI.contains(account))
        switch cost {
        case .known(let amount, let currency): return (amount, currency)
        case .open, .unknown: return nil
        }
    }

    /// The page of a job, or the first page where it is about no job; nil where there is no page.
    func link(to job: JobKey?) -> String? {
        guard let page else { return nil }
        guard let job else { return "\(page.text)/" }
        let account = job.account == .default ? "" : "?account=\(job.account.rawValue.percentEncoded)"
        return "\(page.text)/jobs/\(job.job.rawValue.percentEncoded)\(account)"
    }
}
