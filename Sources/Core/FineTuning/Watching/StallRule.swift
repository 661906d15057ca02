/// When a job that should go on has shown no sign of life for too long.
package struct StallRule: Hashable, Sendable {
    /// How long a job may wait before it runs, where too few jobs have ended here to compare with.
    package var queue: Duration
    /// How long a running job may be without a step, where too few jobs have ended here to compare with.
    package var step: Duration

    /// How many of the last jobs on a model are compared with.
    package static let sample = 20
    /// With fewer than this many there is nothing to compare with.
    package static let least = 5
    /// No job is stalled sooner than this.
    package static let patience: Duration = .seconds(600)

    /// Takes the settings of the section `[poll]`.
    package init(queue: Duration = .seconds(6 * 3600), step: Duration = .seconds(3600)) {
        self.queue = queue
        self.step = step
    }

    /// How long a job of a status may show no sign of life: three times what a job on its model takes, in the middle.
    ///
    /// - Parameter durations: from creation to end, of the last jobs on the model that have succeeded here.
    /// - Returns: nil for a status that may last for ever.
    package func limit(of status: JobStatus, after durations: [Duration]) -> Duration? {
        let few: Duration
        switch status.meaning {
        case .validatingFiles, .queued: few = queue
        case .running: few = step
        case .paused, .succeeded, .failed, .cancelled, .unrecognized: return nil
        }
        guard durations.count >= Self.least else { return max(few, Self.patience) }
        return max(Self.median(durations) * 3, Self.patience)
    }

    /// Whether a job is stalled.
    ///
    /// - Parameter sign: its last sign of life; nil where the server gives none, so that nobody can tell.
    package func isStalled(_ status: JobStatus, since sign: UnixTime?, after durations: [Duration], at now: UnixTime)
        -> Bool
    {
        guard let sign, let limit = limit(of: status, after: durations) else { return false }
        return now - sign > limit
    }

    private static func median(_ durations: [Duration]) -> Duration {
        let sorted = durations.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}

/// What the store knows of a job's signs of life.
package struct SignsOfLife: Hashable, Sendable {
    /// When its status was last seen to change.
    package var transition: UnixTime?
    /// When its newest event was made.
    package var event: UnixTime?
    /// Whether the server counts steps on the job itself.
    package var countsSteps: Bool

    /// Describes them.
    package init(transition: UnixTime? = nil, event: UnixTime? = nil, countsSteps: Bool = false) {
        self.transition = transition
        self.event = event
        self.countsSteps = countsSteps
    }

    /// The last one; nil where a running job's server tells of no steps.
    package func last(of stored: WatchedJob) -> UnixTime? {
        let began = max(stored.job.createdAt, transition ?? stored.job.createdAt)
        guard stored.job.status.meaning == .running else { return began }
        let steps = [event, countsSteps ? stored.changedAt : nil].compactMap(\.self)
        return steps.max().map { max($0, began) }
    }
}
