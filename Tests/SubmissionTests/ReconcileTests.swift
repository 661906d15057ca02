import FineTuning
import HTTPClient
import Spool
import Synchronization
import TestSupport
import Testing

@testable import Submission

@Suite struct ReconcileTests {
    private typealias Step = ScriptedTransport.Step

    private static let lost: [Step] = [
        .expect(Desk.create, failure: HTTPTransportError(.cutShort, requestMayHaveArrived: true)),
        .expect(Desk.create, failure: HTTPTransportError(.timedOut, requestMayHaveArrived: true)),
        .refuse(Desk.create, 500), .refuse(Desk.create, 503), .refuse(Desk.create, 408), .refuse(Desk.create, 409),
        .expect(Desk.create, json: "{\"object\":\"fine_tuning.job\",\"id\":\"ftj"),
        .expect(Desk.create, json: "<html>please log in</html>"),
        .expect(Desk.create, status: 302, json: ""),
    ]

    @Test(arguments: lost.indices)
    func aLostAnswerIsLookedForAndNeverAskedForAgain(index: Int) throws {
        let desk = try Desk()
        _ = try desk.record(.uploaded(Desk.files))
        let result = try desk.advance(
            [.file("file-t"), Self.lost[index]] + Step.look() + Step.look(["ftjob-1"]))
        #expect(result == .created(JobID("ftjob-1")))
        #expect(desk.step == .created(JobID("ftjob-1")))
    }

    @Test func aDeathDuringTheCreateCallIsALostAnswer() throws {
        let desk = try Desk()
        _ = try desk.record(.creating(Desk.files, since: UnixTime(seconds: 1_000_000)))
        #expect(try desk.advance(Step.look(["ftjob-1"])) == .created(JobID("ftjob-1")))
    }

    @Test func aJobThatOnlyOneWayOfAskingShowsIsFound() throws {
        let desk = try Desk()
        let creating = SubmissionStep.creating(Desk.files, since: UnixTime(seconds: 1_000_000))
        _ = try desk.record(creating)
        #expect(try desk.advance(Step.look([], filtered: ["ftjob-1"])) == .created(JobID("ftjob-1")))
        // A server that does not know the filter, and says so.
        _ = try desk.record(creating)
        let result = try desk.advance([Step.look(["ftjob-2"])[0], .refuse(Desk.search, 400)])
        #expect(result == .created(JobID("ftjob-2")))
    }

    @Test func severalJobsAreAllReported() throws {
        let desk = try Desk()
        _ = try desk.record(.creating(Desk.files, since: UnixTime(seconds: 1_000_000)))
        #expect(
            try desk.advance(Step.look(["ftjob-2", "ftjob-1"]))
                == .several([JobID("ftjob-1"), JobID("ftjob-2")]))
        #expect(desk.step == .created(JobID("ftjob-1")))
    }

    @Test func aPersonWaitsHalfAMinuteAndThenTheDaemonGoesOn() throws {
        let desk = try Desk()
        let since = UnixTime(seconds: 1_000_000)
        _ = try desk.record(.creating(Desk.files, since: since))
        // At once, after 1 s, 5 s and 30 s; the next would be after 2 min.
        let result = try desk.advance((0..<4).flatMap { _ in Step.look() })
        #expect(
            result
                == .unfinished(
                    reason: "the answer to the create call was lost; the job is being looked for", kind: .unreachable,
                    again: .seconds(90)))
        #expect(desk.step == .creating(Desk.files, since: since))
    }

    @Test func withoutPatienceEachLookIsOne() throws {
        let desk = try Desk()
        let since = UnixTime(seconds: 1_000_000)
        _ = try desk.record(.creating(Desk.files, since: since))
        for (age, again) in [(0, 1), (1, 4), (5, 25), (30, 90), (120, 480)] as [(Int64, Int64)] {
            desk.seen.clock.withLock { $0 = since + .seconds(age) }
            guard case .unfinished(_, _, let wait) = try desk.advance(Step.look(), patience: .zero) else {
                Issue.record("ended after \(age) s")
                return
            }
            #expect(wait == .seconds(again))
        }
        desk.seen.clock.withLock { $0 = since + .seconds(600) }
        #expect(try desk.advance(Step.look(), patience: .zero) == .unknown)
        #expect(desk.step == .unknown(Desk.files, since: since))
    }

    /// With the clock set back the first look came again and again, once a second until it was as late as before.
    @Test func aClockThatWasSetBackBeginsTheLooksAnew() throws {
        let desk = try Desk()
        _ = try desk.record(.creating(Desk.files, since: UnixTime(seconds: 5_000_000)))
        _ = try desk.advance(Step.look(), patience: .zero)
        #expect(desk.step == .creating(Desk.files, since: UnixTime(seconds: 1_000_000)))
        desk.seen.clock.withLock { $0 = UnixTime(seconds: 1_000_600) }
        #expect(try desk.advance(Step.look(), patience: .zero) == .unknown)
    }

    @Test func anErrorWhileLookingKeepsTheStep() throws {
        let desk = try Desk()
        let since = UnixTime(seconds: 1_000_000)
        _ = try desk.record(.creating(Desk.files, since: since))
        let error = #expect(throws: SubmissionError.self) { try desk.advance([.refuse(Desk.listing, 500)]) }
        #expect(error?.kind == .server(retryAfter: nil))
        #expect(desk.step == .creating(Desk.files, since: since))
    }

    @Test func whatWasGivenUpIsStillAdoptedAndNeverCreated() throws {
        let desk = try Desk()
        let unknown = SubmissionStep.unknown(Desk.files, since: UnixTime(seconds: 1_000_000))
        _ = try desk.record(unknown)
        #expect(try desk.advance(Step.look()) == .unknown)
        #expect(desk.step == unknown)
        #expect(try desk.advance(Step.look(["ftjob-2", "ftjob-1"])) == .several([JobID("ftjob-1"), JobID("ftjob-2")]))
    }

    @Test func againCreatesOnceMore() throws {
        let desk = try Desk()
        var record = try desk.record(.unknown(Desk.files, since: UnixTime(seconds: 1)))
        let transport = ScriptedTransport(Step.look() + [.file("file-t"), .create("ftjob-1")])
        let submitter = desk.submitter(transport)
        try submitter.createAgain(&record)
        #expect(desk.step == .uploaded(Desk.files))
        #expect(try submitter.advance(&record) == .created(JobID("ftjob-1")))
        transport.finish()
    }

    /// Nobody leaves `unknown` without a look: `--again` made a second job of one that had appeared meanwhile.
    @Test func againAdoptsTheJobThatHasAppeared() throws {
        let desk = try Desk()
        var record = try desk.record(.unknown(Desk.files, since: UnixTime(seconds: 1)))
        let transport = ScriptedTransport(Step.look(["ftjob-1"]))
        let submitter = desk.submitter(transport)
        try submitter.createAgain(&record)
        #expect(try submitter.advance(&record) == .created(JobID("ftjob-1")))
        transport.finish()
    }

    @Test func againIsForTheUnknownOnly() throws {
        let desk = try Desk()
        for step in [SubmissionStep.creating(Desk.files, since: UnixTime(seconds: 1)), .failed(reason: "no")] {
            var record = try desk.record(step)
            try desk.submitter(ScriptedTransport([])).createAgain(&record)
            #expect(desk.step == step)
        }
    }
}
