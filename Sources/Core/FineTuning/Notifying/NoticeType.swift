/// What hooks can be notified of.
///
/// The words are a contract: OpenAI's own where it has one, ours otherwise.
package enum NoticeType: String, Hashable, Sendable, CaseIterable {
    /// A job ended well.
    case jobSucceeded = "fine_tuning.job.succeeded"
    /// A job ended badly.
    case jobFailed = "fine_tuning.job.failed"
    /// A job was cancelled.
    case jobCancelled = "fine_tuning.job.cancelled"
    /// A job started, or went on after a pause.
    case jobRunning = "ftd.job.running"
    /// A job was paused.
    case jobPaused = "ftd.job.paused"
    /// The API does not know a job any more: it is watched no longer.
    case jobGone = "ftd.job.gone"
    /// A job has shown no sign of life for long.
    case jobStalled = "ftd.job.stalled"
    /// A job's training goes wrong: its loss is no number, or its validation loss rises and rises.
    case jobDiverging = "ftd.job.diverging"
    /// An account cannot be watched properly: its key is refused, or its listing cannot be read.
    case apiDegraded = "ftd.api.degraded"
    /// A degraded account can be watched again.
    case apiRecovered = "ftd.api.recovered"
    /// A submission ended without a job.
    case submissionFailed = "ftd.submission.failed"
    /// A limit of the account stands in the way of a submission, which is tried again.
    case submissionParked = "ftd.submission.parked"
    /// The month's trainings cost more than the configuration allows.
    case budgetExceeded = "ftd.budget.exceeded"
    /// A model that jobs have tuned is about to stop answering.
    case modelShutdown = "ftd.model.shutdown_approaching"
    /// A hook was switched off because its receiver said that it is gone (HTTP 410).
    case hookDisabled = "ftd.hook.disabled"

    /// The last word of the type, for example `succeeded`; those of submissions keep two, since `failed` is the job's.
    package var shortWord: String {
        switch self {
        case .jobSucceeded: "succeeded"
        case .jobFailed: "failed"
        case .jobCancelled: "cancelled"
        case .jobRunning: "running"
        case .jobPaused: "paused"
        case .jobGone: "gone"
        case .jobStalled: "stalled"
        case .jobDiverging: "diverging"
        case .apiDegraded: "degraded"
        case .apiRecovered: "recovered"
        case .submissionFailed: "submission.failed"
        case .submissionParked: "submission.parked"
        case .budgetExceeded: "exceeded"
        case .modelShutdown: "shutdown_approaching"
        case .hookDisabled: "disabled"
        }
    }

    /// Whether it says that a job has ended: announced at most once per job and hook.
    package var endsJob: Bool {
        switch self {
        case .jobSucceeded, .jobFailed, .jobCancelled: true
        case .jobRunning, .jobPaused, .jobGone, .jobStalled, .jobDiverging, .apiDegraded, .apiRecovered,
            .submissionFailed, .submissionParked, .budgetExceeded, .modelShutdown, .hookDisabled:
            false
        }
    }

    /// Whether it says that something went wrong: it is told in quiet hours, too.
    package var isFailure: Bool {
        switch self {
        case .jobFailed, .jobDiverging, .apiDegraded, .submissionFailed, .budgetExceeded, .hookDisabled: true
        case .jobSucceeded, .jobCancelled, .jobRunning, .jobPaused, .jobGone, .jobStalled, .apiRecovered,
            .submissionParked, .modelShutdown:
            false
        }
    }

    /// The types that a word of a hook's `on` names; nil for a word that names none.
    ///
    /// A word is the last word of a type, a whole type, `ended` (the three ends of a job) or `all`.
    package static func named(_ word: String) -> Set<NoticeType>? {
        switch word {
        case "all": return Set(allCases)
        case "ended": return Set(allCases.filter(\.endsJob))
        case let word:
            guard let type = allCases.first(where: { $0.shortWord == word || $0.rawValue == word }) else { return nil }
            return [type]
        }
    }

    /// Every word that `on` takes, for error messages and completion.
    package static var words: [String] { allCases.map(\.shortWord) + ["ended", "all"] }
}
