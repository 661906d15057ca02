extension Look {
    /// What the store says of a training that went wrong.
    package struct KnownDivergence: Hashable, Sendable {
        /// When that was seen.
        package var since: UnixTime
        /// Since when it goes wrong no longer; nil while it does.
        package var until: UnixTime?
        /// Why: a sentence.
        package var reason: String

        /// Describes it.
        package init(since: UnixTime, until: UnixTime? = nil, reason: String) {
            self.since = since
            self.until = until
            self.reason = reason
        }
    }

    /// What it means for a job that new numbers of it are known: nil where nothing follows.
    ///
    /// A job is announced once, whatever it does later; and only one that is under way, or was seen to end here: what
    /// went wrong before anybody watched is no news, and is written down all the same.
    ///
    /// - Parameters:
    ///   - reason: why the training goes wrong, a sentence; nil while it does not.
    ///   - known: what is stored of it.
    ///   - wasSeenToChange: whether a change of the job's status was ever seen.
    ///   - notice: the id of the notice, the same for a job each time.
    package func training(
        _ id: JobID, reason: String?, known divergence: KnownDivergence?, wasSeenToChange: Bool, notice: NoticeID
    ) -> AccountChanges? {
        guard let watched = known[id] else { return nil }
        var changes = AccountChanges(account: account, seenAt: time)
        switch (reason, divergence) {
        case (nil, nil): return nil
        case (nil, let divergence?):
            guard divergence.until == nil else { return nil }
            changes.divergences[id] = .ended
        case (let reason?, let divergence?):
            guard divergence.until != nil else { return nil }
            changes.divergences[id] = .began(reason: reason)
        case (let reason?, nil):
            changes.divergences[id] = .began(reason: reason)
            if !watched.isOver || wasSeenToChange {
                announce(.jobDiverging, .job(news(of: watched.job, reason: reason)), id: notice, in: &changes)
            }
        }
        return changes
    }
}
