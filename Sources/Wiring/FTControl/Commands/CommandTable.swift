/// Every verb of the program, and what all of them share.
struct CommandTable: Sendable {
    /// In the order of help.
    let commands: [Command]

    /// The verb of that name, of one word or two.
    func command(_ name: String) -> Command? { commands.first { $0.name == name } }

    /// The verbs of a group such as `hooks`; empty when there is no such group.
    func group(_ name: String) -> [Command] { commands.filter { $0.group == name } }

    /// What may stand first: verbs of one word and the names of groups, each once.
    var firstWords: [String] {
        var seen: Set<String> = []
        return commands.map { $0.group ?? $0.name }.filter { seen.insert($0).inserted }
    }

    /// The verbs of a section, in order.
    func commands(in section: CommandSection) -> [Command] { commands.filter { $0.section == section } }
}
