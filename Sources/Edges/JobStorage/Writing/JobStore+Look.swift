package import FineTuning
internal import SQLiteDatabase

extension JobStore {
    /// All that a look compares with, in one read.
    ///
    /// - Parameters:
    ///   - scope: what the server shows.
    ///   - identity: under which it has answered; nil where it was not asked.
    ///   - lastCompleteListing: decides what is news.
    ///   - interests: what the hooks in force want.
    ///   - newID: makes the id of a transition.
    package func look(
        at scope: Look.Scope, of account: AccountName, under identity: String?, time: UnixTime,
        since lastCompleteListing: UnixTime?, interests: [HookInterest], newID: () -> NoticeID
    ) throws -> Look {
        try reader.snapshot {
            var look = Look(
                account: account, row: try reader.account(account), identity: identity, time: time,
                lastCompleteListing: lastCompleteListing, known: try reader.jobs(scope.ids, of: account),
                nextSequence: try nextSequence(), interests: interests)
            if let listing = scope.listing {
                look.hasWaitingJobs = try reader.hasWaitingJobs(of: account, listing: listing)
            }
            if scope.needsLastKnown { look.lastKnown = try reader.lastKnownJob(of: account) }
            for id in Look.changed(scope.jobs, known: look.known, since: lastCompleteListing) {
                look.ids[id] = newID()
                let key = JobKey(account: account, job: id)
                look.lastMetrics[id] = try reader.lastMetric(of: key)
                look.bestCheckpoints[id] = try reader.bestCheckpoint(of: key)
            }
            for job in scope.jobs where job.lacksReason && look.ids[job.id] != nil {
                look.failures[job.id] = try reader.newestError(of: JobKey(account: account, job: job.id))
            }
            for id in scope.unshown {
                look.ids[id] = newID()
                let key = JobKey(account: account, job: id)
                look.lastMetrics[id] = try reader.lastMetric(of: key)
                look.bestCheckpoints[id] = try reader.bestCheckpoint(of: key)
            }
            if case .missing(let id) = scope {
                look.submitted = try reader.submitted(JobKey(account: account, job: id))
            }
            return look
        }
    }
}
