package import FineTuning

/// What one look at an account changes in the store: all of it is written in one transaction, or nothing is.
package struct StoreChanges: Sendable, Hashable {
    /// A listing page's part in its listing.
    package struct Page: Sendable, Hashable {
        /// The number of the listing: the account's stored one plus 1, the same for all its pages.
        package var listing: Int64
        /// The jobs of this page that were not known before: they become so when the listing is complete.
        package var unknown: [JobID]
        /// The server's `Date` when this page completes the listing; nil otherwise.
        package var completedAt: UnixTime?

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
    /// Outbox rows, bodies included: one per interested hook.
    package var deliveries: [Delivery]
    /// Set when this was a page of a listing, nil for a job fetched by its id.
    package var page: Page?
    /// The account's new row where it changes, for example when it recovers; its listing fields are kept by ``page``.
    package var accountRow: StoredAccount?

    package init(
        account: AccountName, seenAt: UnixTime, jobs: [Job] = [], transitions: [Transition] = [],
        deliveries: [Delivery] = [], page: Page? = nil, accountRow: StoredAccount? = nil
    ) {
        self.account = account
        self.seenAt = seenAt
        self.jobs = jobs
        self.transitions = transitions
        self.deliveries = deliveries
        self.page = page
        self.accountRow = accountRow
    }
}

/// What became of changes that were handed to the store.
package struct AppliedChanges: Sendable, Hashable {
    /// Whether anything was written at all.
    package var wrote = false
    /// The transitions that were new to the store.
    package var transitions: [Transition] = []
    /// The deliveries that are in the outbox now; an end that was told before is not among them.
    package var deliveries: [Delivery] = []
}
