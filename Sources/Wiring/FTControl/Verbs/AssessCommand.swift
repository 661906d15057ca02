import Commands
import FineTuning
import JSONText
import Text
import TrainingCheck
import TrainingData

/// `assess`: whether a corpus belongs in a model.
enum AssessCommand {
    private static let corpus = CommandOperand<String>.one(
        .file("CORPUS"), "documents: JSONL, a JSON array, CSV or TSV; - reads standard input")
    private static let text = CommandOption.value(
        "text", .text("COLUMN"), "the column of the text, or a template of several; else a usual name")
    private static let time = CommandOption.value(
        "time", .text("COLUMN"), "the column of the last change: ISO 8601, or Unix seconds or milliseconds")
    private static let staticFor = CommandOption.value(
        "static-for", .duration(), default: .seconds(180 * 86_400), defaultText: "180d",
        "what has not changed for this long counts as static")
    private static let near = CommandOption.flag("near", "look for documents that say nearly the same, too")
    private static let queries = CommandOption.value(
        "queries", .wholeNumber("COUNT", in: 0...1_000_000_000_000), "queries a month")
    private static let chunks = CommandOption.value(
        "chunks", .wholeNumber("COUNT", in: 0...10_000), default: AssessmentTerms().chunks,
        "passages that retrieval adds to a query")
    private static let chunkTokens = CommandOption.value(
        "chunk-tokens", .wholeNumber("COUNT", in: 1...1_000_000), default: AssessmentTerms().chunkTokens,
        "tokens of a passage")
    private static let horizon = CommandOption.value(
        "horizon", .number("MONTHS", in: 0.1...1200), default: AssessmentTerms().horizon, defaultText: "12",
        "months over which a training has to pay")
    private static let model = CommandOption.value(
        "model", .text("MODEL", completion: .model), "the model to tune; else [submit] model of the configuration")
    private static let embedding = CommandOption.value(
        "embedding-model", .text("MODEL"), default: "text-embedding-3-small", "the model that embeds the documents")
    private static let price = CommandOption.values(
        "price", .text("NAME=USD"), "another price for a million tokens; of storage, for a GB and month")
    private static let set = CommandOption.values(
        "set", .text("NAME=NUMBER"), "a number to use in place of one that the output takes for granted")
    private static let split = CommandOption.value(
        "split", .directory(), "write static.jsonl and dynamic.jsonl there")
    private static let settled = CommandOption.value("static", .file("OUT"), "write the static rows to this file")
    private static let changing = CommandOption.value("dynamic", .file("OUT"), "write the other rows to this file")

    static let command: Command = Command(
        name: "assess", section: .data, summary: "Judge whether a corpus belongs in a model",
        details: [
            "Counts what has stopped changing and what says the same twice, and compares what answering from it costs: "
                + "embedding, storage and longer prompts with retrieval, against training and a tuned model. The "
                + "verdict is one of: fine-tune the static part; keep retrieving; both: split it; not enough known. "
                + "Only costs are compared, not how well a tuned model answers.",
            "Prices come from models.conf. NAME of --price: "
                + AssessmentPrices.Item.allCases.map(\.rawValue).joined(separator: ", ") + ". NAME of --set: "
                + AssessmentSetting.all.map(\.name).joined(separator: ", ") + ".",
            "Rows without a usable time count as dynamic. --split writes lines of JSONL byte for byte, and other rows as "
                + "JSON objects.",
        ],
        operands: [corpus],
        options: [
            text, time, staticFor, near, queries, chunks, chunkTokens, horizon, model, embedding, price, set, split,
            settled, changing,
        ],
        output: .object(AssessResult.fields.notes),
        examples: [
            CommandExample("ftctl assess corpus.jsonl --queries 100000", "with the usual columns"),
            CommandExample(
                "ftctl assess docs.csv --text '{title} {body}' --time edited --near", "your own columns"),
            CommandExample("ftctl assess corpus.jsonl --split parts", "then prepare parts/static.jsonl"),
        ],
        exitNotes: [
            ExitNote(.done, "a verdict is given, whichever it is"),
            ExitNote(.failed, "the corpus cannot be read"),
        ], run: run)

    private static func run(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        var run = try AssessRun(
            context: context, model: arguments[model].map { ModelName($0) },
            embedding: ModelName(arguments[embedding]))
        run.text = try arguments[text].map(template)
        run.time = arguments[time]
        run.staticFor = arguments[staticFor]
        run.near = arguments[near] ? NearDuplicates() : nil
        run.terms.queries = arguments[queries].map { Int64($0) }
        run.terms.chunks = arguments[chunks]
        run.terms.chunkTokens = arguments[chunkTokens]
        run.terms.horizon = arguments[horizon]
        for text in arguments[set] { try AssessAssignment.set(text, in: &run.terms) }
        for text in arguments[price] { try AssessAssignment.price(text, in: &run.prices) }
        let target = try target(arguments)
        let result = try run.perform(on: arguments[corpus], writing: target)
        if context.format.isJSON {
            try context.printObject(result.json)
        } else {
            for line in AssessText(result: result, context: context).lines() { try context.tell(line) }
        }
        try NextCommand.say(next(result, arguments), in: context)
        return .done
    }

    /// A column's name, or a template with columns in braces.
    private static func template(_ text: String) throws -> MessageTemplate {
        try MessageTemplate(text.contains("{") ? text : "{\(text)}")
    }

    private static func target(_ arguments: Arguments) throws -> AssessRun.Target? {
        switch (arguments[split], arguments[settled], arguments[changing]) {
        case (nil, nil, nil): return nil
        case (let directory?, nil, nil):
            return AssessRun.Target(
                directory: directory, settled: "\(directory)/static.jsonl", changing: "\(directory)/dynamic.jsonl")
        case (nil, let settled?, let changing?):
            guard settled != "-", changing != "-" else {
                throw CommandError.usage("assess: --static and --dynamic need the paths of two files")
            }
            return AssessRun.Target(directory: nil, settled: settled, changing: changing)
        case (nil, _, _): throw CommandError.usage("assess: --static and --dynamic go together")
        case (_?, _, _):
            throw CommandError.usage("assess: --split names both files; --static and --dynamic do not go with it")
        }
    }

    private static func next(_ result: AssessResult, _ arguments: Arguments) -> [NextCommand] {
        let path = arguments[corpus]
        if result.assessment.terms.queries == nil, path != "-", case .queriesUnknown? = result.assessment.reasons.first
        {
            return [NextCommand("assess", "\(path.shellWord.printable) --queries COUNT")]
        }
        switch result.assessment.verdict {
        case .keepRetrieving, .unknown: return []
        case .fineTune, .split:
            if let target = result.target {
                let rows = target.settled.shellWord.printable
                return [NextCommand("prepare", "\(rows) --user '…' --assistant '…' -o train.jsonl")]
            }
            return path == "-" ? [] : [NextCommand("assess", "\(path.shellWord.printable) --split parts")]
        }
    }
}
