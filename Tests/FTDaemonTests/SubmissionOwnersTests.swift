import Files
import FineTuning
import Glibc
import JobStorage
import Services
import Settings
import Spool
import Testing
import Text

@testable import FTDaemon

private let create = "POST /fine_tuning/jobs"
private let id = SubmissionID("0b7ab3c2-1111-4222-8333-444455556666")

/// A member of the group leaves submissions for the daemon; only root can make files of another user.
@Suite(.enabled(if: getuid() == 0, "only root can give files away")) struct SubmissionOwnersTests {
    private static let member: UInt32 = 64_002
    private static let stranger: UInt32 = 64_003
    private static let parking = Parking(
        reason: "a limit", since: .now(), tries: 5, retryAt: .now() + .seconds(3000))
    private static let files = SubmissionStep.Files(training: FileID("file-t"), validation: nil)

    private let bench: Workbench
    private let spool: Spool

    init() throws {
        bench = try Workbench()
        bench.api.setFileStatus("file-t", "processed")
        spool = Spool(besideStore: bench.store.path)
        try spool.prepare()
    }

    private func put(_ step: SubmissionStep, of user: UInt32 = member, id: SubmissionID = id) throws {
        try SubmissionLoopTests.put(step, bench, id: id)
        try #require(chown("\(spool.directory)/\(id).submission", user, .max) == 0)
    }

    /// Leaves a wish as that user.
    private func leave(_ wish: Wish, as user: UInt32) throws {
        try spool.leave(wish)
        for name in try WholeFile.names(in: spool.directory) where name.hasSuffix(".wish") {
            try #require(chown("\(spool.directory)/\(name)", user, .max) == 0)
        }
    }

    private var wishes: Int { get throws { try spool.wishes().wishes.count } }

    @Test func whatAUserHasExportedIsThatUsersWord() throws {
        try leave(
            .exported(ExportNote(account: .default, jobs: [JobID("ftjob-1")], exportedAt: UnixTime(seconds: 5))),
            as: 64_003)
        bench.submissionLoop().work()
        #expect(try wishes == 0)
        let exports = try bench.store.use { try $0.reader.exports() }
        #expect(exports.map(\.owner) == [64_003])
        #expect(exports.map(\.id) == ["ftjob-1"])
    }

    /// Of a watched model the newest time counts, and none that has not come; of others nothing is kept.
    @Test func whenAModelWasAskedIsNoted() throws {
        let model = ModelName("ft:m:::1")
        func leave(_ name: String, _ seconds: Int64) throws {
            try self.leave(
                .used(UseNote(account: .default, model: ModelName(name), usedAt: UnixTime(seconds: seconds))),
                as: Self.member)
            bench.submissionLoop().work()
            #expect(try wishes == 0)
        }
        func lastUsed() throws -> Int64? {
            try bench.store.use { try $0.reader.models().first { $0.model == model }?.lastUsed?.seconds }
        }
        try bench.store.use { try $0.save(StoredModel(account: .default, model: model)) }
        try leave("ft:m:::1", 50)
        try leave("ft:m:::1", 20)
        try leave("ft:m:::other", 60)
        #expect(try lastUsed() == 50)
        #expect(try bench.store.use { try $0.reader.models().count } == 1)
        // A checkpoint is its job's model.
        try leave("ft:m:::1:ckpt-step-7", 70)
        #expect(try lastUsed() == 70)
        try leave("ft:m:::1", 99_999_999_999)
        #expect(try lastUsed().map { $0 < 99_999_999_999 } == true)
    }

    /// With the daemon's key a member could delete any file that no job uses.
    @Test func whatAMemberCallsItsUploadIsNotDeleted() throws {
        try put(.uploaded(Self.files))
        bench.api.next(create, .status(400, body: "{\"error\":{\"message\":\"no\"}}"))
        let loop = bench.submissionLoop()
        for _ in 0..<3 { loop.work() }
        #expect(try bench.store.use { try $0.reader.submissions() }.count == 1)
        #expect(!bench.api.lines.contains { $0.hasPrefix("DELETE") })
    }

    /// A colleague's next submission of these bytes would have trained on others.
    @Test func anUploadHoldsForTheMemberWhoNamesItOnly() throws {
        try put(.uploaded(Self.files))
        let loop = bench.submissionLoop()
        for _ in 0..<3 { loop.work() }
        func uploads(for user: UInt32) throws -> [String] {
            try bench.store.use {
                try $0.reader.uploads(of: .default, sha256: "ab", bytes: 5, for: user).map(\.file.rawValue)
            }
        }
        #expect(try uploads(for: Self.member) == ["file-t"])
        #expect(try uploads(for: Self.stranger) == [])
        #expect(try bench.store.use { try $0.reader.submissions().map(\.owner) } == [Self.member])
    }

    @Test func whatTheDaemonKnowsIsNotReplaced() throws {
        let upload = StoredUpload(
            account: .default, file: FileID("file-t"), sha256: "cd", bytes: 5, createdAt: UnixTime(seconds: 1))
        try bench.store.use { try $0.save(upload) }
        try put(.created(JobID("theirs")))
        bench.submissionLoop().work()
        #expect(try bench.store.use { try $0.reader.uploads() } == [upload])
    }

    @Test func aForgedEndTellsNobodyAndReplacesNothing() throws {
        try put(.failed(reason: "all is lost"))
        let loop = bench.submissionLoop()
        loop.work()
        #expect(try bench.notices() == [])
        try put(.created(JobID("mine")), of: Self.stranger)
        loop.work()
        #expect(
            try bench.store.use { try $0.reader.submissions().map(\.end) } == [.failed(reason: "all is lost")])
    }

    @Test func aFailureThatTheDaemonSawIsTold() throws {
        try put(.uploaded(Self.files))
        bench.api.next(create, .status(400, body: "{\"error\":{\"message\":\"no\"}}"))
        let loop = bench.submissionLoop()
        for _ in 0..<3 { loop.work() }
        #expect(try bench.notices() == ["submission.failed"])
    }

    @Test func theOwnerIsKeptOnceTheDaemonHasTheRecord() throws {
        try put(.creating(Self.files, since: UnixTime(seconds: 1000)))
        bench.submissionLoop().work()
        let held = try #require(try spool.record(id))
        #expect(held.step.word == "unknown")
        #expect(held.origin?.writer == geteuid())
        #expect(held.origin?.owner == Self.member)
    }

    @Test func itsOwnerMayWishAndAStrangerMayNot() throws {
        try put(.creating(Self.files, since: UnixTime(seconds: 1000)))
        let loop = bench.submissionLoop()
        loop.work()
        try leave(.again(id), as: Self.stranger)
        loop.work()
        #expect(try wishes == 0)
        #expect(try spool.record(id)?.step.word == "unknown")
        #expect(bench.log.contains("wish refused submission=\(id) user=64003"))
        try leave(.again(id), as: Self.member)
        for _ in 0..<2 { loop.work() }
        #expect(try wishes == 0)
        #expect(bench.api.lines.filter { $0 == create }.count == 1)
        #expect(try bench.store.use { try $0.reader.submissions().map(\.end) } == [.created(JobID("made-1"))])
    }

    @Test func aParkedOneTriesNowWhenItsOwnerWishesIt() throws {
        try put(.parked(Self.files, Self.parking))
        let loop = bench.submissionLoop()
        loop.work()
        #expect(bench.api.lines == [])
        try leave(.again(id), as: Self.member)
        loop.work()
        #expect(bench.api.lines.filter { $0 == create }.count == 1)
    }

    @Test func aDroppedOneIsGivenUpWithoutANotice() throws {
        try put(.parked(Self.files, Self.parking))
        let loop = bench.submissionLoop()
        try leave(.drop(id), as: Self.member)
        loop.work()
        #expect(try spool.record(id) == nil)
        #expect(try wishes == 0)
        #expect(
            try bench.store.use { try $0.reader.submissions().map(\.end) }
                == [.failed(reason: "given up on its owner's wish")])
        #expect(try bench.notices() == [])
    }

    @Test func aWishWaitsWhileSomebodyWorksOnTheSubmission() throws {
        try put(.parked(Self.files, Self.parking))
        try leave(.drop(id), as: Self.member)
        let lock = try spool.lock(id)
        bench.submissionLoop().work()
        withExtendedLifetime(lock) {}
        #expect(lock != nil)
        #expect(try wishes == 1)
    }
}

@Suite struct SubmissionIntakeTests {
    @Test func whatIsInHandComesFirstAndTheRestWaits() {
        func record(_ number: Int, writer: UInt32) -> SubmissionRecord {
            let data = SubmissionPlan.DataFile(path: "/d", bytes: 0, sha256: "")
            var record = SubmissionRecord(
                id: SubmissionID("\(number)"), plan: SubmissionPlan(model: ModelName("m"), training: data),
                createdAt: UnixTime(seconds: 1))
            record.origin = SubmissionRecord.Origin(writer: writer, claimed: 64_002, believed: [geteuid()])
            return record
        }
        let fresh = (0..<150).map { record($0, writer: 64_002) }
        let held = (150..<300).map { record($0, writer: geteuid()) }
        let (taken, surplus) = SubmissionIntake.bounded(fresh + held)
        #expect(taken == held + fresh.prefix(50))
        #expect(surplus == ["user 64002 has 300 submissions under way; 100 of them wait for the others"])
    }
}
