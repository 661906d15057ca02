import FineTuning
import JobStorage
import Testing

/// What is to be said of jobs beside what the API says.
@Suite struct JobNotesTests {
    let scratch: ScratchStore
    var store: JobStore { scratch.store }
    var reader: JobStoreReader { scratch.reader }

    init() throws { scratch = try ScratchStore() }

    private func submit(_ job: String, endedAt: UnixTime = .start) throws {
        let plan = SubmissionPlan(
            model: ModelName("m"), training: SubmissionPlan.DataFile(path: "/t", bytes: 1, sha256: "0"), suffix: "s")
        try store.add(
            StoredSubmission(
                id: SubmissionID("s-\(job)"), plan: plan, end: .created(JobID(job)), createdAt: endedAt,
                endedAt: endedAt))
    }

    private func look(_ scope: Look.Scope) throws -> Look {
        try store.look(
            at: scope, of: .default, under: nil, time: .start, since: nil,
            interests: [HookInterest(types: Set(NoticeType.allCases))]
        ) { NoticeID("evt") }
    }

    @Test func aSubmittedJobThatNoListingShowsIsFoundAndKept() throws {
        try submit("seen")
        try submit("unseen")
        try submit("old", endedAt: .start - .seconds(1000))
        try scratch.put(.sample("seen"))
        func unlisted(_ limit: Int = 9) throws -> [String] {
            try reader.unlistedSubmissions(
                of: .default, since: .start - .seconds(100), until: .start, limit: limit
            ).map(\.rawValue)
        }
        #expect(try unlisted() == ["unseen"])
        let id = JobID("unseen")
        let meaning = try look(.missing(id)).missing(id, lastGoodListing: .start)
        #expect(meaning.isUnseen)
        #expect(try store.apply(meaning.changes).wrote)
        #expect(try unlisted() == [])
        let stored = try #require(try reader.job(JobKey(account: .default, job: id)))
        #expect(stored.job.status.word == "unknown")
        #expect(stored.job.model == ModelName("m"))
        #expect(stored.misses == [.start])
        #expect(try reader.note(of: stored.key) == WatchNote(unseenSince: .start))
        #expect(try reader.list().rows.first { $0.key == stored.key }?.note?.unseenSince == .start)
        // Others' jobs may be missed once without a word.
        try store.note(.counted([.start]), of: Job.sample("seen").key, at: .start)
        try scratch.put(.sample("theirs"))
        try store.note(.counted([.start]), of: Job.sample("theirs").key, at: .start)
        #expect(try Set(reader.notes().map(\.job.job.rawValue)) == ["unseen", "seen"])
    }

    @Test func aStalledJobIsSoUntilItLivesOrMoves() throws {
        var job = Job.sample("a")
        try scratch.put(job)
        let stalled = [job.id: (reason: "no step", id: NoticeID("evt_s"))]
        let changes = try look(.stalls([job.id])).stalls(stalled, alive: [])
        #expect(changes.notices.count == 1)
        #expect(try store.apply(changes).wrote)
        #expect(try reader.note(of: job.key)?.stalledAt == .start)
        #expect(try reader.notes().map(\.note) == [WatchNote(stalledAt: .start)])
        job.trainedTokens = 5
        try scratch.put(job)
        #expect(try reader.note(of: job.key)?.stalledAt == .start)
        job.status = .paused
        try scratch.put(job)
        #expect(try reader.stalls(of: .default) == [job.id])
        #expect(try reader.stalls(of: AccountName("other")) == [])
        _ = try store.apply(try look(.account).stalls([:], alive: [job.id]))
        #expect(try reader.notes().isEmpty)
    }

    @Test func goneJobsAreOver() throws {
        let job = Job.sample("a")
        try scratch.put(job)
        try scratch.put(.sample("b", .queued))
        try store.note(.gone, of: job.key, at: .start)
        let counts = try reader.counts()
        #expect(counts.unfinished == [.queued: 1])
        #expect(counts.gone == 1)
        #expect(try reader.job(job.key)?.isOver == true)
    }

    @Test func aFailureWithoutAReasonHasThatOfItsNewestErrorEvent() throws {
        let job = Job.sample("a", .failed)
        try scratch.put(job)
        func event(_ id: String, _ time: Int64, _ level: String, _ message: String) -> JobEvent {
            JobEvent(id: JobEventID(id), createdAt: UnixTime(seconds: time), level: level, message: message)
        }
        try store.add(
            JobFindings(
                key: job.key,
                events: [
                    event("4", 9, "info", "job failed"), event("3", 8, "error", "out of memory"),
                    event("2", 7, "error", "early"), event("1", 6, "error", ""),
                ]))
        #expect(try reader.newestError(of: job.key)?.message == "out of memory")
        #expect(try reader.line(of: job.key)?.failure == "out of memory")
        #expect(try look(.job(job)).failures == [:])
        try scratch.put(.sample("b"))
        try store.add(
            JobFindings(key: Job.sample("b").key, events: [event("1", 5, "error", "no space")]))
        #expect(try look(.job(.sample("b", .failed))).failures[JobID("b")]?.message == "no space")
    }

    @Test func whatJobsOnAModelTookIsThatOfTheNewest() throws {
        for number in 1...3 {
            var job = Job.sample("j\(number)", .succeeded, created: .start + .seconds(Int64(number)))
            job.finishedAt = job.createdAt + .seconds(Int64(number * 100))
            try scratch.put(job)
        }
        var odd = Job.sample("odd", .succeeded)
        odd.finishedAt = odd.createdAt - .seconds(5)
        try scratch.put(odd, .sample("failed", .failed))
        let model = Job.sample("j1").model
        #expect(try reader.durations(of: .default, model: model, limit: 2) == [.seconds(300), .seconds(200)])
        #expect(try reader.durations(of: .default, model: ModelName("other"), limit: 9) == [])
    }

    @Test func signsOfLifeAreTheNewest() throws {
        var job = Job.sample("a")
        job.raw = #"{"trained_steps":1}"#
        try scratch.put(job)
        let stored = try #require(try reader.job(job.key))
        #expect(try reader.signsOfLife(of: stored) == SignsOfLife(countsSteps: true))
        let transition = Transition(
            id: NoticeID("evt_1"), key: job.key, from: .queued, to: .running, cause: .moved, seenAt: .start)
        _ = try store.apply(AccountChanges(account: .default, seenAt: .start, transitions: [transition]))
        try store.add(
            JobFindings(
                key: job.key,
                events: [JobEvent(id: JobEventID("1"), createdAt: .start, level: "info", message: "m")]))
        #expect(
            try reader.signsOfLife(of: stored)
                == SignsOfLife(transition: .start, event: .start, countsSteps: true))
    }

    @Test func aTrainingThatGoesWrongIsSoUntilItGoesRight() throws {
        let job = Job.sample("a")
        try scratch.put(job)
        func judge(_ reason: String?) throws -> AccountChanges? {
            try look(.training(job.id)).training(
                job.id, reason: reason, known: reader.divergence(of: job.key), wasSeenToChange: false,
                notice: NoticeID("evt_d"))
        }
        let changes = try #require(try judge("the loss is none"))
        #expect(changes.notices.map(\.type) == [.jobDiverging])
        #expect(try store.apply(changes).wrote)
        let note = WatchNote(divergence: Look.KnownDivergence(since: .start, reason: "the loss is none"))
        #expect(try reader.notes().map(\.note) == [note])
        #expect(try reader.list().rows.first?.note == note)
        #expect(try judge("the loss is none") == nil)
        _ = try store.apply(try #require(try judge(nil)))
        #expect(try reader.notes().isEmpty)
        #expect(try reader.divergence(of: job.key)?.until == .start)
        let again = try #require(try judge("again"))
        #expect(again.notices.isEmpty)
        _ = try store.apply(again)
        #expect(try reader.note(of: job.key)?.divergence?.reason == "again")
    }

    @Test func aMonthIsToldOncePerCurrency() throws {
        func exceed(_ month: String, _ currency: String, _ number: Int64) throws -> Int {
            try store.budgetExceeded(
                BudgetStanding(month: month, limit: Budget.Limit(.zero, currency)), at: .start,
                announcing: [.sample(number, type: .budgetExceeded)]
            ).count
        }
        #expect(try exceed("2026-11", "USD", 1) == 1)
        #expect(try exceed("2026-11", "USD", 2) == 0)
        #expect(try exceed("2026-11", "EUR", 3) == 1)
        #expect(try exceed("2026-12", "USD", 4) == 1)
        #expect(try reader.exceededBudgets(of: "2026-11") == ["USD": .start, "EUR": .start])
        #expect(try reader.deliveries().count == 3)
    }

    @Test func aMonthCostsWhatEndedInItAndWhatIsUnderWay() throws {
        func job(_ id: String, _ status: JobStatus, created: Int64, finished: Int64? = nil) -> Job {
            var job = Job.sample(id, status, created: .start + .seconds(created))
            job.finishedAt = finished.map { .start + .seconds($0) }
            return job
        }
        try scratch.put(
            job("open", .running, created: -900_000), job("in", .succeeded, created: -900_000, finished: 5),
            job("before", .succeeded, created: -900_000, finished: -5),
            job("after", .succeeded, created: 5, finished: 105), job("timeless", .failed, created: 7),
            job("odd", .running, created: -8, finished: 6), job("old", .failed, created: -7))
        let ids = try reader.spendingJobs(from: .start, until: .start + .seconds(100)).map(\.job.id.rawValue)
        #expect(ids.sorted() == ["in", "odd", "open", "timeless"])
        var done = Job.sample("done", .succeeded)
        (done.trainingFile, done.trainedTokens, done.finishedAt) = (FileID("f"), 3000, .start)
        done.hyperparameters.epochs = .value("3")
        try scratch.put(done)
        #expect(try reader.trained(on: FileID("f"), of: .default)?.trained == 3000)
        #expect(try reader.trained(on: FileID("g"), of: .default) == nil)
        try submit("open")
        #expect(try reader.trainingBytes(of: try #require(try reader.job(Job.sample("open").key))) == 1)
        #expect(try reader.trainingBytes(of: try #require(try reader.job(Job.sample("in").key))) == nil)
    }
}
