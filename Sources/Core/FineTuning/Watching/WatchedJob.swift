/// A job as it is watched: what the API showed last, and what is known of our own work on it.
public struct WatchedJob: Hashable, Sendable {
    /// The account whose listing showed it.
    public var account: AccountName
    /// The job as the API showed it last.
    public var job: Job
    /// When it was first seen, by the local wall clock; whole seconds.
    public var firstSeen: UnixTime
    /// When something in its row last changed; whole seconds.
    public var changedAt: UnixTime
    /// Whether the listing that brought it was completed.
    public var isKnown: Bool
    /// What is still to be fetched of it since it ended; empty while it has not.
    public var missing: Harvest
    /// The newest event of the last run that joined.
    public var eventMark: JobEventID?
    /// The 404s that counted, oldest first.
    public var misses: [UnixTime]
    /// Since when it counts as gone; nil while it does not.
    public var goneAt: UnixTime?

    /// Describes a watched job.
    public init(
        account: AccountName, job: Job, firstSeen: UnixTime, changedAt: UnixTime, isKnown: Bool, missing: Harvest,
        eventMark: JobEventID? = nil, misses: [UnixTime], goneAt: UnixTime? = nil
    ) {
        self.account = account
        self.job = job
        self.firstSeen = firstSeen
        self.changedAt = changedAt
        self.isKnown = isKnown
        self.missing = missing
        self.eventMark = eventMark
        self.misses = misses
        self.goneAt = goneAt
    }

    /// Its full name.
    public var key: JobKey { JobKey(account: account, job: job.id) }
}
