import FineTuning
import JobStorage
import Text

/// Judges at each poll which jobs have shown no sign of life for too long.
final class StallReader {
    /// How long what jobs on a model took is remembered.
    private static let memory: Duration = .seconds(3600)

    private let store: AccountStore
    private let rule: StallRule
    private var durations: [ModelName: (end: SuspendingClock.Instant, values: [Duration])] = [:]

    init(_ store: AccountStore, rule: StallRule) {
        self.store = store
        self.rule = rule
    }

    /// Writes down which jobs are stalled, and which are no longer; a job is announced once.
    func judge() throws {
        let now = UnixTime.now()
        var stalled: [JobID: (reason: String, id: NoticeID)] = [:]
        var alive: [JobID] = []
        var known = try store.stalls()
        for job in try store.unfinishedJobs() where job.misses.isEmpty {
            let wasStalled = known.remove(job.job.id) != nil
            let silence = try silence(of: job, at: now)
            if let silence, !wasStalled {
                let what = job.job.status.meaning == .running ? "no step" : "\(job.job.status.word) and no change"
                stalled[job.job.id] = (
                    reason: "\(what) for \(HumanText.duration(silence))",
                    id: try .fixed("stalled", job.key.account.rawValue, job.key.job.rawValue)
                )
            }
            if silence == nil, wasStalled { alive.append(job.job.id) }
        }
        // The rest has ended, or is gone.
        try store.stall(stalled, alive: alive + known)
    }

    /// For how long a job that is stalled has shown no sign of life; nil for one that is not.
    private func silence(of job: WatchedJob, at now: UnixTime) throws -> Duration? {
        // Most jobs are young, and need no question.
        guard now - job.job.createdAt > StallRule.patience, rule.limit(of: job.job.status, after: []) != nil,
            let sign = try store.signsOfLife(of: job).last(of: job), now - sign > StallRule.patience
        else { return nil }
        let durations = try durations(of: job.job.model)
        return rule.isStalled(job.job.status, since: sign, after: durations, at: now) ? now - sign : nil
    }

    private func durations(of model: ModelName) throws -> [Duration] {
        if let known = durations[model], .now < known.end { return known.values }
        let values = try store.durations(of: model)
        durations[model] = (end: .now + Self.memory, values: values)
        return values
    }
}
