import FineTuning
import Testing

/// What a page and a job mean against what was known; everything here is values.
@Suite struct LookTests {
    private static let now = UnixTime(seconds: 100_000)
    private static let everything = HookInterest(types: Set(NoticeType.allCases))

    private static func job(_ id: String, _ status: JobStatus, finishedAt: Int64? = 99_990) -> Job {
        Job(
            id: JobID(id), createdAt: UnixTime(seconds: 1_000), status: status, model: ModelName("m"),
            finishedAt: status.isTerminal ? finishedAt.map(UnixTime.init(seconds:)) : nil)
    }

    private static func watched(
        _ id: String, _ status: JobStatus, isKnown: Bool = true, misses: [UnixTime] = [], goneAt: UnixTime? = nil
    ) -> WatchedJob {
        WatchedJob(
            account: .default, job: job(id, status), firstSeen: now, changedAt: now, isKnown: isKnown, missing: [],
            misses: misses, goneAt: goneAt)
    }

    /// A look at these jobs, with an id for each that becomes a transition.
    private static func look(
        at jobs: [Job], knowing known: [WatchedJob] = [], since listing: Int64? = 99_000,
        interests: [HookInterest] = [everything]
    ) -> Look {
        let since = listing.map(UnixTime.init(seconds:))
        let known = Dictionary(uniqueKeysWithValues: known.map { ($0.job.id, $0) })
        let changed = Look.changed(jobs, known: known, since: since)
        return Look(
            account: .default, time: now, lastCompleteListing: since, known: known,
            ids: Dictionary(uniqueKeysWithValues: changed.map { ($0, NoticeID("evt_\($0)")) }), nextSequence: 7,
            interests: interests)
    }

    private static func page(_ jobs: [Job], hasMore: Bool? = false, skipped: Int = 0) -> Page<Job> {
        Page(items: jobs, skipped: skipped, hasMore: hasMore, lastID: jobs.last?.id.rawValue, asked: 100)
    }

    private static let place = Look.Place(listing: 4, date: now)

    /// One shown job against one known one: what is written, and what is announced.
    struct Row: Sendable {
        var known: JobStatus?
        var seen: JobStatus
        var listing: Int64? = 99_000
        var isWritten = true
        var transition: Transition.Cause?
        var notice: NoticeType?
        var isDoubtful = false
    }

    static let rows: [Row] = [
        Row(known: .running, seen: .running, isWritten: false),
        Row(known: nil, seen: .running),
        Row(known: nil, seen: .succeeded, listing: nil),
        Row(known: nil, seen: .failed, transition: .appeared, notice: .jobFailed),
        Row(known: .queued, seen: .running, transition: .moved, notice: .jobRunning),
        Row(known: .running, seen: .succeeded, listing: nil, transition: .moved, notice: .jobSucceeded),
        Row(known: .validatingFiles, seen: .queued, transition: .moved),
        // Another server's words.
        Row(known: .running, seen: .unrecognized("COMPLETED"), transition: .moved, notice: .jobSucceeded),
        Row(known: nil, seen: .unrecognized("canceled"), transition: .appeared, notice: .jobCancelled),
        Row(known: .running, seen: .unrecognized("cancelling"), transition: .moved),
        Row(known: .unrecognized("pending"), seen: .running, transition: .moved, notice: .jobRunning),
        Row(known: .succeeded, seen: .unrecognized("completed")),
        Row(known: .succeeded, seen: .unrecognized("error"), isWritten: false, isDoubtful: true),
        Row(known: .running, seen: .unrecognized("someday"), transition: .moved),
        Row(known: .succeeded, seen: .running, isWritten: false, isDoubtful: true),
    ]

    @Test(arguments: rows) func aShownJobMeans(_ row: Row) {
        let seen = Self.job("a", row.seen)
        let look = Self.look(
            at: [seen], knowing: row.known.map { [Self.watched("a", $0)] } ?? [], since: row.listing)
        var walk = ListingWalk(reach: .whatIsNew)
        let meaning = look.page(Self.page([seen]), at: Self.place, walk: &walk)
        #expect(meaning.changes.jobs == (row.isWritten ? [seen] : []))
        #expect(meaning.changes.transitions.map(\.cause) == [row.transition].compactMap(\.self))
        #expect(meaning.changes.transitions.map(\.from) == (row.transition == nil ? [] : [row.known]))
        #expect(meaning.changes.notices.map(\.type) == [row.notice].compactMap(\.self))
        #expect(meaning.doubtful == (row.isDoubtful ? [seen.id] : []))
    }

    /// The notice of such a job was told without the model's name, which was all that its reader wanted.
    @Test func aSuccessWaitsForTheNameOfItsModel() {
        var seen = Self.job("a", .succeeded, finishedAt: 99_990)
        seen.raw = #"{"id":"a","fine_tuned_model":null}"#
        var held = seen
        held.status = .running
        let look = Self.look(at: [seen], knowing: [Self.watched("a", .running)])
        var walk = ListingWalk(reach: .whatIsNew)
        let meaning = look.page(Self.page([seen]), at: Self.place, walk: &walk)
        #expect(meaning.changes.jobs == [held] && meaning.doubtful == [seen.id])
        #expect(meaning.changes.transitions.isEmpty && meaning.changes.notices.isEmpty)
        #expect(held.hasUnnamedModel)
        // Asked for by its id, it has a name at last.
        var known = Self.watched("a", .running)
        known.job = held
        #expect(Self.look(at: [seen], knowing: [known]).job(seen).jobs.isEmpty)
        var named = seen
        named.fineTunedModel = ModelName("ft:m:org::1")
        #expect(Self.look(at: [named], knowing: [known]).job(named).notices.map(\.type) == [.jobSucceeded])
    }

    @Test(arguments: [(99_400, "null"), (99_401, "\"x\""), (100_060, "null")] as [(Int64, String)])
    func aNameIsWaitedForTenMinutesAndOnlyWhereTheServerHasOne(_ finishedAt: Int64, _ name: String) {
        var seen = Self.job("a", .succeeded, finishedAt: finishedAt)
        seen.raw = #"{"id":"a","fine_tuned_model":\#(name)}"#
        let look = Self.look(at: [seen], knowing: [Self.watched("a", .running)])
        #expect(look.job(seen).notices.map(\.type) == [.jobSucceeded])
    }

    @Test func aFinishedJobFetchedByItsIdIsBelieved() {
        let seen = Self.job("a", .running)
        let changes = Self.look(at: [seen], knowing: [Self.watched("a", .succeeded)]).job(seen)
        #expect(changes.jobs == [seen])
        #expect(changes.transitions.map(\.cause) == [.reopened])
        #expect(changes.notices.map(\.type) == [.jobRunning])
        #expect(changes.page == nil)
    }

    @Test func noticesAreNumberedFromTheOldestJobOn() {
        let jobs = [Self.job("new", .failed), Self.job("middle", .queued), Self.job("old", .succeeded)]
        var look = Self.look(at: jobs)
        look.lastMetrics[JobID("old")] = nil
        var walk = ListingWalk(reach: .whatIsNew)
        let notices = look.page(Self.page(jobs), at: Self.place, walk: &walk).changes.notices
        #expect(notices.map(\.sequence) == [7, 8])
        #expect(notices.compactMap(\.jobKey?.job.rawValue) == ["old", "new"])
        #expect(notices.map(\.id.rawValue) == ["evt_old", "evt_new"])
    }

    /// A number that no notice carries would look like a lost one.
    @Test func whatNoHookWantsTakesNoNumber() {
        let jobs = [Self.job("b", .failed), Self.job("a", .succeeded)]
        let look = Self.look(at: jobs, interests: [HookInterest(types: [.jobFailed])])
        var walk = ListingWalk(reach: .whatIsNew)
        let changes = look.page(Self.page(jobs), at: Self.place, walk: &walk).changes
        #expect(changes.notices.map(\.sequence) == [7])
        #expect(changes.notices.map(\.type) == [.jobFailed])
        #expect(changes.transitions.count == 2)
        #expect(Self.look(at: jobs, interests: []).job(jobs[0]).notices == [])
    }

    @Test func aNoticeCarriesTheLastNumbers() {
        let seen = Self.job("a", .succeeded)
        var look = Self.look(at: [seen], knowing: [Self.watched("a", .running)])
        look.lastMetrics[seen.id] = MetricPoint(step: 9)
        guard case .job(let news)? = look.job(seen).notices.first?.subject else {
            Issue.record("no notice about the job")
            return
        }
        #expect(news.previous == .running)
        #expect(news.lastMetric?.step == 9)
    }

    @Test func onlyWhatChangedNeedsAnId() {
        let known = [JobID("a"): Self.watched("a", .running), JobID("b"): Self.watched("b", .succeeded)]
        let jobs = [
            Self.job("a", .running), Self.job("b", .running), Self.job("c", .running), Self.job("d", .failed),
        ]
        #expect(Look.changed(jobs, known: known, since: nil) == [JobID("b")])
        #expect(
            Look.changed(jobs, known: known, since: UnixTime(seconds: 99_000)) == [JobID("b"), JobID("d")])
    }

    @Test func aJobThatIsShownTwiceCountsOnce() {
        let jobs = [Self.job("a", .failed), Self.job("b", .running), Self.job("a", .failed)]
        let look = Look(
            account: .default, time: Self.now, lastCompleteListing: UnixTime(seconds: 99_000),
            ids: [JobID("a"): NoticeID("evt_a")], interests: [Self.everything])
        var walk = ListingWalk(reach: .whatIsNew)
        let changes = look.page(Self.page(jobs), at: Self.place, walk: &walk).changes
        #expect(changes.jobs.map(\.id.rawValue) == ["a", "b"])
        #expect(changes.notices.count == 1)
    }

    @Test func aPageThatCompletesTheListingDatesIt() {
        let known = Self.watched("a", .running)
        let first = Self.job("b", .running)
        let look = Self.look(at: [first], knowing: [known])
        var walk = ListingWalk(reach: .whatIsNew)
        let more = look.page(Self.page([first], hasMore: true), at: Self.place, walk: &walk)
        #expect(more.step == .page(after: first.id))
        #expect(more.changes.page == AccountChanges.ListingPart(listing: 4, joining: [first.id]))
        let last = look.page(Self.page([known.job], hasMore: true), at: Self.place, walk: &walk)
        #expect(last.step == .complete)
        #expect(last.changes.page == nil)
        #expect(last.changes.accountRow?.lastCompleteListing == Self.now)
    }

    @Test func aPageOfAFullListingIsAListingOfItsOwn() {
        let job = Self.job("a", .running)
        var walk = ListingWalk(reach: .everything)
        let place = Look.Place(listing: 4, date: Self.now, purpose: .full(started: Self.now))
        let meaning = Self.look(at: [job]).page(Self.page([job], hasMore: true), at: place, walk: &walk)
        #expect(meaning.step == .page(after: job.id))
        #expect(
            meaning.changes.page
                == AccountChanges.ListingPart(listing: 4, joining: [job.id], isComplete: true))
        #expect(meaning.changes.accountRow?.lastCompleteListing == Self.now)
        #expect(meaning.changes.accountRow?.fullListingAfter == job.id)
    }

    @Test func aJobThatAnswersAgainIsFound() {
        let missed = Self.watched("a", .running, misses: [Self.now])
        let gone = Self.watched("b", .running, goneAt: Self.now)
        let there = Self.watched("c", .running)
        let jobs = [missed, gone, there].map(\.job)
        let look = Self.look(at: jobs, knowing: [missed, gone, there])
        var walk = ListingWalk(reach: .whatIsNew)
        #expect(
            look.page(Self.page(jobs), at: Self.place, walk: &walk).changes.found == [JobID("a"), JobID("b")])
        #expect(look.job(jobs[0]).found == [JobID("a")])
        #expect(look.job(jobs[2]).found == [])
    }

    private static let ids = [JobID("a"): NoticeID("evt_a")]

    @Test func aMissCountsByTheRule() {
        let known = Self.watched("a", .running, misses: [Self.now - .seconds(1300), Self.now - .seconds(650)])
        var look = Self.look(at: [], knowing: [known])
        look.ids = Self.ids
        let gone = look.missing(known.job.id, lastGoodListing: Self.now)
        #expect(gone.changes.missed == [known.job.id: .gone])
        #expect(gone.gone == known)
        #expect(gone.changes.notices.map(\.type) == [.jobGone])
        guard case .job(let news)? = gone.changes.notices.first?.subject else {
            Issue.record("no notice about the job")
            return
        }
        #expect(news.reason == "the API does not know it any more")
        let ignored = look.missing(known.job.id, lastGoodListing: nil)
        #expect(ignored.changes.missed == [known.job.id: .ignored])
        #expect(ignored.changes.notices == [])
        #expect(look.missing(JobID("unknown"), lastGoodListing: Self.now).changes.isEmpty)
    }

    /// The key that submitted it may be another project's than the daemon's: nobody said so.
    @Test func aJobThatWasSubmittedHereIsMissedAloudAndWatchedFromThenOn() {
        var look = Self.look(at: [])
        look.ids = Self.ids
        look.submitted = Look.Submitted(model: ModelName("m"), suffix: "s", createdAt: Self.now - .seconds(90))
        let first = look.missing(JobID("a"), lastGoodListing: Self.now)
        #expect(first.isUnseen)
        #expect(first.changes.missed == [JobID("a"): .counted([Self.now])])
        #expect(first.changes.jobs.map(\.status) == [.unrecognized("unknown")])
        #expect(first.changes.jobs.map(\.suffix) == ["s"])
        #expect(first.changes.notices == [])
        // Known by now: missed again, but not for the first time.
        look.known = [JobID("a"): Self.watched("a", .running, misses: [Self.now - .seconds(700)])]
        let second = look.missing(JobID("a"), lastGoodListing: Self.now)
        #expect(!second.isUnseen)
        #expect(second.changes.jobs == [])
        // One that a page showed before is missed aloud as well.
        look.known = [JobID("a"): Self.watched("a", .running)]
        #expect(look.missing(JobID("a"), lastGoodListing: Self.now).isUnseen)
        look.submitted = nil
        #expect(!look.missing(JobID("a"), lastGoodListing: Self.now).isUnseen)
    }

    @Test func aStallIsWrittenAndAnnounced() {
        let look = Self.look(at: [], knowing: [Self.watched("a", .running), Self.watched("b", .running)])
        let stalled = [JobID("a"): (reason: "no step for 2 h", id: NoticeID("evt_s"))]
        let changes = look.stalls(stalled, alive: [JobID("b")])
        #expect(changes.stalls == [JobID("a"): Self.now, JobID("b"): nil])
        #expect(changes.notices.map(\.type) == [.jobStalled])
        #expect(changes.notices.map(\.id) == [NoticeID("evt_s")])
        #expect(look.stalls([:], alive: []).isEmpty)
    }

    @Test(
        arguments: [
            // reason, known since (and until), status, seen to change → what is written, and whether it is told
            (nil, nil, JobStatus.running, false, nil, false),
            ("NaN", nil, .running, false, .began(reason: "NaN"), true),
            ("NaN", KnownDivergence(since: Self.now, reason: "x"), .running, false, nil, false),
            (nil, KnownDivergence(since: Self.now, reason: "x"), .running, false, .ended, false),
            (nil, KnownDivergence(since: Self.now, until: Self.now, reason: "x"), .running, false, nil, false),
            // It was told of once, and is never told of again.
            (
                "NaN", KnownDivergence(since: Self.now, until: Self.now, reason: "x"), .running, false,
                .began(reason: "NaN"),
                false
            ),
            ("NaN", nil, .succeeded, true, .began(reason: "NaN"), true),
            // History is no news.
            ("NaN", nil, .succeeded, false, .began(reason: "NaN"), false),
        ] as [(String?, KnownDivergence?, JobStatus, Bool, AccountChanges.DivergenceChange?, Bool)])
    func aTrainingThatGoesWrongIsToldOnce(
        _ reason: String?, _ known: KnownDivergence?, _ status: JobStatus, _ wasSeen: Bool,
        _ written: AccountChanges.DivergenceChange?, _ isTold: Bool
    ) {
        let look = Self.look(at: [], knowing: [Self.watched("a", status)])
        let changes = look.training(
            JobID("a"), reason: reason, known: known, wasSeenToChange: wasSeen, notice: NoticeID("evt_d"))
        #expect(changes?.divergences[JobID("a")] == written)
        #expect((changes?.notices.map(\.type) ?? []) == (isTold ? [.jobDiverging] : []))
        #expect(
            look.training(
                JobID("other"), reason: reason, known: known, wasSeenToChange: wasSeen, notice: NoticeID("e")) == nil)
    }

    typealias KnownDivergence = Look.KnownDivergence

    @Test func aFailureWithoutAReasonIsAnnouncedWithThatOfItsEvents() throws {
        let seen = Self.job("a", .failed)
        var look = Self.look(at: [seen], knowing: [Self.watched("a", .running)])
        look.failures = [seen.id: try #require(JobError(code: nil, message: "out of memory", param: nil))]
        guard case .job(let news)? = look.job(seen).notices.first?.subject else {
            Issue.record("no notice about the job")
            return
        }
        #expect(news.failure?.message == "out of memory")
        #expect(news.job.error == nil)
    }

    @Test func aDegradationIsAnnouncedAtItsBeginningAndItsEnd() throws {
        var look = Self.look(at: [])
        let id = NoticeID("evt_1")
        look.row = WatchedAccount(name: .default, identity: "i")
        #expect(look.degradation(reason: nil, id: id) == nil)
        let begun = try #require(look.degradation(reason: "no key", id: id))
        #expect(begun.accountRow?.degraded == WatchedAccount.Degradation(since: Self.now, reason: "no key"))
        #expect(begun.notices.map(\.type) == [.apiDegraded])
        look.row = begun.accountRow
        #expect(look.degradation(reason: "another cause", id: id) == nil)
        let ended = try #require(look.degradation(reason: nil, id: id))
        #expect(ended.accountRow?.degraded == nil)
        #expect(ended.notices.map(\.subject) == [.account(.default, reason: "recovered from: no key")])
    }
}
