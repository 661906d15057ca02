/// Help as text of at most 80 columns, made from the table that parsing uses.
enum CommandHelp {
    /// Columns.
    static let width = 80

    /// Help about one topic.
    static func text(_ topic: HelpTopic, table: CommandTable) -> String {
        switch topic {
        case .program: program(table)
        case .group(let name): group(name, table)
        case .command(let command): self.command(command)
        }
    }

    /// `usage: ftctl show [OPTION]... JOB`.
    static func usageLine(_ command: Command) -> String {
        let operands = command.operands.map { " \($0.usage)" }.joined()
        return "usage: ftctl \(command.name)\(command.options.isEmpty ? "" : " [OPTION]...")\(operands)"
    }

    private static func program(_ table: CommandTable) -> String {
        var lines = ["ftctl prepares, submits and watches fine-tuning jobs."]
        lines += ["", "usage: ftctl [--config FILE] [--store FILE] [--color WHEN] VERB [OPTION]..."]
        let indent = 2 + (table.commands.map(\.name.count).max() ?? 0)
        for section in CommandSection.allCases {
            let commands = table.commands(in: section)
            guard !commands.isEmpty else { continue }
            lines += ["", "\(section.rawValue):"]
            lines += commands.flatMap { entry($0.name, $0.summary, indent: indent) }
        }
        lines += ["", "Everywhere:"]
        lines += options(StandardOptions.everywhere + StandardOptions.first)
        lines += ["", "Exit codes:"]
        lines += ExitCode.allCases.flatMap { entry("\($0.rawValue)", $0.meaning, indent: 5) }
        lines += ["", "Explain a verb: ftctl help VERB"]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func group(_ name: String, _ table: CommandTable) -> String {
        let commands = table.group(name)
        let indent = 2 + (commands.map(\.name.count).max() ?? 0)
        var lines = ["usage: ftctl \(name) VERB [OPTION]...", ""]
        lines += commands.flatMap { entry($0.name, $0.summary, indent: indent) }
        lines += ["", "Explain a verb: ftctl help \(name) VERB"]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func command(_ command: Command) -> String {
        var lines = [usageLine(command), ""]
        lines += TextWrapping.lines("\(command.summary).", width: width)
        for paragraph in command.details { lines += [""] + TextWrapping.lines(paragraph, width: width) }
        if !command.operands.isEmpty {
            let indent = 2 + (command.operands.map(\.name.count).max() ?? 0)
            lines += [""]
            lines += command.operands.flatMap { entry($0.name, explanation($0), indent: indent) }
        }
        lines += ["", "Options:"] + options(command.options + StandardOptions.everywhere)
        if !command.examples.isEmpty {
            lines += ["", "Examples:"]
            for example in command.examples {
                lines += ["  \(example.line)"]
                lines += TextWrapping.lines(example.explanation, width: width - 6).map { "      \($0)" }
            }
        }
        if !command.exitNotes.isEmpty {
            lines += ["", "Exit codes:"]
            lines += command.exitNotes.flatMap { entry("\($0.code.rawValue)", $0.meaning, indent: 5) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

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

    /// The explanation with what follows from the table: the default, and whether it may be repeated.
    static func explanation(_ option: OptionEntry) -> String {
        var notes: [String] = []
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
