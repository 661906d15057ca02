package import FineTuning

extension Submitter {
    /// What the submitter needs of whoever runs it.
    package struct Dependencies: Sendable {
        /// The wall clock.
        package var now: @Sendable () -> UnixTime
        /// Waits that long, and says whether to go on.
        package var pause: @Sendable (Duration) -> Bool
        /// Files at the server that had this content once, the newest first.
        package var uploads: @Sendable (AccountName, SubmissionPlan.DataFile) -> [FileID]
        /// Whether any known job uses a file: what is used is not deleted.
        package var isUsed: @Sendable (_ account: AccountName, FileID) -> Bool
        /// Whether another submission is known to have made a job: what another made is never taken as this one's.
        package var isMadeByAnother: @Sendable (AccountName, JobID) -> Bool
        /// Whether whoever runs it shows the job's id to a person, and says so in the record.
        package var showsJob: Bool
        /// Takes what happens.
        package var report: @Sendable (SubmissionProgress) -> Void

        /// Nothing is deleted, reused, adopted without its mark or reported where nobody says so.
        package init(
            now: @escaping @Sendable () -> UnixTime, pause: @escaping @Sendable (Duration) -> Bool,
            uploads: @escaping @Sendable (AccountName, SubmissionPlan.DataFile) -> [FileID] = { _, _ in [] },
            isUsed: @escaping @Sendable (AccountName, FileID) -> Bool = { _, _ in true },
            isMadeByAnother: @escaping @Sendable (AccountName, JobID) -> Bool = { _, _ in true },
            showsJob: Bool = false,
            report: @escaping @Sendable (SubmissionProgress) -> Void = { _ in }
        ) {
            self.now = now
            self.pause = pause
            self.uploads = uploads
            self.isUsed = isUsed
            self.isMadeByAnother = isMadeByAnother
            self.showsJob = showsJob
            self.report = report
        }
    }
}
