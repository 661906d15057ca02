import FineTuning
import Testing

@Suite struct PollErrorTests {
    private static func error(_ kind: FailureKind, status: Int? = nil, code: String? = nil) -> PollError {
        .provider(
            ProviderError(
                operation: .listJobs, kind: kind, voice: .api, status: status, code: code, message: "m",
                requestID: "req_1", mayHaveHappened: false))
    }

    @Test func onlyARefusedOrMissingKeyIsARefusal() {
        #expect(PollError.noKey("none").isRefusal)
        #expect(Self.error(.unauthorized).isRefusal)
        #expect(Self.error(.forbidden(code: nil)).isRefusal)
        for kind in [FailureKind.notFound, .rateLimited(retryAfter: nil), .server(retryAfter: nil), .notTheAPI] {
            #expect(!Self.error(kind).isRefusal)
        }
        #expect(!PollError.store("full", isFatal: false).isRefusal)
    }

    @Test func whatRepeatsHasNoRequestIdInIt() {
        #expect(Self.error(.server(retryAfter: nil), status: 500).repetition == "server list the jobs 500 ")
        #expect(PollError.noKey("no API key").repetition == "no-key no API key")
    }

    /// What an error about one job means for the rest of the poll; a 404 or 410 counts in the API's own words alone.
    @Test(
        arguments: [
            (FailureKind.notFound, 404, true, JobErrorMeaning.absent), (.invalidRequest, 410, true, .absent),
            (.notFound, 404, false, .unreadable), (.invalidRequest, 410, false, .unreadable),
            (.invalidRequest, 400, true, .unreadable), (.invalidRequest, 421, true, .unreadable),
            (.invalidRequest, 431, false, .unreadable), (.invalidRequest, 451, true, .unreadable),
            (.badReply, 200, true, .unreadable), (.forbidden(code: nil), 403, true, .unreadable),
            (.server(retryAfter: nil), 500, true, .setback), (.unreachable, nil, false, .setback),
            (.notTheAPI, 404, false, .setback), (.server(retryAfter: .seconds(1)), 503, true, .general),
            (.rateLimited(retryAfter: nil), 429, true, .general), (.unauthorized, 401, true, .general),
            (.quota(code: nil), 429, true, .general), (.limitReached(code: nil), 429, true, .general),
            (.cancelled, nil, false, .general),
        ] as [(FailureKind, Int?, Bool, JobErrorMeaning)])
    func anErrorAboutOneJobMeans(kind: FailureKind, status: Int?, isOwnWords: Bool, meaning: JobErrorMeaning) {
        let error = ProviderError(
            operation: .getJob, kind: kind, voice: isOwnWords ? .api : .other, status: status, mayHaveHappened: false)
        #expect(JobErrorMeaning(error) == meaning)
    }

    private static let absences: [(part: Harvest.Part, status: Int, endedAgo: Int64?, isAbsent: Bool)] = [
        (.events, 404, 1, true), (.checkpoints, 410, 1, true), (.events, 400, 100_000, false),
        // A file that was 404 for some seconds lost the metrics for ever.
        (.results(FileID("f")), 404, 1, false), (.results(FileID("f")), 404, 21_599, false),
        (.results(FileID("f")), 404, 21_600, true), (.results(FileID("f")), 451, 100_000, false),
        (.results(FileID("f")), 404, -100, false),
    ]

    @Test(arguments: absences)
    func onlyWhatTheAPIDoesNotHaveIsAbsent(part: Harvest.Part, status: Int, endedAgo: Int64?, isAbsent: Bool) {
        let now = UnixTime(seconds: 1_000_000)
        var job = Job(id: JobID("j"), createdAt: UnixTime(seconds: 1), status: .succeeded, model: ModelName("m"))
        job.finishedAt = endedAgo.map { UnixTime(seconds: now.seconds - $0) }
        let error = ProviderError(
            operation: .getFileContent, kind: status == 404 ? .notFound : .invalidRequest, voice: .api, status: status,
            mayHaveHappened: false)
        #expect(Harvest.isAbsent(part, after: error, of: job, at: now) == isAbsent)
    }

    @Test func aPauseOfDetailsGrowsAndEndsWithTheFirstSuccess() {
        let start = SuspendingClock.now
        var pause = DetailPause()
        #expect(pause.isOver(at: start))
        let first = pause.begin(retryAfter: nil, at: start)
        #expect(first.wait == .seconds(30))
        #expect(first.isFirst)
        #expect(!pause.isOver(at: start + .seconds(29)))
        #expect(pause.isOver(at: start + .seconds(30)))
        let second = pause.begin(retryAfter: nil, at: start)
        #expect(second.wait == .seconds(60))
        #expect(!second.isFirst)
        #expect(pause.begin(retryAfter: .seconds(600), at: start).wait >= .seconds(600))
        pause.forget()
        #expect(pause.begin(retryAfter: nil, at: start).isFirst)
    }

    @Test func onlyARefusedRequestMayMeanAnUnknownCursor() {
        #expect(FailureKind.notFound.mayMeanUnknownCursor)
        #expect(FailureKind.invalidRequest.mayMeanUnknownCursor)
        for kind in [FailureKind.unauthorized, .server(retryAfter: nil), .unreachable, .notTheAPI] {
            #expect(!kind.mayMeanUnknownCursor)
        }
    }
}

@Suite struct PollHistoryTests {
    private static let start = SuspendingClock.now
    private static let unreachable = PollError.provider(
        ProviderError(operation: .listJobs, kind: .unreachable, voice: .none, mayHaveHappened: false))

    @Test func failuresInARowCountUntilAGoodPoll() {
        var history = PollHistory()
        for count in 1...3 {
            let failure = history.failed(Self.unreachable, at: Self.start, anyUnfinished: true)
            #expect(failure.outcome == .failed(inARow: count, retryAfter: nil, anyUnfinished: true, sinceStart: true))
            #expect(!failure.degrades)
        }
        history.succeeded()
        #expect(
            history.failed(Self.unreachable, at: Self.start, anyUnfinished: false).outcome
                == .failed(inARow: 1, retryAfter: nil, anyUnfinished: false, sinceStart: false))
    }

    @Test func onlyARefusalThatIsRepeatedDegrades() {
        var history = PollHistory()
        let refused = PollError.provider(
            ProviderError(operation: .listJobs, kind: .unauthorized, voice: .api, status: 401, mayHaveHappened: false))
        func poll(_ error: PollError) -> PollHistory.FailedPoll {
            history.failed(error, at: Self.start, anyUnfinished: true)
        }
        for _ in 0..<2 {
            let first = poll(refused)
            #expect(first.outcome == .refused(inARow: 1))
            #expect(!first.degrades)
            // Something else in between: not refused twice in a row.
            #expect(!poll(Self.unreachable).degrades)
        }
        #expect(!poll(refused).degrades)
        let second = poll(refused)
        #expect(second.outcome == .refused(inARow: 2))
        #expect(second.degrades)
    }

    @Test func aMissingKeyDegradesAtOnceAndAnOutageAfterAQuarterOfAnHour() {
        var history = PollHistory()
        #expect(history.failed(.noKey("none"), at: Self.start, anyUnfinished: true).outcome == .refused(inARow: 1))
        history.succeeded()
        #expect(!history.failed(Self.unreachable, at: Self.start, anyUnfinished: true).degrades)
        #expect(!history.failed(Self.unreachable, at: Self.start + .seconds(899), anyUnfinished: true).degrades)
        #expect(history.failed(Self.unreachable, at: Self.start + .seconds(900), anyUnfinished: true).degrades)
    }

    @Test func theSameFailureIsLoggedAtFirstAndAtEveryTenthRepetition() {
        var history = PollHistory()
        let logged = (0..<21).map { _ in
            history.failed(Self.unreachable, at: Self.start, anyUnfinished: true).logged
        }
        #expect(logged.compactMap(\.self) == [0, 10, 20])
        #expect(history.failed(.noKey("none"), at: Self.start, anyUnfinished: true).logged == 0)
    }

    @Test func whatWeCutShortIsNotLogged() {
        var history = PollHistory()
        let cancelled = PollError.provider(
            ProviderError(operation: .listJobs, kind: .cancelled, voice: .none, mayHaveHappened: true))
        #expect(history.failed(cancelled, at: Self.start, anyUnfinished: true).logged == nil)
    }

    @Test func whatTheServerAskedForHoldsAndIsBounded() {
        func wait(_ retryAfter: Duration?) -> Duration? {
            PollSchedule.Outcome.failed(
                inARow: 1, retryAfter: retryAfter, anyUnfinished: true, sinceStart: false
            ).serverWait
        }
        #expect(wait(.seconds(600)) == .seconds(600))
        #expect(wait(.seconds(100_000)) == .seconds(3600))
        #expect(wait(.seconds(-5)) == .zero)
        #expect(wait(nil) == nil)
        #expect(PollSchedule.Outcome.good(anyUnfinished: true).serverWait == nil)
    }
}

@Suite struct PostponementsTests {
    private static let start = SuspendingClock.now
    private static let key = JobKey(account: .default, job: JobID("j"))

    @Test func eachFailurePutsTheHarvestOffForTwiceAsLong() {
        var postponements = Postponements<JobKey>()
        let waits = (0..<12).map { _ in postponements.postpone(Self.key, at: Self.start).wait }
        #expect(waits.prefix(3) == [.seconds(120), .seconds(240), .seconds(480)])
        #expect(waits.last == .seconds(86_400))
    }

    @Test func itWaitsUntilItsTimeAndForgetsWhatWentOn() {
        var postponements = Postponements<JobKey>()
        #expect(!postponements.contains(Self.key, at: Self.start))
        _ = postponements.postpone(Self.key, at: Self.start)
        #expect(postponements.contains(Self.key, at: Self.start + .seconds(119)))
        #expect(postponements.count(at: Self.start) == 1)
        #expect(!postponements.contains(Self.key, at: Self.start + .seconds(120)))
        #expect(postponements.count(at: Self.start + .seconds(120)) == 0)
        postponements.forget(Self.key)
        let again = postponements.postpone(Self.key, at: Self.start)
        #expect(again.wait == .seconds(120))
        #expect(again.isFirst)
        #expect(!postponements.postpone(Self.key, at: Self.start).isFirst)
    }
}

@Suite struct FullListingTests {
    private static let day: Duration = .seconds(86_400)
    private static let now = UnixTime(seconds: 1_000_000)

    private static func account(completed: Int64? = nil, listed: Int64? = nil, started: Int64? = nil)
        -> WatchedAccount
    {
        var account = WatchedAccount(name: .default, identity: "i")
        account.lastCompleteListing = listed.map(UnixTime.init(seconds:))
        account.fullListingCompleted = completed.map(UnixTime.init(seconds:))
        account.fullListingStarted = started.map(UnixTime.init(seconds:))
        return account
    }

    private static let dues: [(completed: Int64?, listed: Int64?, started: Int64?, isDue: Bool)] = [
        // Before the first listing there is nothing to heal.
        (nil, nil, nil, false), (900_000, nil, nil, false),
        // A day after the last full one, or after the first listing.
        (913_600, 999_999, nil, true), (913_601, 999_999, nil, false), (nil, 913_600, nil, true),
        (nil, 913_601, nil, false),
        // One that is under way goes on, and a clock that was set back puts nothing off.
        (999_999, 999_999, 999_000, true), (1_000_001, 999_999, nil, true),
    ]

    @Test(arguments: dues)
    func aFullListingIsDue(completed: Int64?, listed: Int64?, started: Int64?, isDue: Bool) {
        let account = Self.account(completed: completed, listed: listed, started: started)
        let begun = account.withFullListing(every: Self.day, at: Self.now)
        #expect((begun != nil) == isDue)
        #expect(begun?.fullListingStarted == (isDue ? started.map(UnixTime.init(seconds:)) ?? Self.now : nil))
    }

    /// One page a poll took two days for 100,000 jobs at the idle interval.
    @Test(arguments: [
        (Int64(0), Duration.seconds(120), 1), (250, .seconds(120), 1), (36_000, .seconds(120), 2),
        (100_000, .seconds(120), 3), (10_000_000, .seconds(120), 10), (100_000, .seconds(3600), 10),
        (100, .seconds(1_000_000), 2), (100_000, .milliseconds(10), 1),
    ])
    func aFullListingIsDoneInHalfItsInterval(jobs: Int64, idle: Duration, pages: Int) {
        #expect(WatchedAccount.fullListingPages(jobs: jobs, pageSize: 100, idle: idle, every: Self.day) == pages)
    }

    @Test func itGoesOnBehindItsPageAndEnds() {
        let begun = Self.account(listed: 1, started: 2)
        let next = begun.afterFullListing(.page(after: JobID("j")), started: UnixTime(seconds: 2), at: Self.now)
        #expect(next.fullListingAfter == JobID("j"))
        #expect(next.fullListingStarted == UnixTime(seconds: 2))
        let done = next.afterFullListing(.complete, started: UnixTime(seconds: 2), at: Self.now)
        #expect(done.fullListingAfter == nil)
        #expect(done.fullListingStarted == nil)
        #expect(done.fullListingCompleted == Self.now)
    }
}

@Suite struct EventRunTests {
    private static func events(_ numbers: ClosedRange<Int>) -> [JobEvent] {
        numbers.reversed().map {
            JobEvent(id: JobEventID("e-\($0)"), createdAt: UnixTime(seconds: 1), level: "info", message: "m")
        }
    }

    private static func page(_ events: [JobEvent], hasMore: Bool) -> Page<JobEvent> {
        Page(items: events, hasMore: hasMore, lastID: events.last?.id.rawValue, asked: events.count)
    }

    @Test func eventsAreKeptUntilTheRunJoins() {
        var run = EventRun(mark: JobEventID("e-2"))
        #expect(run.received(Self.page(Self.events(5...6), hasMore: true), stored: []) == .unfinished(storing: []))
        #expect(run.cursor == JobEventID("e-5"))
        #expect(
            run.received(Self.page(Self.events(2...4), hasMore: true), stored: [])
                == .joined(Self.events(2...6), mark: JobEventID("e-6")))
    }

    @Test func whatIsStoredAlreadyIsNotKept() {
        var run = EventRun(mark: JobEventID("e-2"))
        let stored: Set = [JobEventID("e-2"), JobEventID("e-3")]
        #expect(
            run.received(Self.page(Self.events(1...4), hasMore: true), stored: stored)
                == .joined([Self.events(4...4)[0], Self.events(1...1)[0]], mark: JobEventID("e-4")))
    }

    @Test func eventsThatComeOldestFirstAreTurnedRound() {
        let events = (1...6).map {
            JobEvent(
                id: JobEventID("e-\($0)"), createdAt: UnixTime(seconds: Int64($0)), level: "info", message: "m")
        }
        var run = EventRun(mark: nil)
        #expect(
            run.received(Self.page(Array(events[..<3]), hasMore: true), stored: []) == .unfinished(storing: []))
        #expect(
            run.received(Self.page(Array(events[3...]), hasMore: false), stored: [])
                == .joined(events.reversed(), mark: JobEventID("e-6")))
    }

    /// A server of long lines filled 879 MB in 20 s.
    @Test func aRunOfLongTextsIsStoredEarly() {
        func event(_ number: Int, bytes: Int) -> JobEvent {
            JobEvent(
                id: JobEventID("e-\(number)"), createdAt: UnixTime(seconds: 1), level: "info",
                message: String(repeating: "m", count: bytes - 2))
        }
        var run = EventRun(mark: nil)
        let first = [event(4, bytes: 600), event(3, bytes: 400)]
        #expect(run.received(Self.page(first, hasMore: true), stored: [], room: 1000) == .unfinished(storing: []))
        #expect(run.bytes == 1000)
        let second = [event(2, bytes: 10)]
        #expect(
            run.received(Self.page(second, hasMore: true), stored: [], room: 1000)
                == .unfinished(storing: first + second))
        #expect(run.bytes == 0)
        let last = [event(1, bytes: 10)]
        #expect(
            run.received(Self.page(last, hasMore: false), stored: [], room: 1000)
                == .joined(last, mark: JobEventID("e-4")))
    }

    @Test func aRunThatIsTooLongIsStoredEarly() {
        var run = EventRun(mark: nil)
        let many = Self.events(1...EventRun.mostKept)
        #expect(run.received(Self.page(many, hasMore: true), stored: []) == .unfinished(storing: many))
        let last = Self.events(-1...0)
        #expect(run.received(Self.page(last, hasMore: false), stored: []) == .joined(last, mark: many.first?.id))
    }
}

@Suite struct HarvestPartTests {
    @Test func partsAreFetchedInTheirOrder() {
        var job = Job(id: JobID("j"), createdAt: UnixTime(seconds: 1), status: .succeeded, model: ModelName("m"))
        job.resultFiles = [FileID("file-r"), FileID("file-s")]
        var missing: Harvest = [.events, .checkpoints, .results]
        #expect(missing.next(of: job) == .events)
        missing.remove(.events)
        #expect(missing.next(of: job) == .checkpoints)
        #expect(Harvest.results.next(of: job) == .results(FileID("file-r")))
        job.resultFiles = []
        #expect(Harvest.results.next(of: job) == .absent(.results))
        #expect(Harvest.Part.absent(.results).harvest == .results)
    }
}
