/// One verb of `ftctl`: what parsing, help, completions and the manual are made from.
struct Command: Sendable {
    /// `list`, or two words: `hooks list`.
    let name: String
    let section: CommandSection
    /// What it does, in one line: a capital, a verb, no full stop.
    let summary: String
    /// Paragraphs under the summary, for help.
    let details: [String]
    let operands: [OperandEntry]
    let options: [OptionEntry]
    let examples: [CommandExample]
    /// What the codes mean here, where this verb says more than the general list.
    let exitNotes: [ExitNote]
    /// Does it.
    let run: @Sendable (CommandContext, Arguments) throws -> ExitCode

    init(
        name: String, section: CommandSection, summary: String, details: [String] = [],
        operands: [any OperandDescribing] = [], options: [any OptionDescribing] = [],
        examples: [CommandExample] = [], exitNotes: [ExitNote] = [],
        run: @escaping @Sendable (CommandContext, Arguments) throws -> ExitCode
    ) {
        self.name = name
        self.section = section
        self.summary = summary
        self.details = details
        self.operands = operands.map(\.entry)
        self.options = options.map(\.entry)
        self.examples = examples
        self.exitNotes = exitNotes
        self.run = run
    }

    /// `hooks` of `hooks list`, nil for a verb of one word.
    var group: String? { name.contains(" ") ? name.split(separator: " ").first.map(String.init) : nil }
}

/// Where help lists a verb.
enum CommandSection: String, Sendable, CaseIterable {
    case data = "Prepare and submit"
    case watch = "Watch"
    case control = "Control"
    case use = "Use the model"
    case operate = "Operate"
    case about = "About ftctl"
}

/// A command line worth copying.
struct CommandExample: Sendable {
    let line: String
    let explanation: String

    init(_ line: String, _ explanation: String) {
        self.line = line
        self.explanation = explanation
    }
}

/// What an exit code means for one verb.
struct ExitNote: Sendable {
    let code: ExitCode
    let meaning: String

    init(_ code: ExitCode, _ meaning: String) {
        self.code = code
        self.meaning = meaning
    }
}
