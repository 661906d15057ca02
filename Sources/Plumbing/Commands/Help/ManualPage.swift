import FineTuning
import JSONText

/// The manual as man(7) source, made from the table that parsing uses.
package struct ManualPage {
    private let table: CommandTable
    private var program: ProgramDescription { table.program }

    package init(_ table: CommandTable) { self.table = table }

    /// The whole page: the program with every verb.
    package var text: String {
        var page = ManualText(program.name, section: program.manualSection, summary: program.summary)
        page.heading("SYNOPSIS")
        page.add(source: [".B \(ManualText.escaped(program.name))"])
        if let command = table.only { only(command, &page) } else { verbs(&page) }
        page.entries("FILES", program.files)
        page.entries("ENVIRONMENT", program.environment)
        page.seeAlso(program.seeAlso)
        return page.text
    }

    /// The page of one verb: `ftctl-list(1)`.
    package func text(about command: Command) -> String {
        var page = ManualText(
            name(of: command), section: program.manualSection, summary: command.summary.withSmallStart)
        page.heading("SYNOPSIS")
        page.add(source: [synopsis(command)])
        page.heading("DESCRIPTION")
        page.opening("\(command.summary).")
        for paragraph in command.details { page.paragraph(paragraph) }
        page.add(source: Self.operands(command))
        page.heading("OPTIONS")
        page.add(source: Self.options(table.options(of: command)))
        if let output = command.output { self.output(output, &page) }
        if !command.examples.isEmpty {
            page.heading("EXAMPLES")
            page.add(source: Array(Self.examples(command).dropFirst()))
        }
        page.entries("EXIT STATUS", exits(command))
        page.entries("FILES", program.files)
        page.entries("ENVIRONMENT", program.environment)
        page.seeAlso(["\(program.name) (\(program.manualSection))"] + program.seeAlso)
        return page.text
    }

    /// The name of a verb's page.
    package func name(of command: Command) -> String {
        "\(program.name)-\(command.name.map { $0 == " " ? "-" : String($0) }.joined())"
    }

    /// What each code means for a verb: what it says itself, and for the others what they always mean.
    private func exits(_ command: Command) -> [ManualEntry] {
        ExitCode.allCases.map { code in
            let own = command.exitNotes.filter { $0.code == code }.map(\.meaning).joined(separator: "; ")
            return ManualEntry("\(code.rawValue)", own.isEmpty ? code.meaning : own)
        }
    }

    /// A program without verbs.
    private func only(_ command: Command, _ page: inout ManualText) {
        page.add(source: ["[\\fIOPTION\\fR]..."])
        page.heading("DESCRIPTION")
        page.opening("\(program.name) \(program.summary).")
        for paragraph in command.details { page.paragraph(paragraph) }
        page.heading("OPTIONS")
        page.add(source: Self.options(table.options(of: command)))
        if !command.examples.isEmpty {
            page.heading("EXAMPLES")
            page.add(source: Array(Self.examples(command).dropFirst()))
        }
        page.entries("EXIT STATUS", command.exitNotes.map { ManualEntry("\($0.code.rawValue)", $0.meaning) })
    }

    private func verbs(_ page: inout ManualText) {
        let options = table.everywhere.compactMap { option in
            option.valueName.map {
                "[\\fB\\-\\-\(ManualText.escaped(option.name))\\fR \\fI\(ManualText.escaped($0))\\fR] "
            }
        }
        page.add(source: [options.joined() + "\\fIVERB\\fR [\\fIOPTION\\fR]..."])
        page.heading("VERBS")
        for command in table.commands { verb(command, &page) }
        page.heading("OPTIONS")
        page.opening("These stand before the verb or after it.")
        page.add(source: Self.options(table.first))
        page.entries("EXIT STATUS", ExitCode.allCases.map { ManualEntry("\($0.rawValue)", $0.meaning) })
    }

    private func verb(_ command: Command, _ page: inout ManualText) {
        page.subheading(command.name)
        page.add(source: [synopsis(command)])
        page.paragraph("\(command.summary).")
        for paragraph in command.details { page.paragraph(paragraph) }
        page.add(source: Self.operands(command) + Self.options(command.options))
        if command.output?.fields.isEmpty == false {
            page.paragraph("The keys of its JSON are in \(name(of: command))(\(program.manualSection)).")
        }
        page.add(source: Self.examples(command))
        guard !command.exitNotes.isEmpty else { return }
        page.paragraph("Exit status:")
        for note in command.exitNotes { page.entry("\(note.code.rawValue)", note.meaning) }
    }

    /// `.B ftctl list \fR[\fIOPTION\fR]... \fIJOB\fR`.
    private func synopsis(_ command: Command) -> String {
        var synopsis = ".B \(ManualText.escaped(program.name)) \(ManualText.escaped(command.name))"
        if !command.options.isEmpty { synopsis += " \\fR[\\fIOPTION\\fR]..." }
        for operand in command.operands { synopsis += " \\fI\(ManualText.escaped(operand.usage))\\fR" }
        return synopsis
    }

    /// The keys of a verb's JSON, those inside others with their place: `checkpoints[].id`.
    private func output(_ output: CommandOutput, _ page: inout ManualText) {
        page.heading("JSON")
        page.opening("\(output.heading). Keys are only ever added; what is unknown is null; times are Unix seconds.")
        if let remark = output.remark { page.paragraph(remark) }
        Self.add(output.fields, at: "", &page)
        for other in output.others {
            page.paragraph("\(other.when):")
            Self.add(other.fields, at: "", &page)
        }
    }

    private static func add(_ fields: [JSONFieldNote], at place: String, _ page: inout ManualText) {
        for field in fields {
            page.entry(place + field.key, field.meaning)
            add(field.fields, at: "\(place)\(field.key)\(field.isList ? "[]" : "").", &page)
        }
    }

    private static func operands(_ command: Command) -> [String] {
        command.operands.flatMap { operand in
            let choices = operand.choices.isEmpty ? "" : ": " + operand.choices.joined(separator: ", ")
            return [
                ".TP", ".I \(ManualText.escaped(operand.name))", ManualText.escaped(operand.explanation + choices),
            ]
        }
    }

    private static func examples(_ command: Command) -> [String] {
        command.examples.flatMap { example in
            [
                ".PP", ManualText.escaped(example.explanation) + ":", ".RS", ".nf", ManualText.escaped(example.line),
                ".fi", ".RE",
            ]
        }
    }

    private static func options(_ options: [OptionEntry]) -> [String] {
        options.flatMap { option in
            let short = option.short.map { "\\fB\\-\($0)\\fR, " } ?? ""
            let value = option.valueName.map { " \\fI\(ManualText.escaped($0))\\fR" } ?? ""
            return [
                ".TP", "\(short)\\fB\\-\\-\(ManualText.escaped(option.name))\\fR\(value)",
                ManualText.escaped(CommandHelp.explanation(option)),
            ]
        }
    }
}

extension String {
    /// `Show the newest jobs` as the line of NAME has it: `show the newest jobs`.
    fileprivate var withSmallStart: String { prefix(1).lowercased() + dropFirst() }
}
