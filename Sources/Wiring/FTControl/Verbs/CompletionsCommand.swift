import Commands
import FineTuning
import JobStorage
import Text

/// `completions`: a script that makes a shell complete command lines, and the answers it asks for.
enum CompletionsCommand {
    private static let shell = CommandOperand<String>.one(
        .word("SHELL", of: Shell.allCases.map(\.rawValue)), "the shell")
    private static let words = CommandOperand<[String]>.many(
        .text("WORD"), atLeast: 0, "the words of an unfinished command line: what could follow is printed")

    static let command: Command = Command(
        name: "completions", section: .about, summary: "Print a script that completes command lines in a shell",
        operands: [shell, words],
        examples: [
            CommandExample("source <(ftctl completions bash)", "in ~/.bashrc"),
            CommandExample("source <(ftctl completions zsh)", "in ~/.zshrc, after compinit"),
            CommandExample("ftctl completions fish | source", "in ~/.config/fish/config.fish"),
        ]
    ) { context, arguments in
        guard let shell = Shell(rawValue: arguments[shell]) else { return .usage }
        let finder = CompletionFinder(table: ControlProgram.table) { jobs(context) }
        try ShellCompletions(finder, verb: "completions")
            .write(for: shell, words: arguments[words], to: context.output)
        return .done
    }

    /// The newest jobs; none where there is no store to ask.
    private static func jobs(_ context: CommandContext) -> [CompletionFinder.Candidate] {
        guard let list = try? context.openStore().list(limit: 200, withLosses: false) else { return [] }
        return list.rows.map { row in
            .init(text: row.key.job.rawValue, explanation: "\(row.status.word), \(row.model)".printable)
        }
    }
}
