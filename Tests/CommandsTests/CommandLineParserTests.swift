import TestSupport
import Testing

@testable import Commands

@Suite struct CommandLineParserTests {
    private static let nothing = "limit 20 all false quiet false status [] heat - wait - format table\n"

    @Test(arguments: [
        (["list"], nothing),
        (["list", "--limit", "5"], "limit 5 all false quiet false status [] heat - wait - format table\n"),
        (["list", "--limit=5"], "limit 5 all false quiet false status [] heat - wait - format table\n"),
        (["list", "-n5"], "limit 5 all false quiet false status [] heat - wait - format table\n"),
        (["list", "-n", "5"], "limit 5 all false quiet false status [] heat - wait - format table\n"),
        (["list", "-aqn5"], "limit 5 all true quiet true status [] heat - wait - format table\n"),
        (["list", "-qan", "5", "-n7"], "limit 7 all true quiet true status [] heat - wait - format table\n"),
        (["list", "-ojson"], "limit 20 all false quiet false status [] heat - wait - format json\n"),
        (
            ["list", "--status=a", "--status", "b=c"],
            "limit 20 all false quiet false status [\"a\", \"b=c\"] heat - wait - format table\n"
        ),
        (
            ["list", "--temperature", "-1.5", "--timeout", "2h"],
            "limit 20 all false quiet false status [] heat -1.5 wait 7200000 format table\n"
        ),
        (["--color", "never", "list"], nothing),
        (["list", "--color=never"], nothing),
        (["list", "--"], nothing),
        (["show", "ftjob-1"], "job ftjob-1 store -\n"),
        (["show", "-5"], "job -5 store -\n"),
        (["show", "--", "-x"], "job -x store -\n"),
        (["show", "-"], "job - store -\n"),
        (["--store", "a.db", "show", "x"], "job x store a.db\n"),
        (["show", "x", "--store=a.db"], "job x store a.db\n"),
        (["--store=a.db", "show", "x", "--store=b.db"], "job x store b.db\n"),
        (["hooks", "list"], "hooks list\n"),
        (["hooks", "--color", "never", "list"], "hooks list\n"),
        (["--version"], "ftctl 0.1.0\n"),
    ])
    func understands(_ arguments: [String], _ output: String) {
        let outcome = TestProgram().run(arguments, table: TestVerbs.table)
        #expect(outcome == .init(output: output, errors: "", code: .done))
    }

    @Test(arguments: [
        (["lsit"], "unknown verb \"lsit\"; did you mean \"list\"?\n  All verbs: ftctl help"),
        (["frobnicate"], "unknown verb \"frobnicate\"\n  All verbs: ftctl help"),
        (["a\u{1B}[31m"], "unknown verb \"a\\u{1b}[31m\"\n  All verbs: ftctl help"),
        (["list", "--limt", "5"], "list: unknown option --limt; did you mean \"--limit\"?\n  Help: ftctl help list"),
        (["list", "-x"], "list: unknown option -x\n  Help: ftctl help list"),
        (["list", "-ax"], "list: unknown option -x\n  Help: ftctl help list"),
        (["list", "--all=yes"], "list: option --all takes no value (got \"yes\")\n  Help: ftctl help list"),
        (["list", "--limit"], "list: option --limit needs a value: --limit COUNT\n  Help: ftctl help list"),
        (["list", "-n"], "list: option -n needs a value: -n COUNT\n  Help: ftctl help list"),
        (
            ["list", "--status", "--all"],
            """
            list: option --status needs a value: --status WORD
              A value that begins with a dash is written --status=--all
              Help: ftctl help list
            """
        ),
        (
            ["list", "-n", "0"],
            "list: --limit: not a whole number from 1 up (got \"0\")\n  Help: ftctl help list"
        ),
        (
            ["list", "--temperature", "hot"],
            "list: --temperature: not a number from -2 to 2 (got \"hot\")\n  Help: ftctl help list"
        ),
        (
            ["list", "--timeout=soon"],
            "list: --timeout: not a duration such as 20s, 5m, 1h or 30d (got \"soon\")\n  Help: ftctl help list"
        ),
        (
            ["list", "-o", "jsno"],
            """
            list: --output: "jsno" is none of table, wide, json, jsonl, csv, name; did you mean "json"?
              Help: ftctl help list
            """
        ),
        (["list", "x"], "list: unexpected operand \"x\"\n  usage: ftctl list [OPTION]...\n  Help: ftctl help list"),
        (["show"], "show: JOB is missing\n  usage: ftctl show JOB\n  Help: ftctl help show"),
        (
            ["show", ""],
            "show: JOB: not a job id, a part of one, or latest (got \"\")\n  usage: ftctl show JOB\n  Help: ftctl help show"
        ),
        (["send", "a"], "send: FILE is missing\n  usage: ftctl send [OPTION]... JOB FILE...\n  Help: ftctl help send"),
        (["hooks"], "hooks: say what to do: list, test\n  Help: ftctl help hooks"),
        (["hooks", "lst"], "hooks: \"lst\" is none of list, test; did you mean \"list\"?\n  Help: ftctl help hooks"),
        (["--limit", "5", "list"], "option --limit stands after the verb: ftctl VERB --limit\n  Help: ftctl help"),
        (["--stor=x", "list"], "unknown option --stor; did you mean \"--store\"?\n  Help: ftctl help"),
    ])
    func refuses(_ arguments: [String], _ message: String) {
        let outcome = TestProgram().run(arguments, table: TestVerbs.table)
        #expect(outcome == .init(output: "", errors: "ftctl: \(message)\n", code: .usage))
    }

    @Test func errorsFollowTheDataAndCarryHints() {
        let outcome = TestProgram().run(["send", "j", "a", "b"], table: TestVerbs.table)
        #expect(
            outcome
                == .init(
                    output: "job j files [\"a\", \"b\"]\n",
                    errors: "ftctl: send: no such job \"j\"\n  All jobs: ftctl list\n", code: .notFound))
    }

    @Test(arguments: [
        ["send", "j", "a", "-o", "json"], ["send", "-ojsonl", "j", "a"], ["send", "--output=json", "j", "a"],
    ])
    func errorsAreJSONWhereJSONIsAskedFor(_ arguments: [String]) {
        let outcome = TestProgram().run(arguments, table: TestVerbs.table)
        let expected = #"""
            {"error": {"exit_code": 3, "message": "send: no such job \"j\"", "hints": ["All jobs: ftctl list"]}}

            """#
        #expect(outcome.errors == expected)
        #expect(outcome.code == .notFound)
    }

    @Test func usageErrorsAreJSONToo() {
        let outcome = TestProgram().run(["list", "--limt", "-o", "json"], table: TestVerbs.table)
        let expected = """
            {"error": {"exit_code": 2, "message": "list: unknown option --limt; did you mean \\"--limit\\"?", \
            "hints": ["Help: ftctl help list"]}}

            """
        #expect(outcome == .init(output: "", errors: expected, code: .usage))
    }
}
