package import FineTuning
package import JSONText
import JobJSON
package import JobStorage
package import Text

/// How the running month stands against what it may cost.
package struct BudgetView: Sendable {
    /// One for each limit, in the order of the configuration.
    package let standings: [BudgetStanding]
    /// When a limit was seen to be exceeded, by currency: it has been told since.
    package let exceededAt: [String: UnixTime]

    /// Reads it in one snapshot.
    ///
    /// - Parameters:
    ///   - facts: what is known of a model.
    ///   - isOpenAI: whether an account's server is OpenAI's own, whose prices the built-in facts have.
    package init(
        of budget: Budget, in store: JobStoreReader, now: UnixTime, time: LocalTime,
        facts: (ModelName) -> ModelFacts?, isOpenAI: (AccountName) -> Bool
    ) throws {
        let month = time.month(of: now)
        guard !budget.month.isEmpty else {
            (standings, exceededAt) = ([], [:])
            return
        }
        (standings, exceededAt) = try store.snapshot {
            let costs = try store.spendingJobs(from: month.start, until: month.end).map { stored in
                let job = stored.job
                let model = facts(job.model)
                let isOpenAI = isOpenAI(stored.account)
                let cost = JobCost(of: job, told: job.toldCost, facts: model, isOpenAI: isOpenAI)
                guard case .open = cost else { return (cost, Money?.none) }
                let tokens = CostEstimate.tokens(
                    earlier: try job.trainingFile.flatMap { try store.trained(on: $0, of: stored.account) },
                    bytes: try store.trainingBytes(of: stored))
                return (cost, CostEstimate.cost(of: job, tokens: tokens, facts: model, isOpenAI: isOpenAI))
            }
            let standings = budget.month.map { limit in
                costs.reduce(into: BudgetStanding(month: month.name, limit: limit)) { standing, cost in
                    standing.add(cost.0, estimate: cost.1)
                }
            }
            return (standings, try store.exceededBudgets(of: month.name))
        }
    }

    /// What the running month's limits say, one object each; keys are only ever added.
    package var json: JSONValue {
        .array(
            standings.map { standing in
                .object([
                    "month": .string(standing.month), "currency": .string(standing.limit.currency),
                    "limit": standing.limit.amount.json, "spent": standing.spent.json,
                    "expected": standing.expected.json, "open": .integer(standing.open),
                    "unknown": .integer(standing.unknown), "exceeded": .bool(standing.isExceeded),
                    "exceeded_at": .seconds(exceededAt[standing.limit.currency]),
                ])
            })
    }
}

extension BudgetStanding {
    /// `48.00 USD of 50.00 USD this month, 3.10 USD of it expected of 1 job under way; 2 jobs of unknown cost are not in it`.
    package var sentence: String {
        let currency = limit.currency
        var text = "\(total.text(in: currency)) of \(limit.amount.text(in: currency)) in \(month)"
        if open > 0 {
            text += ", \(expected.text(in: currency)) of it expected of \(HumanText.count(open, "job")) under way"
        }
        if unknown > 0 {
            text += "; the cost of \(HumanText.count(unknown, "job")) is not known and not in it"
        }
        return text
    }

    /// A sentence for a notice and a log line.
    package var reason: String { "the budget of the month is exceeded: \(sentence)" }
}
