import Commands
import FineTuning
import Glibc
import JSONText
import JobStorage
import TestSupport
import Testing
import Text

@testable import FTControl

@Suite struct ListCommandTests {
    private let directory: TemporaryDirectory
    private let store: TestStore

    init() throws {
        directory = try TemporaryDirectory()
        store = try TestStore(in: directory.path)
    }

    private func run(_ arguments: String..., width: Int? = nil) -> TestProgram.Outcome {
        let program = TestProgram(terminal: width.map { .wide($0) } ?? .none, environment: ["HOME": directory.path])
        return program.run(["--store", store.path] + arguments, table: ControlProgram.table)
    }

    private func run(options: [String]) -> TestProgram.Outcome {
        TestProgram(environment: ["HOME": directory.path])
            .run(["list", "--store", store.path] + options, table: ControlProgram.table)
    }

    @Test func aPipeGetsWholeColumns() {
        let text = #"""
            JOB ID                          CREATED           STATUS          MODEL                    TRAINING FILE  ERROR                                                                   FINE-TUNED MODEL                              NAME  FINISHED         TRAINED TOKENS       COST  ACCOUNT
            ftjob-O1OEE7eEyFNJsO2Eu5otzWA8  today 08:20       ● running  62%  gpt-4o-mini-2024-07-18   file-1                                                                                                                                                                                 default
            ftjob-k2Jx0QmVwq3n1Zt7LrYp9aBc  yesterday 00:13   ✔ succeeded     gpt-4o-mini-2024-07-18   file-2                                                                                 ft:gpt-4o-mini-2024-07-18:personal::A32VfYIz        yesterday 00:34       4,024,281  12.07 USD  default
            ftjob-k9sQ4TnWfYc8uHk5RjDm2xEo  2026-11-18 08:33  ✖ failed        gpt-4.1-mini-2025-04-14  file-3         invalid_training_file: Example 100, message 2 \u{1b}[31mhas no content                                                                                                  default

            """#
        let footer = """
            3 jobs · ftd is not running: as of 08:33, polled 4 s ago · \
            base models gpt-4.1-mini-2025-04-14, gpt-4o-mini-2024-07-18 shut down in 52 days (2027-01-14)
            1 notice was given up: ftctl hooks deliveries --dead

            """
        #expect(run("list") == .init(output: text, errors: footer, code: .done))
    }

    @Test func whereAllNoticesArrivedNothingIsSaidOfThem() throws {
        let own = try TemporaryDirectory()
        let store = try JobStore(path: own.path("ftd.db"))
        _ = try store.apply(AccountChanges(account: .default, seenAt: TestStore.now, jobs: TestStore.jobs))
        let outcome = TestProgram(environment: ["HOME": own.path])
            .run(["list", "--store", own.path("ftd.db")], table: ControlProgram.table)
        #expect(outcome.errors.hasPrefix("3 jobs · "))
        #expect(!outcome.errors.contains("given up"))
    }

    /// A typo in the price list took the table down.
    @Test func aBadPriceListIsSaidAndHidesNothing() throws {
        let configuration = directory.path("config/ftd")
        for path in [directory.path("config"), configuration] { mkdir(path, 0o700) }
        let file = try #require(fopen("\(configuration)/models.conf", "w"))
        fputs("[model \"a\"]\nprize = 3\n", file)
        fclose(file)
        let environment = ["HOME": directory.path, "XDG_CONFIG_HOME": directory.path("config")]
        for verb in [["list"], ["show", "ftjob-k2"]] {
            let outcome = TestProgram(environment: environment)
                .run(["--store", store.path] + verb, table: ControlProgram.table)
            #expect(outcome.code == .done)
            #expect(outcome.output.contains("ftjob-k2Jx0QmVwq3n1Zt7LrYp9aBc"))
            #expect(outcome.errors.contains("ftctl: \(configuration)/models.conf:2: model.a.prize: unknown key; "))
            #expect(outcome.errors.contains("\nftctl: built-in figures are shown instead\n"))
        }
    }

    private static let named: [Job] = {
        var jobs = TestStore.jobs
        jobs[0].suffix = "sciq"
        jobs[1].metadata.append(MetadataPair(key: "name", value: "a name that is long"))
        jobs[2].error?.message = String(repeating: "Example 100 has no content. ", count: 20)
        return jobs
    }()

    /// What each width has: ids, names and the percent before times, models and files.
    @Test(arguments: [
        (
            20,
            """
            JOB   STATUS
            O1OE  ● running  62%
            k2Jx  ✔ succeeded
            k9sQ  ✖ failed

            """
        ),
        (
            40,
            """
            JOB        NAME           STATUS
            O1OEE7eEy  sciq           ● running  62%
            k2Jx0QmVw  a name that…   ✔ succeeded
            k9sQ4TnWf                 ✖ failed

            """
        ),
        (
            60,
            """
            JOB        NAME          STATUS          RESULT
            O1OEE7eEy  sciq          ● running  62%  loss 0.848 █▅▄▃▂▁▁▁
            k2Jx0QmVw  a name that…  ✔ succeeded     …::A32VfYIz
            k9sQ4TnWf                ✖ failed        Example 100 has no…

            """
        ),
        (
            80,
            """
            JOB        NAME          CREATED  STATUS          RESULT
            O1OEE7eEy  sciq          08:20    ● running  62%  loss 0.848 █▅▄▃▂▁▁▁
            k2Jx0QmVw  a name that…  yest.    ✔ succeeded     …::A32VfYIz  12.07 USD
            k9sQ4TnWf                18 Nov   ✖ failed        Example 100 has no content. E…

            """
        ),
        (
            120,
            """
            JOB        NAME          CREATED  STATUS          MODEL         RESULT
            O1OEE7eEy  sciq          08:20    ● running  62%  gpt-4o-mini   loss 0.848 █▅▄▃▂▁▁▁  step 186/300 → 08:41
            k2Jx0QmVw  a name that…  yest.    ✔ succeeded     gpt-4o-mini   …::A32VfYIz  4.0M tokens  12.07 USD
            k9sQ4TnWf                18 Nov   ✖ failed        gpt-4.1-mini  Example 100 has no content. Example 100 has no content.…

            """
        ),
    ])
    func everyWidthHasWhatCountsMost(_ width: Int, _ text: String) throws {
        let own = try TemporaryDirectory()
        let store = try TestStore(in: own.path, jobs: Self.named)
        let outcome = TestProgram(terminal: .wide(width), environment: ["HOME": own.path])
            .run(["list", "--store", store.path, "--color", "never"], table: ControlProgram.table)
        #expect(outcome.output == text)
        #expect(outcome.code == .done)
    }

    @Test(arguments: 20...250) func noWidthIsExceeded(_ width: Int) throws {
        let own = try TemporaryDirectory()
        let store = try TestStore(in: own.path, jobs: Self.named)
        let outcome = TestProgram(terminal: .wide(width), environment: ["HOME": own.path])
            .run(["list", "--store", store.path, "--color", "never"], table: ControlProgram.table)
        for line in (outcome.output + outcome.errors).split(separator: "\n") {
            #expect(String(line).displayWidth <= width)
        }
        #expect(outcome.output.contains(" 62%"))
    }

    @Test func twoHundredColumnsHaveWholeIdsAndFiles() {
        let text = """
            JOB                             CREATED           STATUS          MODEL                    TRAINING FILE  \
            RESULT
            ftjob-O1OEE7eEyFNJsO2Eu5otzWA8  today 08:20       ● running  62%  gpt-4o-mini-2024-07-18   file-1         \
            loss 0.848 █▅▄▃▂▁▁▁  step 186/300 → 08:41

            """
        #expect(run("--color", "never", "list", width: 200).output.hasPrefix(text))
    }

    @Test(arguments: [
        (["--sort", "name"], "O1OEE7eEy k2Jx0QmVw k9sQ4TnWf"),
        (["--sort", "status", "--reverse"], "k2Jx0QmVw O1OEE7eEy k9sQ4TnWf"),
        (["--sort", "tokens"], "k2Jx0QmVw O1OEE7eEy k9sQ4TnWf"), (["-r"], "k9sQ4TnWf k2Jx0QmVw O1OEE7eEy"),
        (["--sort", "tokens", "-n1"], "k2Jx0QmVw"), (["--name", "SCI"], "O1OEE7eEy"),
        (["--name", "that is"], "k2Jx0QmVw"),
    ])
    func sortsAndFiltersByName(_ options: [String], _ ids: String) throws {
        let own = try TemporaryDirectory()
        var jobs = Self.named
        jobs[2].suffix = "zoo"
        jobs[1].suffix = "that is it"
        let store = try TestStore(in: own.path, jobs: jobs)
        for format in ["name", "csv", "jsonl"] {
            let outcome = TestProgram(environment: ["HOME": own.path])
                .run(["list", "--store", store.path, "-o", format] + options, table: ControlProgram.table)
            let found = outcome.output.split(separator: "ftjob-", omittingEmptySubsequences: false).dropFirst().map {
                $0.prefix(9)
            }
            #expect(found.joined(separator: " ") == ids, "\(format): \(outcome.output)")
        }
    }

    @Test func onlyTheColumnsThatAreAskedFor() {
        let text = """
            STATUS          JOB             COST
            ● running  62%  O1OEE7eEy
            ✔ succeeded     k2Jx0QmVw  12.07 USD
            ✖ failed        k9sQ4TnWf

            """
        let wide = text.split(separator: "\n").map(String.init)
        #expect(
            run("list", "--columns", "status,id,cost_amount", "--color", "never", width: 40).output.split(
                separator: "\n"
            ).map(String.init) == wide)
        #expect(
            run("list", "--columns", "id,status", "-o", "csv", "-n1").output
                == "id,status\r\nftjob-O1OEE7eEyFNJsO2Eu5otzWA8,running\r\n")
        #expect(
            run("list", "--columns", "created,cost,tokens", "-o", "csv", "-n1").output.hasPrefix(
                "created_at,cost_amount,trained_tokens\r\n"))
        #expect(run("list", "--columns", "id,id").code == .usage)
        #expect(run("list", "--columns", "ids").errors.hasPrefix("ftctl: list: --columns: not names of columns"))
        #expect(run("list", "--columns", "id", "-o", "json").code == .usage)
    }

    @Test func aLimitSaysHowManyThereAre() {
        #expect(run("list", "-n", "2").errors.hasPrefix("2 of 3 jobs (--all) · "))
        #expect(run("list", "-n", "2", "--all").errors.hasPrefix("3 jobs · "))
    }

    @Test(arguments: [
        (["--status", "failed,running"], "ftjob-O1OEE7eEyFNJsO2Eu5otzWA8\nftjob-k9sQ4TnWfYc8uHk5RjDm2xEo\n"),
        (["--since", "2d"], "ftjob-O1OEE7eEyFNJsO2Eu5otzWA8\nftjob-k2Jx0QmVwq3n1Zt7LrYp9aBc\n"),
        (["--since", "2026-11-22"], "ftjob-O1OEE7eEyFNJsO2Eu5otzWA8\n"),
        (["--since", "2026-11-21 00:13", "--status=succeeded"], "ftjob-k2Jx0QmVwq3n1Zt7LrYp9aBc\n"),
        (["--model", "gpt-4.1-mini"], "ftjob-k9sQ4TnWfYc8uHk5RjDm2xEo\n"),
    ])
    func filters(_ options: [String], _ names: String) {
        let program = TestProgram()
        let outcome = program.run(
            ["list", "--store", store.path, "-o", "name"] + options, table: ControlProgram.table)
        #expect(outcome == .init(output: names, errors: "", code: .done))
    }

    @Test func jsonHasTheAPIsFieldNames() throws {
        let outcome = run("list", "-o", "json", "-n1")
        let job = try #require(try JSONValue.parse(outcome.output).array?.first?.object)
        let keys = [
            "id", "created_at", "status", "model", "training_file", "validation_file", "finished_at",
            "fine_tuned_model", "error", "trained_tokens", "estimated_finish", "seed", "result_files",
            "hyperparameters", "account", "first_seen", "gone_at", "unseen_since",
            "stalled_at", "diverging_at", "diverging_reason", "failure_reason", "progress", "name", "cost_amount",
            "cost_currency",
        ]
        #expect(job.members.map(\.key) == keys)
        #expect(job["created_at"] == .integer(TestStore.now.seconds - 790))
        #expect(job["error"] == .null)
        #expect(job["progress"]?["step"] == .integer(186))
    }

    @Test func csvIsOneLineAJob() {
        let text = """
            id,created_at,status,model,training_file,error,fine_tuned_model,account,gone_at,name,finished_at,\
            trained_tokens,cost_amount,cost_currency\r
            ftjob-O1OEE7eEyFNJsO2Eu5otzWA8,1795335600,running,gpt-4o-mini-2024-07-18,file-1,,,default,,,,,,\r

            """
        #expect(run("list", "-o", "csv", "-n1").output == text)
    }

    @Test(arguments: [
        (["--status", "runing"], "list: --status: no job status \"runing\"; did you mean \"running\"?"),
        (["--status", "success"], "list: --status: no job status \"success\"; did you mean \"succeeded\"?"),
        (["--status", "failed,done"], "list: --status: no job status \"done\"; did you mean \"succeeded\"?"),
        (
            ["--status", "ended"],
            "list: --status: no job status \"ended\"; did you mean \"succeeded,failed,cancelled\"?"
        ),
        (["--status", "weird"], "list: --status: no job status \"weird\""),
        (["--account", "nope"], "no account \"nope\" in the configuration"),
        (["--account", "defualt"], "no account \"defualt\" in the configuration; did you mean \"default\"?"),
    ])
    func anUnknownWordIsSaidAndNeverAnEmptyList(_ options: [String], _ sentence: String) {
        for format in ["table", "csv", "name"] {
            let outcome = run(options: options + ["-o", format])
            #expect(outcome.output == "")
            #expect(outcome.errors.hasPrefix("ftctl: \(sentence)\n  There are: "))
            #expect(outcome.code == .usage)
        }
    }

    /// A server may speak words of its own: what a job of the store has can be asked for.
    @Test func aWordOfTheServersOwnIsAStatus() throws {
        let own = try TemporaryDirectory()
        var jobs = TestStore.jobs
        jobs[0].status = .unrecognized("pending")
        let store = try TestStore(in: own.path, jobs: jobs)
        let outcome = TestProgram(environment: ["HOME": own.path])
            .run(["list", "--store", store.path, "--status", "pending", "-o", "name"], table: ControlProgram.table)
        #expect(outcome == .init(output: "\(jobs[0].id)\n", errors: "", code: .done))
    }

    @Test func aModelThatNoJobIsOnIsNotThere() {
        let outcome = run("list", "--model", "gpt-9", "-o", "csv")
        #expect(outcome.output == "")
        #expect(outcome.errors.hasPrefix("ftctl: no job on the model \"gpt-9\" in the store, and none that made it\n"))
        #expect(outcome.code == .notFound)
        #expect(run("list", "--model", "gpt-4.1-mini", "--status", "running").code == .done)
    }

    @Test(arguments: ["2026-02-31", "2026-02-29", "2025-13-01", "2026-00-10", "2026-04-31 10:00"])
    func aDayThatIsNotThereIsRefused(_ day: String) {
        let outcome = run("list", "--since", day)
        #expect(outcome.code == .usage)
        #expect(outcome.errors.contains("--since: not a time such as 7d, 2026-11-18 or"))
    }

    /// Programs and pipes got 20 rows, and could not see it.
    @Test func onlyATableOnATerminalIsCutUnasked() throws {
        let own = try TemporaryDirectory()
        let jobs =
            TestStore.jobs
            + (10..<32).map { number in
                var job = TestStore.jobs[1]
                job.id = JobID("ftjob-\(number)")
                return job
            }
        let store = try TestStore(in: own.path, jobs: jobs)
        func count(_ arguments: [String], _ terminal: Terminal = .none) -> (rows: Int, errors: String) {
            let outcome = TestProgram(terminal: terminal, environment: ["HOME": own.path])
                .run(["list", "--store", store.path] + arguments, table: ControlProgram.table)
            let lines = outcome.output.split(whereSeparator: \.isNewline)
            return (lines.filter { $0.contains("ftjob-") }.count, outcome.errors)
        }
        for format in ["csv", "jsonl", "json", "name", "wide"] {
            #expect(count(["-o", format]).rows == 25)
            #expect(count(["-o", format], .wide(200)).rows == 25)
        }
        #expect(count([]).rows == 25)
        // Two lines stand below the table.
        #expect(count([], .wide(200)).rows == 20)
        #expect(count(["-o", "csv", "-n5"]) == (5, "5 of 25 jobs (every one: --all)\n"))
        #expect(count(["-o", "name", "-n25"]) == (25, ""))
    }

    @Test(arguments: ["json", "csv", "name"])
    func watchingNeedsAFormatWithoutAnEnd(_ format: String) {
        let outcome = run("list", "--watch", "-o", format)
        #expect(outcome.code == .usage)
        #expect(outcome.output == "")
    }

    @Test func watchingEndsWithASignal() {
        let program = TestProgram(environment: ["HOME": directory.path])
        let surroundings = program.surroundings
        surroundings.interrupt.handle()
        let code = ControlProgram.table.run(["list", "--watch", "--store", store.path], in: surroundings)
        #expect(code == .interrupted)
        #expect(program.said.hasSuffix("ftctl: stopped watching; the jobs go on\n"))
    }
}
