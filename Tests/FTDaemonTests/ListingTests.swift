import FineTuning
import JobStorage
import Settings
import TestSupport
import Testing
import Text

@testable import FTDaemon

/// Finished jobs, newest first, named by their numbers.
private func finished(_ numbers: ClosedRange<Int>) -> [Job] {
    numbers.reversed().map {
        .sample("j-\($0)", .succeeded, createdAt: Int64(1000 + $0), finishedAt: Int64(2000 + $0))
    }
}

@Suite struct ListingTests {
    @Test func nothingNewCostsOneRequestAndWritesNothing() throws {
        let bench = try Workbench()
        bench.server.jobs = finished(1...3)
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        let before = bench.storeFacts
        _ = bench.server.takeCalls()
        for _ in 0..<3 { #expect(poller.poll().outcome == .good(anyUnfinished: false)) }
        #expect(bench.server.takeCalls() == [.firstPage, .firstPage, .firstPage])
        #expect(bench.storeFacts == before)
    }

    /// A page that comes again is not looked at entry by entry, and must mean all that it means.
    @Test func aPageThatComesAgainMeansTheSame() throws {
        let bench = try Workbench()
        let jobs: [Job] = [.sample("j-9", .running, createdAt: 9_000)] + finished(1...3)
        bench.server.jobs = jobs
        bench.server.setDate(UnixTime(seconds: 1_000_000))
        let poller = bench.poller()
        for _ in 0..<3 { #expect(poller.poll().outcome == .good(anyUnfinished: true)) }
        // The time of the last listing is renewed.
        bench.server.setDate(UnixTime(seconds: 1_009_000))
        #expect(poller.poll().failure == nil)
        #expect(try bench.account()?.lastCompleteListing == UnixTime(seconds: 1_009_000))
        // Its jobs count as shown, so that none is asked for by its id.
        _ = bench.server.takeCalls()
        #expect(poller.poll().failure == nil)
        #expect(bench.server.takeCalls().filter { !$0.isListing && $0 != .events("j-9") } == [])
        // A job that was missed or gone meanwhile is back.
        try bench.store.use { try $0.note(.gone, of: JobKey(account: .default, job: JobID("j-9")), at: .now()) }
        #expect(poller.poll().failure == nil)
        #expect(try bench.job("j-9")?.goneAt == nil)
        // What changed at the server, and back, is seen both times.
        bench.server.jobs = [.sample("j-9", .paused, createdAt: 9_000)] + finished(1...3)
        for _ in 0..<3 { #expect(poller.poll().failure == nil) }
        bench.server.jobs = jobs
        for _ in 0..<3 { #expect(poller.poll().failure == nil) }
        #expect(try bench.transitions("j-9").count == 2)
        #expect(try bench.job("j-9")?.job.status == .running)
    }

    @Test func theFirstListingReadsToTheEndAndTellsNothing() throws {
        let bench = try Workbench()
        bench.server.jobs = finished(1...250)
        #expect(bench.poller().poll().failure == nil)
        #expect(bench.server.takeCalls() == [.firstPage, .jobs(after: "j-151"), .jobs(after: "j-51")])
        #expect(try bench.job("j-1")?.isKnown == true)
        #expect(try bench.notices() == [])
        #expect(try bench.transitions("j-250") == [])
        #expect(try bench.account()?.lastCompleteListing != nil)
    }

    /// `--once` began again with the first page each time, and never came to the end of a listing longer than its minute.
    @Test func aFirstListingThatWasCutShortGoesOnWhereItStood() throws {
        let bench = try Workbench()
        bench.server.jobs = finished(1...250)
        bench.server.next(.jobs(after: "j-151"), .failure(.server))
        #expect(bench.poller().poll().failure?.kind == "server")
        #expect(try bench.job("j-250")?.isKnown == false)
        #expect(try bench.account()?.lastCompleteListing == nil)
        _ = bench.server.takeCalls()
        // Made meanwhile, before the page where it goes on: the next listing brings it.
        bench.server.jobs = [.sample("new", createdAt: 9_000)] + finished(1...250)
        #expect(bench.poller().poll().failure == nil)
        #expect(bench.server.takeCalls().prefix(2) == [.jobs(after: "j-151"), .jobs(after: "j-51")])
        let row = try #require(try bench.account())
        #expect(row.lastCompleteListing != nil)
        #expect(row.fullListingAfter == nil)
        #expect(row.fullListingStarted == nil)
        for id in ["j-250", "j-1"] { #expect(try bench.job(id)?.isKnown == true) }
        #expect(bench.poller().poll().failure == nil)
        #expect(bench.server.takeCalls().filter(\.isListing) == [.firstPage, .jobs(after: "j-152")])
        #expect(try bench.job("new")?.isKnown == true)
        #expect(try bench.notices() == [])
    }

    @Test func aFirstListingWhoseCursorIsGoneStartsAgain() throws {
        let bench = try Workbench()
        bench.server.jobs = finished(1...250)
        bench.server.next(.jobs(after: "j-151"), .failure(.server))
        _ = bench.poller().poll()
        bench.server.jobs = finished(1...150)
        _ = bench.server.takeCalls()
        #expect(bench.poller().poll().failure == nil)
        #expect(bench.server.takeCalls().prefix(3) == [.jobs(after: "j-151"), .firstPage, .jobs(after: "j-51")])
        for id in ["j-250", "j-1"] { #expect(try bench.job(id)?.isKnown == true) }
    }

    /// Of 130 jobs a new one was never seen: the first page, all known, ended the listing.
    @Test func aServerThatListsOldestFirstIsReadOnBehindTheLastKnownJob() throws {
        let bench = try Workbench()
        bench.server.listOldestFirst()
        bench.server.jobs = finished(1...130)
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        #expect(try bench.job("j-130")?.isKnown == true)
        let now = UnixTime.now().seconds
        let news = (1...150).reversed().map {
            Job.sample("n-\($0)", .succeeded, createdAt: now - 200 + Int64($0), finishedAt: now)
        }
        bench.server.jobs = news + bench.server.jobs
        _ = bench.server.takeCalls()
        #expect(poller.poll().failure == nil)
        // One job before the last one, whose second may not be over.
        #expect(
            bench.server.takeCalls().filter(\.isListing) == [
                .firstPage, .jobs(after: "j-129"), .jobs(after: "n-99"),
            ])
        #expect(try bench.notices() == (1...150).map { "succeeded n-\($0)" })
        #expect(poller.poll().failure == nil)
        #expect(bench.server.takeCalls().filter(\.isListing) == [.firstPage, .jobs(after: "n-149")])
    }

    @Test func aServerThatRefusesAHundredIsAskedForTwentyFromThenOn() throws {
        let bench = try Workbench()
        bench.server.jobs = finished(1...30)
        bench.server.refuseLimits(above: 50)
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        #expect(
            bench.server.takeCalls().filter(\.isListing) == [
                .firstPage, .jobs(limit: 20), .jobs(after: "j-11", limit: 20),
            ])
        #expect(try bench.job("j-1")?.isKnown == true)
        #expect(poller.poll().failure == nil)
        #expect(bench.server.takeCalls().filter(\.isListing) == [.jobs(limit: 20)])
        #expect(try bench.account()?.degraded == nil)
    }

    @Test func aRefusalThatIsNotAboutTheLengthChangesNothing() throws {
        let bench = try Workbench()
        bench.server.jobs = finished(1...30)
        for limit in [100, 20] {
            bench.server.next(.jobs(limit: limit), .failure(.api(400, .invalidRequest)))
        }
        let poller = bench.poller()
        #expect(poller.poll().failure?.kind == "invalid-request")
        _ = bench.server.takeCalls()
        #expect(poller.poll().failure == nil)
        #expect(bench.server.takeCalls().first == .firstPage)
    }

    @Test func aDeathBetweenPagesLeavesNoHole() throws {
        let bench = try Workbench()
        bench.server.jobs = finished(1...50)
        #expect(bench.poller().poll().failure == nil)
        // 150 jobs end while nobody looks; the second of their pages cannot be read.
        let now = UnixTime.now().seconds
        let news = (51...200).reversed().map {
            Job.sample("j-\($0)", .succeeded, createdAt: now - 60, finishedAt: now)
        }
        bench.server.jobs = news + finished(1...50)
        bench.server.next(.jobs(after: "j-101"), .failure(.unreachable))
        #expect(bench.poller().poll().failure?.kind == "unreachable")
        #expect(try bench.notices().count == 100)
        _ = bench.server.takeCalls()
        // Page 1 is stored, but not known: the next listing does not stop there.
        #expect(bench.poller().poll().failure == nil)
        #expect(bench.server.takeCalls().prefix(2) == [.firstPage, .jobs(after: "j-101")])
        #expect(try Set(bench.notices()) == Set((51...200).map { "succeeded j-\($0)" }))
        #expect(try bench.notices().count == 150)
        #expect(try bench.job("j-51")?.isKnown == true)
        _ = bench.server.takeCalls()
        _ = bench.poller().poll()
        #expect(bench.server.takeCalls().filter(\.isListing) == [.firstPage])
    }

    @Test func whatEndedBeforeTheLastListingIsHistory() throws {
        let bench = try Workbench()
        bench.server.jobs = finished(1...1)
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        let now = UnixTime.now().seconds
        bench.server.jobs =
            [
                .sample("news", .failed, createdAt: now - 4000, finishedAt: now - 500),
                .sample("history", .failed, createdAt: now - 4000, finishedAt: now - 700),
                .sample("undated", .cancelled, createdAt: now - 10),
                .sample("running", .running, createdAt: now - 10),
            ] + bench.server.jobs
        #expect(poller.poll().failure == nil)
        #expect(try bench.notices() == ["cancelled undated", "failed news"])
        #expect(try bench.transitions("history") == [])
        #expect(try bench.job("history")?.job.status == .failed)
        #expect(try bench.transitions("running") == [])
    }

    @Test func anotherIdentityShowsHistory() throws {
        let bench = try Workbench()
        bench.server.jobs = finished(1...1)
        #expect(bench.poller().poll().failure == nil)
        bench.settings.accounts[0].organization = "org-other"
        let now = UnixTime.now().seconds
        bench.server.jobs = [.sample("theirs", .succeeded, createdAt: now - 60, finishedAt: now)]
        #expect(bench.poller().poll().failure == nil)
        #expect(try bench.notices() == [])
        #expect(try bench.job("theirs")?.isKnown == true)
    }

    @Test func eachSeenChangeIsATransitionAndAnEndIsToldOnce() throws {
        let bench = try Workbench()
        bench.server.jobs = [.sample("j", .queued, createdAt: UnixTime.now().seconds)]
        let poller = bench.poller()
        for word in ["queued", "running", "paused", "running", "someday", "succeeded", "succeeded"] {
            bench.server.change("j") { $0.status = JobStatus(word: word) }
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
        bench.server.jobs = [.sample("j", .running)]
        let poller = bench.poller()
        _ = poller.poll()
        bench.server.change("j") { $0.status = .succeeded }
        _ = poller.poll()
        // A listing from a stale copy: by its id the job is still what it was.
        bench.server.next(.firstPage, .jobs(Page(items: [.sample("j", .running)], hasMore: false, lastID: "j")))
        _ = bench.server.takeCalls()
        #expect(poller.poll().failure == nil)
        #expect(bench.server.takeCalls().prefix(2) == [.firstPage, .job("j")])
        #expect(try bench.job("j")?.job.status == .succeeded)
        #expect(try bench.transitions("j") == ["running>succeeded"])
        // And now it is true: reopened, and its second end is told to nobody.
        bench.server.change("j") { $0.status = .running }
        #expect(poller.poll().failure == nil)
        bench.server.change("j") { $0.status = .succeeded }
        #expect(poller.poll().failure == nil)
        #expect(try bench.transitions("j") == ["running>succeeded", "succeeded>running", "running>succeeded"])
        #expect(try bench.notices() == ["succeeded j", "running j"])
        #expect(bench.log.filter { $0.hasPrefix("job reopened") }.count == 1)
    }

    @Test func anUnreadableEntryDegradesAndTheRestCounts() throws {
        let bench = try Workbench()
        bench.server.jobs = [.sample("j", .running)]
        bench.server.setSkipped(1)
        let poller = bench.poller()
        for _ in 0..<3 { #expect(poller.poll().failure == nil) }
        #expect(try bench.job("j") != nil)
        #expect(try bench.notices() == ["degraded"])
        #expect(try bench.account()?.degraded?.reason == "1 entries of the job listing could not be read")
        bench.server.setSkipped(0)
        for _ in 0..<3 { #expect(poller.poll().failure == nil) }
        #expect(try bench.notices() == ["degraded", "recovered"])
        #expect(try bench.account()?.degraded == nil)
    }

    @Test func aCursorThatIsUnknownStartsTheListingAgain() throws {
        let bench = try Workbench()
        bench.server.jobs = finished(1...150)
        bench.server.next(.jobs(after: "j-51"), .failure(.absent))
        #expect(bench.poller().poll().failure == nil)
        #expect(bench.server.takeCalls() == [.firstPage, .jobs(after: "j-51"), .firstPage, .jobs(after: "j-51")])
        #expect(try bench.account()?.lastCompleteListing != nil)
    }

    @Test func anEndlessListingEnds() throws {
        let bench = try Workbench()
        bench.server.jobs = finished(1...100)
        let same = Page(items: finished(1...100), hasMore: true, lastID: "j-1")
        bench.server.always(.firstPage, .jobs(same))
        bench.server.always(.jobs(after: "j-1"), .jobs(same))
        #expect(bench.poller().poll().failure == nil)
        #expect(bench.server.takeCalls() == [.firstPage, .jobs(after: "j-1")])
    }

    @Test func theListingsOwnDateIsThatOfItsFirstPage() throws {
        let bench = try Workbench()
        bench.server.jobs = finished(1...150)
        let jobs = finished(1...150)
        for (call, part, date) in [
            (StandingProvider.Call.firstPage, jobs.prefix(100), 784_108_800),
            (.jobs(after: "j-51"), jobs.suffix(50), 784_112_400),
        ] {
            bench.server.next(
                call,
                .jobs(
                    Page(
                        items: Array(part), hasMore: part.count == 100, lastID: part.last?.id.rawValue,
                        serverDate: UnixTime(seconds: Int64(date)))))
        }
        #expect(bench.poller().poll().failure == nil)
        // A job that ended while the other pages were read must count as news later.
        #expect(try bench.account()?.lastCompleteListing == UnixTime(seconds: 784_108_800))
    }

    @Test func onceADayEverythingIsListed() throws {
        let bench = try Workbench()
        // Two polls in half a day: two pages of 250 jobs a poll.
        bench.settings.poll.idle = .seconds(43_200 / 2)
        bench.server.jobs = finished(1...250)
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        // Paging missed one that ended long ago, far behind the first page.
        bench.server.jobs.insert(.sample("missed", .succeeded, createdAt: 1001, finishedAt: 1500), at: 240)
        let yesterday = UnixTime(seconds: UnixTime.now().seconds - 90_000)
        try bench.store.use { store in
            var row = try #require(try store.reader.account(.default))
            row.fullListingCompleted = yesterday
            try store.save(row)
        }
        _ = bench.server.takeCalls()
        // A restart in the middle goes on where it stood.
        for poller in [poller, bench.poller(), bench.poller()] { #expect(poller.poll().failure == nil) }
        #expect(
            bench.server.takeCalls() == [
                .firstPage, .firstPage, .jobs(after: "j-151"), .firstPage, .jobs(after: "j-51"), .firstPage,
            ])
        #expect(try bench.job("missed")?.isKnown == true)
        #expect(try bench.notices() == [])
        let completed = try #require(try bench.account()?.fullListingCompleted)
        #expect(completed > yesterday)
        #expect(try bench.account()?.fullListingAfter == nil)
    }
}
