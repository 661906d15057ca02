import FineTuning

/// The manual as man(7) source, made from the table that parsing uses.
package struct ManualPage {
    private let table: CommandTable
    private var program: ProgramDescription { table.program }

    package init(_ table: CommandTable) { self.table = table }

    /// The whole page: the program with every verb.
    package var text: String { (table.only.map(only) ?? verbs).joined(separator: "\n") + "\n" }

    private var title: [String] {
        let part = program.manualSection == 8 ? "System Administration" : "User Commands"
        return [
            ".TH \(program.name.uppercased()) \(program.manualSection) \"\" \"ftd \(ProductVersion.text)\" \"\(part)\"",
            ".SH NAME", "\(program.name) \\- \(Self.escaped(program.summary))", ".SH SYNOPSIS", ".B \(program.name)",
        ]
    }

    private var seeAlso: [String] {
        program.seeAlso.isEmpty ? [] : [".SH SEE ALSO"] + program.seeAlso.map { ".BR \($0)" }
    }

    /// A program without verbs.
    private func only(_ command: Command) -> [String] {
        var lines =
            title + ["[\\fIOPTION\\fR]...", ".SH DESCRIPTION", Self.escaped("\(program.name) \(program.summary).")]
        for paragraph in command.details { lines += [".PP", Self.escaped(paragraph)] }
        lines += [".SH OPTIONS"] + Self.options(table.options(of: command))
        if !command.examples.isEmpty { lines += [".SH EXAMPLES"] + Self.examples(command) }
        lines += [".SH EXIT STATUS"]
        for note in command.exitNotes { lines += [".TP", ".B \(note.code.rawValue)", Self.escaped(note.meaning)] }
        return lines + seeAlso
    }

    private var verbs: [String] {
        let options = table.everywhere.compactMap { option in
            option.valueName.map { "[\\fB\\-\\-\(Self.escaped(option.name))\\fR \\fI\(Self.escaped($0))\\fR] " }
        }
        var lines = title + [options.joined() + "\\fIVERB\\fR [\\fIOPTION\\fR]...", ".SH VERBS"]
        for command in table.commands { lines += verb(command) }
        lines += [".SH OPTIONS", "These stand before the verb or after it."]
        lines += Self.options(table.first)
        lines += [".SH EXIT STATUS"]
        for code in ExitCode.allCases { lines += [".TP", ".B \(code.rawValue)", Self.escaped(code.meaning)] }
        return lines + seeAlso
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
        lines += Self.examples(command)
        if !command.exitNotes.isEmpty { lines += [".PP", "Exit status:"] }
        for note in command.exitNotes { lines += [".TP", ".B \(note.code.rawValue)", Self.escaped(note.meaning)] }
        return lines
    }

    private static func examples(_ command: Command) -> [String] {
        command.examples.flatMap { example in
            [".PP", escaped(example.explanation) + ":", ".RS", ".nf", escaped(example.line), ".fi", ".RE"]
        }
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
