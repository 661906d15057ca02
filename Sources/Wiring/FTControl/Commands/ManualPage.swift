import FineTuning

/// The manual as man(7) source, made from the table that parsing uses.
enum ManualPage {
    /// `ftctl(1)`: the program with every verb.
    static func program(_ table: CommandTable) -> String {
        var lines = [
            ".TH FTCTL 1 \"\" \"ftd \(ProductVersion.text)\" \"User Commands\"", ".SH NAME",
            "ftctl \\- prepares, submits and watches fine\\-tuning jobs", ".SH SYNOPSIS", ".B ftctl",
            "[\\fB\\-\\-config\\fR \\fIFILE\\fR] [\\fB\\-\\-store\\fR \\fIFILE\\fR]"
                + " [\\fB\\-\\-color\\fR \\fIWHEN\\fR] \\fIVERB\\fR [\\fIOPTION\\fR]...",
            ".SH VERBS",
        ]
        for command in table.commands { lines += verb(command) }
        lines += [".SH OPTIONS", "These stand before the verb or after it."]
        lines += options(StandardOptions.everywhere + StandardOptions.first)
        lines += [".SH EXIT STATUS"]
        for code in ExitCode.allCases { lines += [".TP", ".B \(code.rawValue)", escaped(code.meaning)] }
        lines += [".SH SEE ALSO", ".BR ftd (8)"]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func verb(_ command: Command) -> [String] {
        var synopsis = ".B ftctl \(escaped(command.name))"
        var lines = [".SS \(escaped(command.name))"]
        if !command.options.isEmpty { synopsis += " \\fR[\\fIOPTION\\fR]..." }
        for operand in command.operands { synopsis += " \\fI\(escaped(operand.usage))\\fR" }
        lines += [synopsis, ".PP", escaped(command.summary) + "."]
        for paragraph in command.details { lines += [".PP", escaped(paragraph)] }
        for operand in command.operands {
            let choices = operand.choices.isEmpty ? "" : ": " + operand.choices.joined(separator: ", ")
            lines += [".TP", ".I \(escaped(operand.name))", escaped(operand.explanation + choices)]
        }
        lines += options(command.options)
        for example in command.examples {
            lines += [".PP", escaped(example.explanation) + ":", ".RS", ".nf", escaped(example.line), ".fi", ".RE"]
        }
        if !command.exitNotes.isEmpty { lines += [".PP", "Exit status:"] }
        for note in command.exitNotes { lines += [".TP", ".B \(note.code.rawValue)", escaped(note.meaning)] }
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
