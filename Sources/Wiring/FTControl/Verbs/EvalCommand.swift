import Commands
import Evaluation
import FineTuning
import JSONText
import Text

/// `eval`: held-out rows through any models, their answers compared with the rows' own.
enum EvalCommand {
    private static let file = CommandOperand<String>.one(.file(), "the held-out rows: a training or preference file")
    private static let folders = CommandOperand<[String]>.many(
        .directory(), atLeast: 0, "directories that ftctl record made; new answers join the first")
    private static let worst = CommandOption.value(
        "worst", .wholeNumber("COUNT", in: 0...1000), default: 3,
        "show so many of the worst and of the most different rows, side by side")
    private static let minimum = CommandOption.values(
        "min", .minimum(), "exit with 1 unless every model reaches this; may be given several times")
    private static let training = CommandOption.value(
        "training", .file(),
        "name the rows that this training file asks, too; else the submitted one, where it is known")
    private static let grader = CommandOption.value(
        "grader", .text("MODEL", completion: .model), "let this model judge, both orders of every two answers")
    private static let graderPrompt = CommandOption.value(
        "grader-prompt", .file(),
        "what the grader is asked, with {question}, {expected}, {first} and {second}; its reply has to end in FIRST, SECOND or TIE"
    )
    private static let page = CommandOption.value(
        "report", .file("FILE.html"), "write a page with scores and rows into this file, too")

    static let command: Command = Command(
        name: "eval", section: .use, summary: "Compare models on held-out rows",
        details: [
            "Asks each model the rows' messages before their last answer, as far as that is not recorded yet, and compares "
                + "its answers with the rows' own. Answers are kept in the first DIR, else in ftd/evaluations of your "
                + "state directory, so that the same command asks nothing twice. With directories and no model, only "
                + "what is recorded in them is scored, and nothing is sent.",
            "Each score comes with a 95 % interval by the bootstrap, and every two models with the difference row by "
                + "row: one is called better only where chance does not explain it. --seed decides the draws.",
        ],
        operands: [file, folders],
        options: [worst, minimum, training, grader, graderPrompt, page] + AskingOptions.all,
        output: CommandOutput(
            [.table, .wide, .json, .jsonl, .csv], .object, EvalResult.fields.notes,
            others: [
                ("-o csv prints one model a line", EvalResult.report(ScoreKind.allCases).notes)
            ]),
        examples: [
            CommandExample("ftctl eval held-out.jsonl --base", "the newest tuned model and its base model"),
            CommandExample("ftctl eval held-out.jsonl keep other", "what is recorded in two directories"),
            CommandExample("ftctl eval held-out.jsonl --min f1=0.8 --yes", "a gate in a pipeline"),
        ],
        exitNotes: [
            ExitNote(.failed, "a minimum is not reached, or not every question was answered"),
            ExitNote(.notFound, "no such file or directory, or no model of that name"),
        ], run: run)

    @Sendable private static func run(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        let options = AskingOptions(arguments)
        guard arguments[graderPrompt] == nil || arguments[grader] != nil else {
            throw CommandError.usage("eval: --grader-prompt goes with --grader only")
        }
        let rows = try ConversationFile(path: arguments[file])
        var run = EvalRun(context: context, options: options, file: rows, folders: arguments[folders])
        run.training = arguments[training]
        if let model = arguments[grader] { run.grader = (model, arguments[graderPrompt]) }
        run.minimums = arguments[minimum]
        let (result, problem) = try run.perform()
        switch context.format {
        case .json, .jsonl: try context.printObject(EvalResult.fields.object(result))
        case .csv:
            let parts = zip(result.report.models, result.costs).map { EvalResult.ModelPart(model: $0, cost: $1) }
            try context.print(parts, as: EvalResult.report(ScoreKind.allCases))
        case .table, .wide, .name:
            try EvalText(result: result, context: context, worst: arguments[worst]).print()
        }
        if let path = arguments[page] { try EvalPageFile(result: result, context: context).write(to: path) }
        if let problem { throw problem }
        try sayUnmet(result, context)
        return result.unmet.isEmpty ? .done : .failed
    }

    private static func sayUnmet(_ result: EvalResult, _ context: CommandContext) throws {
        for unmet in result.unmet {
            let least = HumanText.decimal(unmet.least, places: 3)
            let reached =
                unmet.value.map { "\(HumanText.decimal($0, places: 3)) is below \(least)" }
                ?? "it applies to none of the rows, and \(least) was asked for"
            try context.say("\(result.names[unmet.model]): \(unmet.kind.rawValue): \(reached)")
        }
    }
}
