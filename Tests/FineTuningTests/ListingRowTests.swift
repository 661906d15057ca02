import FineTuning
import Testing

/// What a page does to its jobs and to the account's row; everything here is values.
@Suite struct ListingRowTests {
    private static let now = UnixTime(seconds: 100_000)

    private static func job(_ id: String, _ status: JobStatus = .running) -> Job {
        Job(id: JobID(id), createdAt: UnixTime(seconds: 1_000), status: status, model: ModelName("m"))
    }

    private static func row(listing: Int64 = 3, listed: Int64? = 99_000) -> WatchedAccount {
        var row = WatchedAccount(name: .default, identity: "one")
        row.listing = listing
        row.lastCompleteListing = listed.map(UnixTime.init(seconds:))
        return row
    }

    private static func known(_ id: String, isKnown: Bool, listing: Int64?) -> WatchedJob {
        WatchedJob(
            account: .default, job: job(id), firstSeen: now, changedAt: now, isKnown: isKnown, listing: listing,
            missing: [], misses: [])
    }

    private static func meaning(
        _ jobs: [Job], hasMore: Bool = false, place: Look.Place = Look.Place(listing: 4, date: now),
        reach: ListingWalk.Reach = .whatIsNew, look change: (inout Look) -> Void = { _ in }
    ) -> Look.PageMeaning {
        var look = Look(
            account: .default, row: row(), identity: "one", time: now, lastCompleteListing: row().lastCompleteListing)
        change(&look)
        var walk = ListingWalk(reach: reach)
        let page = Page(items: jobs, hasMore: hasMore, lastID: jobs.last?.id.rawValue)
        return look.page(page, at: place, walk: &walk)
    }

    /// One job on one page: whether it joins the listing.
    @Test(arguments: [
        (WatchedJob?.none, true), (known("a", isKnown: false, listing: nil), true),
        (known("a", isKnown: false, listing: 3), true), (known("a", isKnown: false, listing: 4), false),
        (known("a", isKnown: true, listing: 2), false),
    ])
    func aJobJoinsTheListing(stored: WatchedJob?, joins: Bool) {
        let changes = Self.meaning([Self.job("a")], hasMore: true) { look in
            if let stored { look.known = [JobID("a"): stored] }
        }.changes
        #expect(changes.page?.joining ?? [] == (joins ? [JobID("a")] : []))
        #expect(changes.page?.isComplete != true || stored?.isKnown == true)
    }

    /// How old the written date is, what the page brings, and whether the listing's own date is written.
    @Test(arguments: [
        (Int64?.none, false, false, true), (0, false, false, false), (20, false, false, false),
        (3_599, false, false, false), (3_600, false, false, true), (-1, false, false, true), (20, true, false, true),
        (20, false, true, true),
    ])
    func theDateIsWrittenOnceAnHourOrWithSomethingElse(age: Int64?, isNew: Bool, waits: Bool, isWritten: Bool) {
        let listed = age.map { Self.now.seconds - $0 }
        let meaning = Self.meaning(isNew ? [Self.job("a")] : []) { look in
            look.row = Self.row(listed: listed)
            look.hasWaitingJobs = waits
        }
        #expect((meaning.changes.accountRow?.lastCompleteListing == Self.now) == isWritten)
        #expect(meaning.changes.isEmpty == !isWritten)
        // The number is spent only on a listing that has jobs.
        #expect((meaning.changes.accountRow?.listing ?? 3) == (isNew || waits ? 4 : 3))
    }

    @Test func whatEarlierPagesLeftBecomesKnownWithTheLastOne() {
        let meaning = Self.meaning([]) { $0.hasWaitingJobs = true }
        #expect(meaning.changes.page == AccountChanges.ListingPart(listing: 4, isComplete: true))
        #expect(Self.meaning([]).changes.page == nil)
    }

    @Test func anotherIdentityHasListedNothing() {
        let changes = Self.meaning([Self.job("a")], hasMore: true) { $0.identity = "two" }.changes
        var row = WatchedAccount(name: .default, identity: "two")
        row.listing = 4
        #expect(changes.accountRow == row)
    }

    @Test func aFirstListingKeepsItsCursorUntilItIsComplete() {
        let place = Look.Place(listing: 4, date: Self.now, purpose: .first)
        let cut = Self.meaning([Self.job("a")], hasMore: true, place: place, reach: .everything) { look in
            look.row = Self.row(listed: nil)
        }.changes.accountRow
        #expect(cut?.cutFirstListing?.after == JobID("a"))
        #expect(cut?.cutFirstListing?.begun == Self.now)
        let done = Self.meaning([Self.job("b")], place: place, reach: .everything) { $0.row = cut }.changes.accountRow
        #expect(done?.cutFirstListing == nil)
        #expect(done?.fullListingStarted == nil)
        #expect(done?.lastCompleteListing == Self.now)
    }

    @Test func aFullListingGoesOnOnlyBehindAPageThatIsCertain() {
        let started = Self.now - .seconds(60)
        let place = Look.Place(
            listing: 4, date: Self.row().lastCompleteListing ?? Self.now, purpose: .full(started: started))
        let certain = Self.meaning([Self.job("a")], hasMore: true, place: place, reach: .everything)
        #expect(certain.changes.accountRow?.fullListingAfter == JobID("a"))
        #expect(certain.changes.accountRow?.fullListingStarted == started)
        let doubtful = Self.meaning([Self.job("a")], hasMore: true, place: place, reach: .everything) { look in
            var stored = Self.known("a", isKnown: true, listing: 1)
            stored.job.status = .succeeded
            look.known = [JobID("a"): stored]
        }
        #expect(doubtful.doubtful == [JobID("a")])
        #expect(doubtful.changes.accountRow == nil)
    }
}
