package import FineTuning
package import JSONText
import JobJSON
package import JobStorage

/// A submission that has no job yet, as it is shown.
package struct SubmissionView: Sendable, Hashable {
    /// Where it stands, in one word.
    package enum State: String, Sendable {
        /// Its files are being uploaded.
        case uploading
        /// Its command was stopped before the upload was done: only the same command goes on.
        case interrupted
        /// The files are at the API; `ftd`, or the same command, goes on.
        case waiting
        /// A limit of the account stands in the way.
        case parked
        /// The answer to the create call was lost, and no job carries the submission's id.
        case unknown
        /// It has a job whose id nobody was shown yet.
        case created
        /// It was given up, and leaves the spool.
        case failed
    }

    /// Its UUID.
    package let id: SubmissionID
    /// What was asked for.
    package let plan: SubmissionPlan
    /// How far it has come.
    package let step: SubmissionStep
    /// When the user asked.
    package let createdAt: UnixTime
    /// When the step was written.
    package let updatedAt: UnixTime
    /// Whether a process works on it now.
    package let isWorkedOn: Bool
    /// What it has uploaded and left at the API.
    package let uploads: [FileID]
    /// Why the last call for it came to nothing, as a sentence; nil where none failed since it last went on.
    package let problem: String?

    package init(
        id: SubmissionID, plan: SubmissionPlan, step: SubmissionStep, createdAt: UnixTime, updatedAt: UnixTime,
        isWorkedOn: Bool, uploads: [FileID], problem: String?
    ) {
        self.id = id
        self.plan = plan
        self.step = step
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.isWorkedOn = isWorkedOn
        self.uploads = uploads
        self.problem = problem
    }

    /// Where it stands.
    package var state: State {
        switch step {
        case .planned, .uploading: isWorkedOn ? .uploading : .interrupted
        case .uploaded, .creating: .waiting
        case .parked: .parked
        case .unknown: .unknown
        case .created: .created
        case .failed: .failed
        }
    }

    /// Why it has no job yet, without a full stop; the server's words where a limit stands in the way.
    package var reason: String {
        switch step {
        case .planned, .uploading:
            isWorkedOn
                ? "its files are being uploaded"
                : "stopped before the upload was done\(cause); the same ftctl submit goes on"
        case .uploaded:
            "its files are at the API, and no job is made yet\(cause); ftd goes on, or the same ftctl submit"
        case .creating: "the answer to the create call is not known; ftd looks for the job\(cause)"
        case .parked(_, let parking): parking.reason
        case .unknown:
            "the answer to the create call was lost, and no job carries its id; the same ftctl submit with --again "
                + "makes one"
        case .created(let job): "job \(job) was made, and nobody has seen its id"
        case .failed(let reason): reason
        }
    }

    private var cause: String { problem.map { " (\($0))" } ?? "" }

    /// Since when it stands there.
    package var since: UnixTime {
        switch step {
        case .parked(_, let parking): parking.since
        case .planned, .uploading, .uploaded, .creating, .unknown, .created, .failed: updatedAt
        }
    }

    /// When it is tried again; nil where that is not known.
    package var nextTry: UnixTime? {
        switch step {
        case .parked(_, let parking): parking.retryAt
        case .planned, .uploading, .uploaded, .creating, .unknown, .created, .failed: nil
        }
    }

    /// Whether the server may have made a job of it: dropping it then leaves that job.
    package var mayHaveJob: Bool {
        switch step {
        case .creating, .unknown, .created: true
        case .planned, .uploading, .uploaded, .parked, .failed: false
        }
    }

    /// Keys are only ever added; what is unknown is null.
    package var json: JSONObject { Self.fields.object(self) }

    /// Its keys.
    package static let fields: JSONFields<SubmissionView> = [
        JSONField("id", "the submission's id") { .string($0.id.rawValue) },
        JSONField("object", "ftd.submission") { _ in .string("ftd.submission") },
        JSONField("created_at", "when it was asked for") { .seconds($0.createdAt) },
        JSONField("status", "uploading, interrupted, waiting, parked, unknown, created or failed") {
            .string($0.state.rawValue)
        },
        JSONField("model", "the model to tune") { .string($0.plan.model.rawValue) },
        JSONField("filename", "the training file's name") { .string($0.plan.training.filename) },
        JSONField("since", "since when it is in that status") { .seconds($0.since) },
        JSONField("next_try", "when it is tried again") { .seconds($0.nextTry) },
        JSONField("reason", "why it has no job yet") { .string($0.reason) },
        JSONField("account", "the account of the configuration") { .string($0.plan.account.rawValue) },
        JSONField("suffix", "your part of the tuned model's name") { .text($0.plan.suffix) },
        JSONField("training_file", "the id of the uploaded training file") {
            .text($0.step.files?.training.rawValue)
        },
        JSONField("validation_file", "the id of the uploaded validation file") {
            .text($0.step.files?.validation?.rawValue)
        },
        JSONField("uploads", "ids of the files that it has left at the API") {
            .array($0.uploads.map { .string($0.rawValue) })
        },
    ]
}

extension SubmissionView {
    /// Whether a list of jobs with this filter shows it, too.
    package func passes(_ filter: JobFilter) -> Bool {
        (filter.statuses.isEmpty || filter.statuses.contains { $0.word == state.rawValue })
            && filter.since.map { createdAt >= $0 } ?? true && filter.model.map { plan.model == $0 } ?? true
            && filter.account.map { plan.account == $0 } ?? true
            && filter.name.map { plan.suffix?.lowercased().contains($0.lowercased()) ?? false } ?? true
    }
}
