import Commands
import FineTuning
import Glibc
import Settings
import Text
import TrainingCheck
import TrainingData

/// One check from the command line: what is counted and by which figures, the mending before it, the progress.
struct CheckRun {
    let context: CommandContext
    let model: ModelName
    let shape: TrainingShape?
    /// Findings of one rule that are listed.
    var listedOfARule = 1_000
    /// Looks for near duplicates too.
    var nearDuplicates: NearDuplicates?
    /// Asks the server what it flags: the texts are sent there.
    var isModerated = false
    /// Passes over the file; nil leaves them to the server.
    var epochs: Int?
    /// What judges the answers, with reinforcement.
    var grader: Grader?
    private let account: AccountSettings
    private let keyFile: String?
    private let isOpenAI: Bool
    private let facts: ModelFacts?
    private let fit: ModelFit
    private let counter: (any TokenCounter)?
    private let whyNoTokens: String?

    /// - Parameters:
    ///   - model: the model to tune; nil for the configured one.
    ///   - isNamed: whether a job of that very model is meant; a configured one may be replaced before there is any.
    ///   - shape: what the rows are for; nil lets them tell, as for a file that is submitted without `--method`.
    ///   - account: where the job would be created; nil for the first of the configuration.
    ///   - keyFile: the option of that name.
    init(
        context: CommandContext, model: ModelName?, isNamed: Bool, shape: TrainingShape?, countsTokens: Bool,
        account: AccountSettings? = nil, keyFile: String? = nil
    ) throws {
        let settings = try context.settings()
        self.context = context
        self.shape = shape
        self.model = model ?? settings.submit.model
        let account = account ?? settings.account(.default) ?? settings.accounts.first ?? AccountSettings()
        self.account = account
        self.keyFile = keyFile
        isOpenAI = context.isOpenAI(account, keyFile: keyFile)
        let table = try context.modelTable()
        facts = table.facts(of: self.model)
        fit = ModelFit(
            model: self.model, facts: facts, isListed: table.lists(self.model), nearest: table.nearest(to: self.model),
            today: CalendarDay(of: context.now), isOpenAI: isOpenAI, isNamed: isNamed)
        if !countsTokens {
            counter = nil
            whyNoTokens = "--no-tokens"
        } else if let encoding = try context.encoding(of: self.model) {
            counter = try context.tokenRanks(encoding).counter
            whyNoTokens = nil
        } else {
            counter = nil
            whyNoTokens = "no table says in which encoding \(self.model.rawValue.printable) counts"
        }
    }

    /// Checks a file, or the mended copy of it.
    func perform(on path: String, validation: String?, mendingTo output: String?) throws -> CheckResult {
        var fixed: CheckResult.Fix?
        if let output { fixed = try mend(path, to: output, keeping: validation) }
        var checker = Checker()
        checker.fit = fit
        checker.imageTokens = facts?.imageTokens?.value
        checker.grader = grader
        checker.takesByteOrderMark = account.isAzure
        checker.shape = shape
        checker.counter = counter
        checker.tokenLimit = facts?.exampleLimit?.value
        checker.listedOfARule = listedOfARule
        checker.nearDuplicates = nearDuplicates
        var outcome = try check(checker, output ?? path, validation)
        if isModerated {
            try ModerationRun(context: context, account: account, keyFile: keyFile)
                .perform(on: output ?? path, validation: validation, into: &outcome)
        }
        if let fixed, let output { try say(fixed, output, outcome) }
        return try result(of: outcome, fix: fixed)
    }

    /// What an outcome means for the training.
    func result(of outcome: CheckOutcome, fix fixed: CheckResult.Fix? = nil) throws -> CheckResult {
        let tokens = outcome.training.isReadable ? outcome.training.tokens : nil
        let price = try context.trainingPrice(
            of: model, isByTheHour: outcome.training.shape == .reinforcement, isOpenAI: isOpenAI,
            tokens: tokens?.billed, error: tokens?.error ?? 0,
            epochs: epochs.map { .fixed($0) } ?? .auto(likely: outcome.training.autoEpochs))
        return CheckResult(
            outcome: outcome, model: model, facts: facts, epochs: epochs, price: price, whyNoTokens: whyNoTokens,
            fix: fixed)
    }

    private func check(_ checker: Checker, _ path: String, _ validation: String?) throws -> CheckOutcome {
        // Nothing is written, so there is nothing to wait for.
        context.interrupt.arm(saying: "interrupted", grace: .zero)
        let inputs = [path, validation].compactMap(\.self).map { DataInput.argument($0) }
        let bars = FileProgress(inputs.map(\.name), verb: "checking", in: context)
        defer { bars.finish() }
        context.interrupt.onInterrupt { bars.finish() }
        defer { context.interrupt.onInterrupt(nil) }
        return try checker.run(
            on: .argument(path), validation: validation.map { .argument($0) }, progress: { bars.update($0) })
    }

    private func mend(_ path: String, to output: String, keeping validation: String?) throws -> CheckResult.Fix {
        guard output != "-" else { throw CommandError.usage("check: --write needs the path of a file") }
        try OutputPlace.tellApart(
            inputs: [path, validation].compactMap(\.self).map { .argument($0) }, outputs: [.file(output)])
        context.interrupt.arm(saying: "interrupted; \(output) is as it was")
        let input = DataInput.argument(path)
        let bars = FileProgress([input.name], verb: "mending", in: context)
        defer { bars.finish() }
        var fixer = Fixer()
        fixer.shape = shape
        let interrupt = context.interrupt
        fixer.isCancelled = { interrupt.isRaised }
        let report: FixReport
        do throws(TrainingDataError) {
            report = try fixer.run(from: input, to: .file(output)) { bars.update($0) }
        } catch {
            try interrupt.check()
            throw error
        }
        return CheckResult.Fix(source: input.name, report: report)
    }

    /// Says what was mended; that a file is as bad as it was comes before that it was written.
    private func say(_ fix: CheckResult.Fix, _ output: String, _ outcome: CheckOutcome) throws {
        let report = fix.report
        let errors = outcome.training.errors
        let isSame = !report.isChanged
        if isSame {
            try context.say(
                context.paint("nothing was mended", .warning)
                    + ": \(output.printable) says the same as \(fix.source.printable)")
        }
        if errors > 0 {
            try context.say(
                context.paint("still refused", .bad) + ": \(HumanText.count(errors, "error")) of \(output.printable) "
                    + "\(errors == 1 ? "is" : "are") left, which a person has to mend")
        }
        try context.say(
            "wrote \(output.printable): \(HumanText.count(report.rows - report.removed, "row")), "
                + "\(HumanText.number(report.changed)) changed, \(HumanText.number(report.removed)) left out")
        let mends = report.mends.map { "\($0.rule.rawValue) \(HumanText.number($0.count))" }
        if !mends.isEmpty { try context.say("mended: \(mends.joined(separator: ", "))") }
    }
}

extension DataInput {
    /// What a command line names: a file, or `-` for standard input.
    static func argument(_ name: String) -> DataInput {
        name == "-" ? .descriptor(STDIN_FILENO, name: "standard input") : .file(name)
    }
}
