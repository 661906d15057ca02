import Files
import FineTuning
import Glibc
import JSONText
import TestSupport
import Testing

@testable import Spool

@Suite struct SpoolTests {
    private static let files = SubmissionStep.Files(training: FileID("file-t"), validation: FileID("file-v"))
    private static let time = UnixTime(milliseconds: 1_700_000_000_123)

    private static let steps: [SubmissionStep] = [
        .planned, .uploading, .uploaded(files), .creating(files, since: time), .created(JobID("ftjob-1")),
        .parked(files, Parking(reason: "a \"limit\"\n\u{1B}", since: time, tries: 1, retryAt: time)),
        .unknown(files, since: time),
        .failed(reason: "größe 😀"),
    ]

    private static func record(_ step: SubmissionStep, id: String = "abc-1") -> SubmissionRecord {
        let data = SubmissionPlan.DataFile(path: "/data/träin.jsonl", bytes: 1 << 40, sha256: "00ff")
        var plan = SubmissionPlan(
            account: AccountName("azure"), model: ModelName("m"), training: data, validation: data, suffix: "s",
            method: .preference, seed: 2_147_483_647,
            metadata: [MetadataPair(key: "b", value: "1"), MetadataPair(key: "a", value: "")], keepsFile: true)
        plan.hyperparameters.epochs = .value("3")
        plan.hyperparameters.learningRateMultiplier = .value("0.1")
        plan.hyperparameters.batchSize = .auto
        var record = SubmissionRecord(id: SubmissionID(id), plan: plan, createdAt: time)
        record.step = step
        record.uploads = [SubmissionRecord.Upload(file: FileID("file-t"), data: data)]
        record.updatedAt = time + .milliseconds(1)
        return record
    }

    /// A record as it was before it was in a spool.
    private static func plain(_ record: SubmissionRecord?) -> SubmissionRecord? {
        var record = record
        record?.origin = nil
        return record
    }

    private static func spool(_ directory: TemporaryDirectory) throws -> Spool {
        let spool = Spool(directory: directory.path("spool"))
        try spool.prepare()
        return spool
    }

    private static func mode(_ path: String) -> String {
        var facts = stat()
        guard lstat(path, &facts) == 0 else { return "none" }
        return String(facts.st_mode & 0o7777, radix: 8)
    }

    @Test(arguments: steps) func aRecordSurvivesItsFile(step: SubmissionStep) throws {
        let directory = try TemporaryDirectory()
        let spool = try Self.spool(directory)
        let record = Self.record(step)
        try spool.write(record)
        #expect(try Self.plain(spool.record(record.id)) == record)
        var plain = SubmissionRecord(
            id: record.id,
            plan: SubmissionPlan(
                model: ModelName("m"), training: SubmissionPlan.DataFile(path: "/d", bytes: 0, sha256: "")),
            createdAt: UnixTime(milliseconds: 0))
        plain.step = step
        try spool.write(plain)
        #expect(try Self.plain(spool.record(record.id)) == plain)
    }

    @Test func itsFilesAreForTheGroup() throws {
        let before = umask(0o077)
        defer { umask(before) }
        let directory = try TemporaryDirectory()
        let spool = try Self.spool(directory)
        try spool.write(Self.record(.planned))
        let lock = try spool.lock(SubmissionID("abc-1"))
        #expect(lock != nil)
        #expect(Self.mode(spool.directory) == "3770")
        #expect(Self.mode("\(spool.directory)/abc-1.submission") == "640")
        #expect(Self.mode("\(spool.directory)/abc-1.lock") == "660")
    }

    @Test func aPlaceOfItsOwnIsBesideTheStore() {
        #expect(Spool(besideStore: "/var/lib/ftd/ftd.db").directory == "/var/lib/ftd/spool")
        #expect(Spool(besideStore: "ftd.db").directory == "./spool")
        #expect(Spool(besideStore: "/ftd.db").directory == "/spool")
        #expect(Spool(besideStore: "/var/lib/ftd/ftd.db").wakeSocket == "/var/lib/ftd/wake.sock")
    }

    @Test func theOldestIsFirst() throws {
        let directory = try TemporaryDirectory()
        let spool = try Self.spool(directory)
        for (id, age) in [("b", 5), ("a", 5), ("c", 9)] as [(String, Int64)] {
            let record = SubmissionRecord(
                id: SubmissionID(id), plan: Self.record(.planned).plan, createdAt: Self.time - .seconds(age))
            try spool.write(record)
        }
        #expect(try spool.records().records.map(\.id.rawValue) == ["c", "a", "b"])
        #expect(try Spool(directory: directory.path("none")).records().records == [])
    }

    /// Texts that are no record, by name: an argument is printed, and the last ones are large.
    private static let hostile: [String: String] = [
        "empty": "", "cut": "{", "array": "[]", "bare": "{}", "null": "null", "newer": "{\"version\":2}",
        "binary": "\u{0}\u{1}",
        "without a plan":
            "{\"version\":1,\"id\":\"abc-1\",\"created_at_ms\":0,\"updated_at_ms\":0,\"step\":{\"name\":\"planned\"}}",
        "deep": String(repeating: "[", count: 100_000), "large": String(repeating: " ", count: 2 << 20),
    ]

    @Test(arguments: hostile.keys.sorted())
    func aHostileFileIsReportedAndTheOthersCount(name: String) throws {
        let text = try #require(Self.hostile[name])
        let directory = try TemporaryDirectory()
        let spool = try Self.spool(directory)
        try spool.write(Self.record(.planned, id: "good"))
        let path = "\(spool.directory)/abc-1.submission"
        let file = try #require(fopen(path, "we"))
        _ = Array(text.utf8).withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
        fclose(file)
        let (records, unreadable) = try spool.records()
        #expect(records.map(\.id.rawValue) == ["good"])
        #expect(unreadable.count == 1)
        #expect(unreadable.first?.description.hasPrefix("could not read \(path): it is not a ") == true)
    }

    @Test func aFileThatIsCutAnywhereIsNoRecord() throws {
        let text = JSONWriter.bytes(Self.record(Self.steps[5]).json)
        for count in 0..<text.count {
            #expect((try? JSONValue.parse(Array(text.prefix(count)))).flatMap(SubmissionRecord.init(json:)) == nil)
        }
    }

    @Test func whatIsNoRegularFileIsNotFollowed() throws {
        let directory = try TemporaryDirectory()
        let spool = try Self.spool(directory)
        try spool.write(Self.record(.planned, id: "good"))
        try #require(symlink("good.submission", "\(spool.directory)/link.submission") == 0)
        try #require(mkfifo("\(spool.directory)/pipe.submission", 0o600) == 0)
        try #require(mkdir("\(spool.directory)/folder.submission", 0o700) == 0)
        try #require(symlink("/dev/null", "\(spool.directory)/link.lock") == 0)
        let (records, unreadable) = try spool.records()
        #expect(records.map(\.id.rawValue) == ["good"])
        #expect(unreadable.count == 3)
        #expect(throws: FileError.self) { try spool.lock(SubmissionID("link")) }
    }

    @Test(arguments: ["a\nb", "a.b", "a b", "größe", String(repeating: "a", count: 65)])
    func aNameThatIsNoIdIsReported(name: String) throws {
        let directory = try TemporaryDirectory()
        let spool = try Self.spool(directory)
        try spool.write(Self.record(.planned, id: name))
        let (records, unreadable) = try spool.records()
        #expect(records == [])
        #expect(unreadable.count == 1)
    }

    @Test func aRecordUnderAnotherNameIsNone() throws {
        let directory = try TemporaryDirectory()
        let spool = try Self.spool(directory)
        try spool.write(Self.record(.planned))
        try #require(rename("\(spool.directory)/abc-1.submission", "\(spool.directory)/abc-2.submission") == 0)
        #expect(try spool.records().records == [])
    }

    @Test func onlyOneHoldsTheLock() throws {
        let directory = try TemporaryDirectory()
        let spool = try Self.spool(directory)
        let id = SubmissionID("abc-1")
        var first = try spool.lock(id)
        #expect(first != nil)
        #expect(try spool.lock(id) == nil)
        #expect(try spool.lock(SubmissionID("abc-2")) != nil)
        first = nil
        let second = try spool.lock(id)
        #expect(second != nil)
        // Its file is removed with the record: whoever comes now gets a lock on a file that has the name.
        try spool.remove(id)
        #expect(try spool.lock(id) != nil)
        withExtendedLifetime(second) {}
    }

    @Test func aDeathFreesTheLock() throws {
        let directory = try TemporaryDirectory()
        let spool = try Self.spool(directory)
        let path = "\(spool.directory)/abc-1.lock"
        // flock(1) of util-linux holds the lock as another process would, and says when it has it.
        guard access("/usr/bin/flock", X_OK) == 0 else { return print("skipped: no /usr/bin/flock") }
        let command = "exec /usr/bin/flock \(path) sh -c 'echo $$ > \(path).pid; exec sleep 60'"
        var arguments: [UnsafeMutablePointer<CChar>?] =
            ["/bin/sh", "-c", command].map { (word: String) in strdup(word) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var child: pid_t = 0
        try #require(posix_spawn(&child, "/bin/sh", nil, nil, &arguments, nil) == 0)
        let end = ContinuousClock.now + .seconds(10)
        var holder: pid_t?
        while holder == nil, ContinuousClock.now < end {
            usleep(2000)
            holder = (try? WholeFile.read("\(path).pid")).flatMap {
                pid_t(String(decoding: $0, as: UTF8.self).filter(\.isNumber))
            }
        }
        #expect(try spool.lock(SubmissionID("abc-1")) == nil)
        kill(child, SIGKILL)
        if let holder { kill(holder, SIGKILL) }
        waitpid(child, nil, 0)
        var lock: SpoolLock?
        while lock == nil, ContinuousClock.now < end {
            lock = try spool.lock(SubmissionID("abc-1"))
            usleep(2000)
        }
        #expect(lock != nil)
    }

    @Test func wakingReportsThatNobodyListens() throws {
        let directory = try TemporaryDirectory()
        #expect(!(try Self.spool(directory)).wake())
        #expect(!Spool(directory: "/" + String(repeating: "x", count: 300)).wake())
    }
}
