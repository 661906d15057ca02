import Commands
import FineTuning
import Glibc
import TestSupport
import Testing

@testable import FTControl

@Suite struct ReportCommandTests {
    private let directory: TemporaryDirectory
    private let store: TestStore

    init() throws {
        directory = try TemporaryDirectory()
        store = try TestStore(in: directory.path)
    }

    private func run(_ arguments: [String], terminal: Terminal = .none) -> TestProgram.Outcome {
        TestProgram(terminal: terminal, environment: ["HOME": directory.path])
            .run(["--store", store.path] + arguments, table: ControlProgram.table)
    }

    @Test func theFileHoldsEveryJobAndNeedsNothingElse() throws {
        let file = directory.path("jobs.html")
        #expect(
            run(["report", "-o", file])
                == TestProgram.Outcome(output: "", errors: "wrote \(file)\n", code: .done))
        let page = try directory.text("jobs.html")
        for job in TestStore.jobs { #expect(page.contains(job.id.rawValue)) }
        #expect(page.contains("Content-Security-Policy"))
        #expect(!page.contains("<script") && !page.contains("<link"))
        #expect(!page.unicodeScalars.contains("\u{1B}"))
    }

    @Test func aPipeGetsThePageAndATerminalAHint() {
        let piped = run(["report"])
        #expect(piped.code == .done)
        #expect(piped.output.hasPrefix("<!DOCTYPE html>\n"))
        let typed = run(["report"], terminal: .wide(80))
        #expect(typed.code == .usage)
        #expect(typed.errors.contains("ftctl report -o jobs.html"))
    }

    @Test func theStoreIsNeverOverwritten() throws {
        let outcome = run(["report", "-o", store.path])
        #expect(outcome.code == .usage)
        #expect(run(["list"]).code == .done)
    }

    @Test func withoutAStoreNoFileIsWritten() {
        let outcome = TestProgram(environment: ["HOME": directory.path])
            .run(
                ["--store", directory.path("none.db"), "report", "-o", directory.path("x.html")],
                table: ControlProgram.table)
        #expect(outcome.code == .notFound)
        #expect(access(directory.path("x.html"), F_OK) != 0)
    }

    @Test func theAddressIsPrintedAndWhetherItIsServed() throws {
        try directory.write("ftd.conf", "[web]\nlisten = 127.0.0.1:1\n")
        let outcome = TestProgram(environment: ["HOME": directory.path, "FTD_CONFIG": directory.path("ftd.conf")])
            .run(["web", "--print"], table: ControlProgram.table)
        #expect(outcome.output == "http://127.0.0.1:1\n")
        #expect(outcome.code == .unreachable)
    }
}
