package import FineTuning
package import JobStorage

/// A submission as a page shows it, whether it has ended or not.
package struct SubmissionLine: Sendable {
    package let id: SubmissionID
    package let account: AccountName
    package let createdAt: UnixTime
    /// Where it stands, in one word.
    package let word: String
    package let model: ModelName
    package let suffix: String?
    /// The name of the training file; the path is its owner's.
    package let filename: String
    /// The job that came of it.
    package let job: JobID?
    /// Why there is none, without a full stop.
    package let reason: String?
    /// When it is tried again.
    package let nextTry: UnixTime?

    /// One that is under way.
    package init(_ view: SubmissionView) {
        id = view.id
        account = view.plan.account
        createdAt = view.createdAt
        word = view.state.rawValue
        model = view.plan.model
        suffix = view.plan.suffix
        filename = view.plan.training.filename
        job = nil
        reason = view.reason
        nextTry = view.nextTry
    }

    /// One that has ended.
    package init(_ stored: StoredSubmission) {
        id = stored.id
        account = stored.account
        createdAt = stored.createdAt
        model = stored.model
        suffix = stored.suffix
        filename = stored.training.filename
        nextTry = nil
        switch stored.end {
        case .created(let job): (word, self.job, reason) = ("created", job, nil)
        case .failed(let reason): (word, job, self.reason) = ("failed", nil, reason)
        }
    }

    /// Ended ones, newest first.
    package static func ended(in store: JobStoreReader, limit: Int) throws -> [SubmissionLine] {
        try store.submissions(limit: limit).map(SubmissionLine.init)
    }
}
