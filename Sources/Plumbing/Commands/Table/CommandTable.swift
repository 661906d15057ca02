/// A program as a table of its verbs: what parsing, help, completions and the manual are made from.
package struct CommandTable: Sendable {
    package let program: ProgramDescription
    /// The parts of the program's help, in order.
    package let sections: [CommandSection]
    /// In the order of help.
    package let commands: [Command]
    /// Options that mean the same for every verb, allowed before it and after it; help is the last.
    package let everywhere: [OptionEntry]
    /// What runs where no verb is named on a terminal; nil for help, which a pipe always gets.
    package let home: Command?
    /// Verbs of other tools, and the command line that does the same here.
    package var foreign: [String: String] { makeForeign() }
    private let makeForeign: @Sendable () -> [String: String]

    /// `everywhere` is without the option for help, which every program has.
    package init(
        _ program: ProgramDescription, sections: [CommandSection], everywhere: [any OptionDescribing] = [],
        commands: [Command], home: Command? = nil,
        foreign: @autoclosure @escaping @Sendable () -> [String: String] = [:]
    ) {
        self.program = program
        self.sections = sections
        self.commands = commands
        self.home = home
        makeForeign = foreign
        self.everywhere = everywhere.map(\.entry) + [StandardOptions.help.entry]
    }

    /// A program without verbs, which prints its completions and its manual when an option asks for them.
    package init(_ program: ProgramDescription, only command: Command) {
        self.init(program, sections: [], commands: [command])
    }

    /// The command of a program without verbs; nil where there are verbs.
    var only: Command? { commands.count == 1 && commands[0].name.isEmpty ? commands[0] : nil }

    /// Options that may stand before the verb, or anywhere in a program without verbs.
    var first: [OptionEntry] {
        guard only != nil else { return everywhere + [StandardOptions.version.entry] }
        return everywhere
            + [StandardOptions.version.entry, StandardOptions.completions.entry, StandardOptions.manual.entry]
    }

    /// Every option that may stand with a command.
    func options(of command: Command) -> [OptionEntry] {
        command.options + (command.name.isEmpty ? first : everywhere)
    }

    /// What to type for help about a verb, or without one about the program.
    func help(about verb: String? = nil) -> String {
        only != nil ? "\(program.name) --help" : "\(program.name) help" + (verb.map { " \($0)" } ?? "")
    }

    /// The verb of that name, of one word or two, or of that other word.
    package func command(_ name: String) -> Command? {
        commands.first { $0.name == name } ?? commands.first { $0.aliases.contains(name) }
    }

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
