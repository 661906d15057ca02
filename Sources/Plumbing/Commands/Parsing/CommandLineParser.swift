import FineTuning
import Text

/// What a command line asks for.
package enum Invocation: Sendable {
    case run(Command, Arguments)
    /// Nothing but options that may stand before a verb.
    case home(Arguments)
    case help(HelpTopic)
    case version
    /// The script of a shell, or what could follow the words of an unfinished command line.
    case completions(Shell, words: [String])
    case manual
}

/// What help is about.
package enum HelpTopic: Sendable {
    case program
    case group(String)
    case command(Command)
}

/// Reads a command line in the GNU way against a table of verbs.
///
/// `--name value`, `--name=value`, `-n value`, `-nvalue`, grouped short flags, `--` before operands that begin with a
/// dash. A value in an argument of its own may only begin with a dash when it is a negative number or `-` alone: so a
/// forgotten value does not swallow the next option.
package struct CommandLineParser {
    private let table: CommandTable
    private var rest: ArraySlice<String>
    private var arguments = Arguments()
    private var operands: [String] = []

    /// Reads the arguments after the program's name.
    package static func parse(_ arguments: [String], with table: CommandTable) throws(CommandError) -> Invocation {
        var parser = CommandLineParser(table: table, rest: arguments[...])
        return try parser.invocation()
    }

    private init(table: CommandTable, rest: ArraySlice<String>) {
        self.table = table
        self.rest = rest
    }

    private mutating func invocation() throws(CommandError) -> Invocation {
        if let command = table.only { return try finish(command) }
        let scope = Scope(table: table, verb: nil, options: table.first)
        while let word = rest.popFirst() {
            if word == "--" { continue }
            guard word.hasPrefix("-"), word != "-" else { return try verb(word) }
            try option(word, in: scope)
            if arguments[StandardOptions.version] { return .version }
            if arguments[StandardOptions.help] {
                guard let word = rest.first(where: { !$0.hasPrefix("-") }) else { return .help(.program) }
                rest = rest.drop { $0 != word }.dropFirst()
                return .help(try topic(word))
            }
        }
        return .home(arguments)
    }

    /// The topic that one or two words of help name.
    private mutating func topic(_ word: String) throws(CommandError) -> HelpTopic {
        if let command = table.command(word) { return .command(command) }
        let group = table.group(word)
        guard !group.isEmpty else { throw unknownVerb(word) }
        guard let second = rest.first(where: { !$0.hasPrefix("-") }) else { return .group(word) }
        guard let command = table.command("\(word) \(second)") else { throw unknown(second, in: word, group) }
        return .command(command)
    }

    private mutating func verb(_ word: String) throws(CommandError) -> Invocation {
        if let command = table.command(word) { return try finish(command) }
        let group = table.group(word)
        guard !group.isEmpty else { throw unknownVerb(word) }
        let scope = Scope(table: table, verb: word, options: table.everywhere)
        while let second = rest.popFirst() {
            if second.hasPrefix("-"), second != "-" {
                try option(second, in: scope)
                if arguments[StandardOptions.help] { return .help(.group(word)) }
                continue
            }
            guard let command = table.command("\(word) \(second)") else { throw unknown(second, in: word, group) }
            return try finish(command)
        }
        throw .usage(
            "\(word): say what to do: \(Self.secondWords(group).joined(separator: ", "))",
            hints: ["Help: \(table.help(about: word))"])
    }

    private mutating func finish(_ command: Command) throws(CommandError) -> Invocation {
        let verb = command.name.isEmpty ? nil : command.name
        let scope = Scope(table: table, verb: verb, options: table.options(of: command))
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                break
            }
            if word == "-" || !word.hasPrefix("-") || scope.isNegativeNumber(word) {
                operands.append(word)
            } else {
                try option(word, in: scope)
                if arguments[StandardOptions.help] { return .help(verb == nil ? .program : .command(command)) }
                if verb == nil, let other = standardInvocation() { return other }
            }
        }
        try distribute(operands[...], to: command)
        return .run(command, arguments)
    }

    /// What an option of a program without verbs asks for in place of the command.
    private func standardInvocation() -> Invocation? {
        if arguments[StandardOptions.version] { return .version }
        if arguments[StandardOptions.manual] { return .manual }
        return arguments[StandardOptions.completions].map { shell in
            .completions(shell, words: Array(rest.first == "--" ? rest.dropFirst() : rest))
        }
    }

    private mutating func distribute(_ words: ArraySlice<String>, to command: Command) throws(CommandError) {
        var words = words
        let label = command.name.isEmpty ? "" : "\(command.name): "
        let hints = [CommandHelp(table).usageLine(command), "Help: \(table.help(about: command.name))"]
        for (index, operand) in command.operands.enumerated() {
            let needed = command.operands[(index + 1)...].reduce(0) { $0 + $1.minimum }
            let count = min(operand.maximum, max(operand.minimum, words.count - needed))
            guard words.count >= operand.minimum else {
                throw .usage("\(label)\(operand.name) is missing", hints: hints)
            }
            for word in words.prefix(count) {
                if let problem = operand.problem(word) {
                    throw .usage("\(label)\(operand.name): \(problem)", hints: hints)
                }
                arguments.add(word, to: operand.name)
            }
            words = words.dropFirst(count)
        }
        if let extra = words.first {
            throw .usage("\(label)unexpected operand \"\(extra)\"", hints: hints)
        }
    }

    private mutating func option(_ word: String, in scope: Scope) throws(CommandError) {
        if word.hasPrefix("--") { try long(word, in: scope) } else { try short(word, in: scope) }
    }

    private mutating func long(_ word: String, in scope: Scope) throws(CommandError) {
        let body = word.dropFirst(2)
        let name = String(body.prefix { $0 != "=" })
        guard let entry = scope.option(name) else { throw scope.unknown("--\(name)") }
        if name.count < body.count {
            let value = String(body.dropFirst(name.count + 1))
            guard entry.valueName != nil else {
                throw scope.error("option --\(name) takes no value (got \"\(value)\")")
            }
            try add(value, to: entry, in: scope)
        } else if entry.valueName == nil {
            arguments.add("", to: name)
        } else {
            try add(try nextValue(for: "--\(name)", entry, in: scope), to: entry, in: scope)
        }
    }

    private mutating func short(_ word: String, in scope: Scope) throws(CommandError) {
        var letters = word.dropFirst()
        while let letter = letters.popFirst() {
            guard let entry = scope.option(letter) else { throw scope.unknown("-\(letter)") }
            if entry.valueName == nil {
                arguments.add("", to: entry.name)
                continue
            }
            let value = letters.isEmpty ? try nextValue(for: "-\(letter)", entry, in: scope) : String(letters)
            return try add(value, to: entry, in: scope)
        }
    }

    private mutating func nextValue(
        for spelling: String, _ entry: OptionEntry, in scope: Scope
    ) throws(CommandError) -> String {
        let name = entry.valueName ?? ""
        guard let next = rest.first else { throw scope.error("option \(spelling) needs a value: \(spelling) \(name)") }
        guard next == "-" || !next.hasPrefix("-") || scope.isNegativeNumber(next) else {
            let joined = spelling.hasPrefix("--") ? "\(spelling)=\(next)" : "\(spelling)\(next)"
            throw scope.error(
                "option \(spelling) needs a value: \(spelling) \(name)",
                hint: "A value that begins with a dash is written \(joined)")
        }
        rest = rest.dropFirst()
        return next
    }

    private mutating func add(_ value: String, to entry: OptionEntry, in scope: Scope) throws(CommandError) {
        if let problem = entry.problem(value) { throw scope.error("--\(entry.name): \(problem)") }
        arguments.add(value, to: entry.name)
    }

    private func unknownVerb(_ word: String) -> CommandError {
        if let command = table.foreign[word.lowercased()] {
            return .usage(
                "unknown verb \"\(word)\"; here that is: \(command)", hints: ["All verbs: \(table.help())"])
        }
        let question = NearestName.question(word, among: table.firstWords)
        return .usage("unknown verb \"\(word)\"\(question)", hints: ["All verbs: \(table.help())"])
    }

    private func unknown(_ second: String, in word: String, _ group: [Command]) -> CommandError {
        let words = Self.secondWords(group)
        let question = NearestName.question(second, among: words)
        return .usage(
            "\(word): \"\(second)\" is none of \(words.joined(separator: ", "))\(question)",
            hints: ["Help: \(table.help(about: word))"])
    }

    private static func secondWords(_ group: [Command]) -> [String] {
        group.map { String($0.name.drop { $0 != " " }.dropFirst()) }
    }
}

/// The options that may stand at one place of the command line.
private struct Scope {
    let table: CommandTable
    /// Nil before the verb, and in a program without verbs.
    let verb: String?
    let options: [OptionEntry]

    func option(_ name: String) -> OptionEntry? { options.first { $0.name == name } }

    func option(_ letter: Character) -> OptionEntry? { options.first { $0.short == letter } }

    /// `-5` and `-.5`, unless there is an option of that digit.
    func isNegativeNumber(_ word: String) -> Bool {
        guard word.hasPrefix("-"), let first = word.dropFirst().first(where: { $0 != "." }) else { return false }
        return first.isASCII && first.isNumber && option(first) == nil
    }

    func error(_ sentence: String, hint: String? = nil) -> CommandError {
        let help = "Help: \(table.help(about: verb))"
        return .usage((verb.map { "\($0): " } ?? "") + sentence, hints: (hint.map { [$0] } ?? []) + [help])
    }

    func unknown(_ spelling: String) -> CommandError {
        if verb == nil, table.only == nil,
            table.commands.contains(where: { $0.options.contains { $0.isSpelled(spelling) } })
        {
            return error("option \(spelling) stands after the verb: \(table.program.name) VERB \(spelling)")
        }
        guard spelling.hasPrefix("--") else { return error("unknown option \(spelling)") }
        let question = NearestName.question(String(spelling.dropFirst(2)), among: options.map(\.name), prefix: "--")
        return error("unknown option \(spelling)\(question)")
    }
}

extension OptionEntry {
    /// Whether `--name` or `-n` means this option.
    package func isSpelled(_ spelling: String) -> Bool {
        spelling == "--\(name)" || short.map { spelling == "-\($0)" } ?? false
    }
}
