/// One verb of a program, or a program that has none: what parsing, help, completions and the manual are made from.
package struct Command: Sendable {
    /// `list`, or two words: `hooks list`; empty in a program without verbs.
    package let name: String
    package let section: CommandSection
    /// Other words for the same verb.
    package let aliases: [String]
    /// What it does, in one line: a capital, a verb, no full stop.
    package let summary: String
    /// Paragraphs under the summary, for help.
    package let details: [String]
    package let operands: [OperandEntry]
    package let options: [OptionEntry]
    package let examples: [CommandExample]
    /// What the codes mean here, where this verb says more than the general list.
    package let exitNotes: [ExitNote]
    /// What it prints with `-o`; nil for a verb that has no such option.
    package let output: CommandOutput?
    /// Performs the verb; returns what the program returns to the shell.
    package let run: @Sendable (CommandContext, Arguments) throws -> ExitCode

    package init(
        name: String, aliases: [String] = [], section: CommandSection, summary: String, details: [String] = [],
        operands: [any OperandDescribing] = [], options: [any OptionDescribing] = [],
        output: CommandOutput? = nil, examples: [CommandExample] = [], exitNotes: [ExitNote] = [],
        run: @escaping @Sendable (CommandContext, Arguments) throws -> ExitCode
    ) {
        self.name = name
        self.aliases = aliases
        self.section = section
        self.summary = summary
        self.details = details
        self.operands = operands.map(\.entry)
        self.options = options.map(\.entry) + (output.map { [$0.option.entry] } ?? [])
        self.output = output
        self.examples = examples
        self.exitNotes = exitNotes
        self.run = run
    }

    /// The only command of a program without verbs; what the program does is said in its description.
    package init(
        details: [String] = [], options: [any OptionDescribing] = [], examples: [CommandExample] = [],
        exitNotes: [ExitNote] = [], run: @escaping @Sendable (CommandContext, Arguments) throws -> ExitCode
    ) {
        self.init(
            name: "", section: CommandSection(""), summary: "", details: details, options: options,
            examples: examples, exitNotes: exitNotes, run: run)
    }

    /// `hooks` of `hooks list`, nil for a verb of one word.
    package var group: String? { name.contains(" ") ? name.split(separator: " ").first.map(String.init) : nil }
}

/// Where help lists a verb; each program names its own.
package struct CommandSection: Sendable, Hashable {
    /// Above the verbs, without a colon.
    package let title: String

    package init(_ title: String) { self.title = title }
}

/// A command line worth copying.
package struct CommandExample: Sendable {
    package let line: String
    package let explanation: String

    package init(_ line: String, _ explanation: String) {
        self.line = line
        self.explanation = explanation
    }
}

/// What an exit code means for one verb.
package struct ExitNote: Sendable {
    package let code: ExitCode
    package let meaning: String

    package init(_ code: ExitCode, _ meaning: String) {
        self.code = code
        self.meaning = meaning
    }
}
