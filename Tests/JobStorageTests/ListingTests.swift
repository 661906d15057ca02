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

    /// One page of a listing, with the jobs that are new on it.
    private func page(
        _ listing: Int64, new: [String] = [], again: [String] = [], completedAt: UnixTime? = nil
    ) throws -> Bool {
        var changes = AccountChanges(account: .default, seenAt: .start, jobs: new.map { Job.sample($0) })
        changes.page = AccountChanges.ListingPart(
            listing: listing, unknown: (new + again).map { JobID($0) }, completedAt: completedAt)
        return try store.apply(changes).wrote
    }

    private var known: Set<String> { get throws { Set(try reader.jobs().filter(\.isKnown).map(\.job.id.rawValue)) } }

    @Test func jobsBecomeKnownWhenTheirListingIsComplete() throws {
        #expect(try page(1, new: ["a", "b"]))
        #expect(try known == [])
        #expect(try page(1, new: ["c"], completedAt: .start))
        #expect(try known == ["a", "b", "c"])
        #expect(try reader.account(.default)?.lastCompleteListing == .start)
        #expect(try reader.account(.default)?.listing == 1)
    }

    @Test func aDeathBetweenPagesLeavesNoHole() throws {
        #expect(try page(1, new: ["c", "b"]))
        // Died here; the next listing sees a new job first, and the rest again.
        let next = try #require(try reader.account(.default)).listing + 1
        #expect(next == 2)
        #expect(try page(next, new: ["d"], again: ["c"]))
        #expect(try page(next, again: ["b"]))
        #expect(try known == [])
        #expect(try page(next, new: ["a"], completedAt: .start))
        #expect(try known == ["a", "b", "c", "d"])
    }

    @Test func aJobThatOnlyAFetchByIdShowedStaysUnknown() throws {
        try scratch.put(.sample("created"))
        #expect(try page(1, new: ["a"], completedAt: .start))
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
        #expect(try page(1, new: ["a"], completedAt: .start))
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
        #expect(try page(1, new: ["a"], completedAt: .start))
        let stored = try #require(try reader.account(.default))
        #expect(stored.degraded == row.degraded)
        #expect(stored.fullListingAfter == JobID("a"))
        #expect(stored.lastCompleteListing == .start)

        var changes = AccountChanges(account: .default, seenAt: .start)
        changes.accountRow = stored
        #expect(try !store.apply(changes).wrote)
        changes.accountRow?.degraded = nil
        #expect(try store.apply(changes).wrote)
        #expect(try reader.account(.default)?.degraded == nil)
    }
}
