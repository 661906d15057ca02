import Files
public import FineTuning
public import Spool

/// Takes submissions from step to step; each step is in the spool before its call is made.
///
/// It may be killed anywhere: whoever takes the record up again goes on, and no second job comes of it.
public struct Submitter: Sendable {
    let provider: any Provider
    let spool: Spool
    let dependencies: Dependencies

    /// Works for whoever runs it with the calls of that server.
    package init(provider: any Provider, spool: Spool, dependencies: Dependencies) {
        self.provider = provider
        self.spool = spool
        self.dependencies = dependencies
    }

    /// Takes a submission as far as it goes; the caller holds its lock.
    ///
    /// - Parameters:
    ///   - record: changed along with the spool file.
    ///   - patience: how long to look for the job of a create call whose answer was lost.
    /// - Throws: `SubmissionError` when something stands in the way that may go away: the record keeps its step.
    public func advance(
        _ record: inout SubmissionRecord, patience: Duration = Reconciliation.patience
    ) throws(SubmissionError) -> SubmissionResult {
        while true {
            switch record.step {
            case .planned, .uploading:
                if let result = try upload(&record) { return result }
            case .uploaded(let files):
                if let result = try create(&record, files) { return result }
            case .parked(let files, let reason, let retryAt):
                let now = dependencies.now()
                // A time further away than the step came from another clock.
                guard now >= retryAt || retryAt - now > Self.parking else {
                    return .parked(reason: reason, retryAt: retryAt)
                }
                if let result = try create(&record, files) { return result }
            case .creating(let files, let since):
                return try reconcile(&record, files, since: since, patience: patience)
            case .unknown:
                return try findUnknown(&record)
            case .created(let job): return .created(job)
            case .failed(let reason): return .failed(reason: reason, kind: nil)
            }
        }
    }

    /// Lets an `unknown` submission be created once more: the user said so.
    ///
    /// Its job is looked for once more before: found, it is the submission's, and nothing is created.
    public func createAgain(_ record: inout SubmissionRecord) throws(SubmissionError) {
        guard case .unknown(let files, _) = record.step else { return }
        guard case .unknown = try findUnknown(&record) else { return }
        try persist(&record, .uploaded(files))
    }

    /// Persist, then act: the step is on the disk when this returns.
    func persist(_ record: inout SubmissionRecord, _ step: SubmissionStep) throws(SubmissionError) {
        record.step = step
        record.updatedAt = dependencies.now()
        do throws(FileError) { try spool.write(record) } catch { throw .spool(error) }
    }
}
