import Commands
import FineTuning
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
}
