import Commands
import FineTuning
import JSONText
import JobStorage
import TestSupport
import Testing

@testable import FTControl

@Suite struct StatusCommandTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func run(_ arguments: String...) -> TestProgram.Outcome {
        TestProgram(environment: ["HOME": directory.path])
            .run(arguments + ["--store", directory.path("ftd.db")], table: ControlProgram.table)
    }

    /// The line of the store has a size that depends on SQLite.
    private func lines(_ outcome: TestProgram.Outcome) -> [String] {
        outcome.output.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("  store") }
    }

    @Test func aStoppedDaemonIsSaidAndIsAFailure() throws {
        _ = try TestStore(in: directory.path)
        let outcome = run("status")
        let text = [
            "ftd is not running on ~/ftd.db: start it: ftd", "  polled       4 s ago; 218,402 polls, 12 failed",
            "  watching     1 running of 3 jobs in 1 account", "  degraded     no",
            "  hooks        mail: 1 dead (ftctl hooks deliveries --dead) · slack ok",
        ]
        #expect(lines(outcome) == text)
        #expect(outcome.code == .failed)
    }

    @Test func aRunningDaemonThatCanWatchIsWell() throws {
        _ = try TestStore(in: directory.path)
        let daemon = try JobStore(path: directory.path("ftd.db"))
        let outcome = run("status")
        #expect(lines(outcome).first == "ftd 0.1.0 is running (pid 4121, since 2026-10-03 08:33, 50 days)")
        #expect(lines(outcome).dropFirst().first == "  polled       4 s ago, next in 17 s; 218,402 polls, 12 failed")
        #expect(outcome.code == .done)
        withExtendedLifetime(daemon) {}
    }

    @Test func aDegradedAccountIsAFailureWithItsReason() throws {
        _ = try TestStore(in: directory.path)
        let daemon = try JobStore(path: directory.path("ftd.db"))
        var account = try daemon.account(.default, identity: "test")
        account.degraded = WatchedAccount.Degradation(
            since: TestStore.now - .seconds(3600), reason: "could not list the jobs: 401 invalid_api_key")
        try daemon.save(account)
        let outcome = run("status")
        #expect(
            lines(outcome).contains(
                "    degraded since 07:33, account default: could not list the jobs: 401 invalid_api_key"))
        #expect(outcome.code == .failed)
    }

    /// None of these was seen but in the log.
    @Test func whatKeepsTheDaemonFromItsWorkIsSaidAndIsAFailure() throws {
        _ = try TestStore(in: directory.path)
        let path = directory.path("ftd.db")
        let daemon = try JobStore(path: path)
        var live = try #require(try LiveState.read(besideStore: path))
        live.refusedReload = LiveState.Problem(
            since: TestStore.now - .seconds(60), cause: "ftd.conf:12: poll.active: not a duration (got \"soon\")")
        live.storeProblem = LiveState.Problem(since: TestStore.now - .seconds(30), cause: "database is locked")
        try live.write(besideStore: path)
        let outcome = run("status")
        #expect(outcome.code == .failed)
        for line in [
            "    reload refused at 08:32, the old settings are in force: "
                + "ftd.conf:12: poll.active: not a duration (got \"soon\")",
            "    nothing can be written to the store since 08:32: database is locked",
        ] { #expect(lines(outcome).contains(line), "\(line)") }
        let json = try JSONValue.parse(run("status", "-o", "json").output)
        #expect(json["problems"]?.array?.count == 2)
        #expect(json["well"] == .bool(false))
        // A lock that another process has for an instant is none.
        live.refusedReload = nil
        live.storeProblem?.since = TestStore.now - .seconds(29)
        try live.write(besideStore: path)
        #expect(run("status").code == .done)
        // A daemon that cannot write this file any more looks alive by its lock alone.
        live.storeProblem = nil
        live.writtenAt = TestStore.now - .seconds(1000)
        live.accounts[.default]?.nextPoll = TestStore.now - .seconds(990)
        try live.write(besideStore: path)
        #expect(
            lines(run("status")).contains(
                "    ftd has written nothing about itself since 08:16: is its disk full? See: journalctl -u ftd"))
        withExtendedLifetime(daemon) {}
    }

    @Test func jsonSaysTheSame() throws {
        _ = try TestStore(in: directory.path)
        let outcome = run("status", "-o", "json")
        let object = try JSONValue.parse(outcome.output)
        #expect(object["running"] == .bool(false))
        #expect(object["jobs"]?["running"] == .integer(1))
        #expect(object["daemon"]?["accounts"]?["default"]?["polls"] == .integer(218_402))
    }

    /// Two words that look the same, é in one scalar and in two, made the program trap.
    @Test func statusesThatOnlyLookTheSameAreTwo() throws {
        var jobs = Array(TestStore.jobs.prefix(2))
        jobs[0].status = JobStatus(word: "pr\u{E9}t")
        jobs[1].status = JobStatus(word: "pre\u{301}t")
        _ = try TestStore(in: directory.path, jobs: jobs)
        let counts = try JSONValue.parse(run("status", "-o", "json").output)["jobs"]?.object
        #expect(counts?.members.map(\.value) == [.integer(1), .integer(1)])
        #expect(run("status").code == .failed)
    }

    @Test func deliveriesShowWhatNeverArrived() throws {
        _ = try TestStore(in: directory.path)
        let text = """
            ID     CREATED          HOOK   TYPE                       JOB ID                          STATE        ATTEMPTS  NEXT  LAST ANSWER
            evt_2  yesterday 00:34  slack  fine_tuning.job.succeeded  ftjob-k2Jx0QmVwq3n1Zt7LrYp9aBc  ✔ delivered         1
            evt_2  yesterday 00:34  mail   fine_tuning.job.succeeded  ftjob-k2Jx0QmVwq3n1Zt7LrYp9aBc  ✖ dead             10        exit 1: no such host

            """
        #expect(run("hooks", "deliveries").output == text)
        #expect(run("hooks", "deliveries", "--dead", "-o", "name").output == "evt_2\n")
        let stranger = run("hooks", "deliveries", "--hook", "slakc")
        #expect(stranger.code == .usage)
        #expect(stranger.errors.hasPrefix("ftctl: no hook \"slakc\" in the configuration; did you mean \"slack\"?\n"))
        #expect(run("hooks", "deliveries", "--dead", "--waiting").code == .usage)
    }

    @Test func hooksThatOnlyTheStoreKnowsAreShown() throws {
        _ = try TestStore(in: directory.path)
        let text = """
            HOOK   KIND            ON  STATE      WAITING  DELIVERED  DEAD  LAST SUCCESS  TARGET
            mail   not configured      ◌ removed        0          0     1
            slack  not configured      ◌ removed        0          1     0

            """
        #expect(run("hooks", "list").output == text)
    }
}
