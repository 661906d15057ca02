package import FineTuning
package import JSONText
import JobJSON
package import Text

/// Trained tokens and cost of jobs, by period, model, account or name.
package struct UsageReport: Sendable {
    /// What jobs are grouped by.
    package enum Grouping: String, CaseIterable, Sendable {
        /// The day on which the job ended, or was created if it has not ended.
        case day
        /// The same by month.
        case month
        /// The base model.
        case model
        case account
        /// The suffix, otherwise the metadata's `name`.
        case name
    }

    /// One group, in one currency.
    package struct Line: Hashable, Sendable {
        /// One word for each grouping; empty where a job has none.
        package let group: [String]
        package let currency: String
        package let usage: Usage
    }

    /// What the lines are grouped by.
    package let groupings: [Grouping]
    /// Newest period first, then by the other words.
    package let lines: [Line]
    /// Why costs are missing, and of how many jobs.
    package let problems: [(problem: PriceProblem, jobs: Int)]

    /// Groups jobs.
    ///
    /// - Parameters:
    ///   - period: only jobs that ended, or were created if they have not ended, from then until before then.
    ///   - facts: what is known of a model.
    ///   - isOpenAI: whether an account's server is OpenAI's own, whose prices the built-in facts have.
    package init(
        of jobs: some Sequence<WatchedJob>, by groupings: [Grouping], period: (from: UnixTime?, until: UnixTime?),
        time: LocalTime, facts: (ModelName) -> ModelFacts?, isOpenAI: (AccountName) -> Bool
    ) {
        var known: [ModelName: ModelFacts?] = [:]
        var usages: [Key: Usage] = [:]
        var problems: [PriceProblem: Int] = [:]
        for stored in jobs {
            let job = stored.job
            let moment = job.endedAt ?? job.createdAt
            if let from = period.from, moment < from { continue }
            if let until = period.until, moment >= until { continue }
            let model = known[job.model] ?? facts(job.model)
            known[job.model] = model
            let cost = JobCost(of: job, told: job.toldCost, facts: model, isOpenAI: isOpenAI(stored.account))
            var currency = JobCost.listCurrency
            switch cost {
            case .known(_, let own): currency = own
            case .open: break
            case .unknown(let problem): problems[problem, default: 0] += 1
            }
            let group = groupings.map { Self.word(of: stored, $0, moment, time) }
            usages[Key(group: group, currency: currency), default: Usage()].add(job, cost)
        }
        self.groupings = groupings
        self.problems = problems.map { ($0.key, $0.value) }
            .sorted { ($1.jobs, $0.problem.sentence) < ($0.jobs, $1.problem.sentence) }
        lines = usages.map { Line(group: $0.key.group, currency: $0.key.currency, usage: $0.value) }
            .sorted { Self.isBefore($0, $1, groupings) }
    }

    private struct Key: Hashable {
        let group: [String]
        let currency: String
    }

    /// The sum of the lines of each currency, in the order of their codes.
    package var totals: [(currency: String, usage: Usage)] {
        Dictionary(grouping: lines, by: \.currency).map { ($0.key, $0.value.reduce(Usage()) { $0 + $1.usage }) }
            .sorted { $0.0 < $1.0 }
    }

    private static func word(
        of stored: WatchedJob, _ grouping: Grouping, _ moment: UnixTime, _ time: LocalTime
    ) -> String {
        switch grouping {
        case .day: time.date(moment)
        case .month: String(time.date(moment).prefix(7))
        case .model: stored.job.model.base.rawValue
        case .account: stored.account.rawValue
        case .name: stored.job.name ?? ""
        }
    }

    private static func isBefore(_ one: Line, _ other: Line, _ groupings: [Grouping]) -> Bool {
        for (index, grouping) in groupings.enumerated() where one.group[index] != other.group[index] {
            switch grouping {
            case .day, .month: return one.group[index] > other.group[index]
            case .model, .account, .name: return one.group[index] < other.group[index]
            }
        }
        return one.currency < other.currency
    }
}

extension UsageReport.Line {
    /// Keys are only ever added; what is unknown is null.
    package func json(_ groupings: [UsageReport.Grouping]) -> JSONObject { Self.fields(groupings).object(self) }

    /// The keys: first those that the lines are grouped by.
    package static func fields(_ groupings: [UsageReport.Grouping]) -> JSONFields<UsageReport.Line> {
        JSONFields(
            groupings.enumerated().map { index, grouping in
                JSONField(grouping.rawValue, grouping.meaning) { .string($0.group[index]) }
            }) + figures
    }

    private static let figures: JSONFields<UsageReport.Line> = [
        JSONField("jobs", "how many jobs") { .integer($0.usage.jobs) },
        JSONField("failed", "how many of them failed or were cancelled") { .integer($0.usage.failed) },
        JSONField("trained_tokens", "tokens trained on, all epochs together") { .integer($0.usage.trainedTokens) },
        JSONField("cost", "what they cost, as far as that is known") {
            $0.usage.hasCost ? $0.usage.cost.json : .null
        },
        JSONField("currency", "of the cost: USD, …") { .string($0.currency) },
        JSONField("open", "jobs that have not ended, and are not in the cost") { .integer($0.usage.open) },
        JSONField("unpriced", "ended jobs whose cost is not known") { .integer($0.usage.unpriced) },
        JSONField("failed_cost", "the part of the cost that failed or cancelled jobs made") {
            $0.usage.hasCost ? $0.usage.failedCost.json : .null
        },
    ]
}

extension UsageReport.Grouping {
    /// What the key of that name holds.
    fileprivate var meaning: String {
        switch self {
        case .day: "the day on which the jobs ended: 2026-11-18"
        case .month: "the month in which the jobs ended: 2026-11"
        case .model: "the base model"
        case .account: "the account of the configuration"
        case .name: "the suffix, otherwise the metadata's name; empty where a job has neither"
        }
    }
}
