import Files
import FineTuning
import Glibc
import JSONText
import TestSupport
import Testing

@testable import Spool

/// What several users leave in one spool; only root can make files of theirs.
@Suite struct SpoolOwnersTests {
    private static let keeper: UInt32 = 64_001
    private static let anna: UInt32 = 64_002
    private static let bert: UInt32 = 64_003

    private let directory: TemporaryDirectory
    private let spool: Spool

    init() throws {
        directory = try TemporaryDirectory()
        spool = Spool(directory: directory.path("spool"))
        try spool.prepare()
    }

    private func record(_ id: String, path: String = "/d") -> SubmissionRecord {
        SubmissionRecord(
            id: SubmissionID(id),
            plan: SubmissionPlan(
                model: ModelName("m"), training: SubmissionPlan.DataFile(path: path, bytes: 0, sha256: "")),
            createdAt: UnixTime(seconds: 1))
    }

    private func put(_ id: String, of user: UInt32, claiming owner: UInt32? = nil) throws {
        var record = record(id)
        if let owner {
            record.origin = SubmissionRecord.Origin(writer: owner, claimed: nil, believed: [])
        }
        try spool.write(record)
        try #require(chown("\(spool.directory)/\(id).submission", user, .max) == 0)
    }

    @Test(.enabled(if: getuid() == 0, "only root can give files away"))
    func aRecordIsItsFilesOwners() throws {
        try #require(chown(spool.directory, Self.keeper, .max) == 0)
        try put("a", of: Self.anna)
        try put("b", of: Self.bert, claiming: Self.anna)
        try put("c", of: Self.keeper, claiming: Self.anna)
        try put("d", of: Self.keeper)
        let origins = try spool.records().records.map(\.origin)
        #expect(origins.map { $0?.writer } == [Self.anna, Self.bert, Self.keeper, Self.keeper])
        // What a member says of an owner is nothing; whom the keeper took it from is kept.
        #expect(origins.map { $0?.owner } == [Self.anna, Self.bert, Self.anna, Self.keeper])
    }

    /// 2,000 records of 700 KB took 1.3 GB.
    @Test(.enabled(if: getuid() == 0, "only root can give files away"))
    func aFloodOfOneUserHidesNobodyElses() throws {
        for number in 0..<(SpoolReading.filesAUser + 30) { try put("a\(number)", of: Self.anna) }
        try put("zz", of: Self.bert)
        let (records, unreadable) = try spool.records()
        #expect(records.count == SpoolReading.filesAUser + 1)
        #expect(records.contains { $0.id.rawValue == "zz" })
        #expect(
            unreadable.map(\.description) == [
                "could not read \(spool.directory): user 64002 has left more than 200 files there, or more than 1 MiB: "
                    + "30 of them are not looked at"
            ])
    }

    @Test(.enabled(if: getuid() == 0, "only root can give files away"))
    func manyBytesOfOneUserAreNotReadAtOnce() throws {
        let path = String(repeating: "p", count: 60_000)
        for number in 0..<20 {
            try spool.write(record("a\(number)", path: path))
            try #require(chown("\(spool.directory)/a\(number).submission", Self.anna, .max) == 0)
        }
        #expect(try spool.records().records.count == (1 << 20) / 60_500)
    }

    @Test func aRecordIsSmall() throws {
        try spool.write(record("a", path: String(repeating: "p", count: 70_000)))
        let (records, unreadable) = try spool.records()
        #expect(records.isEmpty)
        #expect(
            unreadable.map(\.description) == [
                "could not read \(spool.directory)/a.submission: it is not a small regular file"
            ])
    }

    @Test func manyComplaintsAreFew() throws {
        for number in 0..<50 {
            try WholeFile.replace(
                "\(spool.directory)/x\(number).submission", with: [], mode: 0o600, durability: .process)
        }
        let (_, unreadable) = try spool.records()
        #expect(unreadable.count == 21)
        #expect(unreadable.last?.cause == "30 more files are of no use")
    }

    /// A second name could say again what was said once.
    @Test func aFileWithTwoNamesIsNone() throws {
        try spool.write(record("a"))
        try #require(link("\(spool.directory)/a.submission", "\(directory.path)/kept") == 0)
        #expect(try spool.records().records.isEmpty)
    }

    /// A pipe where the next record is written first stopped the daemon for ever.
    @Test(.timeLimit(.minutes(1))) func aPipeInTheWayOfARecordIsNotOpened() throws {
        try #require(mkfifo("\(spool.directory)/a.submission.new", 0o666) == 0)
        try spool.write(record("a"))
        #expect(try spool.records().records.count == 1)
    }

    @Test func anOlderSpoolGetsItsStickyBit() throws {
        try #require(chmod(spool.directory, 0o2770) == 0)
        #expect(
            spool.weakness
                == "\(spool.directory) has no sticky bit, so its users can replace each other's files: "
                + "run chmod 3770 \(spool.directory)")
        try spool.prepare()
        #expect(spool.weakness == nil)
    }

    @Test(arguments: [
        Wish.again(SubmissionID("a-1")), .drop(SubmissionID("a-1")),
        .exported(
            ExportNote(
                account: .default, jobs: [JobID("ftjob-\u{E9}\"")], files: [FileID("file-1")],
                exportedAt: UnixTime(seconds: 12))),
        .used(UseNote(account: .default, model: ModelName("ft:m:\u{E9}::1"), usedAt: UnixTime(seconds: 12))),
    ])
    func aWishIsReadAsItWasLeft(wish: Wish) throws {
        let left = try spool.leave(wish)
        #expect(try spool.wishes().wishes == [left])
        #expect(left.user == geteuid())
        #expect(spool.isOpen(left))
        try spool.remove(left)
        #expect(!spool.isOpen(left))
        #expect(try spool.wishes().wishes.isEmpty)
    }

    /// Who asks a model a thousand times while nobody watches leaves one file.
    @Test func wordOfAUseIsLeftOnceAnHour() throws {
        func note(_ seconds: Int64, _ model: String = "m") -> UseNote {
            UseNote(account: .default, model: ModelName(model), usedAt: UnixTime(seconds: seconds))
        }
        try spool.leave(note(0))
        try spool.leave(note(3_599))
        try spool.leave(note(5, "other"))
        #expect(try Set(spool.wishes().wishes.map(\.wish)) == [.used(note(0)), .used(note(5, "other"))])
        try spool.leave(note(3_600))
        #expect(try Set(spool.wishes().wishes.map(\.wish)) == [.used(note(3_600)), .used(note(5, "other"))])
    }

    @Test(arguments: [
        "", "{}", "{\"version\":2,\"wish\":\"again\",\"submission\":\"a\"}",
        "{\"version\":1,\"wish\":\"delete\",\"submission\":\"a\"}",
        "{\"version\":1,\"wish\":\"again\",\"submission\":\"../a\"}", "{\"version\":1,\"wish\":\"again\"}",
        "{\"version\":1,\"wish\":\"exported\",\"account\":\"a\",\"exported_at\":1,\"jobs\":[7],\"files\":[]}",
        "{\"version\":1,\"wish\":\"exported\",\"account\":\"a\",\"jobs\":[],\"files\":[]}",
        "{\"version\":1,\"wish\":\"used\",\"account\":\"a\",\"model\":7,\"used_at\":1}",
    ])
    func whatIsNoWishIsReported(text: String) throws {
        let path = "\(spool.directory)/1.wish"
        try WholeFile.replace(path, with: Array(text.utf8), mode: 0o640, durability: .process)
        let (wishes, unreadable) = try spool.wishes()
        #expect(wishes.isEmpty)
        #expect(
            unreadable.map(\.description) == [
                "could not read \(path): it is no wish that this version knows; remove it"
            ])
    }
}
