import Commands
import Files
import FineTuning
import JSONText
import JobStorage
import TestSupport
import Testing

@testable import FTControl

@Suite struct UsageCommandTests {
    private let directory: TemporaryDirectory
    private let store: TestStore

    init() throws {
        directory = try TemporaryDirectory()
        store = try TestStore(in: directory.path)
    }

    private func run(_ arguments: String...) -> TestProgram.Outcome {
        TestProgram(environment: ["HOME": directory.path])
            .run(["usage"] + arguments + ["--store", store.path], table: ControlProgram.table)
    }

    @Test func theTableByMonthAndModel() {
        let outcome = run()
        #expect(
            outcome.output == """
                MONTH    MODEL                    JOBS  FAILED  TRAINED TOKENS       COST
                2026-11  gpt-4.1-mini-2025-04-14     1       1               0   0.00 USD
                2026-11  gpt-4o-mini-2024-07-18      2       0       4,024,281  12.07 USD

                """)
        #expect(
            outcome.errors == """
                3 jobs, 1 of them failed or cancelled · 4,024,281 trained tokens · 12.07 USD · 1
                under way, not in the cost

                """)
        #expect(outcome.code == .done)
    }

    @Test func machinesGetNoRowOfSums() {
        let lines = run("--by", "month", "-o", "csv").output.split(separator: "\r\n").map(String.init)
        #expect(lines.first == "month,jobs,failed,trained_tokens,cost,currency,open,unpriced,failed_cost")
        #expect(lines.count == 2)
        #expect(lines.last?.hasPrefix("2026-11,") == true)
    }

    @Test(arguments: [
        (
            "weekday",
            "ftctl: usage: --by: not some of day, month, model, account, name, with commas between (got \"weekday\")\n"
        ),
        (
            "day,day",
            "ftctl: usage: --by: not some of day, month, model, account, name, with commas between (got \"day,day\")\n"
        ),
    ])
    func anUnknownGroupingIsRefused(_ word: String, _ message: String) {
        let outcome = run("--by", word)
        #expect(outcome.errors.hasPrefix(message))
        #expect(outcome.code == .usage)
    }

    @Test func aTimeWithoutJobsIsSaid() {
        let outcome = run("--since", "2026-11-22 08:33:10", "--by", "account")
        #expect(outcome.errors == "no jobs in this time\nnext: ftctl list --all\n")
    }

    /// Words of a server and of users reach no terminal, cell or page as they are.
    @Test(arguments: [[], ["-o", "wide"], ["-o", "csv"], ["-o", "json"]])
    func hostileNamesAreShownHarmless(_ format: [String]) throws {
        let evil = "\u{1B}[31m\u{202E}\u{200B}=1+1<b>\nx"
        var job = Job(
            id: JobID("ftjob-evil"), createdAt: TestStore.now, status: .succeeded, model: ModelName(evil),
            finishedAt: TestStore.now, trainedTokens: 5, suffix: evil)
        job.raw = JSONWriter.text(
            .object(["estimatedCost": .object(["units": .integer(3), "currencyCode": .string(evil)])]))
        let writer = try JobStore(path: store.path)
        _ = try writer.apply(AccountChanges(account: .default, seenAt: TestStore.now, jobs: [job]))
        try writer.add(
            JobFindings(
                key: JobKey(account: .default, job: job.id),
                metrics: [MetricPoint(step: 1, others: [evil: 1]), MetricPoint(step: 2, others: [evil: 2])]))
        try writer.finish()
        for verb in [["usage", "--by", "model,name"], ["loss", "ftjob-ev"], ["loss", "ftjob-ev", "--metric", evil]] {
            let program = TestProgram(terminal: .wide(20), environment: ["HOME": directory.path, "LANG": "C.UTF-8"])
            let outcome = program.run(
                verb + format + ["--store", store.path, "--color", "never"], table: ControlProgram.table)
            let text = outcome.output + outcome.errors
            #expect(!text.contains("\u{1B}"))
            #expect(!text.contains("\u{202E}"))
            #expect(!text.contains("\u{200B}"))
            if format.last == "csv" { #expect(!text.contains("\r\n=") && !text.contains(",=")) }
        }
    }

    @Test func theMonthStandsBesideItsLimit() throws {
        let configuration = directory.path("ftd.conf")
        try WholeFile.replace(
            configuration, with: Array("[budget]\nmonth = 10 USD 5 EUR\n".utf8), mode: 0o600, durability: .process)
        let program = TestProgram(environment: ["HOME": directory.path, "FTD_CONFIG": configuration])
        let outcome = program.run(["usage", "--store", store.path], table: ControlProgram.table)
        #expect(
            outcome.errors.hasSuffix(
                """
                budget exceeded: 12.07 USD of 10.00 USD in 2026-11; the cost of 1 job is not known and not in it
                budget: 0.00 EUR of 5.00 EUR in 2026-11

                """))
        let status = TestProgram(environment: ["HOME": directory.path, "FTD_CONFIG": configuration])
            .run(["status", "--store", store.path, "-o", "json"], table: ControlProgram.table)
        let budget = try JSONValue.parse(status.output)["budget"]?.array
        #expect(budget?.map { $0["exceeded"]?.bool } == [true, false])
        #expect(budget?.first?["spent"]?.number?.text == "12.072843")
    }
}
