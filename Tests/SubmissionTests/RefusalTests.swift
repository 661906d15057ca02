import FineTuning
import OpenAIAPI
import Spool
import Synchronization
import TestSupport
import Testing

@testable import Submission

@Suite struct RefusalTests {
    private static let file = Step.file("file-t")

    @Test(arguments: [
        FailureKind.forbidden(code: "training_not_available"), .invalidRequest, .notFound,
        .quota(code: "insufficient_quota"),
    ])
    func aRefusalIsFinalAndTheUploadIsDeleted(kind: FailureKind) throws {
        let bench = try SubmissionBench()
        _ = try bench.record(.uploaded(SubmissionBench.files), uploads: ["file-t"])
        let result = try bench.advance([Self.file, .create(refused: kind, 400), .delete("file-t")])
        let reason = "could not create the job: 400: no"
        #expect(result == .failed(reason: reason, kind: kind))
        #expect(bench.step == .failed(reason: reason))
        #expect(try bench.spool.record(SubmissionBench.id)?.uploads == [])
        #expect(bench.reports.value.last == "deleted file-t")
    }

    /// The two halves, what an answer means and what follows from it, meet here over the real client.
    @Test func anAnswerWithoutCreditEndsTheSubmissionAndDeletesTheUpload() throws {
        let bench = try SubmissionBench()
        var record = try bench.record(.uploaded(SubmissionBench.files), uploads: ["file-t"])
        let file =
            #"{"object":"file","id":"file-t","bytes":5,"created_at":1,"purpose":"fine-tune","status":"processed"}"#
        let transport = ScriptedTransport([
            .expect("GET /v1/files/file-t", json: file),
            .expect(
                "POST /v1/fine_tuning/jobs", status: 429,
                json: #"{"error":{"message":"You exceeded your quota","code":"insufficient_quota"}}"#),
            .expect("DELETE /v1/files/file-t", json: #"{"object":"file","id":"file-t","deleted":true}"#),
        ])
        let endpoint = APIEndpoint(baseURL: "https://api.test/v1", key: EndpointKey("sk-canary-1"))
        let submitter = bench.submitter(OpenAIClient(endpoint: endpoint, transport: transport))
        let result = try submitter.advance(&record)
        transport.finish()
        guard case .failed(let reason, .quota(code: "insufficient_quota")) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(reason.contains("You exceeded your quota"))
        #expect(bench.step == .failed(reason: reason))
        #expect(bench.reports.value.last == "deleted file-t")
    }

    @Test func onlyItsOwnUploadIsDeleted() throws {
        let bench = try SubmissionBench()
        _ = try bench.record(.uploaded(SubmissionBench.files))
        try bench.advance([Self.file, .create(refused: .invalidRequest, 400)])
        #expect(bench.step?.word == "failed")
    }

    @Test func anUploadThatAJobUsesStays() throws {
        let bench = try SubmissionBench()
        bench.usedFiles = ["file-t"]
        _ = try bench.record(.uploaded(SubmissionBench.files), uploads: ["file-t"])
        try bench.advance([Self.file, .create(refused: .invalidRequest, 400)])
        #expect(try bench.spool.record(SubmissionBench.id)?.uploads.count == 1)
    }

    /// Another submission reused the upload, and lost it before its own create call.
    @Test func anUploadThatAnotherSubmissionWaitsWithStays() throws {
        let bench = try SubmissionBench()
        let mine = try bench.record(.uploaded(SubmissionBench.files), uploads: ["file-t"])
        var other = SubmissionRecord(id: SubmissionID("other"), plan: mine.plan, createdAt: mine.createdAt)
        other.step = .parked(
            SubmissionBench.files,
            Parking(
                reason: "a limit", since: UnixTime(seconds: 2_000_000), tries: 1, retryAt: UnixTime(seconds: 2_000_000))
        )
        try bench.spool.write(other)
        try bench.advance([Self.file, .create(refused: .invalidRequest, 400)])
        #expect(try bench.spool.record(SubmissionBench.id)?.uploads.count == 1)
    }

    @Test func theUserCanKeepTheFile() throws {
        let bench = try SubmissionBench()
        _ = try bench.record(.uploaded(SubmissionBench.files), uploads: ["file-t"], keepsFile: true)
        try bench.advance([Self.file, .create(refused: .invalidRequest, 400)])
        #expect(try bench.spool.record(SubmissionBench.id)?.uploads.count == 1)
    }

    @Test func anUploadThatCannotBeDeletedIsSaidToBeAnOrphan() throws {
        let bench = try SubmissionBench()
        _ = try bench.record(.uploaded(SubmissionBench.files), uploads: ["file-t"])
        try bench.advance([
            Self.file, .create(refused: .invalidRequest, 400),
            .deleteFile(FileID("file-t"), .failure(.refusal(.deleteFile, .server(retryAfter: nil), 500))),
        ])
        #expect(bench.step?.word == "failed")
        #expect(try bench.spool.record(SubmissionBench.id)?.uploads.count == 1)
        #expect(bench.reports.value.last == "orphaned file-t")
    }

    /// 403 as a web page ended it for good, and deleted what a running job may have been learning from.
    @Test(arguments: [
        (FailureKind.forbidden(code: nil), 403), (.invalidRequest, 413), (.unauthorized, 401), (.notFound, 404),
        (.rateLimited(retryAfter: nil), 429), (.notTheAPI, 400),
    ])
    func anAnswerThatIsNotTheAPIsConcludesNothing(kind: FailureKind, status: Int) throws {
        let bench = try SubmissionBench()
        _ = try bench.record(.uploaded(SubmissionBench.files), uploads: ["file-t"])
        let page = ProviderError(
            operation: .createJob, kind: kind, voice: .other, status: status, mayHaveHappened: false)
        let result = try bench.advance(
            [Self.file, .createJob(.failure(page))] + Step.look() + Step.look(["ftjob-1"]))
        #expect(result == .created(JobID("ftjob-1")))
        #expect(try bench.spool.record(SubmissionBench.id)?.uploads.count == 1)
    }

    /// "deleted again" was said of a file that was not there.
    @Test func whatIsNotThereIsNotSaidToBeDeleted() throws {
        let bench = try SubmissionBench()
        _ = try bench.record(.uploaded(SubmissionBench.files), uploads: ["file-t"])
        try bench.advance([
            Self.file, .create(refused: .invalidRequest, 400),
            .deleteFile(FileID("file-t"), .failure(.refusal(.deleteFile, .notFound, 404))),
        ])
        #expect(bench.reports.value.last == "creating")
        #expect(try bench.spool.record(SubmissionBench.id)?.uploads == [])
    }

    /// A record of another version counted as no record.
    @Test func anUploadThatAnUnreadableSubmissionMayUseStays() throws {
        let bench = try SubmissionBench()
        _ = try bench.record(.uploaded(SubmissionBench.files), uploads: ["file-t"])
        try bench.write("{}", to: bench.spool.directory + "/other.submission")
        try bench.advance([Self.file, .create(refused: .invalidRequest, 400)])
        #expect(try bench.spool.record(SubmissionBench.id)?.uploads.count == 1)
    }

    @Test func throttlingIsTriedAgainAndNotSooner() throws {
        let bench = try SubmissionBench()
        _ = try bench.record(.uploaded(SubmissionBench.files), uploads: ["file-t"])
        let result = try bench.advance([
            Self.file, .create(refused: .rateLimited(retryAfter: .seconds(75)), 429),
        ])
        guard case .unfinished(_, .rateLimited, let again) = result else {
            Issue.record("not unfinished: \(result)")
            return
        }
        #expect(again == .seconds(75))
        #expect(bench.step == .uploaded(SubmissionBench.files))
    }

    /// A key that was withdrawn meanwhile cost the submission and its upload.
    @Test func aRefusedKeyIsForAPersonToMend() throws {
        let bench = try SubmissionBench()
        _ = try bench.record(.uploaded(SubmissionBench.files), uploads: ["file-t"])
        let result = try bench.advance([Self.file, .create(refused: .unauthorized, 401)])
        guard case .unfinished(_, .unauthorized, let again) = result else {
            Issue.record("not unfinished: \(result)")
            return
        }
        #expect(again == .seconds(600))
        #expect(bench.step == .uploaded(SubmissionBench.files))
    }

    @Test func aCreateThatNeverLeftMayBeMadeAgain() throws {
        let bench = try SubmissionBench()
        _ = try bench.record(.uploaded(SubmissionBench.files), uploads: ["file-t"])
        let result = try bench.advance([
            Self.file, .createJob(.failure(.silence(.createJob, mayHaveHappened: false))),
        ])
        guard case .unfinished(_, .unreachable, .seconds(30)) = result else {
            Issue.record("not unfinished: \(result)")
            return
        }
        #expect(bench.step == .uploaded(SubmissionBench.files))
        #expect(try bench.advance([Self.file, .create("ftjob-1")]) == .created(JobID("ftjob-1")))
    }

    @Test func aLimitParksItAndItIsCreatedLater() throws {
        let bench = try SubmissionBench()
        _ = try bench.record(.uploaded(SubmissionBench.files), uploads: ["file-t"])
        let reason = "could not create the job: 429: no"
        let start = UnixTime(seconds: 1_000_000)
        let retryAt = start + .seconds(600)
        #expect(
            try bench.advance([Self.file, .create(refused: .limitReached(code: "daily_rate_limit_exceeded"), 429)])
                == .parked(reason: reason, retryAt: retryAt))
        #expect(
            bench.step
                == .parked(SubmissionBench.files, Parking(reason: reason, since: start, tries: 1, retryAt: retryAt)))
        // Too early: nothing is asked.
        #expect(try bench.advance([]) == .parked(reason: reason, retryAt: retryAt))
        bench.clock.value = retryAt
        #expect(try bench.advance([Self.file, .create("ftjob-1")]) == .created(JobID("ftjob-1")))
    }

    /// It went on at the same pace for ever.
    @Test func everyRefusalByTheLimitWaitsLonger() throws {
        let bench = try SubmissionBench()
        _ = try bench.record(.uploaded(SubmissionBench.files), uploads: ["file-t"])
        var waits: [Duration] = []
        for _ in 0..<7 {
            let result = try bench.advance([Self.file, .create(refused: .limitReached(code: "daily"), 429)])
            guard case .parked(_, let retryAt) = result else {
                Issue.record("\(result)")
                return
            }
            waits.append(retryAt - bench.clock.value)
            bench.clock.value = retryAt
        }
        #expect(waits == [600, 1200, 2400, 4800, 9600, 14_400, 14_400].map { .seconds($0) })
        guard case .parked(_, let parking) = bench.step else {
            Issue.record("not parked")
            return
        }
        #expect(parking.since == UnixTime(seconds: 1_000_000))
        #expect(parking.tries == 7)
    }

    /// Another answer between two refusals by the limit let it begin with the shortest wait again.
    @Test func whatComesInBetweenDoesNotShortenTheWait() throws {
        let bench = try SubmissionBench()
        _ = try bench.record(.uploaded(SubmissionBench.files), uploads: ["file-t"])
        let limit = Step.create(refused: .limitReached(code: "daily"), 429)
        try bench.advance([Self.file, limit])
        bench.clock.value = UnixTime(seconds: 1_000_600)
        try bench.advance([Self.file, .create(refused: .server(retryAfter: nil), 503)])
        #expect(bench.step == .uploaded(SubmissionBench.files))
        try bench.advance([Self.file, limit])
        guard case .parked(_, let parking) = bench.step else {
            Issue.record("not parked")
            return
        }
        #expect(parking.since == UnixTime(seconds: 1_000_000))
        #expect(parking.tries == 2)
    }

    /// After a refused key it was just "waiting".
    @Test func whyTheLastCallCameToNothingIsNoted() throws {
        let bench = try SubmissionBench()
        _ = try bench.record(.uploaded(SubmissionBench.files), uploads: ["file-t"])
        let moment = { try bench.spool.record(SubmissionBench.id)?.updatedAt }
        try bench.advance([Self.file, .create(refused: .unauthorized, 401)])
        #expect(try bench.spool.record(SubmissionBench.id)?.problem == "could not create the job: 401: no")
        let written = try moment()
        var record = try #require(try bench.spool.record(SubmissionBench.id))
        let broken = ScriptedProvider([.file("file-t", refused: .unauthorized, 401)])
        #expect(throws: SubmissionError.self) { try bench.submitter(broken).advance(&record) }
        #expect(try bench.spool.record(SubmissionBench.id)?.problem?.contains("401: no") == true)
        #expect(try moment() == written)
        try bench.advance([Self.file, .create(refused: .limitReached(code: "daily"), 429)])
        #expect(try bench.spool.record(SubmissionBench.id)?.problem == nil)
    }

    @Test func whoeverAsksLetsAParkedOneBeTriedNow() throws {
        let bench = try SubmissionBench()
        var record = try bench.record(.uploaded(SubmissionBench.files), uploads: ["file-t"])
        try bench.advance([Self.file, .create(refused: .limitReached(code: "daily"), 429)])
        record = try #require(try bench.spool.record(SubmissionBench.id))
        let provider = ScriptedProvider([Self.file, .create("ftjob-1")])
        let submitter = bench.submitter(provider)
        try submitter.tryNow(&record)
        #expect(try submitter.advance(&record) == .created(JobID("ftjob-1")))
        provider.finish()
    }

    @Test func aParkedTimeFromAnotherClockIsNotWaitedFor() throws {
        let bench = try SubmissionBench()
        _ = try bench.record(
            .parked(
                SubmissionBench.files,
                Parking(
                    reason: "a limit", since: UnixTime(seconds: 1_003_601), tries: 1,
                    retryAt: UnixTime(seconds: 1_003_601))))
        #expect(try bench.advance([Self.file, .create("ftjob-1")]) == .created(JobID("ftjob-1")))
    }
}
