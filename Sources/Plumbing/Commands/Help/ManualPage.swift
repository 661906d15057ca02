import FineTuning

/// The manual as man(7) source, made from the table that parsing uses.
package struct ManualPage {
    private let table: CommandTable
    private var program: ProgramDescription { table.program }

    package init(_ table: CommandTable) { self.table = table }

    /// The whole page: the program with every verb.
    package var text: String {
        let options = table.everywhere.compactMap { option in
            option.valueName.map { "[\\fB\\-\\-\(Self.escaped(option.name))\\fR \\fI\(Self.escaped($0))\\fR] " }
        }
        var lines = [
            ".TH \(program.name.uppercased()) \(program.manualSection) \"\" \"ftd \(ProductVersion.text)\" \"User Commands\"",
            ".SH NAME",
            "\(program.name) \\- \(Self.escaped(program.summary))", ".SH SYNOPSIS", ".B \(program.name)",
            options.joined() + "\\fIVERB\\fR [\\fIOPTION\\fR]...",
            ".SH VERBS",
        ]
        for command in table.commands { lines += verb(command) }
        lines += [".SH OPTIONS", "These stand before the verb or after it."]
        lines += Self.options(table.first)
        lines += [".SH EXIT STATUS"]
        for code in ExitCode.allCases { lines += [".TP", ".B \(code.rawValue)", Self.escaped(code.meaning)] }
        if !program.seeAlso.isEmpty { lines += [".SH SEE ALSO"] + program.seeAlso.map { ".BR \($0)" } }
        return lines.joined(separator: "\n") + "\n"
    }

    private func verb(_ command: Command) -> [String] {
        var synopsis = ".B \(program.name) \(Self.escaped(command.name))"
        var lines = [".SS \(Self.escaped(command.name))"]
        if !command.options.isEmpty { synopsis += " \\fR[\\fIOPTION\\fR]..." }
        for operand in command.operands { synopsis += " \\fI\(Self.escaped(operand.usage))\\fR" }
        lines += [synopsis, ".PP", Self.escaped(command.summary) + "."]
        for paragraph in command.details { lines += [".PP", Self.escaped(paragraph)] }
        for operand in command.operands {
            let choices = operand.choices.isEmpty ? "" : ": " + operand.choices.joined(separator: ", ")
            lines += [".TP", ".I \(Self.escaped(operand.name))", Self.escaped(operand.explanation + choices)]
        }
        lines += Self.options(command.options)
        for example in command.examples {
            lines += [
                ".PP", Self.escaped(example.explanation) + ":", ".RS", ".nf", Self.escaped(example.line), ".fi", ".RE",
            ]
        }
        if !command.exitNotes.isEmpty { lines += [".PP", "Exit status:"] }
        for note in command.exitNotes { lines += [".TP", ".B \(note.code.rawValue)", Self.escaped(note.meaning)] }
        return lines
    }

    private static func options(_ options: [OptionEntry]) -> [String] {
        options.flatMap { option in
            let short = option.short.map { "\\fB\\-\($0)\\fR, " } ?? ""
            let value = option.valueName.map { " \\fI\(escaped($0))\\fR" } ?? ""
            return [
                ".TP", "\(short)\\fB\\-\\-\(escaped(option.name))\\fR\(value)",
                escaped(CommandHelp.explanation(option)),
            ]
        }
    }

    /// Text that troff must not take for its own: backslashes, dashes, and a dot or quote at the start of a line.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "'": result += "\\(aq"
            case "`": result += "\\(ga"
            case "~": result += "\\(ti"
            case "^": result += "\\(ha"
            case let other: result.append(other)
            }
        }
        return result.hasPrefix(".") ? "\\&" + result : result
    }
}
