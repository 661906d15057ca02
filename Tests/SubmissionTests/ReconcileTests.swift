import FineTuning
import Spool
import Synchronization
import TestSupport
import Testing

@testable import Submission

@Suite struct ReconcileTests {
    @Test(arguments: [
        ProviderError.silence(.createJob, mayHaveHappened: true),
        .refusal(.createJob, .server(retryAfter: nil), 500, mayHaveHappened: true),
        .refusal(.createJob, .badReply, 200, mayHaveHappened: true),
        .refusal(.createJob, .notTheAPI, 302, mayHaveHappened: true),
    ])
    func aLostAnswerIsLookedForAndNeverAskedForAgain(error: ProviderError) throws {
        let bench = try SubmissionBench()
        _ = try bench.record(.uploaded(SubmissionBench.files))
        let result = try bench.advance(
            [.file("file-t"), .createJob(.failure(error))] + Step.look() + Step.look(["ftjob-1"]))
        #expect(result == .created(JobID("ftjob-1")))
        #expect(bench.step == .created(JobID("ftjob-1")))
    }

    @Test func aDeathDuringTheCreateCallIsALostAnswer() throws {
        let bench = try SubmissionBench()
        _ = try bench.record(.creating(SubmissionBench.files, since: UnixTime(seconds: 1_000_000)))
        #expect(try bench.advance(Step.look(["ftjob-1"])) == .created(JobID("ftjob-1")))
    }

    @Test func aJobThatOnlyOneWayOfAskingShowsIsFound() throws {
        let bench = try SubmissionBench()
        let creating = SubmissionStep.creating(SubmissionBench.files, since: UnixTime(seconds: 1_000_000))
        _ = try bench.record(creating)
        #expect(try bench.advance(Step.look([], filtered: ["ftjob-1"])) == .created(JobID("ftjob-1")))
        // A server that does not know the filter, and says so.
        _ = try bench.record(creating)
        let result = try bench.advance([
            Step.look(["ftjob-2"])[0],
            .listJobs(metadata: [SubmissionBench.pair], .failure(.refusal(.listJobs, .invalidRequest, 400))),
        ])
        #expect(result == .created(JobID("ftjob-2")))
    }

    /// A server that drops metadata: the job was never found, and `--again` made a second one.
    @Test(
        arguments: [
            ("file-t", 1_000_500, ["file-t"], "created"), ("file-t", 1_000_499, ["file-t"], "unfinished"),
            ("file-x", 1_000_500, ["file-t"], "unfinished"), ("file-t", 1_000_500, [], "undecided"),
        ] as [(String, Int64, [String], String)])
    func aJobWithoutAMarkIsAdoptedWhenItCanOnlyBeOurs(
        _ file: String, _ made: Int64, _ uploads: [String], _ end: String
    ) throws {
        let bench = try SubmissionBench()
        // Its clock is 500 s ahead of ours.
        let date = UnixTime(seconds: 1_000_500)
        _ = try bench.record(
            .creating(SubmissionBench.files, since: UnixTime(seconds: 1_000_000)), uploads: uploads)
        let look = Step.look(at: [.unmarked("ftjob-1", made: made, of: file)], date: date)
        switch try bench.advance(look, patience: .zero) {
        case .created(let job): #expect(end == "created" && job == JobID("ftjob-1"))
        case .unfinished: #expect(end == "unfinished")
        case .undecided(let jobs, let again):
            #expect(end == "undecided" && jobs == [JobID("ftjob-1")] && again == .seconds(1))
        case .several, .failed, .parked, .unknown: Issue.record("not expected")
        }
        #expect(bench.step?.word == (end == "created" ? "created" : "creating"))
    }

    @Test func aJobOfAnotherSubmissionIsNeverAdopted() throws {
        let bench = try SubmissionBench()
        bench.madeByOthers = ["ftjob-1"]
        _ = try bench.record(
            .creating(SubmissionBench.files, since: UnixTime(seconds: 1_000_000)), uploads: ["file-t"])
        let look = Step.look(at: [.unmarked("ftjob-1", made: 1_000_000)], date: bench.clock.value)
        guard case .unfinished = try bench.advance(look, patience: .zero) else {
            Issue.record("taken")
            return
        }
    }

    @Test func ofTwoThatMayBeOursNoneIsChosenButByAPerson() throws {
        let bench = try SubmissionBench()
        let since = UnixTime(seconds: 999_000)
        var record = try bench.record(.unknown(SubmissionBench.files, since: since), uploads: ["file-t"])
        let jobs = [Job.unmarked("ftjob-2", made: 999_002), .unmarked("ftjob-1", made: 999_001)]
        let look = Step.look(at: jobs, date: UnixTime(seconds: 1_000_000))
        #expect(try bench.advance(look) == .undecided([JobID("ftjob-1"), JobID("ftjob-2")], again: nil))
        #expect(bench.step == .unknown(SubmissionBench.files, since: since))
        try bench.submitter(ScriptedProvider([])).adopt(JobID("ftjob-2"), &record)
        #expect(bench.step == .created(JobID("ftjob-2")))
    }

    /// The first page of such a server holds the oldest jobs: a new one is on the last.
    @Test func aListingOfOldestFirstIsReadToItsEnd() throws {
        let bench = try SubmissionBench()
        _ = try bench.record(
            .creating(SubmissionBench.files, since: UnixTime(seconds: 1_000_000)), uploads: ["file-t"])
        let old = Page(
            items: [Job.unmarked("ftjob-1", made: 100), .unmarked("ftjob-2", made: 200)], hasMore: true,
            lastID: "ftjob-2", serverDate: bench.clock.value)
        let result = try bench.advance([
            .listJobs(.success(old)),
            .listJobs(
                after: JobID("ftjob-2"),
                .success(Page(items: [.unmarked("ftjob-3", made: 1_000_001)], hasMore: false, lastID: "ftjob-3"))),
            .listJobs(metadata: [SubmissionBench.pair], .success(Page(items: []))),
        ])
        #expect(result == .created(JobID("ftjob-3")))
    }

    /// A server that refuses metadata could not be used at all.
    @Test(arguments: ["metadata: extra inputs are not permitted", "body.metadata: Extra inputs are not permitted"])
    func whereMetadataIsRefusedTheJobIsMadeWithout(_ message: String) throws {
        let bench = try SubmissionBench()
        _ = try bench.record(.uploaded(SubmissionBench.files))
        let refusal = ProviderError(
            operation: .createJob, kind: .invalidRequest, voice: .api, status: 400, message: message,
            mayHaveHappened: false)
        let provider = ScriptedProvider([
            .file("file-t"), .createJob(.failure(refusal)), .file("file-t"), .create("ftjob-1"),
        ])
        var record = try #require(try bench.spool.record(SubmissionBench.id))
        #expect(try bench.submitter(provider).advance(&record) == .created(JobID("ftjob-1")))
        #expect(provider.requests.map(\.metadata) == [[SubmissionBench.pair], []])
        provider.finish()
    }

    @Test func severalJobsAreAllReported() throws {
        let bench = try SubmissionBench()
        _ = try bench.record(.creating(SubmissionBench.files, since: UnixTime(seconds: 1_000_000)))
        #expect(
            try bench.advance(Step.look(["ftjob-2", "ftjob-1"]))
                == .several([JobID("ftjob-1"), JobID("ftjob-2")]))
        #expect(bench.step == .created(JobID("ftjob-1")))
    }

    @Test func aPersonWaitsHalfAMinuteAndThenTheDaemonGoesOn() throws {
        let bench = try SubmissionBench()
        let since = UnixTime(seconds: 1_000_000)
        _ = try bench.record(.creating(SubmissionBench.files, since: since))
        // At once, after 1 s, 5 s and 30 s; the next would be after 2 min.
        let result = try bench.advance((0..<4).flatMap { _ in Step.look() })
        #expect(
            result
                == .unfinished(
                    reason: "the answer to the create call was lost; the job is being looked for", kind: .unreachable,
                    again: .seconds(90)))
        #expect(bench.step == .creating(SubmissionBench.files, since: since))
    }

    @Test func withoutPatienceEachLookIsOne() throws {
        let bench = try SubmissionBench()
        let since = UnixTime(seconds: 1_000_000)
        _ = try bench.record(.creating(SubmissionBench.files, since: since))
        for (age, again) in [(0, 1), (1, 4), (5, 25), (30, 90), (120, 480)] as [(Int64, Int64)] {
            bench.clock.value = since + .seconds(age)
            guard case .unfinished(_, _, let wait) = try bench.advance(Step.look(), patience: .zero) else {
                Issue.record("ended after \(age) s")
                return
            }
            #expect(wait == .seconds(again))
        }
        bench.clock.value = since + .seconds(600)
        #expect(try bench.advance(Step.look(), patience: .zero) == .unknown)
        #expect(bench.step == .unknown(SubmissionBench.files, since: since))
    }

    /// With the clock set back the first look came again and again, once a second until it was as late as before.
    @Test func aClockThatWasSetBackBeginsTheLooksAnew() throws {
        let bench = try SubmissionBench()
        _ = try bench.record(.creating(SubmissionBench.files, since: UnixTime(seconds: 5_000_000)))
        _ = try bench.advance(Step.look(), patience: .zero)
        #expect(bench.step == .creating(SubmissionBench.files, since: UnixTime(seconds: 1_000_000)))
        bench.clock.value = UnixTime(seconds: 1_000_600)
        #expect(try bench.advance(Step.look(), patience: .zero) == .unknown)
    }

    @Test func anErrorWhileLookingKeepsTheStep() throws {
        let bench = try SubmissionBench()
        let since = UnixTime(seconds: 1_000_000)
        _ = try bench.record(.creating(SubmissionBench.files, since: since))
        let error = #expect(throws: SubmissionError.self) {
            try bench.advance([.listJobs(.failure(.refusal(.listJobs, .server(retryAfter: nil), 500)))])
        }
        #expect(error?.kind == .server(retryAfter: nil))
        #expect(bench.step == .creating(SubmissionBench.files, since: since))
    }

    @Test func whatWasGivenUpIsStillAdoptedAndNeverCreated() throws {
        let bench = try SubmissionBench()
        let unknown = SubmissionStep.unknown(SubmissionBench.files, since: UnixTime(seconds: 1_000_000))
        _ = try bench.record(unknown)
        #expect(try bench.advance(Step.look()) == .unknown)
        #expect(bench.step == unknown)
        #expect(
            try bench.advance(Step.look(["ftjob-2", "ftjob-1"])) == .several([JobID("ftjob-1"), JobID("ftjob-2")]))
    }

    @Test func againCreatesOnceMore() throws {
        let bench = try SubmissionBench()
        var record = try bench.record(.unknown(SubmissionBench.files, since: UnixTime(seconds: 1)))
        let provider = ScriptedProvider(Step.look() + [.file("file-t"), .create("ftjob-1")])
        let submitter = bench.submitter(provider)
        try submitter.createAgain(&record)
        #expect(bench.step == .uploaded(SubmissionBench.files))
        #expect(try submitter.advance(&record) == .created(JobID("ftjob-1")))
        provider.finish()
    }

    /// Nobody leaves `unknown` without a look: `--again` made a second job of one that had appeared meanwhile.
    @Test func againAdoptsTheJobThatHasAppeared() throws {
        let bench = try SubmissionBench()
        var record = try bench.record(.unknown(SubmissionBench.files, since: UnixTime(seconds: 1)))
        let provider = ScriptedProvider(Step.look(["ftjob-1"]))
        let submitter = bench.submitter(provider)
        try submitter.createAgain(&record)
        #expect(try submitter.advance(&record) == .created(JobID("ftjob-1")))
        provider.finish()
    }

    @Test func againTriesAParkedOneNow() throws {
        let bench = try SubmissionBench()
        var record = try bench.record(
            .parked(
                SubmissionBench.files,
                Parking(
                    reason: "a limit", since: UnixTime(seconds: 1_003_000), tries: 1,
                    retryAt: UnixTime(seconds: 1_003_000))))
        let provider = ScriptedProvider([.file("file-t"), .create("ftjob-1")])
        let submitter = bench.submitter(provider)
        try submitter.createAgain(&record)
        #expect(try submitter.advance(&record) == .created(JobID("ftjob-1")))
        provider.finish()
    }

    @Test func againChangesNoOtherStep() throws {
        let bench = try SubmissionBench()
        for step in [
            SubmissionStep.creating(SubmissionBench.files, since: UnixTime(seconds: 1)), .failed(reason: "no"),
        ] {
            var record = try bench.record(step)
            try bench.submitter(ScriptedProvider([])).createAgain(&record)
            #expect(bench.step == step)
        }
    }
}
