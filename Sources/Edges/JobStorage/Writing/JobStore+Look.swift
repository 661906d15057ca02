package import FineTuning

extension JobStore {
    /// What shown jobs are compared with, in one read.
    ///
    /// - Parameters:
    ///   - jobs: what the server shows.
    ///   - lastCompleteListing: decides what is news.
    ///   - interests: what the hooks in force want.
    ///   - newID: makes the id of a transition.
    package func look(
        at jobs: [Job], of account: AccountName, time: UnixTime, lastCompleteListing: UnixTime?,
        interests: [HookInterest], newID: () -> NoticeID
    ) throws -> Look {
        try reader.snapshot {
            var look = Look(
                account: account, time: time, lastCompleteListing: lastCompleteListing,
                known: try reader.jobs(jobs.map(\.id), of: account), nextSequence: try nextSequence(),
                interests: interests)
            for id in Look.changed(jobs, known: look.known, since: lastCompleteListing) {
                look.ids[id] = newID()
                look.lastMetrics[id] = try reader.lastMetric(of: JobKey(account: account, job: id))
            }
            return look
        }
    }
}
