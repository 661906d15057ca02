import Commands
import Evaluation
import FineTuning
import Text

/// `record`: a model's own answers to a file of rows, kept as a training file.
enum RecordCommand {
    private static let file = CommandOperand<String>.one(
        .file(), "a training, validation or preference file")
    private static let target = CommandOption.value(
        "output", short: "o", .directory(), "the directory to keep the answers in; made where it is missing")

    static let command: Command = Command(
        name: "record", section: .use, summary: "Keep a model's own answers to the rows of a file",
        details: [
            "Every row's messages before its last answer are sent, with the row's tools, and each answer is written down "
                + "the moment it arrives. DIR/answers.jsonl is a training file with the model's answers in the place of "
                + "the rows' own; answers that are empty, refused or cut at the token limit are left out of it. "
                + "DIR/record.jsonl has all of them, a line each: request, model, expected answer, finish reason, "
                + "tokens, latency, fingerprint, refusal, and the raw reply.",
            "Requests, tokens and cost are said first. A run that was stopped or killed goes on when the same command is "
                + "given again, and asks nothing twice. A further model, more rows or more samples join the same "
                + "directory; another file, system message, temperature or limit of tokens needs its own. While the server "
                + "asks to wait, nothing is sent.",
        ],
        operands: [file], options: [target] + AskingOptions.all,
        examples: [
            CommandExample("ftctl record train.jsonl -o keep", "the newest tuned model's answers"),
            CommandExample(
                "ftctl record train.jsonl -o keep --job latest --base --budget 5 --yes",
                "in a script, with its base model"),
        ],
        exitNotes: [
            ExitNote(.failed, "the budget is used up, or answers could not be kept"),
            ExitNote(.notFound, "no such file, or no model of that name"),
            ExitNote(.unreachable, "the API did not answer for a minute, or for ten minutes once it had"),
        ], run: run)

    @Sendable private static func run(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        guard let path = arguments[target] else {
            throw CommandError.usage(
                "record: no directory to keep the answers in", hints: ["Name one: ftctl record FILE -o DIR"])
        }
        let name = arguments[file]
        let options = AskingOptions(arguments)
        let rows = try ConversationFile(path: name)
        let models = try AskingTargets(
            context: context, options: options, hint: "record FILE -o DIR --model MODEL"
        ).models()
        let folder = try RecordFolder(path, for: options.plan(rows), file: rows)
        let session = AskingSession(context: context, options: options, file: rows, folder: folder, models: models)
        let outcomes = try session.run()
        try tell(folder, context)
        if let problem = outcomes.problem { throw problem }
        try NextCommand.say(
            [
                NextCommand("check", PathWord.text("\(path)/\(RecordFolder.answersName)")),
                NextCommand("eval", "\(PathWord.text(name)) \(PathWord.text(path))"),
            ], in: context)
        return .done
    }

    /// What the directory holds now.
    private static func tell(_ folder: RecordFolder, _ context: CommandContext) throws {
        let summary = RecordSummary(folder.answers)
        var text =
            "\(PathWord.text(folder.path)): \(HumanText.count(summary.answers, "answer")) in "
            + "\(RecordFolder.recordName), \(HumanText.count(summary.usable, "example")) in \(RecordFolder.answersName)"
        let left = [
            (summary.refused, "refused"), (summary.cut, "cut at the token limit"), (summary.empty, "empty"),
            (summary.unreadable, "not readable"), (summary.rejected, "not taken by the server"),
        ].filter { $0.0 > 0 }.map { "\(HumanText.number($0.0)) \($0.1)" }
        if !left.isEmpty { text += "; left out: \(left.joined(separator: ", "))" }
        try context.say(text)
    }
}
