package import FineTuning
import JSONText
import JobJSON
import Text

/// What the store knows that trainings cost, beside what the organization was charged, by day or by month.
package struct OrganizationComparison: Sendable {
    /// One period in one currency.
    package struct Line: Hashable, Sendable {
        /// `2026-11`, or `2026-11-28`.
        package let period: String
        package let currency: String
        /// What the jobs in the store cost.
        package var own = Money.zero
        /// What the organization was charged for training.
        package var training = Money.zero
        /// What it was charged for everything else.
        package var other = Money.zero

        /// What was charged more than the store knows of.
        package var difference: Money { training - own }
    }

    /// The newest first.
    package let lines: [Line]
    /// The names of what counted as training.
    package let trainingItems: [String]
    /// What chat completions used, over all days.
    package let inputTokens: Int64
    package let outputTokens: Int64
    package let requests: Int64
    /// Why the two sides differ, a sentence each; empty where they do not.
    package let reasons: [String]

    /// Puts both sides beside each other.
    ///
    /// - Parameters:
    ///   - own: the jobs of the store by day or by month.
    ///   - unpriced: how many jobs of the store have no known cost.
    ///   - isByDay: whether periods are days.
    package init(
        own: [(period: String, currency: String, cost: Money)], unpriced: Int, costs: [OrganizationCost],
        usage: [OrganizationUsage], isByDay: Bool
    ) {
        var lines: [Key: Line] = [:]
        func change(_ period: String, _ currency: String, _ body: (inout Line) -> Void) {
            body(&lines[Key(period: period, currency: currency), default: Line(period: period, currency: currency)])
        }
        for one in own { change(one.period, one.currency) { $0.own = $0.own + one.cost } }
        // The organization's days are those of UTC.
        let utc = LocalTime(zone: .utc)
        for cost in costs {
            let day = utc.date(cost.day)
            change(isByDay ? day : String(day.prefix(7)), cost.currency) { line in
                if cost.isTraining {
                    line.training = line.training + cost.amount
                } else {
                    line.other = line.other + cost.amount
                }
            }
        }
        self.lines = lines.values.filter { $0.own != .zero || $0.training != .zero || $0.other != .zero }
            .sorted { ($1.period, $0.currency) < ($0.period, $1.currency) }
        trainingItems = Set(costs.filter(\.isTraining).compactMap(\.lineItem)).sorted()
        func sum(_ path: KeyPath<OrganizationUsage, Int64>) -> Int64 {
            usage.reduce(0) { sum, row in
                let (next, overflow) = sum.addingReportingOverflow(row[keyPath: path])
                return overflow ? .max : next
            }
        }
        inputTokens = sum(\.inputTokens)
        outputTokens = sum(\.outputTokens)
        requests = sum(\.requests)
        reasons = Self.reasons(self.lines, unpriced: unpriced)
    }

    private struct Key: Hashable {
        let period: String
        let currency: String
    }

    /// Less than a cent is rounding.
    private static let noise = Money(nanodollars: 10_000_000)

    private static func reasons(_ lines: [Line], unpriced: Int) -> [String] {
        let more = lines.contains { $0.difference > noise }
        let less = lines.contains { Money.zero - $0.difference > noise }
        guard more || less else { return [] }
        var reasons: [String] = []
        if more {
            reasons.append("the organization also pays for jobs of projects and keys that ftd does not watch")
            if unpriced > 0 {
                reasons.append(
                    "the cost of \(HumanText.count(unpriced, "job")) here is not known, and counts nothing here")
            }
        }
        if less { reasons.append("charges appear hours after a job has ended, and credits are taken off there") }
        reasons.append("the organization's days are those of UTC, and a price list may be older than the charge")
        return reasons
    }
}
