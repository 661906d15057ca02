/// What one look at an account changes: all of it is written in one transaction, or nothing is.
package struct AccountChanges: Hashable, Sendable {
    /// A listing page's part in its listing.
    package struct ListingPart: Hashable, Sendable {
        /// The number of the listing, the same for all its pages.
        package var listing: Int64
        /// The jobs of this page that were not known before and are counted to the listing from now on.
        package var joining: [JobID]
        /// Whether the listing is complete: the jobs that are counted to it become known.
        package var isComplete: Bool

        /// Describes a page's part.
        package init(listing: Int64, joining: [JobID] = [], isComplete: Bool = false) {
            self.listing = listing
            self.joining = joining
            self.isComplete = isComplete
        }
    }

    /// How a job's training goes.
    package enum DivergenceChange: Hashable, Sendable {
        /// It goes wrong, and why: a sentence.
        case began(reason: String)
        /// It goes wrong no longer.
        case ended
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
    /// What a page of a listing means for the jobs on it; nil where it means nothing, or this was no page.
    package var page: ListingPart?
    /// The account's new row, whole; nil where it stays as it is.
    package var accountRow: WatchedAccount?
    /// Jobs that answer again: their 404s are forgotten, and they are not gone.
    package var found: [JobID]
    /// What a 404 for a job means.
    package var missed: [JobID: GoneRule.Verdict]
    /// Since when jobs count as stalled; nil for those that do no longer.
    package var stalls: [JobID: UnixTime?] = [:]
    /// Trainings that go wrong from now on, or no longer.
    package var divergences: [JobID: DivergenceChange] = [:]

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

    /// The 404s that count.
    package var countedMisses: [JobID: GoneRule.Verdict] { missed.filter { $0.value != .ignored } }

    /// Whether there is nothing to write but the notices' deliveries.
    package var isEmpty: Bool { accountRow == nil && !concernsJobs }

    /// Whether there is something to write about jobs, beside the account's row.
    package var concernsJobs: Bool {
        !(jobs.isEmpty && transitions.isEmpty && page == nil && found.isEmpty && countedMisses.isEmpty
            && stalls.isEmpty && divergences.isEmpty)
    }
}
