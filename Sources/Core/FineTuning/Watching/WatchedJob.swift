/// A job as it is watched: what the API showed last, and what is known of our own work on it.
package struct WatchedJob: Hashable, Sendable {
    /// The account whose listing showed it.
    package var account: AccountName
    /// The job as the API showed it last.
    package var job: Job
    /// When it was first seen, by the local wall clock; whole seconds.
    package var firstSeen: UnixTime
    /// When something in its row last changed; whole seconds.
    package var changedAt: UnixTime
    /// Whether the listing that brought it was completed.
    package var isKnown: Bool
    /// The number of the last listing that showed it before it was known; nil where none did.
    package var listing: Int64?
    /// What is still to be fetched of it since it ended; empty while it has not.
    package var missing: Harvest
    /// The newest event of the last run that joined.
    package var eventMark: JobEventID?
    /// The 404s that counted, oldest first.
    package var misses: [UnixTime]
    /// Since when it counts as gone; nil while it does not.
    package var goneAt: UnixTime?

    /// Describes a watched job.
    package init(
        account: AccountName, job: Job, firstSeen: UnixTime, changedAt: UnixTime, isKnown: Bool,
        listing: Int64? = nil, missing: Harvest, eventMark: JobEventID? = nil, misses: [UnixTime],
        goneAt: UnixTime? = nil
    ) {
        self.account = account
        self.job = job
        self.firstSeen = firstSeen
        self.changedAt = changedAt
        self.isKnown = isKnown
        self.listing = listing
        self.missing = missing
        self.eventMark = eventMark
        self.misses = misses
        self.goneAt = goneAt
    }

    /// Its full name.
    package var key: JobKey { JobKey(account: account, job: job.id) }

    /// Whether nothing more is to come of it: it has ended, or is gone.
    package var isOver: Bool { job.status.isTerminal || goneAt != nil }
}
