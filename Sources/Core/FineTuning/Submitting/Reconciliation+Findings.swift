extension Reconciliation {
    /// What one look at the server's jobs shows of a submission whose create answer was lost.
    public struct Findings: Hashable, Sendable {
        /// The jobs that carry the submission's id, oldest first.
        public var marked: [JobID]
        /// The jobs without any submission's id that may be its own all the same, oldest first: some servers drop
        /// metadata, others refuse it.
        public var similar: [JobID]
        /// The only similar job, where it can be nobody else's.
        public var certain: JobID?

        /// Nothing is found unless it is named.
        public init(marked: [JobID] = [], similar: [JobID] = [], certain: JobID? = nil) {
            self.marked = marked
            self.similar = similar
            self.certain = certain
        }
    }

    /// What makes a job a submission's whose create answer was lost.
    public struct Claim: Hashable, Sendable {
        private let submission: SubmissionID
        private let plan: SubmissionPlan
        private let files: SubmissionStep.Files
        private let uploads: Set<FileID>
        private let began: UnixTime?

        /// Takes what the create call said.
        ///
        /// - Parameters:
        ///   - uploads: the files that this submission uploaded itself: another's file proves nothing.
        ///   - began: when the create call began, by the server's clock; nil where the server does not tell the time, and
        ///     then no job without the submission's id is certain.
        public init(
            submission: SubmissionID, plan: SubmissionPlan, files: SubmissionStep.Files, uploads: Set<FileID>,
            began: UnixTime?
        ) {
            self.submission = submission
            self.plan = plan
            self.files = files
            self.uploads = uploads
            self.began = began
        }

        /// Judges the server's jobs.
        ///
        /// - Parameters:
        ///   - jobs: every job that was shown, each once.
        ///   - isWhole: whether no job that was made since the call began can be missing among them.
        ///   - isAnothers: whether another submission is known to have made a job.
        public func findings(
            among jobs: [Job], isWhole: Bool, isAnothers: (JobID) -> Bool
        ) -> Findings {
            let jobs = jobs.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
            let mark = MetadataPair(key: SubmissionPlan.metadataKey, value: submission.rawValue)
            let similar = jobs.filter { isSimilar($0) && !isAnothers($0.id) }
            let certain = similar.count == 1 && isWhole && began != nil ? similar.first(where: isOurs) : nil
            return Findings(
                marked: jobs.filter { $0.metadata.contains(mark) }.map(\.id), similar: similar.map(\.id),
                certain: certain?.id)
        }

        /// Whether a job was made of the same training file since the call began, and carries nobody's id.
        private func isSimilar(_ job: Job) -> Bool {
            // Servers tell times in whole seconds.
            job.trainingFile == files.training && began.map { job.createdAt.seconds >= $0.seconds } ?? true
                && !job.metadata.contains { $0.key == SubmissionPlan.metadataKey }
        }

        /// Whether a similar job can be no other submission's.
        private func isOurs(_ job: Job) -> Bool {
            uploads.contains(files.training) && job.validationFile == files.validation && job.model == plan.model
                && job.suffix == plan.suffix && plan.mayHaveMade(job)
        }
    }
}
