public import FineTuning

/// One submission as it lies in the spool: what was asked for, and how far it has come.
///
/// It holds no key and no training row: paths, digests and ids only.
public struct SubmissionRecord: Hashable, Sendable {
    /// The UUID; the job carries it as metadata.
    public let id: SubmissionID
    /// What was asked for.
    public let plan: SubmissionPlan
    /// How far it has come.
    public var step: SubmissionStep
    /// What it uploaded itself and left at the API: only that is deleted again after a refused create.
    public var uploads: [Upload]
    /// Whether its job was made for a person who has not seen the job's id yet: until then the same command is this
    /// submission.
    public var awaitsShowing = false
    /// What it was parked by last, until it has a job: another refusal lets it wait longer than that one did.
    package var parkedBefore: Parking?
    /// Why the last call for it came to nothing, as a sentence; nil where none failed since it last went on.
    package var problem: String?
    /// When the user asked, by the local wall clock.
    public let createdAt: UnixTime
    /// When the step was written.
    public var updatedAt: UnixTime

    /// Who wrote it, and whose it is; nil before it was in a spool.
    package var origin: Origin?

    /// Who wrote a record, and whose submission it is, as the system knows it.
    package struct Origin: Hashable, Sendable {
        /// The user to whom the file belongs.
        package let writer: UInt32
        /// The user who asked for the submission: the writer, or whom `ftd` took the record from.
        package let owner: UInt32

        /// What a file's owner means.
        ///
        /// - Parameters:
        ///   - claimed: the owner that the record names.
        ///   - believed: the users whose word about owners counts: the spool's keeper and ourselves.
        package init(writer: UInt32, claimed: UInt32?, believed: Set<UInt32>) {
            self.writer = writer
            owner = believed.contains(writer) ? claimed ?? writer : writer
        }
    }

    /// A file's bytes at the API.
    public struct Upload: Hashable, Sendable {
        /// The API's name for them.
        public var file: FileID
        /// What was uploaded.
        public var data: SubmissionPlan.DataFile

        /// Describes an upload.
        package init(file: FileID, data: SubmissionPlan.DataFile) {
            self.file = file
            self.data = data
        }
    }

    /// Starts a submission at its first step.
    public init(id: SubmissionID, plan: SubmissionPlan, createdAt: UnixTime) {
        self.init(id: id, plan: plan, step: .planned, uploads: [], createdAt: createdAt, updatedAt: createdAt)
    }

    init(
        id: SubmissionID, plan: SubmissionPlan, step: SubmissionStep, uploads: [Upload], awaitsShowing: Bool = false,
        createdAt: UnixTime, updatedAt: UnixTime
    ) {
        self.awaitsShowing = awaitsShowing
        self.uploads = uploads
        self.id = id
        self.plan = plan
        self.step = step
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
