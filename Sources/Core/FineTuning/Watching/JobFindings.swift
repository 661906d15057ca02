/// What was fetched about one job beside the job itself.
///
/// Storing it again changes nothing: events are known by their id, metrics by their step, checkpoints by their id.
package struct JobFindings: Hashable, Sendable {
    /// The job.
    package var key: JobKey
    /// Events in the server's order, newest first; the metrics they carry are stored with them.
    package var events: [JobEvent]
    /// The newest event of a run that has joined the last mark; nil leaves the mark where it is.
    package var eventMark: JobEventID?
    /// Numbers from the results file.
    package var metrics: [MetricPoint]
    /// The job's checkpoints.
    package var checkpoints: [Checkpoint]
    /// What need not be fetched any more.
    package var harvested: Harvest

    /// Describes what was fetched.
    package init(
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

    /// Whether anything follows for how the training goes.
    package var hasMetrics: Bool { !metrics.isEmpty || events.contains { $0.metric != nil } }
}
