/// Waiting for the name of a tuned model: some servers say `succeeded` before they say what the model is called.
package enum ModelNaming {
    /// How long after a job's end its model's name is waited for.
    package static let patience: Duration = .seconds(600)
    /// How far the server's clock may be ahead of ours.
    private static let skew: Duration = .seconds(60)

    /// Whether a job has succeeded so lately that its model may still be named.
    package static func isAwaited(_ job: Job, at time: UnixTime) -> Bool {
        guard job.status.meaning == .succeeded, job.lacksModelName, let finishedAt = job.finishedAt else {
            return false
        }
        return time - finishedAt < patience && finishedAt - time < skew
    }

    /// The job as it is stored until its model has a name: whatever waits for its end goes on waiting.
    package static func held(_ job: Job, under status: JobStatus) -> Job {
        var job = job
        job.status = status
        return job
    }
}

extension Job {
    /// Whether it has succeeded, and its model has no name yet; also while its end is held back for that.
    package var hasUnnamedModel: Bool {
        lacksModelName && (status.meaning == .succeeded || !status.isTerminal && finishedAt != nil)
    }

    /// Whether the server has a name for the tuned model, and has said none: other servers never name one.
    fileprivate var lacksModelName: Bool {
        // The text is compact, and a quote inside of any string in it is escaped.
        fineTunedModel == nil && raw.contains("\"fine_tuned_model\":null")
    }
}
