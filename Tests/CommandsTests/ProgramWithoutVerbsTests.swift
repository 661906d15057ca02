import Commands
import TestSupport
import Testing

@Suite struct ProgramWithoutVerbsTests {
    private static let speed = CommandOption.value("speed", .wholeNumber("N", in: 1...9), default: 1, "how fast")
    private static let place = CommandOption.value("place", .directory(), "where to serve")
    private static let dry = CommandOption.flag("dry-run", short: "n", "do nothing")

    private static let table = CommandTable(
        ProgramDescription(name: "serve", summary: "serves a folder", manualSection: 8, seeAlso: ["ftctl (1)"]) {
            CommandError(.failed, "\($0)")
        },
        only: Command(
            details: ["It stops on SIGTERM."], options: [speed, place, dry],
            examples: [CommandExample("serve -n", "try it")], exitNotes: [ExitNote(.done, "stopped")]
        ) { context, arguments in
            try context.output.line("speed \(arguments[speed]) place \(arguments[place] ?? "-") dry \(arguments[dry])")
            return .done
        })

    private func run(_ arguments: String...) -> TestProgram.Outcome {
        TestProgram().run(arguments, table: Self.table)
    }

    @Test func runsWithoutAVerb() {
        #expect(run() == .init(output: "speed 1 place - dry false\n", errors: "", code: .done))
        let outcome = run("-n", "--speed=3", "--place", "a b")
        #expect(outcome == .init(output: "speed 3 place a b dry true\n", errors: "", code: .done))
    }

    /// A program whose arguments are lost did what it does without any: `ftctl submit` printed help and said 0.
    @Test func aCommandLineWithoutEvenANameIsRefused() {
        let program = TestProgram()
        #expect(Self.table.run(commandLine: [], in: program.surroundings) == .usage)
        #expect(program.written == "")
        #expect(
            program.said == "serve: the arguments cannot be read, because /proc is not mounted; mount it\n")
        #expect(Self.table.run(commandLine: ["serve", "-n"], in: program.surroundings) == .done)
    }

    @Test func helpIsThatOfTheProgram() {
        let help = """
            serve serves a folder.

            usage: serve [OPTION]...

            It stops on SIGTERM.

            Options:
                  --speed N            how fast (default 1)
                  --place DIR          where to serve
              -n, --dry-run            do nothing
              -h, --help               print help and stop
                  --version            print the version and stop
                  --completions SHELL  print a script that completes command lines in bash,
                                       zsh or fish
                  --man                print the manual page and stop

            Examples:
              serve -n
                  try it

            Exit codes:
              0    stopped

            """
        #expect(run("-nh") == .init(output: help, errors: "", code: .done))
    }

    @Test func theManualHasEveryPart() {
        let page = #"""
            .TH SERVE 8 "" "ftd VERSION" "System Administration"
            .SH NAME
            serve \- serves a folder
            .SH SYNOPSIS
            .B serve
            [\fIOPTION\fR]...
            .SH DESCRIPTION
            serve serves a folder.
            .PP
            It stops on SIGTERM.
            .SH OPTIONS
            .TP
            \fB\-\-speed\fR \fIN\fR
            how fast (default 1)
            """#
        let outcome = run("--man")
        let version = String(run("--version").output.dropFirst("serve ".count).dropLast())
        #expect(outcome.output.hasPrefix(page.split(separator: "VERSION").joined(separator: version)))
        #expect(outcome.output.hasSuffix(".SH EXIT STATUS\n.TP\n.B 0\nstopped\n.SH SEE ALSO\n.BR ftctl (1)\n"))
    }

    @Test(arguments: [
        (["--"], ""), (["--", "--sp"], "--speed\thow fast\n"), (["--", "--place", ""], ":directories\n"),
        (["--", "--completions", "z"], "zsh\n"), (["--", "--completions=f"], "--completions=fish\n"), (["--", ""], ""),
    ])
    func completionsAreGivenByTheProgramItself(_ words: [String], _ answer: String) {
        let outcome = TestProgram().run(["--completions", "zsh"] + words, table: Self.table)
        if words == ["--"] {
            #expect(outcome.output.contains("$(serve --completions zsh -- "))
        } else {
            #expect(outcome == .init(output: answer, errors: "", code: .done))
        }
    }

    @Test(arguments: Shell.allCases) func everyShellHasAScript(_ shell: Shell) {
        let outcome = run("--completions=\(shell.rawValue)")
        #expect(outcome.output.contains("serve --completions \(shell.rawValue) -- "))
        #expect(outcome.code == .done)
    }

    @Test(arguments: [
        (["--sped", "3"], "unknown option --sped; did you mean \"--speed\"?\n  Help: serve --help"),
        (["x"], "unexpected operand \"x\"\n  usage: serve [OPTION]...\n  Help: serve --help"),
        (["--speed", "0"], "--speed: not a whole number from 1 to 9 (got \"0\")\n  Help: serve --help"),
    ])
    func mistakesNameTheHelp(_ arguments: [String], _ message: String) {
        let outcome = TestProgram().run(arguments, table: Self.table)
        #expect(outcome == .init(output: "", errors: "serve: \(message)\n", code: .usage))
    }
}
