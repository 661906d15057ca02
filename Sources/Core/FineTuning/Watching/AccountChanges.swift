/// What one look at an account changes: all of it is written in one transaction, or nothing is.
public struct AccountChanges: Hashable, Sendable {
    /// A listing page's part in its listing.
    public struct Page: Hashable, Sendable {
        /// The number of the listing: the account's stored one plus 1, the same for all its pages.
        public var listing: Int64
        /// The jobs of this page that were not known before: they become so when the listing is complete.
        public var unknown: [JobID]
        /// The server's `Date` when this page completes the listing; nil otherwise.
        public var completedAt: UnixTime?

        /// Describes a page's part.
        public init(listing: Int64, unknown: [JobID] = [], completedAt: UnixTime? = nil) {
            self.listing = listing
            self.unknown = unknown
            self.completedAt = completedAt
        }
    }

    /// The account that was looked at.
    public var account: AccountName
    /// When, by the local wall clock.
    public var seenAt: UnixTime
    /// Jobs that are new or differ from what is stored.
    public var jobs: [Job]
    /// Seen changes of status.
    public var transitions: [Transition]
    /// What is announced to hooks, in the transaction that records it.
    public var notices: [Notice]
    /// Set when this was a page of a listing, nil for a job fetched by its id.
    public var page: Page?
    /// The account's new row where it changes, for example when it recovers; its listing fields are kept by ``page``.
    public var accountRow: WatchedAccount?
    /// Jobs that answer again: their 404s are forgotten, and they are not gone.
    public var found: [JobID]
    /// What a 404 for a job means.
    public var missed: [JobID: GoneRule.Verdict]

    /// Nothing changes unless it is named.
    public init(
        account: AccountName, seenAt: UnixTime, jobs: [Job] = [], transitions: [Transition] = [],
        notices: [Notice] = [], page: Page? = nil, accountRow: WatchedAccount? = nil, found: [JobID] = [],
        missed: [JobID: GoneRule.Verdict] = [:]
    ) {
        self.account = account
        self.seenAt = seenAt
        self.jobs = jobs
        self.transitions = transitions
        self.notices = notices
        self.page = page
        self.accountRow = accountRow
        self.found = found
        self.missed = missed
    }
}
