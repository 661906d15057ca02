extension Look {
    /// A job that was submitted here, as far as its submission knows it.
    package struct Submitted: Hashable, Sendable {
        /// The model that is tuned.
        package var model: ModelName
        /// The user's part of the tuned model's name.
        package var suffix: String?
        /// When it was made, by the local wall clock.
        package var createdAt: UnixTime

        /// Describes it.
        package init(model: ModelName, suffix: String?, createdAt: UnixTime) {
            self.model = model
            self.suffix = suffix
            self.createdAt = createdAt
        }
    }

    /// What a 404 for a job means.
    package struct MissMeaning: Hashable, Sendable {
        /// What is to be written.
        package var changes: AccountChanges
        /// The job that is gone from now on.
        package var gone: WatchedJob?
        /// Whether a job that was submitted here is missed for the first time: this key does not see it.
        package var isUnseen = false
    }

    /// What a 404 means for a job that no page has just shown.
    ///
    /// One that was submitted here is watched from then on, even if the server never showed it.
    ///
    /// - Parameter lastGoodListing: when the account was last listed without an error, by the local clock.
    package func missing(_ id: JobID, lastGoodListing: UnixTime?) -> MissMeaning {
        var changes = AccountChanges(account: account, seenAt: time)
        let known = known[id]
        guard known != nil || submitted != nil else { return MissMeaning(changes: changes) }
        let misses = known?.misses ?? []
        let verdict = GoneRule.missed(earlier: misses, lastGoodListing: lastGoodListing, at: time)
        changes.missed[id] = verdict
        switch verdict {
        case .ignored: return MissMeaning(changes: changes)
        case .counted:
            if known == nil, let submitted {
                changes.jobs.append(
                    Job(
                        id: id, createdAt: submitted.createdAt, status: .unrecognized("unknown"),
                        model: submitted.model,
                        suffix: submitted.suffix))
            }
            return MissMeaning(changes: changes, isUnseen: submitted != nil && misses.isEmpty)
        case .gone:
            if let known, let notice = ids[id] {
                announce(
                    .jobGone, .job(news(of: known.job, reason: "the API does not know it any more")), id: notice,
                    in: &changes)
            }
            return MissMeaning(changes: changes, gone: known)
        }
    }

    /// What it means that jobs show no sign of life any more, or again.
    ///
    /// - Parameters:
    ///   - stalled: why, and the id of the notice: the same for a job each time, so that it is announced once.
    ///   - alive: those that count as stalled no longer.
    package func stalls(_ stalled: [JobID: (reason: String, id: NoticeID)], alive: [JobID]) -> AccountChanges {
        var changes = AccountChanges(account: account, seenAt: time)
        for (id, stall) in stalled.sorted(by: { $0.key < $1.key }) {
            guard let known = known[id] else { continue }
            changes.stalls[id] = .some(time)
            announce(.jobStalled, .job(news(of: known.job, reason: stall.reason)), id: stall.id, in: &changes)
        }
        for id in alive { changes.stalls[id] = .some(nil) }
        return changes
    }

    /// A job's news that we say of it ourselves.
    func news(of job: Job, reason: String) -> Notice.JobNews {
        Notice.JobNews(
            account: account, job: job, previous: nil, lastMetric: lastMetrics[job.id],
            bestCheckpoint: bestCheckpoints[job.id], reason: reason)
    }
}

extension Job {
    /// Whether it failed and gives no reason.
    package var lacksReason: Bool { status.meaning == .failed && error == nil }
}
