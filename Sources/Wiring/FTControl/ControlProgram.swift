import FineTuning
import Glibc
import Settings
import TrainingData

/// The program `ftctl`.
package enum ControlProgram {
    /// Every verb, in the order of help.
    static let table: CommandTable = CommandTable(
        commands: [
            PrepareCommand.command, CheckCommand.command, AssessCommand.command, SubmitCommand.command,
            TokensCommand.command,
            TokenizerCommand.install,
            TokenizerCommand.list,
            ListCommand.command, ShowCommand.command, EventsCommand.command, WaitCommand.command,
        ] + CancelCommand.commands + [
            ModelCommand.command, AskCommand.command,
            StatusCommand.command, HooksListCommand.command, HooksDeliveriesCommand.command, FilesCommand.list,
            FilesCommand.delete,
            DemoCommand.command, HelpCommand.command, CompletionsCommand.command, ManCommand.command,
        ])

    /// Runs the program with the arguments of this process.
    package static func main() -> Never {
        // A reader that goes away is seen as EPIPE by the writer, in one place.
        signal(SIGPIPE, SIG_IGN)
        let surroundings = Surroundings.live(environment: ProcessEnvironment.current())
        exit(run(Array(CommandLine.arguments.dropFirst()), table: table, in: surroundings).rawValue)
    }

    /// Runs one command line to its end: everything is written, every error told.
    static func run(_ arguments: [String], table: CommandTable, in surroundings: Surroundings) -> ExitCode {
        do {
            let code = try perform(arguments, table: table, in: surroundings)
            try surroundings.output.flush()
            return code
        } catch OutputError.closed {
            return .done
        } catch let error as TrainingDataError where error.reason == .cut(errno: EPIPE) {
            return .done
        } catch {
            return report(CommandError(error), asJSON: wantsJSON(arguments), in: surroundings)
        }
    }

    private static func perform(
        _ arguments: [String], table: CommandTable, in surroundings: Surroundings
    ) throws -> ExitCode {
        switch try CommandLineParser.parse(arguments, with: table) {
        case .run(let command, let arguments):
            return try command.run(CommandContext(surroundings, arguments), arguments)
        case .help(let topic):
            try surroundings.output.write(CommandHelp.text(topic, table: table))
        case .version:
            try surroundings.output.line("ftctl \(ProductVersion.text)")
        }
        return .done
    }

    /// Tells the error after the data that were written before it.
    private static func report(_ error: CommandError, asJSON: Bool, in surroundings: Surroundings) -> ExitCode {
        do {
            try surroundings.output.flush()
        } catch {
            // The same failure again, or a reader that is gone: the error below is what counts.
        }
        surroundings.say(asJSON ? error.json : error.description)
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
