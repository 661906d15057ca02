import Files
public import FineTuning
public import Spool

/// Takes submissions from step to step; each step is in the spool before its call is made.
///
/// It may be killed anywhere: whoever takes the record up again goes on, and no second job comes of it.
public struct Submitter: Sendable {
    let provider: any Provider
    let spool: Spool
    var dependencies: Dependencies

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
        let result: SubmissionResult
        do throws(SubmissionError) {
            result = try takeOn(&record, patience: patience)
        } catch {
            note("\(error)", in: &record)
            throw error
        }
        switch result {
        case .unfinished(let reason, _, _): note(reason, in: &record)
        case .created, .several, .failed, .parked, .unknown, .undecided: note(nil, in: &record)
        }
        return result
    }

    /// Notes why a call came to nothing, or that none did; the step, and when it was written, stay.
    ///
    /// It is for people who look: where it cannot be written the submission goes on all the same. A record that is still
    /// in its user's hands is left there.
    private func note(_ problem: String?, in record: inout SubmissionRecord) {
        guard record.problem != problem, !record.step.isFinal, spool.isOurs(record) else { return }
        record.problem = problem
        try? spool.write(record)
    }

    private func takeOn(
        _ record: inout SubmissionRecord, patience: Duration
    ) throws(SubmissionError) -> SubmissionResult {
        while true {
            switch record.step {
            case .planned, .uploading:
                if let result = try upload(&record) { return result }
            case .uploaded(let files):
                if let result = try create(&record, files) { return result }
            case .parked(let files, let parking):
                guard parking.isDue(at: dependencies.now()) else {
                    return .parked(reason: parking.reason, retryAt: parking.retryAt)
                }
                record.parkedBefore = parking
                if let result = try create(&record, files) { return result }
            case .creating(let files, let since):
                return try reconcile(&record, files, since: since, patience: patience)
            case .unknown(let files, let since):
                return try findUnknown(&record, files, since: since)
            case .created(let job): return .created(job)
            case .failed(let reason): return .failed(reason: reason, kind: nil)
            }
        }
    }

    /// Lets a submission be created now that would wait: the user said so.
    ///
    /// A parked one tries at once; an `unknown` one is created once more.
    /// Its job is looked for once more before: found, it is the submission's, and nothing is created.
    public func createAgain(_ record: inout SubmissionRecord) throws(SubmissionError) {
        switch record.step {
        case .parked: try tryNow(&record)
        case .unknown(let files, let since):
            switch try findUnknown(&record, files, since: since) {
            case .unknown, .undecided: try persist(&record, .uploaded(files))
            case .created, .several, .failed, .parked, .unfinished: return
            }
        case .planned, .uploading, .uploaded, .creating, .created, .failed: return
        }
    }

    /// Lets a parked submission be tried now: a person asked for it, or the limit may not hold any more.
    package func tryNow(_ record: inout SubmissionRecord) throws(SubmissionError) {
        guard case .parked(let files, let parking) = record.step else { return }
        try persist(&record, .parked(files, parking.due(at: dependencies.now())))
    }

    /// Takes a job as the submission's: a person said so.
    ///
    /// Changes nothing but a submission whose create answer was lost.
    public func adopt(_ job: JobID, _ record: inout SubmissionRecord) throws(SubmissionError) {
        switch record.step {
        case .creating, .unknown: try persist(&record, .created(job))
        case .planned, .uploading, .uploaded, .parked, .created, .failed: return
        }
    }

    /// Notes that a person has seen the job's id: the same command is another submission from here on.
    package func shown(_ record: inout SubmissionRecord) throws(SubmissionError) {
        guard record.awaitsShowing else { return }
        record.awaitsShowing = false
        try persist(&record, record.step)
    }

    /// Persist, then act: the step is on the disk when this returns.
    func persist(_ record: inout SubmissionRecord, _ step: SubmissionStep) throws(SubmissionError) {
        if case .created = step, !record.step.isFinal { record.awaitsShowing = dependencies.showsJob }
        switch step {
        case .parked(_, let parking): record.parkedBefore = parking
        case .created, .failed: (record.parkedBefore, record.problem) = (nil, nil)
        case .planned, .uploading, .uploaded, .creating, .unknown: break
        }
        record.step = step
        record.updatedAt = dependencies.now()
        do throws(FileError) { try spool.write(record) } catch { throw .spool(error) }
    }
}
