import FineTuning

/// The sums over jobs, from which one can be taken out again.
struct JobSums: Sendable {
    /// What one job adds to them.
    struct Share: Sendable {
        let account: AccountName
        let status: JobStatus
        let isGone: Bool
        let tokens: Int64?
        let cost: JobCost
        let group: StoreTally.Group

        var isOver: Bool { status.isTerminal || isGone }
        var isLost: Bool { status.isTerminal && status.meaning != .succeeded }
    }

    private(set) var jobs: [AccountName: [JobStatus: Int]] = [:]
    private(set) var counts = Dictionary(uniqueKeysWithValues: JobPageTable.Filter.allCases.map { ($0, 0) })
    private(set) var gone = 0
    private(set) var usage: [StoreTally.Group: Usage] = [:]
    private(set) var priceProblems: [PriceProblem: Int] = [:]
    /// Whether none is the greatest number there is, of which nobody knows what it would be without a job.
    private(set) var isExact = true

    mutating func add(_ share: Share) {
        count(share, 1)
        usage[share.group, default: Usage()].add(isLost: share.isLost, trainedTokens: share.tokens, share.cost)
        isExact = isExact && usage[share.group]?.isExact ?? true
    }

    /// Takes out what was added before.
    mutating func remove(_ share: Share) {
        count(share, -1)
        usage[share.group]?.remove(isLost: share.isLost, trainedTokens: share.tokens, share.cost)
        if usage[share.group]?.jobs == 0 { usage[share.group] = nil }
    }

    private mutating func count(_ share: Share, _ one: Int) {
        Self.count(share.status, one, in: &jobs[share.account, default: [:]])
        if jobs[share.account]?.isEmpty == true { jobs[share.account] = nil }
        counts[.all, default: 0] += one
        if !share.isOver { counts[.running, default: 0] += one }
        if let filter = JobPageTable.Filter(endsIn: share.status) { counts[filter, default: 0] += one }
        if share.isGone { gone += one }
        if case .unknown(let problem) = share.cost { Self.count(problem, one, in: &priceProblems) }
    }

    private static func count<Word: Hashable>(_ word: Word, _ one: Int, in counts: inout [Word: Int]) {
        let count = counts[word, default: 0] + one
        counts[word] = count == 0 ? nil : count
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
