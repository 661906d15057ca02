import Dispatch
import FineTuning
import HTTPClient
import JobStorage
import Services
import Settings
import Spool
import Testing
import Text

@testable import FTDaemon

private let create = "POST /fine_tuning/jobs"
private let id = SubmissionID("0b7ab3c2-1111-4222-8333-444455556666")

@Suite struct SubmissionLoopTests {
    private static let files = SubmissionStep.Files(training: FileID("file-t"), validation: nil)

    /// A bench with a submission in its spool, at that step.
    private static func bench(_ step: SubmissionStep) throws -> Workbench {
        let bench = try Workbench()
        bench.api.setFileStatus("file-t", "processed")
        try spool(bench).prepare()
        try put(step, bench)
        return bench
    }

    private static func spool(_ bench: Workbench) -> Spool { Spool(besideStore: bench.store.path) }

    /// Leaves a submission at that step in the spool.
    static func put(_ step: SubmissionStep, _ bench: Workbench, id: SubmissionID = id) throws {
        let data = SubmissionPlan.DataFile(path: "/data/train.jsonl", bytes: 5, sha256: "ab")
        var record = SubmissionRecord(
            id: id, plan: SubmissionPlan(model: ModelName("gpt"), training: data), createdAt: .now())
        record.step = step
        record.updatedAt = .now()
        record.uploads = [SubmissionRecord.Upload(file: FileID("file-t"), data: data)]
        try spool(bench).write(record)
    }

    private static func step(_ bench: Workbench) throws -> SubmissionStep? { try spool(bench).record(id)?.step }

    private static func stored(_ bench: Workbench) throws -> [StoredSubmission] {
        try bench.store.use { try $0.reader.submissions() }
    }

    @Test(arguments: [
        SubmissionStep.uploaded(files),
        .parked(
            files,
            Parking(reason: "a limit", since: UnixTime(seconds: 1000), tries: 1, retryAt: UnixTime(seconds: 1000))),
        .parked(
            files,
            Parking(
                reason: "a clock that was a year ahead", since: .now() + .seconds(365 * 86_400), tries: 1,
                retryAt: .now() + .seconds(365 * 86_400))),
    ])
    func itCreatesTheJobAndFilesTheSubmission(step: SubmissionStep) throws {
        let bench = try Self.bench(step)
        let loop = bench.submissionLoop()
        for _ in 0..<3 { loop.work() }
        #expect(bench.api.lines.filter { $0 == create }.count == 1)
        #expect(bench.api.jobs.first?.metadata["ftd_submission"] == id.rawValue)
        #expect(try Self.stored(bench).map(\.end) == [.created(JobID("made-1"))])
        #expect(try bench.store.use { try $0.reader.uploads().map(\.file.rawValue) } == ["file-t"])
        #expect(try Self.step(bench) == nil)
        #expect(try bench.notices() == [])
    }

    @Test func whatItIsNotForIsLeftAlone() throws {
        for step in [
            SubmissionStep.planned, .uploading,
            .parked(
                Self.files, Parking(reason: "r", since: .now() + .seconds(60), tries: 1, retryAt: .now() + .seconds(60))
            ),
        ] {
            let bench = try Self.bench(step)
            bench.submissionLoop().work()
            #expect(bench.api.lines == [])
            #expect(try Self.step(bench)?.word == step.word)
        }
    }

    @Test func whatSomebodyWorksOnIsLeftAlone() throws {
        let bench = try Self.bench(.uploaded(Self.files))
        let loop = bench.submissionLoop()
        let lock = try Self.spool(bench).lock(id)
        loop.work()
        withExtendedLifetime(lock) { #expect(bench.api.lines == []) }
        #expect(lock != nil)
    }

    @Test func anAnswerThatWasLostIsLookedForAndTheJobAdopted() throws {
        let bench = try Self.bench(.creating(Self.files, since: .now()))
        let loop = bench.submissionLoop()
        let wait = loop.work()
        // After a second; later the busier the machine is.
        #expect(wait <= Reconciliation.patience)
        #expect(try Self.step(bench)?.word == "creating")
        bench.api.jobs = [FakeJob(id: "theirs", status: "queued", metadata: ["ftd_submission": id.rawValue])]
        try waitUntil("it was found") {
            loop.work()
            return try Self.stored(bench).map(\.end) == [.created(JobID("theirs"))]
        }
        #expect(!bench.api.lines.contains(create))
    }

    /// It was looked for every 30 s, for ever.
    @Test func whatWasGivenUpIsLookedForSeldom() throws {
        let bench = try Self.bench(.unknown(Self.files, since: UnixTime(seconds: 1000)))
        let loop = bench.submissionLoop()
        for _ in 0..<5 { loop.work() }
        #expect(bench.api.lines.count == 2)
        #expect(try Self.step(bench)?.word == "unknown")
        // The user said `--again`: that is news at once.
        try Self.put(.uploaded(Self.files), bench)
        loop.work()
        #expect(bench.api.lines.filter { $0 == create }.count == 1)
    }

    @Test func aRefusedSubmissionIsToldOnceAndFiled() throws {
        let bench = try Self.bench(.uploaded(Self.files))
        bench.api.next(
            create, .status(403, body: "{\"error\":{\"message\":\"closed\",\"code\":\"training_not_available\"}}"))
        let loop = bench.submissionLoop()
        for _ in 0..<3 { loop.work() }
        let reason = """
            could not create the job: 403 training_not_available: closed; this organization can no longer create \
            fine-tuning jobs here; another server can be configured
            """
        #expect(try Self.stored(bench).map(\.end) == [.failed(reason: reason)])
        #expect(try bench.notices() == ["submission.failed"])
        #expect(bench.api.lines.last == "DELETE /files/file-t")
        #expect(try bench.store.use { try $0.reader.uploads() } == [])
    }

    private static let limit = FakeAPI.Fault.status(
        429, body: "{\"error\":{\"message\":\"later\",\"code\":\"daily_rate_limit_exceeded\"}}")

    /// It was nowhere: not in a notice, nor in the log.
    @Test func aParkedSubmissionIsAnnouncedOnceAndLoggedAtEveryTry() throws {
        let bench = try Self.bench(.uploaded(Self.files))
        for _ in 0..<2 { bench.api.next(create, Self.limit) }
        bench.submissionLoop().work()
        #expect(try Self.step(bench)?.word == "parked")
        #expect(try bench.notices() == ["submission.parked"])
        // A restart, and a try that is refused again.
        let context = bench.context()
        let loop = bench.submissionLoop(in: context)
        loop.work()
        context.jobEnded(in: .default)
        loop.work()
        #expect(bench.api.lines.filter { $0 == create }.count == 2)
        #expect(try bench.notices() == ["submission.parked"])
        #expect(bench.log.filter { $0.contains("submission parked") }.count == 3)
    }

    @Test func aJobThatEndsLetsTheParkedOnesOfItsAccountBeTried() throws {
        let bench = try Self.bench(.uploaded(Self.files))
        bench.api.next(create, Self.limit)
        let context = bench.context()
        let loop = bench.submissionLoop(in: context)
        loop.work()
        context.jobEnded(in: AccountName("other"))
        loop.work()
        #expect(try Self.step(bench)?.word == "parked")
        context.jobEnded(in: .default)
        for _ in 0..<2 { loop.work() }
        #expect(try Self.stored(bench).map(\.end) == [.created(JobID("made-1"))])
    }

    @Test func filingTwiceTellsNothingTwice() throws {
        let bench = try Self.bench(.failed(reason: "no"))
        let loop = bench.submissionLoop()
        loop.work()
        try Self.put(.failed(reason: "no"), bench)
        loop.work()
        #expect(try bench.notices() == ["submission.failed"])
        #expect(try Self.stored(bench).count == 1)
    }

    /// Every 30 s the same question, whatever the server had said.
    @Test(arguments: [
        FakeAPI.Fault.status(429, headers: [HTTPHeader("Retry-After", "600")]), .status(401), .status(500),
    ])
    func troubleMakesItWaitAndIsLoggedOnce(fault: FakeAPI.Fault) throws {
        let bench = try Self.bench(.uploaded(Self.files))
        bench.api.always("GET /files/file-t", fault)
        let loop = bench.submissionLoop()
        for _ in 0..<5 { loop.work() }
        #expect(bench.api.lines.count == 1)
        #expect(try Self.step(bench)?.word == "uploaded")
        #expect(bench.log.filter { $0.hasPrefix("submission waits submission=\(id)") }.count == 1)
    }

    /// A change of any account made the loop anew, and it asked at once; a refused key, though, may have been replaced.
    @Test(arguments: [
        (
            create,
            FakeAPI.Fault.status(
                429, headers: [HTTPHeader("Retry-After", "600")], body: #"{"error":{"message":"slow down"}}"#), false
        ),
        ("GET /files/file-t", .status(503, headers: [HTTPHeader("Retry-After", "600")]), false),
        ("GET /files/file-t", .status(401), true),
    ])
    func onlyWhatTheServerAskedForOutlastsAReload(line: String, fault: FakeAPI.Fault, isTriedAgain: Bool) throws {
        let bench = try Self.bench(.uploaded(Self.files))
        bench.api.always(line, fault)
        let context = bench.context()
        bench.submissionLoop(in: context).work()
        let count = bench.api.lines.count
        #expect(count > 0)
        for _ in 0..<3 { bench.submissionLoop(in: context).work() }
        #expect((bench.api.lines.count > count) == isTriedAgain)
    }

    @Test func aHostileSpoolIsReportedOnceAndHoldsNobodyUp() throws {
        let bench = try Self.bench(.uploaded(Self.files))
        let directory = Self.spool(bench).directory
        try bench.write("not json", to: "\(directory)/aaaa.submission")
        try bench.write("{}", to: "\(directory)/bad\u{1B}name.submission")
        let loop = bench.submissionLoop()
        for _ in 0..<3 { loop.work() }
        #expect(try Self.stored(bench).count == 1)
        #expect(bench.log.filter { $0.hasPrefix("spool cause=") }.count == 1)
    }

    @Test func anAccountThatIsNotConfiguredIsSaidOnce() throws {
        let bench = try Self.bench(.uploaded(Self.files))
        bench.settings.accounts[0].name = AccountName("other")
        let loop = bench.submissionLoop()
        for _ in 0..<3 { loop.work() }
        #expect(
            bench.log == [
                "submission waits submission=\(id) cause=\"submission \(id) cannot go on: its account default is not "
                    + "configured any more\""
            ])
    }

    @Test func aNewJobIsPolledAtOnce() throws {
        let bench = try Self.bench(.uploaded(Self.files))
        let account = AccountStandIn()
        bench.loops.update([(.account(.default), .account(bench.accountSettings))]) { _ in account }
        bench.loops.start()
        let loop = bench.submissionLoop()
        loop.start()
        #expect(account.woken.wait(timeout: .now() + .seconds(10)) == .success)
        let group = DispatchGroup()
        loop.stop(.cut, group)
        #expect(group.wait(timeout: .now() + .seconds(5)) == .success)
    }
}

/// Stands in for an account's loop, and says when it is woken.
private final class AccountStandIn: Loop {
    let pulse = Pulse()
    let woken = DispatchSemaphore(value: 0)

    func start() {}
    func wake() { woken.signal() }
    func stop(_ stop: LoopStop, _ group: DispatchGroup) {}
}
