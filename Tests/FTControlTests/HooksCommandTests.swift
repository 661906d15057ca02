import Commands
import FineTuning
import JobStorage
import Spool
import TestSupport
import Testing

@testable import FTControl

@Suite struct HooksCommandTests {
    private let directory: TemporaryDirectory
    private let store: TestStore
    private let spool: Spool

    init() throws {
        directory = try TemporaryDirectory()
        store = try TestStore(in: directory.path)
        spool = Spool(besideStore: store.path)
        try spool.prepare()
        _ = try directory.write(
            "ftd.conf", "[hook \"slack\"]\nwebhook = https://chat.example/secret\n[hook \"mail\"]\nrun = /bin/true\n")
    }

    private func run(_ arguments: String...) -> TestProgram.Outcome {
        TestProgram(environment: ["HOME": directory.path]).run(
            ["hooks"] + arguments + ["--store", store.path, "--config", directory.path("ftd.conf")],
            table: ControlProgram.table)
    }

    private func wishes() throws -> [Wish] { try spool.wishes().wishes.map(\.wish) }

    private func deadOne() throws -> Delivery {
        try #require(JobStoreReader(path: store.path).deliveries(DeliveryFilter(state: .dead)).first?.delivery)
    }

    @Test func aSilenceIsAWishThatLiesUntilTheDaemonStarts() throws {
        let outcome = run("silence", "slack", "--for", "2h")
        #expect(outcome.code == .done)
        #expect(outcome.output == "hook slack: silent until 10:33\n")
        #expect(outcome.errors == "ftd is not running: this is done when it starts\n")
        #expect(
            try wishes() == [
                .hooks(.silenceHook(HookName("slack"), until: TestStore.now + .seconds(7200)))
            ])
    }

    @Test func aJobIsSilencedByTheBeginningOfItsID() throws {
        #expect(
            run("silence", "ftjob-O1", "--end").output == "job ftjob-O1OEE7eEyFNJsO2Eu5otzWA8: not silent any more\n")
        let job = JobKey(account: .default, job: JobID("ftjob-O1OEE7eEyFNJsO2Eu5otzWA8"))
        #expect(try wishes() == [.hooks(.silenceJob(job, until: nil))])
    }

    @Test(arguments: [
        (["silence", "slack"], "hooks silence: write either --for TIME or --end"),
        (["silence", "slack", "--for", "1h", "--end"], "hooks silence: write either --for TIME or --end"),
        (["silence", "slack", "--for", "40d"], "hooks silence: --for is more than nothing and 30d at most"),
        (["silence", "slak", "--for", "1h"], "no hook and no job \"slak\"; did you mean \"slack\"?"),
        (["retry"], "hooks retry: write the ID of a delivery, or --dead"),
        (["retry", "evt_1", "--dead"], "hooks retry: an ID and --dead exclude each other"),
        (["retry", "evt_none"], "no delivery \"evt_none\""),
        (["retry", "--dead", "--hook", "slak"], "no hook \"slak\" in the configuration; did you mean \"slack\"?"),
        (["test", "slak"], "no hook \"slak\" in the configuration; did you mean \"slack\"?"),
        (["test", "slack", "--type", "suceeded"], "did you mean \"succeeded\"?"),
        (["render", "slack", "--type", "failled"], "did you mean \"failed\"?"),
    ])
    func whatCannotBeDoneIsSaid(arguments: [String], sentence: String) throws {
        let outcome = TestProgram(environment: ["HOME": directory.path]).run(
            ["hooks"] + arguments + ["--store", store.path, "--config", directory.path("ftd.conf")],
            table: ControlProgram.table)
        #expect(outcome.code == .usage || outcome.code == .notFound)
        #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
        #expect(try wishes().isEmpty)
    }

    @Test func whatWasGivenUpIsSentAgainByItsIDOrAllOfIt() throws {
        let dead = try deadOne()
        let outcome = run("retry", String(dead.notice.rawValue.dropLast()))
        #expect(outcome.output == "1 delivery to \(dead.hook) sent again\n", "\(outcome.errors)")
        #expect(try wishes() == [.hooks(.retry(dead.notice, hook: nil))])
        #expect(run("retry", "--dead", "--hook", dead.hook.rawValue).code == .done)
        #expect(try wishes().contains(.hooks(.retry(nil, hook: dead.hook))))
    }

    @Test func whatIsSentCanBeSeenWithoutSendingIt() {
        let outcome = run("render", "slack", "--type", "failed")
        #expect(outcome.code == .done)
        #expect(outcome.output.hasPrefix("{\n  \"id\": \"evt_sample\",\n  \"object\": \"event\","), "\(outcome.output)")
        #expect(outcome.output.contains("\"a sample, sent by ftctl hooks test: nothing has happened\""))
        #expect(!outcome.output.contains("secret"))
    }
}
