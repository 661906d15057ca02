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
    ///
    /// - Parameter started: when the full listing began.
    package func afterFullListing(
        _ step: ListingWalk.Step, started: UnixTime, at now: UnixTime
    ) -> WatchedAccount {
        var account = self
        account.fullListingStarted = started
        switch step {
        case .page(let after): account.fullListingAfter = after
        case .complete:
            account.fullListingAfter = nil
            account.fullListingStarted = nil
            account.fullListingCompleted = now
        }
        return account
    }

    /// Where a first listing that was cut short goes on, and when it began by the server's clock; nil when none was.
    ///
    /// A server may need longer for it than the polls of `--once` may take.
    package var cutFirstListing: (after: JobID, begun: UnixTime)? {
        guard lastCompleteListing == nil, let after = fullListingAfter, let begun = fullListingStarted else {
            return nil
        }
        return (after, begun)
    }

    /// The account after a page of its first listing.
    ///
    /// - Parameter begun: when the listing began, by the server's clock.
    func afterFirstListing(_ step: ListingWalk.Step, begun: UnixTime) -> WatchedAccount {
        var account = self
        switch step {
        case .page(let after): (account.fullListingAfter, account.fullListingStarted) = (after, begun)
        case .complete: (account.fullListingAfter, account.fullListingStarted) = (nil, nil)
        }
        return account
    }

    /// How many pages of its full listing one poll reads: as many as finish it in half its interval, ten at the most.
    ///
    /// - Parameters:
    ///   - jobs: how many are stored.
    ///   - pageSize: how many jobs a page is asked for.
    ///   - idle: from one poll to the next while nothing happens.
    ///   - interval: from one full listing to the next.
    package static func fullListingPages(
        jobs: Int64, pageSize: Int, idle: Duration, every interval: Duration
    ) -> Int {
        let pages = Double(jobs) / Double(max(pageSize, 1)) + 1
        let polls = max(1, (interval / 2) / max(idle, .milliseconds(1)))
        return Int(min(10, max(1, (pages / polls).rounded(.up))))
    }
}
