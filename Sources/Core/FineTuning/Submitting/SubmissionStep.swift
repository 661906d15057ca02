/// How far a submission has come.
///
/// Written and fsynced before the call it names is made.
public enum SubmissionStep: Hashable, Sendable {
    /// The files of a submission at the API.
    public struct Files: Hashable, Sendable {
        /// The training file.
        public var training: FileID
        /// The validation file, if the plan has one.
        public var validation: FileID?
        /// Describes uploaded files.
        public init(training: FileID, validation: FileID?) {
            self.training = training
            self.validation = validation
        }
    }

    /// Nothing was sent yet. Goes to uploading.
    case planned
    /// Bytes are being sent; a crash here costs an upload, never a job. Goes to uploaded or failed.
    case uploading
    /// The API has the files. Goes to creating or failed; from here on `ftd` can take over.
    case uploaded(Files)
    /// The create call may have been made. Left only by looking for the job: goes to created, uploaded (the server
    /// said no and may be asked again), parked, unknown or failed.
    case creating(Files, since: UnixTime)
    /// The job exists. Final.
    case created(JobID)
    /// A limit of the account stands in the way. Goes to creating or failed.
    case parked(Files, Parking)
    /// The answer to the create call was lost, and no job carries the submission's id. Left only by finding the job
    /// after all, or by the user with `submit --again`.
    case unknown(Files, since: UnixTime)
    /// Refused, or given up. Final.
    case failed(reason: String)

    /// The word of the step, as the spool and the store write it.
    public var word: String {
        switch self {
        case .planned: "planned"
        case .uploading: "uploading"
        case .uploaded: "uploaded"
        case .creating: "creating"
        case .created: "created"
        case .parked: "parked"
        case .unknown: "unknown"
        case .failed: "failed"
        }
    }

    /// The files at the API, where the step has some.
    public var files: Files? {
        switch self {
        case .planned, .uploading, .created, .failed: nil
        case .uploaded(let files), .creating(let files, _), .parked(let files, _), .unknown(let files, _): files
        }
    }

    /// Whether nothing is left to do.
    public var isFinal: Bool {
        switch self {
        case .created, .failed: true
        case .planned, .uploading, .uploaded, .creating, .parked, .unknown: false
        }
    }

    /// Whether a limit of the account stands in the way.
    package var isParked: Bool {
        switch self {
        case .parked: true
        case .planned, .uploading, .uploaded, .creating, .created, .unknown, .failed: false
        }
    }

    /// Whether somebody who cannot read the user's files can go on from here.
    public var hasFiles: Bool { files != nil }
}
