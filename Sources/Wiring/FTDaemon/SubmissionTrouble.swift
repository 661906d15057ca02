import FineTuning
import Submission

/// Why a submission in the spool cannot go on here.
struct SubmissionTrouble: Error, CustomStringConvertible {
    let description: String
    /// The API's part in it; nil when a key, a file or the configuration is the cause.
    let kind: FailureKind?
    /// What is the same when the trouble repeats: the API's texts carry request ids, which never are.
    let repetition: String

    /// Trouble of our own.
    init(_ id: SubmissionID, _ cause: String) {
        description = "submission \(id) cannot go on: \(cause)"
        kind = nil
        repetition = description
    }

    init(_ error: any Error, _ id: SubmissionID) {
        switch error {
        case let error as SubmissionTrouble: self = error
        case let error as SubmissionError:
            description = error.description
            kind = error.kind
            repetition = error.kind?.word ?? error.description
        case let error:
            description = "\(error)"
            kind = nil
            repetition = description
        }
    }
}

/// When a submission is looked at again.
struct SubmissionRest {
    /// In a row.
    var failures: Int
    /// Not before this.
    var until: SuspendingClock.Instant
    /// The moment of the step it rests at: a newer one means that somebody else went on.
    var updatedAt: UnixTime
    /// Why, as far as it repeats; nil after a step that did not fail.
    var cause: String?
}
