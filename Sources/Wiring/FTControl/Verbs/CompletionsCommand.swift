import Commands
import FineTuning
import JobStorage
import JobViews
import Settings
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
        let finder = CompletionFinder(table: ControlProgram.table) { known($0, context) }
        try ShellCompletions(finder, verb: "completions")
            .write(for: shell, words: arguments[words], to: context.output)
        return .done
    }

    /// What there is of a kind; nothing where neither the store nor the configuration can be read, since nobody reads an
    /// error in the middle of a command line.
    private static func known(_ kind: Completion, _ context: CommandContext) -> [CompletionFinder.Candidate] {
        switch kind {
        case .none, .file, .directory, .verb: []
        case .job: jobs(context)
        case .status: statuses(context)
        case .model: models(context)
        case .account: names(configured: { $0.accounts.map(\.name.rawValue) }, stored: accounts, context)
        case .hook: names(configured: { $0.hooks.map(\.name.rawValue) }, stored: hooks, context)
        case .submission: submissions(context)
        }
    }

    private static func jobs(_ context: CommandContext) -> [CompletionFinder.Candidate] {
        guard let list = try? context.openStore().list(limit: 200, withLosses: false) else { return [] }
        return list.rows.map { row in
            .init(text: row.key.job.rawValue, explanation: "\(row.status.word), \(row.model)".printable)
        }
    }

    /// The words that the API documents, then those of the store that it does not.
    private static func statuses(_ context: CommandContext) -> [CompletionFinder.Candidate] {
        let documented = [
            "validating_files", "queued", "running", "paused", "succeeded", "failed", "cancelled",
        ]
        let stored = (try? context.openStore().statuses().map(\.word)) ?? []
        return (documented + stored.filter { !documented.contains($0) }).map { .init(text: $0, explanation: "") }
    }

    private static func models(_ context: CommandContext) -> [CompletionFinder.Candidate] {
        let tuned = (try? context.openStore().models(account: nil).filter { $0.job != nil }) ?? []
        let known = (try? context.modelTable().names) ?? []
        return tuned.map { .init(text: $0.model.rawValue, explanation: "tuned from \($0.base.rawValue)".printable) }
            + known.map { .init(text: $0.rawValue, explanation: "") }
    }

    private static func names(
        configured: (Settings) -> [String], stored: (JobStoreReader) throws -> [String], _ context: CommandContext
    ) -> [CompletionFinder.Candidate] {
        let first = (try? context.settings()).map(configured) ?? []
        let second = (try? stored(context.openStore())) ?? []
        return (first + second.filter { !first.contains($0) }).map { .init(text: $0, explanation: "") }
    }

    private static func accounts(_ store: JobStoreReader) throws -> [String] {
        try store.accounts().map(\.name.rawValue)
    }

    private static func hooks(_ store: JobStoreReader) throws -> [String] { try store.hooks().map(\.name.rawValue) }

    private static func submissions(_ context: CommandContext) -> [CompletionFinder.Candidate] {
        ((try? context.submissions()) ?? []).map { submission in
            .init(
                text: submission.id.rawValue,
                explanation: "\(submission.state.rawValue), \(submission.plan.training.filename)".printable)
        }
    }
}
