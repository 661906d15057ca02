import FineTuning
import Glibc
import TrainingData

/// `prepare`: rows of questions and answers become a training file.
enum PrepareCommand {
    private static let input = CommandOperand<String>.one(
        .file("INPUT"), "rows: JSONL, a JSON array, CSV or TSV; - reads standard input")
    private static let target = CommandOption.value(
        "output", short: "o", .file("OUT"), "the training file; - writes standard output")
    private static let preset = CommandOption.value(
        "preset", .word("NAME", of: Preset.all.map(\.name)), "the templates of a well-known set: sciq")
    private static let system = CommandOption.value("system", .text("TEMPLATE"), "the system message")
    private static let user = CommandOption.value("user", .text("TEMPLATE"), "the user message")
    private static let assistant = CommandOption.value("assistant", .text("TEMPLATE"), "the answer to learn")
    private static let required = CommandOption.values(
        "require", .text("COLUMN"), "leave out rows in which this column is empty")
    private static let head = CommandOption.value(
        "head", .wholeNumber("COUNT", in: 1...1000), "show the first rows that would be kept, and write nothing")

    static let command: Command = Command(
        name: "prepare", section: .data, summary: "Turn rows of questions and answers into a training file",
        details: [
            "A template is a text with {column} for the value of a column; {{ and }} are braces. "
                + "A preset brings templates and required columns; options given beside it replace single ones.",
            "The output takes its place only when all of it has been written. The report goes to standard error, "
                + "so that prepare runs within a pipe.",
        ],
        operands: [input], options: [target, preset, system, user, assistant, required, head],
        examples: [
            CommandExample("ftctl prepare sciq.jsonl --preset sciq -o train.jsonl", "SciQ as chat examples"),
            CommandExample(
                "ftctl prepare faq.jsonl --user '{q}' --assistant '{a}' -o train.jsonl", "your own columns"),
            CommandExample("zcat rows.gz | ftctl prepare - --preset sciq -o -", "as a stage of a pipe"),
        ],
        exitNotes: [
            ExitNote(.failed, "a row cannot be read, or none is left"),
            ExitNote(.usage, "a template names a column that is not there"),
        ], run: run)

    private static func run(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        let source = source(arguments[input])
        let preparation = Preparation(mapping: try mapping(arguments))
        if let count = arguments[head] {
            guard arguments[target] == nil else {
                throw CommandError.usage("prepare: --head writes nothing, so it does not go with --output")
            }
            try show(try preparation.preview(of: source, rows: count), context)
            return .done
        }
        guard let path = arguments[target] else {
            throw CommandError.usage("prepare: no output named", hints: ["Write to a file: -o train.jsonl"])
        }
        try prepare(preparation, source, path, context)
        return .done
    }

    private static func source(_ name: String) -> DataInput {
        name == "-" ? .descriptor(STDIN_FILENO, name: "standard input") : .file(name)
    }

    private static func prepare(
        _ preparation: Preparation, _ source: DataInput, _ path: String, _ context: CommandContext
    ) throws {
        let output: DataOutput = path == "-" ? .descriptor(STDOUT_FILENO, name: "standard output") : .file(path)
        context.interrupt.arm(saying: "interrupted; \(path == "-" ? "the output is cut" : "\(path) is as it was")")
        var bar: ProgressBar?
        let report = try preparation.run(from: source, to: output) { progress in
            if bar == nil {
                bar = ProgressBar(
                    "reading \(source.name)", total: progress.size.map { Int64($0) }, unit: .bytes,
                    in: context.surroundings)
            }
            bar?.update(Int64(progress.bytesRead))
        }
        bar?.finish()
        let reasons = report.dropped.map { "\($0.reason) \(HumanText.number($0.rows))" }.joined(separator: ", ")
        try context.say(
            "read \(HumanText.count(report.read, "row")), kept \(HumanText.number(report.kept)), "
                + "dropped \(HumanText.number(report.read - report.kept))" + (reasons.isEmpty ? "" : " (\(reasons))"))
        guard path != "-" else { return }
        try context.say("wrote \(path.printable), \(HumanText.bytes(Int64(report.bytesWritten)))")
        try NextCommand.say([NextCommand("check", path.shellWord.printable)], in: context)
    }

    private static func mapping(_ arguments: Arguments) throws -> RowMapping {
        let base = arguments[preset].flatMap { Preset.named($0) }?.mapping
        func template(_ option: CommandOption<String?>) throws -> MessageTemplate? {
            try arguments[option].map { try MessageTemplate($0) }
        }
        guard let user = try template(user) ?? base?.user, let assistant = try template(assistant) ?? base?.assistant
        else {
            throw CommandError.usage(
                "prepare: it is not said how a row becomes an example",
                hints: [
                    "Name a preset: --preset sciq", "or write templates: --user '{question}' --assistant '{answer}'",
                ])
        }
        return RowMapping(
            system: try template(system) ?? base?.system, user: user, assistant: assistant,
            required: (base?.required ?? []) + arguments[required].filter { base?.required.contains($0) != true },
            dropped: base?.dropped ?? [])
    }

    /// The kept columns as a table; on a terminal cells are clipped so that a row is one line.
    private static func show(_ preview: Preview, _ context: CommandContext) throws {
        let table = Table(
            columns: preview.columns.map { name in
                Table.Column(key: name, title: name.printable.uppercased(), mayBeClipped: true)
            },
            rows: preview.rows.map { row in row.map { Table.Cell(($0 ?? "").printable) } })
        try context.output.write(
            TableRenderer.text(
                table, width: context.terminal.outputIsTerminal ? context.terminal.width : nil,
                paint: context.paint))
    }
}
