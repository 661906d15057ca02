import Commands
import FineTuning
import JSONText
import Spool
import TestSupport
import Testing

@testable import FTControl

@Suite struct SubmissionsCommandTests {
    private static let parked = SubmissionID("0b7ab3c2-1111-4222-8333-444455556666")
    private static let stopped = SubmissionID("9c7ab3c2-1111-4222-8333-444455556666")
    private static let files = SubmissionStep.Files(training: FileID("file-t"), validation: nil)
    private let directory: TemporaryDirectory
    private let spool: Spool

    init() throws {
        directory = try TemporaryDirectory()
        let store = try TestStore(in: directory.path)
        spool = Spool(besideStore: store.path)
        try spool.prepare()
        let data = SubmissionPlan.DataFile(path: "/data/train.jsonl", bytes: 5, sha256: "ab")
        let plan = SubmissionPlan(model: ModelName("gpt-4o-mini"), training: data)
        let now = TestStore.now
        let parking = Parking(
            reason: "could not create the job: 429: too many jobs", since: now - .seconds(60), tries: 1,
            retryAt: now + .seconds(540))
        for (id, step) in [(Self.parked, SubmissionStep.parked(Self.files, parking)), (Self.stopped, .uploading)] {
            var record = SubmissionRecord(id: id, plan: plan, createdAt: now - .seconds(100))
            record.step = step
            record.updatedAt = now - .seconds(50)
            if id == Self.parked { record.uploads = [SubmissionRecord.Upload(file: FileID("file-t"), data: data)] }
            try spool.write(record)
        }
    }

    private func run(_ verb: String, _ arguments: String...) -> TestProgram.Outcome {
        TestProgram(environment: ["HOME": directory.path]).run(
            verb.split(separator: " ").map(String.init) + ["--store", directory.path("ftd.db")] + arguments,
            table: ControlProgram.table)
    }

    @Test func whatIsParkedOrInterruptedIsListedWithItsReason() {
        let outcome = run("submissions list")
        let text = """
            SUBMISSION                            CREATED      STATUS         MODEL        FILE         SINCE        \
            NEXT TRY  REASON
            0b7ab3c2-1111-4222-8333-444455556666  today 08:31  ◌ parked       gpt-4o-mini  train.jsonl  today 08:32  \
            in 9 min  could not create the job: 429: too many jobs
            9c7ab3c2-1111-4222-8333-444455556666  today 08:31  ◌ interrupted  gpt-4o-mini  train.jsonl  today 08:32  \
                      stopped before the upload was done; the same ftctl submit goes on

            """
        #expect(outcome.output == text)
        #expect(
            outcome.errors
                == "next: ftctl poll    ftctl submissions show 0b7ab3c2    ftctl submissions drop 0b7ab3c2\n")
        #expect(outcome.code == .done)
    }

    @Test func oneIsShownWithWhatItLeftAtTheAPI() {
        let text = """
            0b7ab3c2-1111-4222-8333-444455556666 · parked since 08:32
              reason          could not create the job: 429: too many jobs
              next try        08:42 (in 9 min)
              model           gpt-4o-mini
              account         default
              created         2026-11-22 08:31:30
              training file   /data/train.jsonl
              left at the API file-t

            """
        #expect(run("submissions show", "0b7").output == text)
        #expect(run("submissions show", "f").code == .notFound)
    }

    /// A parked submission was nowhere.
    @Test func listAndStatusShowThem() throws {
        let sentence = """
            submission 0b7ab3c2 (train.jsonl) is parked since 08:32, next try 08:42: could not create the job: 429: too \
            many jobs
            """
        #expect(run("list").errors.contains("\n\(sentence)\n"))
        #expect(run("status").output.contains("\n  \(sentence)\n"))
        let list = try JSONValue.parse(run("list", "-o", "json").output).array ?? []
        #expect(list.count == 5)
        #expect(list[3]["status"] == .string("parked"))
        #expect(list[3]["object"] == .string("ftd.submission"))
        let status = try JSONValue.parse(run("status", "-o", "json").output)["submissions"]?.array
        #expect(status?.map { $0["status"] } == [.string("parked"), .string("interrupted")])
        // Names are for other commands about jobs.
        #expect(run("list", "-o", "name").output.split(separator: "\n").count == 3)
    }

    @Test func droppedOnesAreGoneAndWhatTheyUploadedIsSaid() throws {
        let outcome = run("submissions drop", "0b7ab3c2")
        #expect(outcome.output == "0b7ab3c2 dropped\n")
        #expect(outcome.errors == "still at the API: file-t. Delete: ftctl files delete file-t\n")
        #expect(try spool.records().records.map(\.id) == [Self.stopped])
        // A typo acts on none of them.
        #expect(run("submissions drop", "9c7ab3c2", "f").code == .notFound)
        #expect(try spool.records().records.map(\.id) == [Self.stopped])
    }

    @Test func oneThatIsBeingWorkedOnIsNotDropped() throws {
        let lock = try spool.lock(Self.stopped)
        let outcome = run("submissions drop", "9c7ab3c2")
        withExtendedLifetime(lock) { #expect(outcome.code == .failed) }
        #expect(outcome.errors == "ftctl: submission 9c7ab3c2 is being worked on by another ftctl or by ftd\n")
        #expect(try spool.record(Self.stopped) != nil)
    }

    @Test func pollLetsParkedOnesBeTriedNow() throws {
        let outcome = run("poll")
        #expect(outcome.code == .failed)
        #expect(outcome.errors.hasPrefix("ftctl: ftd is not running: nobody polls\n"))
        guard case .parked(_, let parking) = try spool.record(Self.parked)?.step else {
            Issue.record("not parked")
            return
        }
        #expect(parking.isDue(at: TestStore.now))
        #expect(parking.since == TestStore.now - .seconds(60))
    }
}
