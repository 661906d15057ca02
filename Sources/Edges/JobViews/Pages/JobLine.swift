package import FineTuning
package import JobStorage

/// One job as a row of a page shows it.
package struct JobLine: Sendable {
    /// How far an unfinished job is.
    package struct Progress: Sendable, Hashable {
        /// The last step, counted from 1.
        package let step: Int64
        /// How many there will be, where that is known.
        package let totalSteps: Int64?
        /// The training loss over the whole run, oldest first.
        package let losses: [Double]
        /// The training loss of the last step that has one.
        package let loss: Double?
        /// When the API thinks that the job will be done.
        package let estimatedFinish: UnixTime?
        /// From 0 to 1; nil while nobody knows how many steps there will be.
        package let share: Double?

        init(_ progress: JobProgress) {
            step = progress.step
            totalSteps = progress.totalSteps
            losses = progress.losses
            loss = progress.trainLoss
            estimatedFinish = progress.estimatedFinish
            share = progress.share
        }
    }

    /// The job.
    package let stored: WatchedJob
    /// Nil for ended jobs, and where no step is known yet.
    package let progress: Progress?
    /// One or two words of ours beside the status: `stalled`.
    package let noteWord: String?
    /// Why a job failed, by its own error or by its newest error event; nil where nobody says.
    package let failure: JobError?
    package let cost: JobCost

    /// Reads what the job's own row does not have.
    init(_ stored: WatchedJob, in store: JobStoreReader, prices: JobCosts) throws {
        self.stored = stored
        progress = stored.isOver ? nil : try store.progress(of: stored.key, withLosses: true).map(Progress.init)
        noteWord = stored.isOver ? nil : try store.note(of: stored.key)?.word
        failure = try stored.job.error ?? (stored.job.lacksReason ? store.newestError(of: stored.key) : nil)
        cost = prices.cost(of: stored)
    }

    package var job: Job { stored.job }

    /// Jobs that can still change, newest first.
    package static func unfinished(in store: JobStoreReader, limit: Int, prices: JobCosts) throws -> [JobLine] {
        try store.snapshot {
            try store.unfinishedJobs(limit: limit).map { try JobLine($0, in: store, prices: prices) }
        }
    }

    /// Jobs that have ended, the last one to end first.
    package static func ended(in store: JobStoreReader, limit: Int, prices: JobCosts) throws -> [JobLine] {
        try store.snapshot { try store.endedJobs(limit: limit).map { try JobLine($0, in: store, prices: prices) } }
    }
}
