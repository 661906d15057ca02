import BytePairEncoding
import Commands
import FineTuning
import JSONText
import Settings

/// `tokens`: how many tokens a text has, or which.
enum TokensCommand {
    private static let file = CommandOperand<String>.one(.file(), "the text, any bytes; - reads standard input")
    private static let lines = CommandOption.flag("lines", "one count for each line, without its line end")
    private static let ids = CommandOption.flag("ids", "the token ids as a JSON array; with --lines one a line")
    private static let encoding = CommandOption.value(
        "encoding", .word("NAME", of: Encoding.all.map(\.name)), "count in this encoding")
    private static let model = CommandOption.value(
        "model", .text("MODEL", completion: .model),
        "count as this model does; else [submit] model of the configuration")

    static let command: Command = Command(
        name: "tokens", section: .data, summary: "Count the tokens of a text",
        details: [
            "The file is one text, counted exactly as the published encoding does where its rank file is installed "
                + "(ftctl tokenizer install); an estimate, marked as one, where it is not. Spellings of special tokens "
                + "count as ordinary text. What a training example costs beyond its contents is for ftctl check.",
            "A pipe gets the number alone.",
        ],
        operands: [file], options: [lines, ids, encoding, model],
        output: CommandOutput(
            [.table, .json, .jsonl, .csv, .name], .object, TokenRun.fields.notes,
            others: [("with --lines, an array of objects", TokenRun.lineFields.notes)]),
        examples: [
            CommandExample("ftctl tokens prompt.txt", "with the encoding of the configured model"),
            CommandExample("printf 'hello world' | ftctl tokens - --ids", "[24912, 2375]"),
            CommandExample("ftctl tokens questions.txt --lines | sort -n | tail -1", "the longest line"),
        ], run: run)

    private static func run(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        let wantsIDs = arguments[ids]
        let byLines = arguments[lines]
        if wantsIDs, !context.format.isJSON, context.format != .table {
            throw CommandError.usage("tokens: --ids prints JSON, so -o \(context.format.rawValue) does not go with it")
        }
        let (encoding, model) = try encoding(context, arguments)
        let source = try TextSource(arguments[file])
        let ranks = try context.tokenRanks(encoding)
        guard ranks.isExact || !wantsIDs else {
            throw CommandError(
                .notFound, "tokens: --ids needs the rank file of \(encoding.name), which is not installed",
                hints: ["Install it: ftctl tokenizer install \(encoding.name)"])
        }
        let run = TokenRun(source: source, ranks: ranks, model: model, context: context)
        switch (wantsIDs, byLines) {
        case (true, _): try run.printIDs(byLines: byLines)
        case (false, true): try run.printLines()
        case (false, false): try run.printTotal()
        }
        if !ranks.isExact {
            try context.say("estimated: no rank file of \(encoding.name) is installed")
            try NextCommand.say([NextCommand("tokenizer install", encoding.name)], in: context)
        }
        return .done
    }

    private static func encoding(
        _ context: CommandContext, _ arguments: Arguments
    ) throws -> (encoding: Encoding, model: ModelName?) {
        if let name = arguments[encoding] {
            guard arguments[model] == nil else {
                throw CommandError.usage("tokens: --encoding and --model say the same thing twice; take one of them")
            }
            if let encoding = Encoding.named(name) { return (encoding, nil) }
        }
        let model = try arguments[model].map { ModelName($0) } ?? context.settings().submit.model
        guard let encoding = try context.encoding(of: model) else {
            let names = Encoding.all.map(\.name).joined(separator: " or ")
            throw CommandError.usage(
                "tokens: nobody knows in which encoding \(model.rawValue) counts",
                hints: ["Name it: --encoding \(names)"])
        }
        return (encoding, model)
    }
}
