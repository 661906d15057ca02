/// What one training cost, as far as that is known.
package enum JobCost: Hashable, Sendable {
    /// In a currency's units; the code is by ISO 4217, as the server or the price list names it.
    case known(Money, currency: String)
    /// It has not ended: what it will cost is an estimate.
    case open
    /// Nobody knows, and why.
    case unknown(PriceProblem)

    /// The cost of a job: the server's own figure where it gives one, otherwise its trained tokens at the list's price.
    ///
    /// Servers give no tokens of a job that failed or was cancelled before it trained: it cost nothing.
    ///
    /// - Parameters:
    ///   - told: what the server said that the job cost.
    ///   - facts: what is known of the model; nil when it is in no table.
    ///   - isOpenAI: whether the job's server is OpenAI's own, whose prices the built-in facts have.
    package init(of job: Job, told: (amount: Money, currency: String)?, facts: ModelFacts?, isOpenAI: Bool) {
        self.init(
            status: job.status, model: job.model, method: job.method, trainedTokens: job.trainedTokens, told: told,
            facts: facts, isOpenAI: isOpenAI)
    }

    /// The same of a job that is known by these facts only.
    package init(
        status: JobStatus, model: ModelName, method: String?, trainedTokens: Int64?,
        told: (amount: Money, currency: String)?, facts: ModelFacts?, isOpenAI: Bool
    ) {
        if let told {
            self = .known(told.amount, currency: told.currency)
            return
        }
        guard status.isTerminal else {
            self = .open
            return
        }
        guard status.meaning == .succeeded || (trainedTokens ?? 0) > 0 else {
            self = .known(.zero, currency: Self.listCurrency)
            return
        }
        let price = TrainingPrice(
            model: model, facts: facts, isByTheHour: method == "reinforcement", isOpenAI: isOpenAI,
            tokens: trainedTokens, error: 0, epochs: .fixed(1))
        self =
            switch price {
            case .known(let cost): .known(cost.likely, currency: Self.listCurrency)
            case .hourly(let hour): .unknown(.byTheHour(hour))
            case .unknown(let problem): .unknown(problem)
            }
    }

    /// Price lists are in US dollars.
    package static let listCurrency = "USD"
}
