/// A program as a table of its verbs: what parsing, help, completions and the manual are made from.
package struct CommandTable: Sendable {
    package let program: ProgramDescription
    /// The parts of the program's help, in order.
    package let sections: [CommandSection]
    /// In the order of help.
    package let commands: [Command]
    /// Options that mean the same for every verb, allowed before it and after it; help is the last.
    package let everywhere: [OptionEntry]

    /// `everywhere` is without the option for help, which every program has.
    package init(
        _ program: ProgramDescription, sections: [CommandSection], everywhere: [any OptionDescribing] = [],
        commands: [Command]
    ) {
        self.program = program
        self.sections = sections
        self.commands = commands
        self.everywhere = everywhere.map(\.entry) + [StandardOptions.help.entry]
    }

    /// Options that may stand before the verb.
    var first: [OptionEntry] { everywhere + [StandardOptions.version.entry] }

    /// The verb of that name, of one word or two.
    package func command(_ name: String) -> Command? { commands.first { $0.name == name } }

    /// The verbs of a group such as `hooks`; empty when there is no such group.
    package func group(_ name: String) -> [Command] { commands.filter { $0.group == name } }

    /// What may stand first: verbs of one word and the names of groups, each once.
    package var firstWords: [String] {
        var seen: Set<String> = []
        return commands.map { $0.group ?? $0.name }.filter { seen.insert($0).inserted }
    }

    /// The verbs of a section, in order.
    package func commands(in section: CommandSection) -> [Command] { commands.filter { $0.section == section } }
}
