import Commands
import FineTuning
import JSONText
import JobStorage
import TestSupport
import Testing

@testable import FTControl

/// What is shown of jobs that are gone, stalled, not visible, late, or failed without a reason.
@Suite struct WatchedJobTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func run(_ arguments: String..., width: Int? = nil) -> TestProgram.Outcome {
        TestProgram(terminal: width.map { .wide($0) } ?? .none, environment: ["HOME": directory.path])
            .run(arguments + ["--store", directory.path("ftd.db")], table: ControlProgram.table)
    }

    private static func job(_ id: String, _ status: JobStatus = .running, finish: UnixTime? = nil) -> Job {
        Job(
            id: JobID(id), createdAt: TestStore.now - .seconds(7200), status: status, model: ModelName("m"),
            estimatedFinish: finish)
    }

    /// A store with these jobs, and what the daemon found out about them.
    private func store(_ jobs: [Job], _ body: (JobStore) throws -> Void) throws {
        _ = try TestStore(in: directory.path, jobs: [])
        let store = try JobStore(path: directory.path("ftd.db"))
        _ = try store.apply(AccountChanges(account: .default, seenAt: TestStore.now, jobs: jobs))
        try body(store)
    }

    private static func key(_ id: String) -> JobKey { JobKey(account: .default, job: JobID(id)) }

    /// `wait` ran into its timeout.
    @Test func waitingForAJobThatIsGoneEndsAtOnce() throws {
        try store([Self.job("ftjob-gone"), Self.job("ftjob-done", .succeeded)]) {
            try $0.note(.gone, of: Self.key("ftjob-gone"), at: TestStore.now)
        }
        let outcome = run("wait", "ftjob-gone", "ftjob-done")
        #expect(outcome.code == .notFound)
        #expect(outcome.output == "ftjob-gone  ● running (gone)\nftjob-done  ✔ succeeded\n")
        #expect(outcome.errors.contains("ftctl: job ftjob-gone is gone: the API does not know it any more\n"))
    }

    @Test func aGoneJobIsOverEverywhere() throws {
        try store([Self.job("ftjob-gone", finish: TestStore.now + .seconds(60))]) {
            try $0.note(.gone, of: Self.key("ftjob-gone"), at: TestStore.now)
        }
        #expect(run("list").output.contains("● running (gone)"))
        #expect(run("status").output.contains("  watching     nothing under way of 1 job in 1 account, 1 gone\n"))
        let shown = run("show", "ftjob-gone").output
        #expect(shown.hasPrefix("ftjob-gone · ● running (gone: the API knows it no more)\n"))
        #expect(!shown.contains("ends about"))
    }

    @Test func aStalledJobIsShownAsOne() throws {
        try store([Self.job("ftjob-a")]) { store in
            var changes = AccountChanges(account: .default, seenAt: TestStore.now)
            changes.stalls = [JobID("ftjob-a"): TestStore.now - .seconds(600)]
            _ = try store.apply(changes)
        }
        #expect(run("list").output.contains("● running (stalled)"))
        #expect(
            run("show", "ftjob-a").output.contains(
                "  note            stalled, seen at 08:23: no sign of life for long\n"))
        #expect(
            run("status").output.contains(
                "    job ftjob-a is stalled, seen at 08:23: no sign of life for long\n"))
        let json = try JSONValue.parse(run("show", "ftjob-a", "-o", "json").output)
        #expect(json["stalled_at"] == .integer(TestStore.now.seconds - 600))
        let status = try JSONValue.parse(run("status", "-o", "json").output)
        #expect(status["notes"]?.array?.first?["stalled_at"] == .integer(TestStore.now.seconds - 600))
    }

    @Test func aJobThatTheKeyDoesNotSeeIsSaidWithTheLikelyCause() throws {
        try store([Self.job("ftjob-a", .unrecognized("unknown"))]) { store in
            let plan = SubmissionPlan(
                model: ModelName("m"), training: SubmissionPlan.DataFile(path: "/t", bytes: 1, sha256: "0"))
            try store.add(
                StoredSubmission(
                    id: SubmissionID("s"), plan: plan, end: .created(JobID("ftjob-a")), createdAt: TestStore.now,
                    endedAt: TestStore.now))
            try store.note(.counted([TestStore.now]), of: Self.key("ftjob-a"), at: TestStore.now)
        }
        #expect(run("list").output.contains("? unknown (not visible)"))
        #expect(
            run("status").output.contains(
                """
                    job ftjob-a is not visible to the daemon's key since 08:33 (404), and it was submitted here: is the \
                key that submitted it another project's?

                """))
    }

    /// A job that is late was "ends about" a time that had passed, or said nothing.
    @Test func aTimeThatHasPassedIsNoForecast() throws {
        try store([Self.job("ftjob-a", finish: TestStore.now - .seconds(60))]) {
            try $0.add(JobFindings(key: Self.key("ftjob-a"), metrics: [MetricPoint(step: 1)]))
        }
        #expect(run("list", width: 200).output.contains("step 1, was to end at 08:32"))
        #expect(run("show", "ftjob-a").output.contains("   was to end at 08:32:10\n"))
    }

    @Test func aFailureWithoutAReasonShowsThatOfItsEvents() throws {
        try store([Self.job("ftjob-a", .failed)]) {
            try $0.add(
                JobFindings(
                    key: Self.key("ftjob-a"),
                    events: [
                        JobEvent(
                            id: JobEventID("e"), createdAt: TestStore.now, level: "error", message: "out of memory")
                    ]))
        }
        #expect(run("list").output.contains("out of memory"))
        #expect(run("show", "ftjob-a").output.hasSuffix("  error\n    out of memory\n"))
        let json = try JSONValue.parse(run("list", "-o", "json").output).array?.first
        #expect(json?["failure_reason"] == .string("out of memory"))
        #expect(json?["error"] == .null)
    }
}
