import JSONText
import Text

/// Help as text of at most 80 columns, made from the table that parsing uses.
package struct CommandHelp {
    /// Columns.
    private static let width = 80

    private let table: CommandTable
    private var name: String { table.program.name }

    package init(_ table: CommandTable) { self.table = table }

    /// Help about one topic.
    package func text(_ topic: HelpTopic) -> String {
        switch topic {
        case .program: table.only.map(only) ?? program()
        case .group(let name): group(name)
        case .command(let command): self.command(command)
        }
    }

    /// `usage: ftctl show [OPTION]... JOB`.
    func usageLine(_ command: Command) -> String {
        let operands = command.operands.map { " \($0.usage)" }.joined()
        let verb = command.name.isEmpty ? "" : " \(command.name)"
        return "usage: \(name)\(verb)\(command.options.isEmpty ? "" : " [OPTION]...")\(operands)"
    }

    /// ` The same: ftctl ls, ftctl ps.`; nothing where there is no other word.
    private func also(_ command: Command) -> String {
        guard !command.aliases.isEmpty else { return "" }
        return " The same: \(command.aliases.map { "\(name) \($0)" }.joined(separator: ", "))."
    }

    private func program() -> String {
        var lines = ["\(name) \(table.program.summary)."]
        let options = table.everywhere.compactMap { option in option.valueName.map { " [--\(option.name) \($0)]" } }
        lines += ["", "usage: \(name)\(options.joined()) VERB [OPTION]..."]
        let indent = 2 + (table.commands.map(\.name.count).max() ?? 0)
        for section in table.sections {
            let commands = table.commands(in: section)
            guard !commands.isEmpty else { continue }
            lines += ["", "\(section.title):"]
            lines += commands.flatMap { Self.entry($0.name, $0.summary, indent: indent) }
        }
        lines += ["", "Everywhere:"]
        lines += Self.options(table.first)
        lines += ["", "Exit codes:"]
        lines += ExitCode.allCases.flatMap { Self.entry("\($0.rawValue)", $0.meaning, indent: 5) }
        lines += ["", "Explain a verb: \(name) help VERB"]
        return lines.joined(separator: "\n") + "\n"
    }

    private func group(_ group: String) -> String {
        let commands = table.group(group)
        let indent = 2 + (commands.map(\.name.count).max() ?? 0)
        var lines = ["usage: \(name) \(group) VERB [OPTION]...", ""]
        lines += commands.flatMap { Self.entry($0.name, $0.summary, indent: indent) }
        lines += ["", "Explain a verb: \(name) help \(group) VERB"]
        return lines.joined(separator: "\n") + "\n"
    }

    /// A program without verbs.
    private func only(_ command: Command) -> String {
        var lines = Self.paragraph("\(name) \(table.program.summary).") + ["", usageLine(command)]
        lines += command.details.flatMap { [""] + Self.paragraph($0) }
        return (lines + facts(command)).joined(separator: "\n") + "\n"
    }

    private func command(_ command: Command) -> String {
        var lines = [usageLine(command), ""] + Self.paragraph("\(command.summary).\(also(command))")
        lines += command.details.flatMap { [""] + Self.paragraph($0) }
        return (lines + facts(command)).joined(separator: "\n") + "\n"
    }

    /// Operands, options, examples and exit codes.
    private func facts(_ command: Command) -> [String] {
        var lines: [String] = []
        if !command.operands.isEmpty {
            let indent = 2 + (command.operands.map(\.name.count).max() ?? 0)
            lines += [""]
            lines += command.operands.flatMap { Self.entry($0.name, Self.explanation($0), indent: indent) }
        }
        lines += ["", "Options:"] + Self.options(table.options(of: command))
        if let output = command.output { lines += json(output, command) }
        if !command.examples.isEmpty {
            lines += ["", "Examples:"]
            for example in command.examples {
                lines += ["  \(example.line)"]
                lines += TextWrapping.lines(example.explanation, width: Self.width - 6).map { "      \($0)" }
            }
        }
        if !command.exitNotes.isEmpty {
            lines += ["", "Exit codes:"]
            lines += command.exitNotes.flatMap { Self.entry("\($0.code.rawValue)", $0.meaning, indent: 5) }
        }
        return lines
    }

    /// The keys of the verb's JSON; those inside them are for the manual.
    private func json(_ output: CommandOutput, _ command: Command) -> [String] {
        var lines = [""] + Self.paragraph(output.heading + (output.fields.isEmpty ? "." : ":"))
        let all = output.fields + output.others.flatMap(\.fields)
        let indent = min(26, 2 + (all.map(\.key.count).max() ?? 0))
        func add(_ fields: [JSONFieldNote]) {
            lines += fields.flatMap { Self.entry($0.key, $0.meaning, indent: indent) }
        }
        add(output.fields)
        for other in output.others {
            lines += ["", "\(other.when):"]
            add(other.fields)
        }
        if let remark = output.remark { lines += [""] + Self.paragraph(remark) }
        if all.contains(where: { !$0.fields.isEmpty }) {
            lines += ["", "The keys inside them: \(table.program.name) man \(command.name)"]
        }
        return lines
    }

    private static func paragraph(_ text: String) -> [String] { TextWrapping.lines(text, width: width) }

    private static func explanation(_ operand: OperandEntry) -> String {
        guard !operand.choices.isEmpty else { return operand.explanation }
        return "\(operand.explanation): \(operand.choices.joined(separator: ", "))"
    }

    private static func options(_ options: [OptionEntry]) -> [String] {
        let indent = min(26, 2 + (options.map { spelling($0).count }.max() ?? 0))
        return options.flatMap { entry(spelling($0), explanation($0), indent: indent) }
    }

    /// `-n, --limit COUNT`, with the room of the short letter kept free where there is none.
    static func spelling(_ option: OptionEntry) -> String {
        let short = option.short.map { "-\($0), " } ?? "    "
        return short + "--\(option.name)" + (option.valueName.map { " \($0)" } ?? "")
    }

    /// The explanation with what follows from the table: the words or forms there are, the default, and whether it may
    /// be repeated.
    package static func explanation(_ option: OptionEntry) -> String {
        var notes: [String] = []
        // Most explanations name their words in a sentence.
        if !option.choices.allSatisfy(option.explanation.contains) {
            notes.append(ListText.alternatives(option.choices))
        }
        if let forms = option.forms { notes.append(forms) }
        if let text = option.defaultText { notes.append("default \(text)") }
        if option.isRepeatable { notes.append("may be repeated") }
        return option.explanation + (notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))")
    }

    /// A name, and its explanation beside it; below it when the name is too long.
    private static func entry(_ name: String, _ explanation: String, indent: Int) -> [String] {
        let column = indent + 2
        var texts = TextWrapping.lines(explanation, width: width - column)
        let head = "  " + name
        let padding = String(repeating: " ", count: column)
        guard head.count <= indent else { return [head] + texts.map { padding + $0 } }
        let first = texts.isEmpty ? "" : texts.removeFirst()
        return [head + String(repeating: " ", count: column - head.count) + first] + texts.map { padding + $0 }
    }
}
