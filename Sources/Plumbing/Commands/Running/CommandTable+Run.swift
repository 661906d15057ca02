import FineTuning

extension CommandTable {
    /// Runs one command line to its end: all output is written, and an error is said on standard error.
    ///
    /// - Parameter arguments: without the program's name.
    package func run(_ arguments: [String], in surroundings: Surroundings) -> ExitCode {
        do {
            let code = try perform(arguments, in: surroundings)
            try surroundings.output.flush()
            return code
        } catch OutputError.closed {
            return .done
        } catch let error as CommandError {
            return report(error, asJSON: Self.wantsJSON(arguments), in: surroundings)
        } catch {
            guard let error = program.explain(error) else { return .done }
            return report(error, asJSON: Self.wantsJSON(arguments), in: surroundings)
        }
    }

    /// Runs the command line of a process to its end.
    ///
    /// - Parameter commandLine: the program's name, then its arguments.
    package func run(commandLine: [String], in surroundings: Surroundings) -> ExitCode {
        // Swift reads the arguments from /proc: without it there is not even the name, and another command would run.
        guard !commandLine.isEmpty else {
            let error = CommandError(.usage, "the arguments cannot be read, because /proc is not mounted; mount it")
            return report(error, asJSON: false, in: surroundings)
        }
        return run(Array(commandLine.dropFirst()), in: surroundings)
    }

    private func perform(_ arguments: [String], in surroundings: Surroundings) throws -> ExitCode {
        switch try CommandLineParser.parse(arguments, with: self) {
        case .run(let command, let arguments):
            return try command.run(CommandContext(surroundings, arguments), arguments)
        case .home(let arguments):
            guard let home, surroundings.terminal.outputIsTerminal else {
                try surroundings.output.write(CommandHelp(self).text(.program))
                break
            }
            return try home.run(CommandContext(surroundings, arguments), arguments)
        case .completions(let shell, let words):
            let finder = CompletionFinder(table: self) { _ in [] }
            try ShellCompletions(finder, verb: "--completions").write(for: shell, words: words, to: surroundings.output)
        case .manual:
            try surroundings.output.write(ManualPage(self).text)
        case .help(let topic):
            try surroundings.output.write(CommandHelp(self).text(topic))
        case .version:
            try surroundings.output.line("\(program.name) \(ProductVersion.text)")
        }
        return .done
    }

    /// Writes the error to standard error, after the data that were written before it.
    private func report(_ error: CommandError, asJSON: Bool, in surroundings: Surroundings) -> ExitCode {
        do {
            try surroundings.output.flush()
        } catch {
            // The same failure again, or a reader that is gone: the error below is what counts.
        }
        surroundings.say(asJSON ? error.json : error.text(from: program.name, in: surroundings.errorLayout))
        return error.exitCode
    }

    /// Whether the command line asks for JSON, also when it cannot be parsed.
    private static func wantsJSON(_ arguments: [String]) -> Bool {
        let words = arguments.prefix { $0 != "--" }
        for (index, word) in words.enumerated() {
            let following = index + 1 < words.count ? words[index + 1] : ""
            let value: Substring
            if word == "-o" || word == "--output" {
                value = following[...]
            } else if word.hasPrefix("--output=") {
                value = word.dropFirst("--output=".count)
            } else if word.hasPrefix("-o") {
                value = word.dropFirst(2)
            } else {
                continue
            }
            if OutputFormat(rawValue: String(value))?.isJSON ?? false { return true }
        }
        return false
    }
}
