/// One seen change of a job's status: recorded once, announced under its own id.
package struct Transition: Hashable, Sendable {
    /// How the change came to be known.
    package enum Cause: String, Hashable, Sendable, CaseIterable {
        /// The status changed between two looks.
        case moved
        /// The job was finished when it was first seen, and that is news.
        case appeared
        /// A finished job shows another status.
        case reopened
    }

    /// The id that every hook and every attempt carries.
    package var id: NoticeID
    /// The job.
    package var key: JobKey
    /// What was stored before; nil at first sight.
    package var from: JobStatus?
    /// What the API shows now.
    package var to: JobStatus
    /// How the change came to be known.
    package var cause: Cause
    /// When it was seen, by the local wall clock.
    package var seenAt: UnixTime

    /// Describes a seen change.
    package init(id: NoticeID, key: JobKey, from: JobStatus?, to: JobStatus, cause: Cause, seenAt: UnixTime) {
        self.id = id
        self.key = key
        self.from = from
        self.to = to
        self.cause = cause
        self.seenAt = seenAt
    }

    /// The transition that a sighting makes; nil where it makes none.
    package init?(_ sighting: Sighting, of job: Job, account: AccountName, id: NoticeID, at time: UnixTime) {
        let from: JobStatus?
        let cause: Cause
        switch sighting {
        case .unchanged, .updated, .doubtful, .appeared(.unfinished), .appeared(.history): return nil
        case .appeared(.news): (from, cause) = (nil, .appeared)
        case .moved(let status): (from, cause) = (status, .moved)
        case .reopened(let status): (from, cause) = (status, .reopened)
        }
        self.init(
            id: id, key: JobKey(account: account, job: job.id), from: from, to: job.status, cause: cause, seenAt: time)
    }

    /// What is announced of it; nil where the new status is not announced, or is another word for the old one.
    package var noticeType: NoticeType? {
        guard from?.meaning != to.meaning else { return nil }
        return switch to.meaning {
        case .succeeded: .jobSucceeded
        case .failed: .jobFailed
        case .cancelled: .jobCancelled
        case .running: .jobRunning
        case .paused: .jobPaused
        case .validatingFiles, .queued, .unrecognized: nil
        }
    }
}
