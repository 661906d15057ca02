import Commands
import FineTuning
import JSONText
import JobJSON
import JobViews
import Settings
import Submission
import Text
import TrainingCheck
import TrainingData

/// `submit`: a training file becomes a job, once.
enum SubmitCommand {
    private static let file = CommandOperand<String>.one(.file(), "the training file")
    private static let model = CommandOption.value(
        "model", .text("MODEL", completion: .model), "the model to tune; else [submit] model of the configuration")
    private static let validation = CommandOption.value(
        "validation", .file(), "a file to measure the loss on; nothing is learned from it")
    private static let suffix = CommandOption.value(
        "suffix", .text("TEXT"), "your part of the tuned model's name, 1 to 64 characters")
    private static let epochs = CommandOption.value(
        "epochs", .wholeNumber("COUNT", in: 1...50), "passes over the file; else the server chooses")
    private static let batchSize = CommandOption.value(
        "batch-size", .wholeNumber("COUNT", in: 1...256), "examples a step; else the server chooses")
    private static let multiplier = CommandOption.value(
        "lr-multiplier", .number("NUMBER", in: 0.000_001...1000), "learning rate multiplier; else the server chooses")
    private static let learningRate = CommandOption.value(
        "learning-rate", .number("NUMBER", in: 0.000_000_001...1),
        "absolute learning rate, for servers that take it; OpenAI takes --lr-multiplier only")
    private static let seed = CommandOption.value(
        "seed", .wholeNumber("NUMBER", in: 0...2_147_483_647), "makes a job repeatable; else the server chooses")
    private static let method = CommandOption<SubmissionPlan.Method>.value(
        "method", .choice("METHOD"), default: .supervised, defaultText: "supervised",
        "supervised learns the answers, dpo which of two answers is preferred, reinforcement what a grader rewards")
    private static let grader = CommandOption.value(
        "grader", .file(), "with --method reinforcement: what judges the answers, as JSON")
    private static let beta = CommandOption.value(
        "beta", .number("NUMBER", in: 0.000_001...2),
        "with --method dpo: the larger, the closer the model stays to its base")
    private static let metadata = CommandOption.values(
        "metadata", .pair("KEY=VALUE"), "a pair that the job carries; up to 15")
    private static let dryRun = CommandOption.flag("dry-run", "show what would be created, and send nothing")
    private static let noCheck = CommandOption.flag(
        "no-check", "send the file without checking it, even if the server would refuse it")
    private static let again = CommandOption.flag(
        "again",
        "go on with an open submission of the same file and plan now; where none is open, make another job of them")
    private static let keepFile = CommandOption.flag("keep-file", "keep the upload when the API refuses the job")
    private static let overBudget = CommandOption.flag(
        "over-budget", "create the job although the month then costs more than [budget] month of the configuration")
    private static let wait = CommandOption.flag("wait", "wait until the job has ended; the exit code says how")

    static let command: Command = Command(
        name: "submit", section: .data, summary: "Upload a training file and create a job, once",
        details: [
            "The file is checked as ftctl check does it, and what the server would refuse is not sent. Tokens, epochs and "
                + "cost are shown before anything is sent.",
            "Without --method the job is supervised; a file whose rows are all made for another method is not sent. A file that "
                + "is not called *.jsonl gets such a name at the API, which takes no other.",
            "A grader for reinforcement is {\"type\": …} of the kinds string_check, text_similarity, score_model, python and "
                + "multi; every row must have the keys that it reads as {{item.KEY}}, and a validation file is needed.",
            "Each step is recorded on disk before it is taken: a submission that was killed goes on where it stood when "
                + "the same command is given again, and ftd goes on by itself once the upload is done. Bytes that "
                + "the API still has are not uploaded again.",
        ],
        operands: [file],
        options: [
            model, validation, suffix, epochs, batchSize, multiplier, learningRate, seed, method, beta, grader,
            metadata, dryRun, noCheck,
            again, overBudget, keepFile, wait, StandardOptions.yes, StandardOptions.account, StandardOptions.keyFile,
            StandardOptions.utc,
        ],
        output: CommandOutput(
            [.table, .json, .jsonl, .name], .object, SubmissionRun.createdFields.notes,
            others: [("with --dry-run", SubmissionRun.dryFields.notes)]),
        examples: [
            CommandExample("ftctl submit train.jsonl", "asks before it creates"),
            CommandExample("ftctl submit train.jsonl --suffix sciq --epochs 3 --yes --wait", "in a script"),
            CommandExample(
                "ftctl submit r.jsonl --validation v.jsonl --method reinforcement --grader rule",
                "a grader rewards the answers"),
        ],
        exitNotes: [
            ExitNote(.unauthorized, "the key was refused, or the organization may not create jobs"),
            ExitNote(.unreachable, "the API did not answer; ftd goes on with what was uploaded"),
        ], run: run)

    private static func run(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        let settings = try context.settings()
        let account = try context.account(arguments[StandardOptions.account].map { AccountName($0) })
        let plan = try plan(arguments, settings, account)
        var run = SubmissionRun(
            context: context, account: account, plan: plan, check: try check(plan, account, arguments, context),
            checkOptions: checkOptions(arguments), mayExceedBudget: arguments[overBudget])
        if arguments[dryRun] {
            let checked = try run.describe()
            let budget = BudgetQuestion(context: context, model: plan.model, price: checked?.price.price)
            for problem in try budget.problems() { try context.say(context.paint("budget: \(problem)", .warning)) }
            switch context.format {
            case .json, .jsonl: try context.printObject(run.json(checked))
            case .table, .wide, .csv, .name: break
            }
            try context.say("nothing was sent: --dry-run")
            return .done
        }
        run.isWaitedFor = arguments[wait]
        let outcome = try run.perform(
            keyFile: arguments[StandardOptions.keyFile], isAgain: arguments[again],
            isConfirmed: arguments[StandardOptions.yes])
        guard case .created(let job, let file) = outcome else { return outcome.exitCode }
        guard arguments[wait] else { return .done }
        var waiting = JobWait(context: context, account: account.name)
        waiting.wrapping = { ["file": file.map { .object($0.received) } ?? .null, "job": .object($0)] }
        return try waiting.run([job.rawValue])
    }

    /// The check before the first step; nil when it is not wanted.
    private static func check(
        _ plan: SubmissionPlan, _ account: AccountSettings, _ arguments: Arguments, _ context: CommandContext
    ) throws -> CheckRun? {
        guard !arguments[noCheck] else { return nil }
        var check = try CheckRun(
            context: context, model: plan.model, isNamed: true,
            shape: arguments.has(method) ? plan.method.shape : nil, countsTokens: true, account: account,
            keyFile: arguments[StandardOptions.keyFile])
        check.epochs = arguments[epochs]
        check.grader = try arguments[grader].map { try Grader.reading($0) }
        return check
    }

    /// The options of `check` that say the same as those given here.
    private static func checkOptions(_ arguments: Arguments) -> String {
        [
            arguments[method] == .supervised ? nil : " --method \(arguments[method].rawValue)",
            arguments[grader].map { " --grader \(PathWord.text($0))" },
            arguments[model].map { " --model \($0.shellWord.printable)" },
            arguments[epochs].map { " --epochs \($0)" },
            arguments[StandardOptions.account].map { " --account \($0.shellWord.printable)" },
        ].compactMap(\.self).joined()
    }

    /// What reinforcement cannot be without, and nothing else can be with.
    private static func judge(_ arguments: Arguments) throws -> Grader? {
        guard arguments[method] == .reinforcement else {
            if arguments.has(grader) {
                throw CommandError.usage("submit: --grader goes with --method reinforcement only")
            }
            return nil
        }
        guard let path = arguments[grader] else {
            throw CommandError.usage("submit: reinforcement needs what judges the answers: --grader FILE")
        }
        guard arguments.has(validation) else {
            throw CommandError.usage("submit: reinforcement needs a validation file: --validation FILE")
        }
        return try Grader.reading(path)
    }

    private static func plan(
        _ arguments: Arguments, _ settings: Settings, _ account: AccountSettings
    ) throws -> SubmissionPlan {
        if arguments[beta] != nil, arguments[method] != .preference {
            throw CommandError.usage("submit: --beta goes with --method dpo only")
        }
        let judge = try judge(arguments)
        if let suffix = arguments[suffix], !(1...64).contains(suffix.count) {
            throw CommandError.usage(
                "submit: --suffix: \(HumanText.count(suffix.count, "character")); the API takes 1 to 64")
        }
        let pairs = arguments[metadata]
        // One of the API's sixteen is the submission's own.
        guard pairs.count <= 15 else { throw CommandError.usage("submit: --metadata: more than 15 pairs") }
        return SubmissionPlan(
            account: account.name, model: arguments[model].map { ModelName($0) } ?? settings.submit.model,
            training: try .reading(path: arguments[file]),
            validation: try arguments[validation].map { try .reading(path: $0) }, suffix: arguments[suffix],
            method: arguments[method], grader: judge?.text,
            hyperparameters: Hyperparameters(
                epochs: arguments[epochs].map { .value("\($0)") },
                batchSize: arguments[batchSize].map { .value("\($0)") },
                learningRateMultiplier: arguments[multiplier].map { .value($0.shortest) },
                beta: arguments[beta].map { .value($0.shortest) }),
            learningRate: arguments[learningRate].map(\.shortest), seed: arguments[seed].map { Int64($0) },
            metadata: pairs, keepsFile: arguments[keepFile])
    }
}

extension SubmissionPlan.Method {
    /// What the rows must be made for.
    fileprivate var shape: TrainingShape {
        switch self {
        case .supervised: .supervised
        case .preference: .preference
        case .reinforcement: .reinforcement
        }
    }
}

extension ArgumentKind where Value == MetadataPair {
    /// `KEY=VALUE` within the API's bounds.
    static func pair(_ name: String) -> Self {
        ArgumentKind(name: name, expectation: "KEY=VALUE with a key of up to 64 and a value of up to 512 characters") {
            text in
            guard let sign = text.firstIndex(of: "="), sign != text.startIndex else { return nil }
            let key = String(text[..<sign])
            let value = String(text[text.index(after: sign)...])
            guard key.count <= 64, value.count <= 512, key != SubmissionPlan.metadataKey else { return nil }
            return MetadataPair(key: key, value: value)
        }
    }
}
