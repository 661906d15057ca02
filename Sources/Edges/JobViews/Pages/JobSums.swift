import FineTuning

/// The sums over the jobs of a catalog.
struct JobSums: Sendable {
    private(set) var jobs: [AccountName: [JobStatus: Int]] = [:]
    private(set) var counts: [JobPageTable.Filter: Int]
    private(set) var gone = 0
    private(set) var usage: [StoreTally.Group: Usage] = [:]
    private(set) var priceProblems: [PriceProblem: Int] = [:]

    init(of catalog: JobCatalog) {
        let statuses = catalog.statuses
        let isLost = statuses.map { $0.isTerminal && $0.meaning != .succeeded }
        var usages = Array(repeating: Usage(), count: catalog.groups.count)
        var numbers = Array(repeating: 0, count: catalog.accounts.words.count * statuses.count)
        var running = 0
        for entry in catalog.entries {
            usages[entry.group].add(isLost: isLost[entry.status], trainedTokens: entry.tokens, entry.cost)
            numbers[entry.account * statuses.count + entry.status] += 1
            if entry.isGone { gone += 1 }
            if !entry.isOver { running += 1 }
            if case .unknown(let problem) = entry.cost { priceProblems[problem, default: 0] += 1 }
        }
        counts = Dictionary(uniqueKeysWithValues: JobPageTable.Filter.allCases.map { ($0, 0) })
        counts[.all] = catalog.entries.count
        counts[.running] = running
        for (place, number) in numbers.enumerated() where number > 0 {
            let account = AccountName(catalog.accounts.words[place / statuses.count].rawValue)
            let status = statuses[place % statuses.count]
            jobs[account, default: [:]][status] = number
            if let filter = JobPageTable.Filter(endsIn: status) { counts[filter, default: 0] += number }
        }
        // A group that a job has left is none any more.
        for (group, sum) in zip(catalog.groups, usages) where sum.jobs > 0 { usage[group] = sum }
    }
}

extension JobPageTable.Filter {
    /// The one that shows the jobs that ended in a status.
    fileprivate init?(endsIn status: JobStatus) {
        switch status.meaning {
        case .succeeded: self = .succeeded
        case .failed: self = .failed
        case .cancelled: self = .cancelled
        case .validatingFiles, .queued, .running, .paused, .unrecognized: return nil
        }
    }
}
