import TestSupport
import Testing
import Text

@testable import Commands

@Suite struct CommandHelpTests {
    private static let program = """
        ftctl prepares, submits and watches fine-tuning jobs.

        usage: ftctl [--config FILE] [--store FILE] [--color WHEN] VERB [OPTION]...

        Prepare and submit:
          send        Send files

        Watch:
          list        Show the newest jobs as a table
          show        Show a job

        Operate:
          hooks list  Hooks: list
          hooks test  Hooks: test

        Everywhere:
              --config FILE  read this configuration
              --store FILE   read this store
              --color WHEN   colour the output: auto, always or never (default auto)
          -h, --help         print help and stop
              --version      print the version and stop

        Exit codes:
          0    done
          1    failed, or the job did
          2    usage or configuration
          3    no such job, model, file or store
          4    not authorized
          5    API unreachable
          124  timed out
          130  interrupted

        Explain a verb: ftctl help VERB

        """

    private static let list = """
        usage: ftctl list [OPTION]...

        Show the newest jobs as a table.

        Options:
          -n, --limit COUNT         how many jobs (default 20)
          -a, --all                 every job
          -q, --quiet               say nothing
              --status WORD         only jobs of this status (may be repeated)
              --temperature DEGREE  how daring
              --timeout TIME        give up after this time (20s, 5m, 1h or 30d)
          -o, --output FORMAT       table, wide, json, jsonl, csv or name (default
                                    table)
              --config FILE         read this configuration
              --store FILE          read this store
              --color WHEN          colour the output: auto, always or never (default
                                    auto)
          -h, --help                print help and stop

        """

    private static let hooks = """
        usage: ftctl hooks VERB [OPTION]...

          hooks list  Hooks: list
          hooks test  Hooks: test

        Explain a verb: ftctl help hooks VERB

        """

    @Test(arguments: [
        ([], program), (["--help"], program), (["-h"], program),
        (["list", "--help"], list), (["list", "-ah"], list), (["--help", "list"], list), (["-h", "list"], list),
        (["hooks", "--help"], hooks), (["--help", "hooks"], hooks),
    ])
    func isTheSameFromEverySide(_ arguments: [String], _ text: String) {
        #expect(TestProgram().run(arguments, table: TestVerbs.table) == .init(output: text, errors: "", code: .done))
    }

    @Test func listsOperandsExamplesAndExitCodes() {
        let command = Command(
            name: "wait", section: TestVerbs.watch, summary: "Wait until jobs have ended",
            details: [
                "Without a running ftd it polls by itself. The time counts from the start of the command, and jobs that "
                    + "ended before count too."
            ],
            operands: [TestVerbs.job], options: [],
            examples: [
                CommandExample("ftctl wait ftjob-1 && ftctl ask \"What is rust?\"", "ask as soon as it is there")
            ],
            exitNotes: [ExitNote(.done, "every job succeeded"), ExitNote(.timedOut, "time is up")]
        ) { _, _ in .done }
        let table = CommandTable(
            TestVerbs.table.program, sections: [],
            everywhere: [TestVerbs.config, TestVerbs.store, StandardOptions.color],
            commands: [command])
        let text = """
            usage: ftctl wait JOB

            Wait until jobs have ended.

            Without a running ftd it polls by itself. The time counts from the start of the
            command, and jobs that ended before count too.

              JOB  the job

            Options:
                  --config FILE  read this configuration
                  --store FILE   read this store
                  --color WHEN   colour the output: auto, always or never (default auto)
              -h, --help         print help and stop

            Examples:
              ftctl wait ftjob-1 && ftctl ask "What is rust?"
                  ask as soon as it is there

            Exit codes:
              0    every job succeeded
              124  time is up

            """
        #expect(CommandHelp(table).text(.command(command)) == text)
    }
}
