/// One verb of a program, or a program that has none: what parsing, help, completions and the manual are made from.
///
/// A program makes the names of all its verbs at every start, and the rest only of the verb that is asked for: what is
/// not needed to find it is made where somebody reads it.
package struct Command: Sendable {
    /// `list`, or two words: `hooks list`; empty in a program without verbs.
    package let name: String
    package let section: CommandSection
    /// Other words for the same verb.
    package let aliases: [String]
    /// What it does, in one line: a capital, a verb, no full stop.
    package let summary: String
    /// Paragraphs under the summary, for help.
    package var details: [String] { makeDetails() }
    package var operands: [OperandEntry] { makeOperands().map(\.entry) }
    package var options: [OptionEntry] { makeOptions().map(\.entry) + (output.map { [$0.option.entry] } ?? []) }
    package var examples: [CommandExample] { makeExamples() }
    /// What the codes mean here, where this verb says more than the general list.
    package var exitNotes: [ExitNote] { makeExitNotes() }
    /// What it prints with `-o`; nil for a verb that has no such option.
    package var output: CommandOutput? { makeOutput() }
    /// Performs the verb; returns what the program returns to the shell.
    package let run: @Sendable (CommandContext, Arguments) throws -> ExitCode

    private let makeDetails: @Sendable () -> [String]
    private let makeOperands: @Sendable () -> [any OperandDescribing]
    private let makeOptions: @Sendable () -> [any OptionDescribing]
    private let makeOutput: @Sendable () -> CommandOutput?
    private let makeExamples: @Sendable () -> [CommandExample]
    private let makeExitNotes: @Sendable () -> [ExitNote]

    package init(
        name: String, aliases: [String] = [], section: CommandSection, summary: String,
        details: @autoclosure @escaping @Sendable () -> [String] = [],
        operands: @autoclosure @escaping @Sendable () -> [any OperandDescribing] = [],
        options: @autoclosure @escaping @Sendable () -> [any OptionDescribing] = [],
        output: @autoclosure @escaping @Sendable () -> CommandOutput? = nil,
        examples: @autoclosure @escaping @Sendable () -> [CommandExample] = [],
        exitNotes: @autoclosure @escaping @Sendable () -> [ExitNote] = [],
        run: @escaping @Sendable (CommandContext, Arguments) throws -> ExitCode
    ) {
        self.name = name
        self.aliases = aliases
        self.section = section
        self.summary = summary
        self.run = run
        makeDetails = details
        makeOperands = operands
        makeOptions = options
        makeOutput = output
        makeExamples = examples
        makeExitNotes = exitNotes
    }

    /// The only command of a program without verbs; what the program does is said in its description.
    package init(
        details: @autoclosure @escaping @Sendable () -> [String] = [],
        options: @autoclosure @escaping @Sendable () -> [any OptionDescribing] = [],
        examples: @autoclosure @escaping @Sendable () -> [CommandExample] = [],
        exitNotes: @autoclosure @escaping @Sendable () -> [ExitNote] = [],
        run: @escaping @Sendable (CommandContext, Arguments) throws -> ExitCode
    ) {
        self.init(
            name: "", section: CommandSection(""), summary: "", details: details(), options: options(),
            examples: examples(), exitNotes: exitNotes(), run: run)
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
