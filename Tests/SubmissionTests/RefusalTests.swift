import FineTuning
import HTTPClient
import Spool
import Synchronization
import TestSupport
import Testing

@testable import Submission

@Suite struct RefusalTests {
    private static let file = ScriptedTransport.Step.file("file-t")

    @Test(arguments: [
        (403, "training_not_available", "forbidden"), (400, "invalid_value", "invalid-request"),
        (404, "model_not_found", "not-found"), (422, "", "invalid-request"),
        (429, "insufficient_quota", "quota"), (429, "organization_spend_limit_exceeded", "quota"), (402, "", "quota"),
    ])
    func aRefusalIsFinalAndTheUploadIsDeleted(status: Int, code: String, kind: String) throws {
        let desk = try Desk()
        _ = try desk.record(.uploaded(Desk.files), uploads: ["file-t"])
        let result = try desk.advance([Self.file, .refuse(Desk.create, status, code: code), .delete("file-t")])
        guard case .failed(let reason, let failure?) = result else {
            Issue.record("not failed: \(result)")
            return
        }
        #expect(failure.word == kind)
        #expect(reason.hasPrefix("could not create the job: \(status)"))
        #expect(desk.step == .failed(reason: reason))
        #expect(try desk.spool.record(Desk.id)?.uploads == [])
        #expect(desk.seen.told.withLock { $0.last } == "deleted file-t")
    }

    @Test func onlyItsOwnUploadIsDeleted() throws {
        let desk = try Desk()
        _ = try desk.record(.uploaded(Desk.files))
        try desk.advance([Self.file, .refuse(Desk.create, 400)])
        #expect(desk.step?.word == "failed")
    }

    @Test func anUploadThatAJobUsesStays() throws {
        let desk = try Desk()
        desk.usedFiles = ["file-t"]
        _ = try desk.record(.uploaded(Desk.files), uploads: ["file-t"])
        try desk.advance([Self.file, .refuse(Desk.create, 400)])
        #expect(try desk.spool.record(Desk.id)?.uploads.count == 1)
    }

    /// Another submission reused the upload, and lost it before its own create call.
    @Test func anUploadThatAnotherSubmissionWaitsWithStays() throws {
        let desk = try Desk()
        let mine = try desk.record(.uploaded(Desk.files), uploads: ["file-t"])
        var other = SubmissionRecord(id: SubmissionID("other"), plan: mine.plan, createdAt: mine.createdAt)
        other.step = .parked(Desk.files, reason: "a limit", retryAt: UnixTime(seconds: 2_000_000))
        try desk.spool.write(other)
        try desk.advance([Self.file, .refuse(Desk.create, 400)])
        #expect(try desk.spool.record(Desk.id)?.uploads.count == 1)
    }

    @Test func theUserCanKeepTheFile() throws {
        let desk = try Desk()
        _ = try desk.record(.uploaded(Desk.files), uploads: ["file-t"], keepsFile: true)
        try desk.advance([Self.file, .refuse(Desk.create, 400)])
        #expect(try desk.spool.record(Desk.id)?.uploads.count == 1)
    }

    @Test func anUploadThatCannotBeDeletedIsSaidToBeAnOrphan() throws {
        let desk = try Desk()
        _ = try desk.record(.uploaded(Desk.files), uploads: ["file-t"])
        try desk.advance([Self.file, .refuse(Desk.create, 400), .refuse("DELETE /v1/files/file-t", 500)])
        #expect(desk.step?.word == "failed")
        #expect(try desk.spool.record(Desk.id)?.uploads.count == 1)
        #expect(desk.seen.told.withLock { $0.last } == "orphaned file-t")
    }

    @Test func throttlingIsTriedAgainAndNotSooner() throws {
        let desk = try Desk()
        _ = try desk.record(.uploaded(Desk.files), uploads: ["file-t"])
        let result = try desk.advance([
            Self.file, .refuse(Desk.create, 429, code: "slow_down", headers: [HTTPHeader("Retry-After", "75")]),
        ])
        guard case .unfinished(_, .rateLimited, let again) = result else {
            Issue.record("not unfinished: \(result)")
            return
        }
        #expect(again == .seconds(75))
        #expect(desk.step == .uploaded(Desk.files))
    }

    /// A key that was withdrawn meanwhile cost the submission and its upload.
    @Test func aRefusedKeyIsForAPersonToMend() throws {
        let desk = try Desk()
        _ = try desk.record(.uploaded(Desk.files), uploads: ["file-t"])
        let result = try desk.advance([Self.file, .refuse(Desk.create, 401, code: "invalid_api_key")])
        guard case .unfinished(_, .unauthorized, let again) = result else {
            Issue.record("not unfinished: \(result)")
            return
        }
        #expect(again == .seconds(600))
        #expect(desk.step == .uploaded(Desk.files))
    }

    @Test func aCreateThatNeverLeftMayBeMadeAgain() throws {
        let desk = try Desk()
        _ = try desk.record(.uploaded(Desk.files), uploads: ["file-t"])
        let result = try desk.advance([
            Self.file, .expect(Desk.create, failure: HTTPTransportError(.couldNotConnect)),
        ])
        guard case .unfinished(_, .unreachable, .seconds(30)) = result else {
            Issue.record("not unfinished: \(result)")
            return
        }
        #expect(desk.step == .uploaded(Desk.files))
        #expect(try desk.advance([Self.file, .create("ftjob-1")]) == .created(JobID("ftjob-1")))
    }

    @Test func aLimitParksItAndItIsCreatedLater() throws {
        let desk = try Desk()
        _ = try desk.record(.uploaded(Desk.files), uploads: ["file-t"])
        let reason =
            "could not create the job: 429 daily_rate_limit_exceeded: no; the limit of jobs is reached; it frees "
            + "itself with time"
        let retryAt = UnixTime(seconds: 1_003_600)
        #expect(
            try desk.advance([Self.file, .refuse(Desk.create, 429, code: "daily_rate_limit_exceeded")])
                == .parked(reason: reason, retryAt: retryAt))
        #expect(desk.step == .parked(Desk.files, reason: reason, retryAt: retryAt))
        // Too early: nothing is asked.
        #expect(try desk.advance([]) == .parked(reason: reason, retryAt: retryAt))
        desk.seen.clock.withLock { $0 = retryAt }
        #expect(try desk.advance([Self.file, .create("ftjob-1")]) == .created(JobID("ftjob-1")))
    }

    @Test func aParkedTimeFromAnotherClockIsNotWaitedFor() throws {
        let desk = try Desk()
        _ = try desk.record(.parked(Desk.files, reason: "a limit", retryAt: UnixTime(seconds: 1_003_601)))
        #expect(try desk.advance([Self.file, .create("ftjob-1")]) == .created(JobID("ftjob-1")))
    }
}
