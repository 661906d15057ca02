import FineTuning
import Submission

extension SubmissionProblem {
    /// Any error of a turn: only the server's own has a kind.
    init(_ error: any Error) {
        let text = "\(error)"
        switch error {
        case let error as SubmissionError: self = error.kind.map { .server($0, text) } ?? .local(text)
        default: self = .local(text)
        }
    }
}

/// A submission of an account that the configuration no longer has.
struct UnconfiguredAccountError: Error, CustomStringConvertible {
    let submission: SubmissionID
    let account: AccountName

    var description: String {
        "submission \(submission) cannot go on: its account \(account) is not configured any more"
    }
}
