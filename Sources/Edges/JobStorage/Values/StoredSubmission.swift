package import FineTuning

/// A submission that has ended; the ones under way are files in the spool.
package struct StoredSubmission: Sendable, Hashable {
    /// Its UUID.
    package var id: SubmissionID
    /// Where it was sent.
    package var account: AccountName
    /// How it ended: the job, or why there is none.
    package var end: End
    /// The model to tune.
    package var model: ModelName
    /// The user's part of the tuned model's name.
    package var suffix: String?
    /// What it learns from.
    package var training: SubmissionPlan.DataFile
    /// What it is measured on.
    package var validation: SubmissionPlan.DataFile?
    /// When the user asked for it.
    package var createdAt: UnixTime
    /// When it ended.
    package var endedAt: UnixTime
    /// The user whose word alone this is; nil for what the daemon knows itself.
    package var owner: UInt32?

    /// How a submission ended.
    package enum End: Sendable, Hashable {
        /// The job was created.
        case created(JobID)
        /// It was refused or given up.
        case failed(reason: String)
    }

    package init(
        id: SubmissionID, plan: SubmissionPlan, end: End, createdAt: UnixTime, endedAt: UnixTime, owner: UInt32? = nil
    ) {
        self.init(
            id: id, account: plan.account, end: end, model: plan.model, suffix: plan.suffix, training: plan.training,
            validation: plan.validation, createdAt: createdAt, endedAt: endedAt, owner: owner)
    }

    init(
        id: SubmissionID, account: AccountName, end: End, model: ModelName, suffix: String?,
        training: SubmissionPlan.DataFile, validation: SubmissionPlan.DataFile?, createdAt: UnixTime, endedAt: UnixTime,
        owner: UInt32?
    ) {
        self.owner = owner
        self.id = id
        self.account = account
        self.end = end
        self.model = model
        self.suffix = suffix
        self.training = training
        self.validation = validation
        self.createdAt = createdAt
        self.endedAt = endedAt
    }
}

/// A file that we uploaded, named by its content so that its bytes need not be sent again.
package struct StoredUpload: Sendable, Hashable {
    /// Where it was sent.
    package var account: AccountName
    /// The API's name for it.
    package var file: FileID
    /// SHA-256 of its bytes, 64 hexadecimal digits in lower case.
    package var sha256: String
    /// Size in bytes.
    package var bytes: Int64
    /// The name it was uploaded under.
    package var filename: String?
    /// When it was uploaded.
    package var createdAt: UnixTime
    /// When we learned that the API has it no more.
    package var deletedAt: UnixTime?
    /// The user whose word alone it is that these bytes are there; nil for what the daemon knows itself.
    package var owner: UInt32?

    package init(
        account: AccountName, file: FileID, sha256: String, bytes: Int64, filename: String? = nil, createdAt: UnixTime,
        deletedAt: UnixTime? = nil, owner: UInt32? = nil
    ) {
        self.owner = owner
        self.account = account
        self.file = file
        self.sha256 = sha256
        self.bytes = bytes
        self.filename = filename
        self.createdAt = createdAt
        self.deletedAt = deletedAt
    }
}
