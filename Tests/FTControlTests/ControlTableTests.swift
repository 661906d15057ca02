import Commands
import Testing
import Text

@testable import FTControl

@Suite struct ControlTableTests {
    @Test func everyHelpFitsEightyColumns() {
        let topics: [HelpTopic] = [.program] + ControlProgram.table.commands.map { .command($0) }
        for topic in topics {
            for line in CommandHelp(ControlProgram.table).text(topic).split(separator: "\n") {
                #expect(String(line).displayWidth <= 80, "\(line)")
            }
        }
    }

    @Test func everyVerbIsInTheManual() {
        let page = ManualPage(ControlProgram.table).text
        for command in ControlProgram.table.commands { #expect(page.contains("\n.SS \(command.name)\n")) }
        #expect(
            page.contains(
                ".TP\n\\fB\\-n\\fR, \\fB\\-\\-limit\\fR \\fICOUNT\\fR\n"
                    + "at most so many; else as many as fit in a table on a terminal, and all anywhere else\n"))
        #expect(!page.split(separator: "\n").contains { $0.hasPrefix("'") })
    }
}
