public import FineTuning

/// What happens while a submission goes on, for a program or person that follows it.
public enum SubmissionProgress: Hashable, Sendable {
    /// Bytes of a file, form included, that have left so far.
    case uploading(name: String, sent: Int64, total: Int64)
    /// A file is at the server; `reused` when its bytes were there already.
    case uploaded(RemoteFile, reused: Bool)
    /// The server still looks at a file.
    case processing(FileID)
    /// The server has looked at a file: it can be used.
    case processed(RemoteFile)
    /// The create call is made.
    case creating
    /// The answer to the create call was lost, or came from something else than the API; the job is looked for.
    case looking(ProviderError)
    /// The create call was refused, so the upload was deleted again; the API said so.
    case deleted(FileID)
    /// The upload could not be deleted after a refusal: it is an orphan now.
    case orphaned(FileID, reason: String)
}

/// How far a submission came.
public enum SubmissionResult: Hashable, Sendable {
    /// The job exists.
    case created(JobID)
    /// More than one job carries the submission's id; the oldest first.
    case several([JobID])
    /// Refused for good, or given up.
    case failed(reason: String, kind: FailureKind?)
    /// A limit stands in the way; it is tried again at that time.
    case parked(reason: String, retryAt: UnixTime)
    /// The answer was lost, and the job was not found in time: only the user may create again.
    case unknown
    /// The answer was lost, and these jobs without any submission's id may be its own, the oldest first: only a person
    /// can tell. They are looked at again after that time; nil once the looks are over.
    case undecided([JobID], again: Duration?)
    /// Not done, and not to be waited for here: to be taken up again after that time.
    case unfinished(reason: String, kind: FailureKind, again: Duration)
}
