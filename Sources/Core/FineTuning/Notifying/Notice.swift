/// One thing to announce: what happened, to what, and the id under which every hook gets it.
public struct Notice: Hashable, Sendable {
    /// What it is about.
    public enum Subject: Hashable, Sendable {
        /// A job's status changed.
        case job(JobNews)
        /// An account became degraded or recovered.
        case account(AccountName, reason: String)
        /// A submission ended without a job.
        case submission(SubmissionID, account: AccountName, reason: String)
        /// A hook was switched off.
        case hook(HookName, reason: String)
    }

    /// What is announced of a job: the job as it is now, and what the store knows around it.
    public struct JobNews: Hashable, Sendable {
        /// The account that showed the job.
        public var account: AccountName
        /// The job as the API shows it now.
        public var job: Job
        /// What it was before; nil at first sight.
        public var previous: JobStatus?
        /// The numbers of the last step that is stored, if any.
        public var lastMetric: MetricPoint?

        /// Describes a job's news.
        public init(account: AccountName, job: Job, previous: JobStatus?, lastMetric: MetricPoint?) {
            self.account = account
            self.job = job
            self.previous = previous
            self.lastMetric = lastMetric
        }
    }

    /// The same for every hook and every attempt.
    public var id: NoticeID
    /// What happened.
    public var type: NoticeType
    /// When it was seen, by the local wall clock.
    public var createdAt: UnixTime
    /// Its place in the order of all notices of this store, from 1: receivers order by it.
    public var sequence: Int64
    /// What it happened to.
    public var subject: Subject

    /// Describes something to announce.
    public init(id: NoticeID, type: NoticeType, createdAt: UnixTime, sequence: Int64, subject: Subject) {
        self.id = id
        self.type = type
        self.createdAt = createdAt
        self.sequence = sequence
        self.subject = subject
    }

    /// The job it is about, if it is about one.
    public var jobKey: JobKey? {
        if case .job(let news) = subject { JobKey(account: news.account, job: news.job.id) } else { nil }
    }

    /// The account it is about; nil for notices about a hook.
    public var account: AccountName? {
        switch subject {
        case .job(let news): news.account
        case .account(let account, _): account
        case .submission(_, let account, _): account
        case .hook: nil
        }
    }
}
