internal import FineTuning
internal import SQLiteDatabase

extension JobStore {
    /// Stores a submission that has ended; one that is there already is brought up to date, but not by another owner.
    package func add(_ submission: StoredSubmission) throws {
        try database.run(SubmissionColumns.upsert, SubmissionColumns.values(submission))
    }

    /// Stores an upload, or that the API has it no more; one that is another owner's stays as it is.
    package func save(_ upload: StoredUpload) throws {
        try database.run(UploadColumns.upsert, UploadColumns.values(upload))
    }

    /// Stores a watched model; what is not known now does not take away what was.
    package func save(_ model: StoredModel) throws {
        try database.run(ModelColumns.upsert, ModelColumns.values(model))
    }
}
