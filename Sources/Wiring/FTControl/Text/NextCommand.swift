import Commands
import Text

/// A command worth typing next; only said when the program has the verb.
struct NextCommand: Equatable {
    let verb: String
    let rest: String

    init(_ verb: String, _ rest: String = "") {
        self.verb = verb
        self.rest = rest
    }

    /// One line that names up to three of them, or none.
    static func lines(_ commands: [NextCommand]) -> [String] {
        let known = commands.filter { ControlProgram.table.command($0.verb) != nil }.prefix(3)
        guard !known.isEmpty else { return [] }
        return [
            "next: "
                + known.map { "ftctl \($0.verb)" + ($0.rest.isEmpty ? "" : " \($0.rest)") }.joined(separator: "    ")
        ]
    }

    /// Says that line; on a narrow terminal it is broken between the commands.
    static func say(_ commands: [NextCommand], in context: CommandContext) throws {
        for line in lines(commands) {
            let width = context.surroundings.errorLayout.width ?? .max
            let isWhole = line.displayWidth <= width
            try context.say(isWhole ? line : line.split(separator: "    ").joined(separator: "\n      "))
        }
    }
}
