import Commands
import FineTuning
import HuggingFace
import Preparing
import Text
import TrainingData

/// `prepare`: rows of questions and answers become a training file.
enum PrepareCommand {
    static let command: Command = Command(
        name: "prepare", section: .data, summary: "Turn rows of questions and answers into a training file",
        details: [
            "Rows of a known shape need no templates: it is told from the first rows, said in a line, and shown by "
                + "--explain. Where it cannot be told for sure, nothing is written; --shape names it. Columns that are "
                + "left out are named, and a row whose answer is empty is dropped and counted.",
            "A template is a text with {column} for the value of a column; {{ and }} are braces. {answers.text[0]} "
                + "reaches into a value, and what stands between [[ and ]] is left out where a column within is empty: "
                + "'{instruction}[[ {input}]]'. "
                + "A preset brings templates and required columns; options given beside it replace single ones. "
                + "Rows that hold a conversation already (messages) are taken over and need no templates.",
            "CSV may be written with commas, semicolons, tabs or |, with a title above or sep=; as Excel does it. gzip, "
                + "zstd and UTF-16 are read as what they hold; an output named .gz or .zst is compressed. "
                + "Parquet comes through a pipe: duckdb -c \"COPY (FROM 'rows.parquet') TO '/dev/stdout' (FORMAT json)\" "
                + "| ftctl prepare - -o train.jsonl",
            "INPUT may be a dataset on the Hugging Face Hub: hf:OWNER/NAME, or an old name such as hf:sciq. "
                + "Its rows are kept in ~/.cache/ftd/hf: an interrupted run goes on where it stood, and for a day the "
                + "kept rows are used without asking. Private and gated datasets need a token: HF_TOKEN, or the one "
                + "that hf auth login has stored.",
            "--format preference makes pairs of answers: one for each --non-preferred template (with --preset sciq: one "
                + "for each of the three wrong options) whose column holds something.",
            "--feedback reads what people said about rows: a column of keys, and rating, correction or rejected. A "
                + "rejected row is left out, a correction replaces the answer, and in pairs the old answer is the one "
                + "not preferred.",
            "Where an engine such as Spark runs prepare on parts of the rows, --part lets a part be empty, --report writes "
                + "numbers that add up, and --key-column writes the rows with a key whose first 16 characters are the "
                + "same for equal questions: grouped by them, each part sees all of its own duplicates.",
            "Equal questions always go to the same side of --validation-share. --limit takes the first rows, and "
                + "--shuffle brings those into another order.",
            "The output takes its place only when all of it has been written. The report goes to standard error, "
                + "so that prepare runs within a pipe.",
        ],
        operands: [PrepareOptions.input], options: PrepareOptions.all,
        examples: [
            CommandExample("ftctl prepare sharegpt.jsonl -o train.jsonl", "a shape that is known"),
            CommandExample("ftctl prepare hf:sciq --preset sciq -o train.jsonl", "SciQ as chat examples"),
            CommandExample(
                "ftctl prepare faq.csv --user '{q}' --assistant '{a}' -o train.jsonl", "your own columns"),
            CommandExample(
                "ftctl prepare rows.jsonl --preset sciq --validation-share 0.1 -o train.jsonl",
                "a tenth of the questions goes to train.validation.jsonl"),
            CommandExample(
                "ftctl prepare hf:sciq --preset sciq --format preference -o pairs.jsonl",
                "right and wrong answers, for --method dpo"),
            CommandExample("zcat rows.gz | ftctl prepare - --preset sciq -o -", "as a stage of a pipe"),
        ],
        exitNotes: [
            ExitNote(.failed, "a row cannot be read, or none is left"),
            ExitNote(.usage, "options contradict each other, or a template names a column that is not there"),
            ExitNote(.notFound, "no such file, dataset, subset or split"),
            ExitNote(.unreachable, "the dataset's server cannot be reached, or gives no rows"),
        ], run: run)

    private static func run(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        if let contradiction = PrepareOptions.contradiction(in: arguments) {
            throw CommandError.usage("prepare: \(contradiction)")
        }
        let progress = PrepareProgress(context.surroundings)
        let input = try PrepareInput(arguments, context, onNotice: { progress.say($0.description) })
        var preparation = Preparation(mapping: try PrepareOptions.mapping(arguments))
        preparation.limit = arguments[PrepareOptions.limit]
        preparation.feedback = try PrepareOptions.feedback(arguments)
        preparation.reading.encoding = arguments[PrepareOptions.encoding]
        preparation.deduplication = PrepareOptions.deduplication(arguments)
        preparation.tokenLimit = try PrepareOptions.tokenLimit(arguments, context)
        preparation.sampling = PrepareOptions.sampling(arguments)
        preparation.keyColumn = arguments[PrepareOptions.keyColumn]
        preparation.isPart = arguments[PrepareOptions.part]
        if arguments[PrepareOptions.shuffle] { preparation.shuffleSeed = UInt64(arguments[PrepareOptions.seed] ?? 0) }
        let interrupt = context.interrupt
        preparation.isCancelled = { interrupt.isRaised }
        do {
            if let count = arguments[PrepareOptions.head] {
                context.interrupt.arm(saying: "interrupted\(input.isKept ? "; the rows so far are kept" : "")")
                try show(try input.preview(preparation, rows: count), context)
            } else if arguments[PrepareOptions.explain] {
                context.interrupt.arm(saying: "interrupted\(input.isKept ? "; the rows so far are kept" : "")")
                try explain(try input.explanation(preparation, rows: 3), context)
            } else {
                try prepare(preparation, input, arguments, progress, context)
            }
        } catch let error where error is TrainingDataError || error is PreparationError || error is HuggingFaceError {
            progress.finish()
            try context.interrupt.check()
            guard let data = error as? TrainingDataError, case .noConversation(_, let existing) = data.reason else {
                throw error
            }
            throw noTemplates(existing)
        }
        return .done
    }

    private static func prepare(
        _ preparation: Preparation, _ input: PrepareInput, _ arguments: Arguments, _ progress: PrepareProgress,
        _ context: CommandContext
    ) throws {
        guard let path = arguments[PrepareOptions.target] else {
            throw CommandError.usage("prepare: no output named", hints: ["Write to a file: -o train.jsonl"])
        }
        let validation = try PrepareOptions.validation(arguments, beside: path)
        let examples = [PrepareOptions.output(path)] + [validation?.output].compactMap(\.self)
        let reportFile = arguments[PrepareOptions.report].map { DataOutput.file($0) }
        try OutputPlace.tellApart(
            inputs: PrepareOptions.inputs(arguments), outputs: examples + [reportFile].compactMap(\.self))
        if let reportFile { for output in examples { try OutputPlace.tellApart(output, reportFile) } }
        let state = path == "-" ? "the output is cut" : "\(path) is as it was"
        context.interrupt.arm(
            saying: "interrupted; \(state)",
            hints: input.isKept ? ["The rows so far are kept: the same command goes on behind them."] : [])
        let report = try input.run(preparation, to: PrepareOptions.output(path), validation: validation) {
            progress.update($0, of: input)
        }
        progress.finish()
        if let file = arguments[PrepareOptions.report] { try PrepareReportFile(report).write(to: file) }
        let words = PrepareReportText(report, path: path, validation: validation?.output.name, arguments)
        for line in words.lines { try context.say(line) }
        if path != "-" { try NextCommand.say(words.next, in: context) }
    }

    /// What to do about rows that nobody has said anything about.
    private static func noTemplates(_ existing: [String]) -> CommandError {
        let columns = existing.prefix(8).map { $0.printable(limit: 40) }.joined(separator: ", ")
        return .usage(
            "prepare: it is not said how a row becomes an example",
            hints: [
                "Name a preset: --preset sciq", "or a shape, if they have one: --shape NAME",
                "or write templates: --user '{question}' --assistant '{answer}'",
                "The columns are \(columns)\(existing.count > 8 ? ", …" : "").",
            ])
    }

    /// What the rows were taken for, and the first examples as conversations.
    private static func explain(_ explanation: Explanation, _ context: CommandContext) throws {
        let leftOut = explanation.leftOut.map { $0.printable(limit: 60) }.joined(separator: ", ")
        let lines =
            [explanation.mapping ?? "rows as the templates say"] + explanation.notes
            + (leftOut.isEmpty ? [] : ["columns left out: \(leftOut)"])
        for line in lines { try context.tell(line.printable) }
        for example in explanation.examples {
            try context.output.line()
            for line in ExampleText(context: context).lines(example) { try context.tell(line) }
        }
    }

    /// The kept columns as a table; on a terminal cells are clipped so that a row is one line.
    private static func show(_ preview: Preview, _ context: CommandContext) throws {
        let table = Table(
            columns: preview.columns.map { name in
                Table.Column(key: name, title: name.printable.uppercased(), room: .elastic(least: 12))
            },
            rows: preview.rows.map { row in row.map { Table.Cell(($0 ?? "").printable) } })
        try context.output.write(
            TableRenderer.text(
                table, width: context.terminal.outputIsTerminal ? context.terminal.width : nil,
                paint: context.paint, glyphs: context.glyphs))
    }
}
