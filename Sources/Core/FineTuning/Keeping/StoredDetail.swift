/// A kind of detail that a store keeps beside its jobs, and that is thinned by a rule.
public enum StoredDetail: String, Sendable, Hashable, CaseIterable {
    /// Losses and accuracies by step.
    case metrics
    /// What the server reported of a job.
    case events
    /// Notices and what came of them.
    case deliveries
    /// Changes of status that were seen.
    case transitions

    /// The bit by which the store remembers that a job's details of this kind were thinned; a part of the file format.
    public var bit: Int64 {
        switch self {
        case .metrics: 1
        case .events: 2
        case .deliveries: 4
        case .transitions: 8
        }
    }
}

/// How long a store keeps all details of jobs that have ended.
public struct KeepingRules: Sendable, Hashable {
    /// By kind of detail, how long after a job's end all of them are kept; a kind that is not there is kept for good.
    public var spans: [StoredDetail: Duration]

    /// - Parameter spans: the rules by kind; none keeps everything.
    public init(_ spans: [StoredDetail: Duration] = [:]) { self.spans = spans }

    /// The latest moment at which a job may have ended whose details of a kind are thinned; nil where all are kept.
    public func cutoff(_ detail: StoredDetail, now: UnixTime) -> UnixTime? { spans[detail].map { now - $0 } }
}
