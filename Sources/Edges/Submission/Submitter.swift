import Files
public import FineTuning
public import Spool

/// Takes submissions from step to step; each step is in the spool before its call is made.
///
/// It may be killed anywhere: whoever takes the record up again goes on, and no second job comes of it.
public struct Submitter: Sendable {
    /// What the submitter asks of whoever runs it.
    package struct Surroundings: Sendable {
        /// The wall clock.
        package var now: @Sendable () -> UnixTime
        /// Waits that long, and says whether to go on.
        package var pause: @Sendable (Duration) -> Bool
        /// Files at the API that had this content once, the newest first.
        package var uploads: @Sendable (AccountName, SubmissionPlan.DataFile) -> [FileID]
        /// Whether any known job uses a file.
        package var isUsed: @Sendable (_ account: AccountName, FileID) -> Bool
        /// Takes what happens.
        package var report: @Sendable (SubmissionProgress) -> Void

        package init(
            now: @escaping @Sendable () -> UnixTime, pause: @escaping @Sendable (Duration) -> Bool,
            uploads: @escaping @Sendable (AccountName, SubmissionPlan.DataFile) -> [FileID] = { _, _ in [] },
            isUsed: @escaping @Sendable (AccountName, FileID) -> Bool,
            report: @escaping @Sendable (SubmissionProgress) -> Void = { _ in }
        ) {
            self.now = now
            self.pause = pause
            self.uploads = uploads
            self.isUsed = isUsed
            self.report = report
        }
    }

    let provider: any Provider
    let spool: Spool
    let surroundings: Surroundings

    /// Works for whoever runs it with the calls of that server.
    package init(provider: any Provider, spool: Spool, surroundings: Surroundings) {
        self.provider = provider
        self.spool = spool
        self.surroundings = surroundings
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
                let now = surroundings.now()
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
        record.updatedAt = surroundings.now()
        do throws(FileError) { try spool.write(record) } catch { throw SubmissionError(error) }
    }
}
