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

    @Test func jsonSaysTheSame() throws {
        _ = try TestStore(in: directory.path)
        let outcome = run("status", "-o", "json")
        let object = try JSONValue.parse(outcome.output)
        #expect(object["running"] == .bool(false))
        #expect(object["jobs"]?["running"] == .integer(1))
        #expect(object["daemon"]?["accounts"]?["default"]?["polls"] == .integer(218_402))
    }

    @Test func deliveriesShowWhatNeverArrived() throws {
        _ = try TestStore(in: directory.path)
        let text = """
            ID     CREATED          HOOK   TYPE                       JOB ID                          STATE        ATTEMPTS  NEXT  REASON
            evt_2  yesterday 00:34  slack  fine_tuning.job.succeeded  ftjob-k2Jx0QmVwq3n1Zt7LrYp9aBc  ✔ delivered         1
            evt_2  yesterday 00:34  mail   fine_tuning.job.succeeded  ftjob-k2Jx0QmVwq3n1Zt7LrYp9aBc  ✖ dead             10        exit 1: no such host

            """
        #expect(run("hooks", "deliveries").output == text)
        #expect(run("hooks", "deliveries", "--dead", "-o", "name").output == "evt_2\n")
        #expect(run("hooks", "deliveries", "--hook", "nobody").errors == "no such deliveries\n")
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
