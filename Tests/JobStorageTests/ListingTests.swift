import FineTuning
import JobStorage
import Testing

@Suite struct ListingTests {
    let scratch: ScratchStore
    var store: JobStore { scratch.store }
    var reader: JobStoreReader { scratch.reader }

    init() throws {
        scratch = try ScratchStore()
        _ = try store.account(.default, identity: "one")
    }

    /// One page of a listing as the daemon takes it: one read, one write.
    private func page(_ listing: Int64, _ ids: [String] = [], completedAt date: UnixTime? = nil) throws -> Bool {
        let jobs = ids.map { Job.sample($0) }
        let page = Page(items: jobs, hasMore: date == nil, lastID: ids.last)
        let look = try store.look(
            at: .page(page, listing: listing), of: .default, under: "one", time: .start, since: nil, interests: []
        ) { NoticeID("evt") }
        var walk = ListingWalk(reach: .everything)
        let place = Look.Place(listing: listing, date: date ?? .start)
        return try store.apply(look.page(page, at: place, walk: &walk).changes).wrote
    }

    private var known: Set<String> { get throws { Set(try reader.jobs().filter(\.isKnown).map(\.job.id.rawValue)) } }

    @Test func jobsBecomeKnownWhenTheirListingIsComplete() throws {
        #expect(try page(1, ["a", "b"]))
        #expect(try known == [])
        #expect(try page(1, ["c"], completedAt: .start))
        #expect(try known == ["a", "b", "c"])
        #expect(try reader.account(.default)?.lastCompleteListing == .start)
        #expect(try reader.account(.default)?.listing == 1)
    }

    @Test func aDeathBetweenPagesLeavesNoHole() throws {
        #expect(try page(1, ["c", "b"]))
        // Died here; the next listing sees a new job first, and the rest again.
        let next = try #require(try reader.account(.default)).listing + 1
        #expect(next == 2)
        #expect(try page(next, ["d", "c"]))
        #expect(try page(next, ["b"]))
        #expect(try known == [])
        #expect(try page(next, ["a"], completedAt: .start))
        #expect(try known == ["a", "b", "c", "d"])
    }

    @Test func aJobThatOnlyAFetchByIdShowedStaysUnknown() throws {
        try scratch.put(.sample("created"))
        #expect(try page(1, ["a"], completedAt: .start))
        #expect(try known == ["a"])
    }

    @Test func aQuietListingWritesItsTimeOnceAnHour() throws {
        #expect(try page(1, completedAt: .start))
        #expect(try !page(1, completedAt: .start + .seconds(20)))
        #expect(try reader.account(.default)?.lastCompleteListing == .start)
        #expect(try page(1, completedAt: .start + .seconds(3600)))
        #expect(try reader.account(.default)?.lastCompleteListing == .start + .seconds(3600))
        #expect(try page(1, completedAt: .start))
        #expect(try reader.account(.default)?.lastCompleteListing == .start)
    }

    @Test func anotherIdentityForgetsTheLastCompleteListing() throws {
        #expect(try page(1, ["a"], completedAt: .start))
        #expect(try store.account(.default, identity: "one").lastCompleteListing == .start)
        let changed = try store.account(.default, identity: "two")
        #expect(changed.lastCompleteListing == nil)
        #expect(changed.listing == 1)
        #expect(try reader.accounts() == [changed])
    }

    @Test func degradedIsKeptThroughListings() throws {
        var row = try #require(try reader.account(.default))
        row.degraded = WatchedAccount.Degradation(since: .start, reason: "3 jobs could not be read")
        row.fullListingAfter = JobID("a")
        row.fullListingStarted = .start
        try store.save(row)
        #expect(try page(1, ["a"], completedAt: .start))
        let stored = try #require(try reader.account(.default))
        #expect(stored.degraded == row.degraded)
        #expect(stored.fullListingAfter == JobID("a"))
        #expect(stored.lastCompleteListing == .start)

        var changes = AccountChanges(account: .default, seenAt: .start)
        changes.accountRow = stored
        changes.accountRow?.degraded = nil
        #expect(try store.apply(changes).wrote)
        #expect(try reader.account(.default)?.degraded == nil)
    }
}
