import Commands
import FineTuning
import Glibc
import Settings
import TrainingData

/// The program `ftctl`.
package enum ControlProgram {
    /// Every verb, in the order of help.
    static let table: CommandTable = CommandTable(
        description, sections: [.data, .watch, .control, .use, .operate, .about], everywhere: everywhere,
        commands: commands,
        home: HomeCommand.command, foreign: ForeignVerbs.commands(among: commands.map(\.name)))

    private static let commands: [Command] =
        [
            PrepareCommand.command, CheckCommand.command, AssessCommand.command, SubmitCommand.command,
            TokensCommand.command,
            TokenizerCommand.install,
            TokenizerCommand.list,
            ListCommand.command, ShowCommand.command, EventsCommand.command, LossCommand.command, UsageCommand.command,
            WaitCommand.command, WebCommand.command, ReportCommand.command,
        ] + CancelCommand.commands + [
            SubmissionsCommand.list, SubmissionsCommand.show, SubmissionsCommand.drop, PollCommand.command,
            ModelCommand.command, AskCommand.command, RecordCommand.command, EvalCommand.command, ExportCommand.command,
            StatusCommand.command, HooksListCommand.command, HooksDeliveriesCommand.command,
            HooksTestCommand.test, HooksTestCommand.render, HooksRetryCommand.command, HooksSilenceCommand.command,
            StoreCommand.backup,
            FilesCommand.list,
            FilesCommand.delete,
            DoctorCommand.command, LoginCommand.command,
            DemoCommand.command, HelpCommand.command, VersionCommand.command, CompletionsCommand.command,
            ManCommand.command,
        ]

    /// What the program is called, and how its verbs' errors are printed.
    static let description = ProgramDescription(
        name: "ftctl", summary: "prepares, submits and watches fine-tuning jobs",
        seeAlso: ["ftd (8)", "ftd.conf (5)"],
        files: ManualEntry.list(PlaceNotes.configuration + PlaceNotes.store + PlaceNotes.tools),
        environment: ManualEntry.list(
            PlaceNotes.keyVariables + PlaceNotes.placeVariables + PlaceNotes.networkVariables
                + PlaceNotes.toolVariables + PlaceNotes.terminalVariables),
        explain: explain)

    /// Options that may stand before every verb and after it.
    static let everywhere: [any OptionDescribing] = [
        StandardOptions.config, StandardOptions.store, StandardOptions.color,
    ]

    private static let explain: @Sendable (any Error) -> CommandError? = { error in
        // prepare writes a pipe by itself: a reader that went away is no failure there either.
        if let error = error as? TrainingDataError, error.reason == .cut(errno: EPIPE) { return nil }
        return CommandError(error)
    }

    /// Runs the program with the arguments of this process.
    package static func main() -> Never {
        // A reader that goes away is seen as EPIPE by the writer, in one place.
        signal(SIGPIPE, SIG_IGN)
        let surroundings = Surroundings.live(
            program: description.name, environment: ProcessEnvironment.current())
        exit(table.run(commandLine: CommandLine.arguments, in: surroundings).rawValue)
    }
}
