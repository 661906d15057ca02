import Commands

/// `help`: explains the program, a group or a verb.
enum HelpCommand {
    private static let words = CommandOperand<[String]>.many(
        .text("VERB", completion: .verb), atLeast: 0, "the verb to explain, one word or two")

    static let command: Command = Command(
        name: "help", section: .about, summary: "Explain a verb", operands: [words]
    ) { context, arguments in
        let invocation = try CommandLineParser.parse(["--help"] + arguments[words], with: ControlProgram.table)
        guard case .help(let topic) = invocation else { return .usage }
        try context.output.write(CommandHelp(ControlProgram.table).text(topic))
        return .done
    }
}
