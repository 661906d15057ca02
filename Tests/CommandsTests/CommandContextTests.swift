import TestSupport
import Testing

@testable import Commands

@Suite struct CommandContextTests {
    @Test(arguments: [("y", true), ("Yes ", true), ("n", false), ("", false), ("sure", false), (nil, false)])
    func asksAndTakesOnlyYesForYes(_ answer: String?, _ expected: Bool) throws {
        let program = TestProgram(terminal: .wide(80), answers: answer.map { [$0] } ?? [])
        let context = CommandContext(program.surroundings, Arguments())
        #expect(try context.confirm("Continue?") == expected)
        #expect(program.said == "Continue? [y/N] " + (answer == nil ? "\n" : ""))
    }

    @Test func refusesToAskWhereNobodyAnswers() {
        let context = CommandContext(TestProgram().surroundings, Arguments())
        let error = CommandError.usage(
            "cannot ask \"Continue?\": standard input or standard error is not a terminal",
            hints: ["Say yes beforehand: --yes"])
        #expect(throws: error) { try context.confirm("Continue?") }
    }

    @Test func chatterComesAfterTheDataBeforeIt() throws {
        let program = TestProgram()
        let context = CommandContext(program.surroundings, Arguments())
        try context.output.line("data")
        #expect(program.written == "")
        try context.say("chatter")
        #expect(program.written == "data\n")
        #expect(program.said == "chatter\n")
    }

    @Test(arguments: [(OutputError.closed, "", ExitCode.done), (.failed(code: 28), noSpace, .failed)])
    func aReaderThatLeavesIsNoFailureButAFullDiskIs(_ failure: OutputError, _ errors: String, _ code: ExitCode) {
        let program = TestProgram()
        var surroundings = program.surroundings
        surroundings.output = OutputWriter { _ throws(OutputError) in throw failure }
        #expect(TestVerbs.table.run(["show", "x"], in: surroundings) == code)
        #expect(program.said == errors)
    }

    private static let noSpace = "ftctl: cannot write to standard output: No space left on device\n"
}
