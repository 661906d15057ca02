import FineTuning
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
        other.step = .parked(SubmissionBench.files, reason: "a limit", retryAt: UnixTime(seconds: 2_000_000))
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
        let retryAt = UnixTime(seconds: 1_003_600)
        #expect(
            try bench.advance([Self.file, .create(refused: .limitReached(code: "daily_rate_limit_exceeded"), 429)])
                == .parked(reason: reason, retryAt: retryAt))
        #expect(bench.step == .parked(SubmissionBench.files, reason: reason, retryAt: retryAt))
        // Too early: nothing is asked.
        #expect(try bench.advance([]) == .parked(reason: reason, retryAt: retryAt))
        bench.clock.value = retryAt
        #expect(try bench.advance([Self.file, .create("ftjob-1")]) == .created(JobID("ftjob-1")))
    }

    @Test func aParkedTimeFromAnotherClockIsNotWaitedFor() throws {
        let bench = try SubmissionBench()
        _ = try bench.record(.parked(SubmissionBench.files, reason: "a limit", retryAt: UnixTime(seconds: 1_003_601)))
        #expect(try bench.advance([Self.file, .create("ftjob-1")]) == .created(JobID("ftjob-1")))
    }
}
