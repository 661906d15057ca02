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
    /// Passes over the file; nil leaves them to the server.
    var epochs: Int?
    private let isOpenAI: Bool
    private let facts: ModelFacts?
    private let counter: (any TokenCounter)?
    private let whyNoTokens: String?

    /// - Parameters:
    ///   - model: the model to tune; nil for the configured one.
    ///   - account: where the job would be created; nil for the first of the configuration.
    ///   - keyFile: the option of that name.
    init(
        context: CommandContext, model: ModelName?, shape: TrainingShape?, countsTokens: Bool,
        account: AccountSettings? = nil, keyFile: String? = nil
    ) throws {
        let settings = try context.settings()
        self.context = context
        self.shape = shape
        self.model = model ?? settings.submit.model
        let account = account ?? settings.account(.default) ?? settings.accounts.first ?? AccountSettings()
        isOpenAI = context.isOpenAI(account, keyFile: keyFile)
        facts = try context.modelTable().facts(of: self.model)
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
        checker.shape = shape
        checker.counter = counter
        checker.tokenLimit = facts?.exampleLimit?.value
        checker.listedOfARule = listedOfARule
        checker.nearDuplicates = nearDuplicates
        return try result(of: try check(checker, output ?? path, validation), fix: fixed)
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
        bars.finish()
        try context.say(
            "wrote \(output.printable): \(HumanText.count(report.rows - report.removed, "row")), "
                + "\(HumanText.number(report.changed)) changed, \(HumanText.number(report.removed)) left out")
        let mends = report.mends.map { "\($0.rule.rawValue) \(HumanText.number($0.count))" }
        if !mends.isEmpty { try context.say("mended: \(mends.joined(separator: ", "))") }
        return CheckResult.Fix(source: input.name, report: report)
    }
}

extension DataInput {
    /// What a command line names: a file, or `-` for standard input.
    static func argument(_ name: String) -> DataInput {
        name == "-" ? .descriptor(STDIN_FILENO, name: "standard input") : .file(name)
    }
}
