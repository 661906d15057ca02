extension WatchedAccount {
    /// The account with its full listing under way; nil when none is due: only a full listing finds what paging missed.
    ///
    /// The first listing read everything, so the first full one is due an interval after it.
    package func withFullListing(every interval: Duration, at now: UnixTime) -> WatchedAccount? {
        guard let lastCompleteListing else { return nil }
        guard fullListingStarted == nil else { return self }
        let last = fullListingCompleted ?? lastCompleteListing
        // A clock that was set back must not put it off for ever.
        guard now - last >= interval || now < last else { return nil }
        var account = self
        account.fullListingStarted = now
        return account
    }

    /// The account after a page of its full listing.
    package func afterFullListing(_ step: ListingWalk.Step, at now: UnixTime) -> WatchedAccount {
        var account = self
        switch step {
        case .page(let after): account.fullListingAfter = after
        case .complete:
            account.fullListingAfter = nil
            account.fullListingStarted = nil
            account.fullListingCompleted = now
        }
        return account
    }
}
