/// One thing to announce: what happened, to what, and the id under which every hook gets it.
package struct Notice: Hashable, Sendable {
    /// What it is about.
    package enum Subject: Hashable, Sendable {
        /// A job's status changed.
        case job(JobNews)
        /// An account became degraded or recovered.
        case account(AccountName, reason: String)
        /// A submission ended without a job.
        case submission(SubmissionID, account: AccountName, reason: String)
        /// A hook was switched off.
        case hook(HookName, reason: String)
        /// A month costs more than it may.
        case budget(BudgetStanding, reason: String)
        /// Models are about to stop answering.
        case models(ModelShutdownNews, reason: String)
    }

    /// What is announced of a job: the job as it is now, and what the store knows around it.
    package struct JobNews: Hashable, Sendable {
        /// The account that showed the job.
        package var account: AccountName
        /// The job as the API shows it now.
        package var job: Job
        /// What it was before; nil at first sight.
        package var previous: JobStatus?
        /// The numbers of the last step that is stored, if any.
        package var lastMetric: MetricPoint?
        /// The best of the job's checkpoints that are stored.
        package var bestCheckpoint: CheckpointFacts?
        /// Why a job failed that gives no reason itself: what its newest error event says.
        package var failure: JobError?
        /// What we have to say of it, where it is not the job that says so: why it is gone, or stalled.
        package var reason: String?

        /// Describes a job's news.
        package init(
            account: AccountName, job: Job, previous: JobStatus?, lastMetric: MetricPoint?,
            bestCheckpoint: CheckpointFacts? = nil, failure: JobError? = nil, reason: String? = nil
        ) {
            self.account = account
            self.job = job
            self.previous = previous
            self.lastMetric = lastMetric
            self.bestCheckpoint = bestCheckpoint
            self.failure = failure
            self.reason = reason
        }
    }

    /// The same for every hook and every attempt.
    package var id: NoticeID
    /// What happened.
    package var type: NoticeType
    /// When it was seen, by the local wall clock.
    package var createdAt: UnixTime
    /// Its place in the order of all notices of this store, from 1: receivers order by it.
    package var sequence: Int64
    /// What it happened to.
    package var subject: Subject

    /// Describes something to announce.
    package init(id: NoticeID, type: NoticeType, createdAt: UnixTime, sequence: Int64, subject: Subject) {
        self.id = id
        self.type = type
        self.createdAt = createdAt
        self.sequence = sequence
        self.subject = subject
    }

    /// The job it is about, if it is about one.
    package var jobKey: JobKey? {
        if case .job(let news) = subject { JobKey(account: news.account, job: news.job.id) } else { nil }
    }

    /// The account it is about; nil for notices about a hook or all accounts' money.
    package var account: AccountName? {
        switch subject {
        case .job(let news): news.account
        case .account(let account, _): account
        case .submission(_, let account, _): account
        case .models(let news, _): news.account
        case .hook, .budget: nil
        }
    }
}
