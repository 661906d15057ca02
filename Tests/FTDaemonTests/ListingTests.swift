import FineTuning
import HTTPClient
import JobStorage
import Settings
import Testing
import Text

@testable import FTDaemon

private let firstPage = "GET /fine_tuning/jobs?limit=100"

private func page(after id: String) -> String { "GET /fine_tuning/jobs?after=\(id)&limit=100" }

/// Finished jobs, newest first, named by their numbers.
private func finished(_ numbers: ClosedRange<Int>) -> [FakeJob] {
    numbers.reversed().map {
        FakeJob(id: "j-\($0)", status: "succeeded", createdAt: Int64(1000 + $0), finishedAt: Int64(2000 + $0))
    }
}

@Suite struct ListingTests {
    @Test func nothingNewCostsOneRequestAndWritesNothing() throws {
        let bench = try Workbench()
        bench.api.jobs = finished(1...3)
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        let before = bench.storeFacts
        _ = bench.api.takeLines()
        for _ in 0..<3 { #expect(poller.poll().outcome == .good(anyUnfinished: false)) }
        #expect(bench.api.takeLines() == [firstPage, firstPage, firstPage])
        #expect(bench.storeFacts == before)
    }

    @Test func theFirstListingReadsToTheEndAndTellsNothing() throws {
        let bench = try Workbench()
        bench.api.jobs = finished(1...250)
        #expect(bench.poller().poll().failure == nil)
        #expect(bench.api.takeLines() == [firstPage, page(after: "j-151"), page(after: "j-51")])
        #expect(try bench.job("j-1")?.isKnown == true)
        #expect(try bench.notices() == [])
        #expect(try bench.transitions("j-250") == [])
        #expect(try bench.account()?.lastCompleteListing != nil)
    }

    @Test func aDeathInTheFirstListingLeavesItIncomplete() throws {
        let bench = try Workbench()
        bench.api.jobs = finished(1...250)
        bench.api.next(page(after: "j-151"), .status(500))
        #expect(bench.poller().poll().failure?.kind == "server")
        #expect(try bench.job("j-250")?.isKnown == false)
        #expect(try bench.account()?.lastCompleteListing == nil)
        _ = bench.api.takeLines()
        #expect(bench.poller().poll().failure == nil)
        #expect(bench.api.takeLines() == [firstPage, page(after: "j-151"), page(after: "j-51")])
        #expect(try bench.job("j-250")?.isKnown == true)
        #expect(try bench.notices() == [])
    }

    @Test func aDeathBetweenPagesLeavesNoHole() throws {
        let bench = try Workbench()
        bench.api.jobs = finished(1...50)
        #expect(bench.poller().poll().failure == nil)
        // 150 jobs end while nobody looks; the second of their pages cannot be read.
        let now = UnixTime.now().seconds
        let news = (51...200).reversed().map {
            FakeJob(id: "j-\($0)", status: "succeeded", createdAt: now - 60, finishedAt: now)
        }
        bench.api.jobs = news + finished(1...50)
        bench.api.next(page(after: "j-101"), .failure(HTTPTransportError(.cutShort, requestMayHaveArrived: true)))
        #expect(bench.poller().poll().failure?.kind == "unreachable")
        #expect(try bench.notices().count == 100)
        _ = bench.api.takeLines()
        // Page 1 is stored, but not known: the next listing does not stop there.
        #expect(bench.poller().poll().failure == nil)
        #expect(bench.api.takeLines().prefix(2) == [firstPage, page(after: "j-101")])
        #expect(try Set(bench.notices()) == Set((51...200).map { "succeeded j-\($0)" }))
        #expect(try bench.notices().count == 150)
        #expect(try bench.job("j-51")?.isKnown == true)
        _ = bench.api.takeLines()
        _ = bench.poller().poll()
        #expect(bench.api.takeLines().filter { $0.hasPrefix("GET /fine_tuning/jobs?") } == [firstPage])
    }

    @Test func whatEndedBeforeTheLastListingIsHistory() throws {
        let bench = try Workbench()
        bench.api.jobs = finished(1...1)
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        let now = UnixTime.now().seconds
        bench.api.jobs =
            [
                FakeJob(id: "news", status: "failed", createdAt: now - 4000, finishedAt: now - 500),
                FakeJob(id: "history", status: "failed", createdAt: now - 4000, finishedAt: now - 700),
                FakeJob(id: "undated", status: "cancelled", createdAt: now - 10),
                FakeJob(id: "running", status: "running", createdAt: now - 10),
            ] + bench.api.jobs
        #expect(poller.poll().failure == nil)
        #expect(try bench.notices() == ["cancelled undated", "failed news"])
        #expect(try bench.transitions("history") == [])
        #expect(try bench.job("history")?.job.status == .failed)
        #expect(try bench.transitions("running") == [])
    }

    @Test func anotherIdentityShowsHistory() throws {
        let bench = try Workbench()
        bench.api.jobs = finished(1...1)
        #expect(bench.poller().poll().failure == nil)
        bench.settings.accounts[0].organization = "org-other"
        let now = UnixTime.now().seconds
        bench.api.jobs = [FakeJob(id: "theirs", status: "succeeded", createdAt: now - 60, finishedAt: now)]
        #expect(bench.poller().poll().failure == nil)
        #expect(try bench.notices() == [])
        #expect(try bench.job("theirs")?.isKnown == true)
    }

    @Test func eachSeenChangeIsATransitionAndAnEndIsToldOnce() throws {
        let bench = try Workbench()
        bench.api.jobs = [FakeJob(id: "j", status: "queued")]
        let poller = bench.poller()
        for status in ["queued", "running", "paused", "running", "someday", "succeeded", "succeeded"] {
            bench.api.change("j") { $0.status = status }
            #expect(poller.poll().failure == nil)
        }
        #expect(
            try bench.transitions("j") == [
                "queued>running", "running>paused", "paused>running", "running>someday", "someday>succeeded",
            ])
        #expect(try bench.notices() == ["running j", "paused j", "running j", "succeeded j"])
        #expect(bench.log.filter { $0.hasPrefix("job changed") }.count == 5)
    }

    @Test func aFinishedJobThatChangesIsBelievedOnlyByItsId() throws {
        let bench = try Workbench()
        bench.api.jobs = [FakeJob(id: "j", status: "running")]
        let poller = bench.poller()
        _ = poller.poll()
        bench.api.change("j") { $0.status = "succeeded" }
        _ = poller.poll()
        // A listing from a stale copy: by its id the job is still what it was.
        let stale = FakeJob(id: "j", status: "running").json
        bench.api.next(firstPage, .status(200, body: "{\"object\":\"list\",\"data\":[\(stale)],\"has_more\":false}"))
        _ = bench.api.takeLines()
        #expect(poller.poll().failure == nil)
        #expect(bench.api.takeLines().prefix(2) == [firstPage, "GET /fine_tuning/jobs/j"])
        #expect(try bench.job("j")?.job.status == .succeeded)
        #expect(try bench.transitions("j") == ["running>succeeded"])
        // And now it is true: reopened, and its second end is told to nobody.
        bench.api.change("j") { $0.status = "running" }
        #expect(poller.poll().failure == nil)
        bench.api.change("j") { $0.status = "succeeded" }
        #expect(poller.poll().failure == nil)
        #expect(try bench.transitions("j") == ["running>succeeded", "succeeded>running", "running>succeeded"])
        #expect(try bench.notices() == ["succeeded j", "running j"])
        #expect(bench.log.filter { $0.hasPrefix("job reopened") }.count == 1)
    }

    @Test func anUnreadableEntryDegradesAndTheRestCounts() throws {
        let bench = try Workbench()
        bench.api.jobs = [FakeJob(id: "j", status: "running")]
        bench.api.setExtraItem("{\"object\":\"fine_tuning.job\",\"id\":\"odd\"}")
        let poller = bench.poller()
        for _ in 0..<3 { #expect(poller.poll().failure == nil) }
        #expect(try bench.job("j") != nil)
        #expect(try bench.notices() == ["degraded"])
        #expect(try bench.account()?.degraded?.reason == "1 entries of the job listing could not be read")
        bench.api.setExtraItem(nil)
        for _ in 0..<3 { #expect(poller.poll().failure == nil) }
        #expect(try bench.notices() == ["degraded", "recovered"])
        #expect(try bench.account()?.degraded == nil)
    }

    @Test func aCursorThatIsUnknownStartsTheListingAgain() throws {
        let bench = try Workbench()
        bench.api.jobs = finished(1...150)
        bench.api.next(page(after: "j-51"), .status(404, body: "{\"error\":{\"message\":\"no such job\"}}"))
        #expect(bench.poller().poll().failure == nil)
        #expect(bench.api.takeLines() == [firstPage, page(after: "j-51"), firstPage, page(after: "j-51")])
        #expect(try bench.account()?.lastCompleteListing != nil)
    }

    @Test func anEndlessListingEnds() throws {
        let bench = try Workbench()
        bench.api.jobs = finished(1...100)
        let same = finished(1...100).map(\.json).joined(separator: ",")
        let body = "{\"object\":\"list\",\"data\":[\(same)],\"has_more\":true}"
        bench.api.always(firstPage, .status(200, body: body))
        bench.api.always(page(after: "j-1"), .status(200, body: body))
        #expect(bench.poller().poll().failure == nil)
        #expect(bench.api.takeLines() == [firstPage, page(after: "j-1")])
    }

    @Test func theListingsOwnDateIsThatOfItsFirstPage() throws {
        let bench = try Workbench()
        bench.api.jobs = finished(1...150)
        let jobs = finished(1...150).map(\.json)
        for (line, part, date) in [
            (firstPage, jobs.prefix(100), "Sun, 06 Nov 1994 08:00:00 GMT"),
            (page(after: "j-51"), jobs.suffix(50), "Sun, 06 Nov 1994 09:00:00 GMT"),
        ] {
            let body =
                "{\"object\":\"list\",\"data\":[\(part.joined(separator: ","))],\"has_more\":\(part.count == 100)}"
            bench.api.next(line, .status(200, headers: [HTTPHeader("Date", date)], body: body))
        }
        #expect(bench.poller().poll().failure == nil)
        // A job that ended while the other pages were read must count as news later.
        #expect(try bench.account()?.lastCompleteListing == UnixTime(seconds: 784_108_800))
    }

    @Test func onceADayEverythingIsListedAPageAPoll() throws {
        let bench = try Workbench()
        bench.api.jobs = finished(1...250)
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        // Paging missed one that ended long ago, far behind the first page.
        bench.api.jobs.insert(FakeJob(id: "missed", status: "succeeded", createdAt: 1001, finishedAt: 1500), at: 240)
        let yesterday = UnixTime(seconds: UnixTime.now().seconds - 90_000)
        try bench.store.use { store in
            var row = try #require(try store.reader.account(.default))
            row.fullListingCompleted = yesterday
            try store.save(row)
        }
        _ = bench.api.takeLines()
        // A restart in the middle goes on where it stood.
        for poller in [poller, bench.poller(), bench.poller(), bench.poller()] {
            #expect(poller.poll().failure == nil)
        }
        #expect(
            bench.api.takeLines() == [
                firstPage, firstPage, firstPage, page(after: "j-151"), firstPage, page(after: "j-51"), firstPage,
            ])
        #expect(try bench.job("missed")?.isKnown == true)
        #expect(try bench.notices() == [])
        let completed = try #require(try bench.account()?.fullListingCompleted)
        #expect(completed > yesterday)
        #expect(try bench.account()?.fullListingAfter == nil)
    }
}
