/// What one look at an account changes: all of it is written in one transaction, or nothing is.
package struct AccountChanges: Hashable, Sendable {
    /// A listing page's part in its listing.
    package struct ListingPart: Hashable, Sendable {
        /// The number of the listing: the account's stored one plus 1, the same for all its pages.
        package var listing: Int64
        /// The jobs of this page that were not known before: they become so when the listing is complete.
        package var unknown: [JobID]
        /// The server's `Date` when this page completes the listing; nil otherwise.
        package var completedAt: UnixTime?

        /// Describes a page's part.
        package init(listing: Int64, unknown: [JobID] = [], completedAt: UnixTime? = nil) {
            self.listing = listing
            self.unknown = unknown
            self.completedAt = completedAt
        }
    }

    /// The account that was looked at.
    package var account: AccountName
    /// When, by the local wall clock.
    package var seenAt: UnixTime
    /// Jobs that are new or differ from what is stored.
    package var jobs: [Job]
    /// Seen changes of status.
    package var transitions: [Transition]
    /// What is announced to hooks, in the transaction that records it.
    package var notices: [Notice]
    /// Set when this was a page of a listing, nil for a job fetched by its id.
    package var page: ListingPart?
    /// The account's new row where it changes, for example when it recovers; its listing fields are kept by ``page``.
    package var accountRow: WatchedAccount?
    /// Jobs that answer again: their 404s are forgotten, and they are not gone.
    package var found: [JobID]
    /// What a 404 for a job means.
    package var missed: [JobID: GoneRule.Verdict]

    /// Nothing changes unless it is named.
    package init(
        account: AccountName, seenAt: UnixTime, jobs: [Job] = [], transitions: [Transition] = [],
        notices: [Notice] = [], page: ListingPart? = nil, accountRow: WatchedAccount? = nil, found: [JobID] = [],
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
