/// What was fetched about one job beside the job itself.
///
/// Storing it again changes nothing: events are known by their id, metrics by their step, checkpoints by their id.
public struct JobFindings: Hashable, Sendable {
    /// The job.
    public var key: JobKey
    /// Events in the server's order, newest first; the metrics they carry are stored with them.
    public var events: [JobEvent]
    /// The newest event of a run that has joined the last mark; nil leaves the mark where it is.
    public var eventMark: JobEventID?
    /// Numbers from the results file.
    public var metrics: [MetricPoint]
    /// The job's checkpoints.
    public var checkpoints: [Checkpoint]
    /// What need not be fetched any more.
    public var harvested: Harvest

    /// Describes what was fetched.
    public init(
        key: JobKey, events: [JobEvent] = [], eventMark: JobEventID? = nil, metrics: [MetricPoint] = [],
        checkpoints: [Checkpoint] = [], harvested: Harvest = []
    ) {
        self.key = key
        self.events = events
        self.eventMark = eventMark
        self.metrics = metrics
        self.checkpoints = checkpoints
        self.harvested = harvested
    }
}
