import Commands
import FineTuning
import TestSupport
import Testing

@testable import FTControl

/// `ftctl` without a verb, and with one that other tools have.
@Suite struct HomeTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func run(_ arguments: [String], _ terminal: Terminal) -> TestProgram.Outcome {
        TestProgram(terminal: terminal, environment: ["HOME": directory.path, "NO_COLOR": "1"])
            .run(["--store", directory.path("ftd.db")] + arguments, table: ControlProgram.table)
    }

    @Test func onATerminalItShowsJobsStateAndWhatIsNext() throws {
        _ = try TestStore(in: directory.path)
        let outcome = run([], .wide(80))
        let table = """
            JOB        CREATED  STATUS          RESULT
            O1OEE7eEy  08:20    ● running  62%  loss 0.848 █▅▄▃▂▁▁▁  step 186/300 → 08:41
            k2Jx0QmVw  yest.    ✔ succeeded     …::A32VfYIz  4.0M tokens  12.07 USD
            k9sQ4TnWf  18 Nov   ✖ failed        Example 100, message 2 \\u{1b}[31mhas no con…

            """
        let below = """
            3 jobs · ftd is not running: as of 08:33, polled 4 s ago
            base models gpt-4.1-mini-2025-04-14, gpt-4o-mini-2024-07-18 shut down in 52 days
            (2027-01-14)
            1 notice was given up: ftctl hooks deliveries --dead
            next: ftctl status    ftctl wait O1OEE7eEy    ftctl loss O1OEE7eEy

            """
        #expect(outcome == .init(output: table, errors: below, code: .done))
    }

    @Test func withoutAStoreAndInAPipeItIsHelp() throws {
        let help = run(["help"], .none)
        #expect(help.output.contains("usage: ftctl"))
        #expect(run([], .wide(80)) == help)
        _ = try TestStore(in: directory.path)
        #expect(run([], .none) == help)
    }

    @Test func withoutJobsItSaysWhatToDo() throws {
        _ = try TestStore(in: directory.path, jobs: [], daemon: false)
        let outcome = run([], .wide(80))
        #expect(outcome.output == "")
        #expect(outcome.errors.hasPrefix("no jobs yet · ftd is not running\n"))
        #expect(outcome.errors.contains("next: ftctl submit train.jsonl"))
    }

    @Test(arguments: [("ls", "list"), ("ps", "list"), ("logs", "events")])
    func anotherWordIsTheSameVerb(_ word: String, _ verb: String) throws {
        _ = try TestStore(in: directory.path)
        let operands = verb == "events" ? ["k2Jx"] : []
        #expect(run([word] + operands, .none) == run([verb] + operands, .none))
        #expect(run(["help", word], .none) == run(["help", verb], .none))
        #expect(run(["help", verb], .none).output.contains("The same: ftctl "))
    }

    @Test func theVersionIsAVerbToo() {
        #expect(run(["version"], .none) == run(["--version"], .none))
    }

    @Test(arguments: [
        ("jobs", "ftctl list"), ("Fine-Tune", "ftctl submit train.jsonl"), ("cost", "ftctl usage"),
        ("delete", "ftctl files delete FILE"), ("tail", "ftctl events JOB -f"), ("watch", "ftctl list --watch"),
        ("plot", "ftctl loss JOB"), ("describe", "ftctl show JOB"), ("stop", "ftctl cancel JOB"),
        ("models", "ftctl model --all"), ("chat", "ftctl ask \"...\""),
    ])
    func aVerbOfAnotherToolIsAnsweredByItsMeaning(_ word: String, _ command: String) {
        let outcome = run([word, "--flag", "operand"], .none)
        let message = "ftctl: unknown verb \"\(word)\"; here that is: \(command)\n  All verbs: ftctl help\n"
        #expect(outcome == .init(output: "", errors: message, code: .usage))
    }

    @Test func everyMeaningIsAVerbOfOursAndNoVerbOfOursIsForeign() {
        let table = ControlProgram.table
        #expect(!table.foreign.isEmpty)
        for (word, command) in table.foreign {
            #expect(table.command(word) == nil && table.group(word).isEmpty, "\(word)")
            let words = command.split(separator: " ").dropFirst().map(String.init)
            #expect(table.command(words[0]) != nil || table.command(words.prefix(2).joined(separator: " ")) != nil)
        }
    }
}
