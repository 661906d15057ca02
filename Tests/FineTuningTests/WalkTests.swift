import FineTuning
import Testing

@Suite struct ListingWalkTests {
    private func page(
        _ ids: [String], asked: Int = 3, skipped: Int = 0, hasMore: Bool? = nil, allKnown: Bool = false
    ) -> ListingWalk.PageFacts {
        ListingWalk.PageFacts(
            ids: ids.map { JobID($0) }, skipped: skipped, asked: asked, hasMore: hasMore, allKnown: allKnown)
    }

    @Test func oneRequestIsEnoughWhenNothingIsNew() {
        var walk = ListingWalk(reach: .whatIsNew)
        #expect(walk.received(page(["c", "b", "a"], hasMore: true, allKnown: true)) == .complete)
        #expect(walk.pageCount == 1)
    }

    @Test func anUnknownJobCostsOnePageMore() {
        var walk = ListingWalk(reach: .whatIsNew)
        #expect(walk.received(page(["f", "e", "d"], hasMore: true)) == .page(after: JobID("d")))
        #expect(walk.received(page(["c", "b", "a"], hasMore: true, allKnown: true)) == .complete)
    }

    @Test func aFullWalkIgnoresWhatIsKnown() {
        var walk = ListingWalk(reach: .everything)
        #expect(walk.received(page(["c", "b", "a"], hasMore: true, allKnown: true)) == .page(after: JobID("a")))
        #expect(walk.received(page([], hasMore: true)) == .complete)
    }

    @Test(arguments: [
        ([3, 2, 1], PageOrder.newestFirst), ([1, 2, 3], .oldestFirst), ([], .unclear), ([5], .unclear),
        ([5, 5, 5], .unclear), ([5, 5, 6], .oldestFirst), ([9, 8, 8, 9, 7, 6], .newestFirst),
    ])
    func theOrderIsJudgedByTheTimes(times: [Int64], order: PageOrder) {
        #expect(PageOrder(times.map(UnixTime.init(seconds:))) == order)
    }

    @Test func aListingThatIsOldestFirstGoesOnBehindTheLastKnown() {
        func old(_ ids: [String], hasMore: Bool = true, order: PageOrder = .oldestFirst) -> ListingWalk.PageFacts {
            ListingWalk.PageFacts(
                ids: ids.map { JobID($0) }, asked: 3, hasMore: hasMore, order: order, allKnown: true,
                lastKnown: JobID("z"))
        }
        var walk = ListingWalk(reach: .whatIsNew)
        #expect(walk.received(old(["a", "b", "c"])) == .page(after: JobID("z")))
        // Known again, and in one second: the order is remembered, and the end is the server's.
        #expect(walk.received(old(["x", "y", "w"], order: .unclear)) == .page(after: JobID("w")))
        #expect(walk.received(page([], hasMore: false)) == .complete)
        // Complete is complete, in any order.
        walk = ListingWalk(reach: .whatIsNew)
        #expect(walk.received(old(["a", "b", "c"], hasMore: false)) == .complete)
        // A server that does not know the job is read page by page.
        walk = ListingWalk(reach: .whatIsNew)
        _ = walk.received(old(["a", "b", "c"]))
        walk.restart()
        #expect(walk.received(old(["a", "b", "c"])) == .page(after: JobID("c")))
    }

    @Test(arguments: [
        (["c", "b", "a"], 0, Bool?.none, ListingWalk.Step.page(after: JobID("a"))),
        (["c", "b", "a"], 0, false, .complete),
        (["c", "b"], 0, nil, .complete),
        (["c", "b"], 0, true, .page(after: JobID("b"))),
        (["c", "b"], 1, nil, .page(after: JobID("b"))),
        ([], 0, true, .complete),
        ([], 3, true, .complete),
    ])
    func theLastPageIs(ids: [String], skipped: Int, hasMore: Bool?, step: ListingWalk.Step) {
        var walk = ListingWalk(reach: .everything)
        #expect(walk.received(page(ids, skipped: skipped, hasMore: hasMore)) == step)
    }

    @Test func aPageOfUnreadableEntriesIsNotTheEnd() {
        var walk = ListingWalk(reach: .everything)
        let page = ListingWalk.PageFacts(
            ids: [], skipped: 3, last: JobID("x"), asked: 3, hasMore: true, allKnown: true)
        #expect(walk.received(page) == .page(after: JobID("x")))
    }

    @Test func aPageThatRepeatsItsLastIdEndsTheWalk() {
        var walk = ListingWalk(reach: .everything)
        _ = walk.received(page(["c", "b", "a"], hasMore: true))
        #expect(walk.received(page(["c", "b", "a"], hasMore: true)) == .complete)
    }

    @Test func aLostCursorStartsAgain() {
        var walk = ListingWalk(reach: .everything)
        _ = walk.received(page(["c", "b", "a"], hasMore: true))
        #expect(walk.cursor == JobID("a"))
        walk.restart()
        #expect(walk.cursor == nil)
    }

    @Test func aServerThatNeverEndsIsLeft() {
        var walk = ListingWalk(reach: .everything)
        var steps = 0
        while case .page = walk.received(page(["x\(steps)"], asked: 1, hasMore: true)) { steps += 1 }
        #expect(steps == ListingWalk.greatestPageCount - 1)
    }
}

@Suite struct EventWalkTests {
    private func ids(_ names: String...) -> [JobEventID] { names.map { JobEventID($0) } }

    @Test func theRunEndsAtTheMark() {
        var walk = EventWalk(mark: JobEventID("2"))
        #expect(walk.received(ids("6", "5", "4"), asked: 3, hasMore: true) == .page(after: JobEventID("4")))
        #expect(walk.received(ids("3", "2", "1"), asked: 3, hasMore: true) == .joined(newest: JobEventID("6")))
    }

    @Test func withoutAMarkTheRunGoesToTheFirstEvent() {
        var walk = EventWalk(mark: nil)
        #expect(walk.received(ids("3", "2"), asked: 2, hasMore: true) == .page(after: JobEventID("2")))
        #expect(walk.received(ids("1"), asked: 2, hasMore: nil) == .joined(newest: JobEventID("3")))
    }

    @Test func anEmptyReplyKeepsTheMark() {
        var walk = EventWalk(mark: JobEventID("9"))
        #expect(walk.received([], asked: 3, hasMore: false) == .joined(newest: JobEventID("9")))
    }
}
