package import FineTuning
import JobJSON
package import JobStorage
package import Text

/// The sums over all jobs and deliveries of a store.
///
/// They read every job, so whoever shows them keeps them until the store has changed.
package struct StoreTally: Sendable {
    /// What usage is summed up by.
    package struct Group: Hashable, Sendable {
        /// `2026-11`: when the job ended, or was created if it has not ended.
        package let month: String
        package let account: AccountName
        /// The base model.
        package let model: ModelName
        /// By ISO 4217.
        package let currency: String
    }

    /// How many jobs there are of each status.
    package private(set) var jobs: [AccountName: [JobStatus: Int]] = [:]
    /// How many of them each filter shows.
    package private(set) var counts: [JobPageTable.Filter: Int] = [:]
    /// How many are gone.
    package private(set) var gone = 0
    package private(set) var usage: [Group: Usage] = [:]
    /// Why costs are missing, and of how many jobs.
    package private(set) var priceProblems: [PriceProblem: Int] = [:]
    /// Every base model that a job of the store is on, and when it stops answering, if that is known.
    package private(set) var baseModels: [ModelName: UnixTime?] = [:]
    /// By name.
    package let hooks: [HookLine]

    /// Reads it in one snapshot.
    package init(of store: JobStoreReader, prices: JobCosts, time: LocalTime) throws {
        self = try store.snapshot { try StoreTally(reading: store, prices, time) }
    }

    private init(reading store: JobStoreReader, _ prices: JobCosts, _ time: LocalTime) throws {
        hooks = try store.hooks().map(HookLine.init)
        let announced = try store.models(endingOnly: true)
        var months = Months(time)
        var known: [ModelName: ModelFacts?] = [:]
        try store.forEachSummedJob { add($0, &months, &known, prices) }
        for (model, facts) in known {
            let base = model.base
            baseModels[base] = .some(ModelShutdown.end(of: base, announced: announced, facts: facts))
        }
        for filter in JobPageTable.Filter.allCases { counts[filter, default: 0] += 0 }
    }

    private mutating func add(
        _ stored: WatchedJob, _ months: inout Months, _ known: inout [ModelName: ModelFacts?], _ prices: JobCosts
    ) {
        let job = stored.job
        jobs[stored.account, default: [:]][job.status, default: 0] += 1
        counts[.all, default: 0] += 1
        if stored.goneAt != nil { gone += 1 }
        if !stored.isOver { counts[.running, default: 0] += 1 }
        switch job.status.meaning {
        case .succeeded: counts[.succeeded, default: 0] += 1
        case .failed: counts[.failed, default: 0] += 1
        case .cancelled: counts[.cancelled, default: 0] += 1
        case .validatingFiles, .queued, .running, .paused, .unrecognized: break
        }
        let facts = known[job.model] ?? prices.facts(of: job.model)
        known[job.model] = facts
        let told = job.raw == "{}" ? nil : job.toldCost
        let cost = JobCost(of: job, told: told, facts: facts, isOpenAI: prices.isOpenAI(stored.account))
        var currency = JobCost.listCurrency
        switch cost {
        case .known(_, let own): currency = own
        case .open: break
        case .unknown(let problem): priceProblems[problem, default: 0] += 1
        }
        let group = Group(
            month: months.name(of: job.endedAt ?? job.createdAt), account: stored.account, model: job.model.base,
            currency: currency)
        usage[group, default: Usage()].add(job, cost)
    }

    /// Months by name, since jobs of a minute share one.
    private struct Months {
        private let time: LocalTime
        private var names: [Int64: String] = [:]

        init(_ time: LocalTime) { self.time = time }

        /// Zones are a whole number of quarters of an hour away from UTC, so a quarter lies in one month.
        mutating func name(of moment: UnixTime) -> String {
            let quarter = moment.seconds / 900
            if let name = names[quarter] { return name }
            let name = String(time.date(moment).prefix(7))
            names[quarter] = name
            return name
        }
    }

    /// Usage summed up by other words, greatest first.
    package func usage<Word: Hashable>(by word: (Group) -> Word) -> [Word: Usage] {
        usage.reduce(into: [:]) { sums, one in sums[word(one.key)] = (sums[word(one.key)] ?? Usage()) + one.value }
    }
}
