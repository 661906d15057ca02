import Commands
import FineTuning
import Glibc
import JSONText
import JobStorage
import Processes
import TestSupport
import Testing

@testable import FTControl

/// What help and manual say is what the verbs do.
@Suite struct VerbHelpTests {
    private static let verbs = ControlProgram.table.commands

    private static func help(_ command: Command) -> String {
        CommandHelp(ControlProgram.table).text(.command(command))
    }

    /// `status -o csv` was offered by help and completion, and then refused.
    @Test(
        arguments: [
            (["status", "-o", "csv"], "status: --output: \"csv\" is none of table, json, jsonl"),
            (["assess", "x", "-o", "name"], "assess: --output: \"name\" is none of table, json, jsonl"),
            (
                ["show", "x", "-o", "jsn"],
                "show: --output: \"jsn\" is none of table, json, jsonl, csv, name; did you mean \"json\"?"
            ),
        ] as [([String], String)])
    func aFormatThatTheVerbCannotIsRefused(_ arguments: [String], _ sentence: String) {
        let outcome = TestProgram().run(arguments, table: ControlProgram.table)
        #expect(outcome.errors.hasPrefix("ftctl: \(sentence)\n"), "\(outcome.errors)")
        #expect(outcome.code == .usage)
    }

    @Test func everyVerbWithFormatsSaysWhatItsJSONHolds() {
        for command in Self.verbs
        where command.options.contains(where: { $0.name == "output" && $0.valueName == "FORMAT" }) {
            let fields = command.output?.fields ?? []
            #expect(!fields.isEmpty, "\(command.name)")
            func check(_ fields: [JSONFieldNote], _ place: String) {
                for field in fields {
                    #expect(!field.meaning.isEmpty, "\(command.name): \(place)\(field.key)")
                    check(field.fields, "\(place)\(field.key).")
                }
            }
            check(fields, "")
            for field in fields { #expect(Self.help(command).contains("\n  \(field.key)"), "\(command.name)") }
        }
    }

    /// `--method METHOD  how it is trained` left its words to be guessed.
    @Test func everyWordThatAnOptionTakesIsInItsHelp() {
        for command in Self.verbs {
            for option in command.options {
                let text = CommandHelp.explanation(option)
                for choice in option.choices { #expect(text.contains(choice), "\(command.name) --\(option.name)") }
                if option.valueName == "TIME" {
                    #expect(text.contains("d"), "\(command.name) --\(option.name)")
                    #expect(option.forms != nil, "\(command.name) --\(option.name)")
                }
            }
        }
    }

    /// Pages that exist, each of which `groff` takes without a warning; skipped aloud where there is no groff.
    @Test func theManualPagesAreCleanSource() throws {
        let manual = ManualPage(ControlProgram.table)
        let pages = [manual.text, ConfigurationManual.text] + Self.verbs.map { manual.text(about: $0) }
        guard access("/usr/bin/groff", X_OK) == 0 else {
            print("skipped: no groff (apt-get install groff)")
            return
        }
        for page in pages {
            let result = ChildProcess.run(
                ChildCommand(
                    arguments: ["/usr/bin/groff", "-ww", "-man", "-Kutf8", "-Tutf8", "-z"],
                    environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"], input: Array(page.utf8),
                    timeout: .seconds(20)))
            #expect(result.ending == .exited(0))
            #expect(result.standardError.text == "", "\(page.prefix(60))")
        }
    }

    @Test func everyPageThatIsNamedExists() {
        for page in ControlProgram.description.seeAlso { #expect(["ftd (8)", "ftd.conf (5)"].contains(page)) }
    }

    @Test(arguments: [
        (["man", "list"], ".TH FTCTL-LIST 1 "), (["man", "hooks", "list"], ".TH FTCTL-HOOKS-LIST 1 "),
        (["man", "ftd.conf"], ".TH FTD.CONF 5 "), (["man"], ".TH FTCTL 1 "),
    ])
    func eachVerbHasAPage(_ arguments: [String], _ start: String) {
        let outcome = TestProgram().run(arguments, table: ControlProgram.table)
        #expect(outcome.output.hasPrefix(start))
        for part in ["FILES", "ENVIRONMENT", "SEE ALSO"] { #expect(outcome.output.contains("\n.SH \(part)\n")) }
        #expect(outcome.code == .done)
    }

    @Test func aGroupIsNoPage() {
        let outcome = TestProgram().run(["man", "tokenizer"], table: ControlProgram.table)
        #expect(
            outcome.errors == "ftctl: man: which page of tokenizer? tokenizer install or tokenizer list\n")
    }

    @Test func theSettingsArePartOfTheManual() {
        #expect(
            ConfigurationManual.text.contains(".TP\n.B base\\-url = https://api.openai.com/v1\nWhere the API is.\n"))
    }
}
