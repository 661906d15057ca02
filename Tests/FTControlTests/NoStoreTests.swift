import Commands
import Glibc
import JobStorage
import TestSupport
import Testing

@testable import FTControl

@Suite struct NoStoreTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test(arguments: [
        ["list"], ["show", "x"], ["events", "x"], ["status"], ["hooks", "list"], ["hooks", "deliveries"],
    ])
    func withoutAStoreASentenceSaysWhatToDo(_ arguments: [String]) {
        let outcome = TestProgram(environment: ["HOME": directory.path])
            .run(arguments + ["--store", directory.path("ftd.db")], table: ControlProgram.table)
        #expect(outcome.output == "")
        #expect(outcome.errors.hasPrefix("ftctl: no store at \(directory.path("ftd.db")): ftd has not run here yet\n"))
        #expect(outcome.code == .notFound)
    }

    @Test func aStoreThatIsNotMadeYetIsToldApart() throws {
        let path = directory.path("ftd.db")
        let file = try #require(fopen(path, "w"))
        fclose(file)
        let outcome = TestProgram().run(["list", "--store", path], table: ControlProgram.table)
        #expect(outcome.output == "")
        #expect(
            outcome.errors.hasPrefix(
                "ftctl: the store \(path) is empty: ftd has not finished making it\n  Start it: "))
        #expect(outcome.code == .notFound)
    }

    @Test func anEmptyStoreSaysWhatIsNext() throws {
        let store = try TestStore(in: directory.path, jobs: [], daemon: false)
        let outcome = TestProgram().run(["list", "--store", store.path], table: ControlProgram.table)
        #expect(outcome.output == "")
        #expect(outcome.errors.hasPrefix("no jobs yet · ftd is not running\n"))
        #expect(outcome.code == .done)
    }

    @Test func aFileThatIsNoStoreIsLeftAlone() throws {
        let path = directory.path("notes.txt")
        let file = try #require(fopen(path, "w"))
        fputs("these are my notes, and they are longer than a header of SQLite would be", file)
        fclose(file)
        let outcome = TestProgram().run(["list", "--store", path], table: ControlProgram.table)
        let sentence = "\(path) is not a store of ftd, and was left as it is: name another file with --store"
        #expect(outcome == .init(output: "", errors: "ftctl: \(sentence)\n", code: .usage))
    }

    @Test func aFaultInTheConfigurationNamesTheLine() throws {
        let path = directory.path("ftd.conf")
        let file = try #require(fopen(path, "w"))
        fputs("[poll]\nactive = soon\n", file)
        fclose(file)
        let outcome = TestProgram(environment: ["HOME": directory.path])
            .run(["list", "--config", path], table: ControlProgram.table)
        #expect(outcome.code == .usage)
        #expect(outcome.errors.hasPrefix("ftctl: \(path):2: poll.active: not a duration (got \"soon\")"))
    }
}
