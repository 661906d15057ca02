import Commands
import FineTuning
import TestSupport
import Testing

@testable import FTDaemon

@Suite struct DaemonOptionsTests {
    @Test(
        arguments: [
            ([], DaemonOptions.Action.run, nil, nil),
            (["--once"], .once, nil, nil),
            (["--check-config", "--config", "a.conf"], .checkConfiguration, "a.conf", nil),
            (["--config=a=b.conf", "--store=x.db"], .run, "a=b.conf", "x.db"),
            (["--store", "x.db", "--once"], .once, nil, "x.db"),
        ] as [([String], DaemonOptions.Action, String?, String?)])
    func argumentsAreRead(
        arguments: [String], action: DaemonOptions.Action, configuration: String?, store: String?
    ) throws {
        let options = try DaemonOptions(arguments)
        #expect(options.action == action)
        #expect(options.configuration == configuration)
        #expect(options.store == store)
    }

    @Test(arguments: [
        (["--onse"], "unknown option --onse; did you mean \"--once\"?\n  Help: ftd --help"),
        (["--frobnicate"], "unknown option --frobnicate\n  Help: ftd --help"),
        (["--once=yes"], "option --once takes no value (got \"yes\")\n  Help: ftd --help"),
        (["run\u{1B}"], "unexpected operand \"run\\u{1b}\"\n  usage: ftd [OPTION]...\n  Help: ftd --help"),
        (["--store"], "option --store needs a value: --store FILE\n  Help: ftd --help"),
        (["--config="], "--config: not the path of a file (got \"\")\n  Help: ftd --help"),
        (["--store", ""], "--store: not the path of a file (got \"\")\n  Help: ftd --help"),
        (
            ["--completions", "tcsh"],
            "--completions: \"tcsh\" is none of bash, zsh, fish\n  Help: ftd --help"
        ),
    ])
    func whatMakesNoSenseIsSaid(arguments: [String], text: String) {
        let outcome = TestProgram().run(arguments, table: DaemonProgram.table)
        #expect(outcome == .init(output: "", errors: "ftd: \(text)\n", code: .usage))
    }

    private static let help = """
        ftd watches fine-tuning jobs and announces when one succeeds or fails.

        usage: ftd [OPTION]...

        It runs in the foreground and logs to standard error. SIGHUP reads the
        configuration again, SIGUSR1 polls at once, SIGTERM stops.

        Options:
              --config FILE        the configuration; else FTD_CONFIG,
                                   $XDG_CONFIG_HOME/ftd/ftd.conf, /etc/ftd/ftd.conf, or
                                   the built-in one
              --store FILE         the store; else FTD_STORE, the configuration,
                                   $STATE_DIRECTORY/ftd.db, /var/lib/ftd/ftd.db,
                                   $XDG_STATE_HOME/ftd/ftd.db
              --once               poll once, attempt every due delivery once, and exit;
                                   60 s at most
              --check-config       read the configuration, the hooks' secrets and the
                                   key, look at the hooks' programs, and exit
          -h, --help               print help and stop
              --version            print the version and stop
              --completions SHELL  print a script that completes command lines in bash,
                                   zsh or fish
              --man                print the manual page and stop

        Examples:
          ftd --check-config
              whether a start would find all that it needs
          source <(ftd --completions bash)
              in ~/.bashrc
          ftd --man | man -l -
              read the manual

        Exit codes:
          0    stopped
          1    the store failed, or could not be opened for now (a full disk, a missing
               right)
          2    a person must act first: the configuration, a key file, a store that is
               damaged, newer or not ours, or another ftd that still works on it after
               10 s
          4    not authorized (--once)
          5    API unreachable (--once)

        """

    @Test(arguments: [["--help"], ["-h"], ["--once", "--help", "--store"]])
    func helpIsMadeFromTheTable(_ arguments: [String]) {
        let outcome = TestProgram().run(arguments, table: DaemonProgram.table)
        #expect(outcome == .init(output: Self.help, errors: "", code: .done))
    }

    @Test func theVersionIsPrinted() {
        let outcome = TestProgram().run(["--once", "--version"], table: DaemonProgram.table)
        #expect(outcome == .init(output: "ftd \(ProductVersion.text)\n", errors: "", code: .done))
    }
}

@Suite struct FailpointTests {
    @Test func aNameMayHaveACount() {
        for point in Failpoint.allCases {
            #expect(
                Failpoint.parse(point.rawValue).map { [$0.point.rawValue, "\($0.count)"] } == [point.rawValue, "1"])
            #expect(Failpoint.parse(point.rawValue + ":3")?.count == 3)
        }
    }

    @Test(arguments: ["", "poll", "poll.afterResponse:", "poll.afterResponse:0", "poll.afterResponse:x", ":3"])
    func anythingElseIsNone(text: String) { #expect(Failpoint.parse(text) == nil) }
}
