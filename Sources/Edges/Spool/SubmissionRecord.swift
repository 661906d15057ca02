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
    /// When the user asked, by the local wall clock.
    public let createdAt: UnixTime
    /// When the step was written.
    public var updatedAt: UnixTime

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
        id: SubmissionID, plan: SubmissionPlan, step: SubmissionStep, uploads: [Upload], createdAt: UnixTime,
        updatedAt: UnixTime
    ) {
        self.uploads = uploads
        self.id = id
        self.plan = plan
        self.step = step
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
