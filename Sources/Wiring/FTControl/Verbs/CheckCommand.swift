import Commands
import FineTuning
import JSONText
import Settings
import Text
import TrainingCheck
import TrainingData

/// `check`: whether the server would take a training file, and what it costs.
enum CheckCommand {
    private static let files = CommandOperand<[String]>.many(
        .file(), "the training file; - reads standard input; with --merge, the reports of parts")
    private static let validation = CommandOption.value(
        "validation", .file(), "check this validation file too, and that the training file has none of its questions")
    private static let model = CommandOption.value(
        "model", .text("MODEL", completion: .model), "the model to tune; else [submit] model of the configuration")
    private static let epochs = CommandOption.value(
        "epochs", .wholeNumber("COUNT", in: 1...50),
        "tell the cost of this many epochs; otherwise of what auto would likely choose")
    private static let method = CommandOption<CheckedMethod?>.value(
        "method", .choice("METHOD"),
        "supervised, dpo or reinforcement; supervised unless given, or unless all rows are made for another")
    private static let grader = CommandOption.value(
        "grader", .file(), "with reinforcement: check this grader, and that every row has the fields that it reads")
    private static let moderate = CommandOption.flag(
        "moderate", "ask the server's free moderation endpoint too: the texts of all rows are sent there")
    private static let head = CommandOption.value(
        "head", .wholeNumber("COUNT", in: 1...1000), "show the first rows as conversations, and check nothing")
    private static let all = CommandOption.flag("all", "list every finding")
    private static let fix = CommandOption.flag("fix", "mend what can be mended safely, and check the result")
    private static let write = CommandOption.value("write", .file("OUT"), "where the mended file goes")
    private static let near = CommandOption.flag(
        "near", "also find rows that are nearly the same, and validation questions that nearly are in the training file"
    )
    private static let likeness = CommandOption.value(
        "likeness", .number("SHARE", in: 0.5...1),
        "with --near: how much text two rows must share, from 0.5 to 1; 0.8 unless given")
    private static let part = CommandOption.flag(
        "part", "the file is a part of more: leave out what only the whole can be judged by")
    private static let report = CommandOption.value(
        "report", .file("OUT"), "also write the figures as a JSON object, whose numbers add up, for --merge")
    private static let merge = CommandOption.flag(
        "merge", "judge the whole of which the FILEs are reports: verdict, tokens, epochs and cost")
    private static let noTokens = CommandOption.flag("no-tokens", "count no tokens, which is faster")

    static let command: Command = Command(
        name: "check", section: .data, summary: "Check a training file before it is paid for",
        details: [
            "Finds everything that the server would refuse the file for (errors) and what makes a model worse "
                + "(warnings), with line and column, and tells tokens, epochs and cost.",
            "The file is judged as ftctl submit would submit it: as chat rows, unless all rows are made for another method, "
                + "which is said. So is the model: whether it still can be tuned, by that method, and from images.",
            "--fix writes a copy with all that is safe to mend: one object a line out of an array, spread or joined objects "
                + "and UTF-16, without byte order mark, commas and blank lines; roles, keys, weights, calls, tools, parts "
                + "and outputs as the server wants them; no invisible characters, no row twice. No answer is ever changed.",
            "Parts of one file, as an engine such as Spark makes them, are checked with --part --report, and judged as "
                + "one by --merge.",
            "Nothing is sent but with --moderate. The table shows five findings of a rule, --all every one. Up to 1,000 "
                + "findings of a rule are listed, 100,000 with --all. -o name prints the names of the rules that "
                + "found something.",
        ],
        operands: [files],
        options: [
            validation, model, epochs, method, grader, head, all, fix, write, near, likeness, part, report, merge,
            moderate,
            noTokens,
            StandardOptions.account,
        ],
        output: CommandOutput(
            [.table, .json, .jsonl, .csv, .name], .object, CheckResult.fields.notes,
            others: [("-o jsonl and csv print one finding a line", CheckResult.report.notes)]),
        examples: [
            CommandExample("ftctl check train.jsonl --validation valid.jsonl", "both files, and one against the other"),
            CommandExample("ftctl check train.jsonl --fix --write fixed.jsonl", "mend what is safe to mend"),
            CommandExample("ftctl check --merge reports/*.json", "the verdict on all parts together"),
            CommandExample("ftctl check train.jsonl -o json | jq .cost.likely", "for a script"),
        ],
        exitNotes: [
            ExitNote(.done, "the server would take it"),
            ExitNote(.failed, "the server would refuse it"),
        ], run: run)

    private static func run(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        if arguments[merge] { return try mergeReports(context, arguments) }
        guard let path = arguments[files].first, arguments[files].count == 1 else {
            throw CommandError.usage(
                "check: one file at a time", hints: ["Reports of parts are put together by --merge."])
        }
        guard !arguments[part] || (!arguments[fix] && !arguments.has(validation)) else {
            throw CommandError.usage(
                "check: --part is about one file as it is; it does not go with --fix or --validation")
        }
        if let count = arguments[head] {
            let isAlone =
                !arguments[fix] && !arguments[all] && !arguments[noTokens]
                && !arguments.has(validation) && !arguments.has(write) && !arguments.has(model)
                && !arguments.has(method) && !arguments[near] && !arguments.has(likeness)
                && !arguments[part] && !arguments.has(report) && !arguments.has(epochs)
                && !arguments.has(StandardOptions.account) && !arguments.has(grader) && !arguments[moderate]
            guard isAlone, context.format == .table || context.format == .wide else {
                throw CommandError.usage("check: --head only shows rows; it does not go with other options")
            }
            return try show(count, .argument(path), context)
        }
        guard arguments[fix] == (arguments[write] != nil) else {
            throw CommandError.usage(
                "check: --fix and --write go together",
                hints: ["For example: ftctl check \(path.shellWord) --fix --write \(path.fixedName.shellWord)"])
        }
        guard path != "-" || arguments[validation] != "-" else {
            throw CommandError.usage("check: standard input can be read once; name one of the files")
        }
        guard arguments[near] || arguments[likeness] == nil else {
            throw CommandError.usage("check: --likeness goes with --near only")
        }
        if let out = arguments[report] {
            let inputs = [path, arguments[validation], arguments[grader]].compactMap(\.self)
            try OutputPlace.tellApart(inputs: inputs.map { .argument($0) }, outputs: [.file(out)])
            if let fixed = arguments[write] { try OutputPlace.tellApart(.file(fixed), .file(out)) }
        }
        let named = arguments[StandardOptions.account].map { AccountName($0) }
        guard arguments[grader] == nil || arguments[method] == .reinforcement else {
            throw CommandError.usage("check: --grader goes with --method reinforcement only")
        }
        var run = try CheckRun(
            context: context, model: arguments[model].map { ModelName($0) }, isNamed: arguments.has(model),
            shape: arguments[method]?.shape, countsTokens: !arguments[noTokens],
            account: try named.map { try context.account($0) })
        run.grader = try arguments[grader].map { try Grader.reading($0) }
        run.isModerated = arguments[moderate]
        run.epochs = arguments[epochs]
        if arguments[near] { run.nearDuplicates = NearDuplicates(similarity: arguments[likeness] ?? 0.8) }
        run.listedOfARule = arguments[all] ? CheckText.mostListed : CheckText.mostListedUnasked
        var result = try run.perform(on: path, validation: arguments[validation], mendingTo: arguments[write])
        if arguments[part] { result = result.asPart }
        if let out = arguments[report] { try CheckParts.write(result.outcome.training, to: out) }
        try print(result, all: arguments[all], context)
        try NextCommand.say(next(result, path: arguments[write] ?? path, arguments), in: context)
        return result.outcome.isRefused ? .failed : .done
    }

    /// The whole of which the files are reports.
    private static func mergeReports(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        let isAlone =
            !arguments[fix] && !arguments.has(write) && !arguments.has(validation) && !arguments.has(method)
            && !arguments.has(head) && !arguments[near] && !arguments.has(likeness) && !arguments[part]
            && !arguments.has(report) && !arguments[noTokens] && !arguments.has(grader) && !arguments[moderate]
        guard isAlone else {
            throw CommandError.usage(
                "check: --merge reads reports only; beside it go --model, --epochs, --account and -o")
        }
        let named = arguments[StandardOptions.account].map { AccountName($0) }
        var run = try CheckRun(
            context: context, model: arguments[model].map { ModelName($0) }, isNamed: arguments.has(model), shape: nil,
            countsTokens: false,
            account: try named.map { try context.account($0) })
        run.epochs = arguments[epochs]
        let result = try run.result(of: CheckOutcome(merged: try CheckParts.merged(arguments[files])))
        try print(result, all: arguments[all], context)
        return result.outcome.isRefused ? .failed : .done
    }

    private static func show(_ count: Int, _ input: DataInput, _ context: CommandContext) throws -> ExitCode {
        for (index, example) in try ExamplePreview.first(count, of: input).enumerated() {
            if index > 0 { try context.output.line() }
            for line in ExampleText(context: context).lines(example) { try context.tell(line) }
        }
        return .done
    }

    private static func print(_ result: CheckResult, all: Bool, _ context: CommandContext) throws {
        switch context.format {
        case .table, .wide:
            let isBrief = context.format == .table && !all
            let text = CheckText(result: result, context: context, mostOfARule: isBrief ? 5 : nil)
            for line in text.lines() { try context.tell(line) }
        case .json: try context.printObject(result.json)
        case .jsonl, .csv: try context.print(result.lines, as: CheckResult.report)
        case .name:
            let reports = [result.outcome.training, result.outcome.validation].compactMap(\.self)
            for rule in CheckRule.allCases where reports.contains(where: { $0.count(of: rule) > 0 }) {
                try context.output.line(rule.rawValue)
            }
        }
    }

    private static func next(_ result: CheckResult, path: String, _ arguments: Arguments) -> [NextCommand] {
        guard path != "-", !result.isPart else { return [] }
        var next: [NextCommand] = []
        let name = path.shellWord.printable
        if result.fix == nil, result.outcome.training.findings.contains(where: { $0.mend != nil }) {
            next.append(NextCommand("check", "\(name) --fix --write \(path.fixedName.shellWord.printable)"))
        }
        // A file for another model than this one may be fine; what to type is then not known.
        if !result.outcome.isRefused, result.outcome.training.count(of: .modelDoubt) == 0 {
            let options = [
                arguments[validation].map { " --validation \($0.shellWord.printable)" },
                arguments[model].map { " --model \($0.shellWord.printable)" },
                arguments[epochs].map { " --epochs \($0)" },
                arguments[StandardOptions.account].map { " --account \($0.shellWord.printable)" },
            ].compactMap(\.self).joined()
            switch result.outcome.training.shape {
            case .supervised: next.append(NextCommand("submit", name + options))
            case .preference: next.append(NextCommand("submit", "\(name)\(options) --method dpo"))
            case .reinforcement:
                // A grader and a validation file belong to it.
                guard let judge = arguments[grader], arguments.has(validation) else { break }
                next.append(
                    NextCommand(
                        "submit",
                        "\(name)\(options) --method reinforcement --grader \(judge.shellWord.printable)"))
            }
        }
        return next
    }
}

/// How the file is going to be used.
enum CheckedMethod: String, CaseIterable, Sendable {
    case supervised
    case preference = "dpo"
    case reinforcement

    var shape: TrainingShape {
        switch self {
        case .supervised: .supervised
        case .preference: .preference
        case .reinforcement: .reinforcement
        }
    }
}

extension String {
    /// `train.fixed.jsonl` for `train.jsonl`.
    fileprivate var fixedName: String {
        hasSuffix(".jsonl") ? dropLast(6) + ".fixed.jsonl" : self == "-" ? "fixed.jsonl" : self + ".fixed"
    }
}
