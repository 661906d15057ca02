import BytePairEncoding
import Commands
import Evaluation
import FineTuning
import Text
import TrainingCheck

/// Asks models what is not recorded yet: says what it takes, asks for a yes, shows how far it is, and what came of it.
struct AskingSession {
    let context: CommandContext
    let options: AskingOptions
    let file: ConversationFile
    let folder: RecordFolder
    let models: [EvaluatedModel]

    /// What is left to do for each model.
    private struct Part {
        let model: EvaluatedModel
        let work: AskingWork
    }

    /// Asks.
    ///
    /// - Returns: what became of each model; those with nothing left to ask are not among them.
    func run() throws -> [AskingRun.Outcome] {
        let parts = try parts()
        let open = parts.filter { !$0.work.questions.isEmpty }
        guard !open.isEmpty else {
            try context.say("all answers are recorded in \(PathWord.text(folder.path)): nothing was asked")
            return []
        }
        try describe(open, recorded: parts.reduce(0) { $0 + $1.work.recorded })
        if !options.isConfirmed {
            guard try context.confirm("Ask?") else {
                throw CommandError(.failed, "nothing was asked")
            }
        }
        context.interrupt.arm(
            saying: "interrupted; every answer that arrived is recorded", hints: ["Go on: give the same command again"],
            grace: .seconds(130))
        var outcomes: [AskingRun.Outcome] = []
        for part in open where !context.interrupt.isRaised {
            let others = parts.filter { $0.model.key != part.model.key }.map(\.work.spent) + outcomes.map(\.cost)
            let run = AskingRun(
                file, into: folder, plan: options.plan(file),
                bounds: AskingPace.Bounds(concurrency: options.concurrency),
                budget: options.budget.map { $0 - others.reduce(.zero, +) })
            outcomes.append(try ask(part, run))
        }
        try folder.finish()
        for outcome in outcomes { if let time = outcome.lastAnswer { try context.noteUse(outcome.model, at: time) } }
        try context.interrupt.check()
        return outcomes
    }

    private func parts() throws -> [Part] {
        let rows = options.choice.rows(of: file)
        return try models.map { model in
            let encoding = try context.encoding(of: model.name) ?? .o200kBase
            return Part(
                model: model,
                work: AskingWork(
                    rows, of: model, choice: options.choice, plan: options.plan(file), recorded: folder.answers,
                    counter: try context.tokenRanks(encoding).counter))
        }
    }

    /// Requests, tokens and cost, before anything is sent.
    private func describe(_ parts: [Part], recorded: Int) throws {
        if recorded > 0 { try context.say("\(HumanText.count(recorded, "answer")) recorded already") }
        var sum: Money? = .zero
        for part in parts {
            let tokens = part.work.tokens
            let price = part.model.price
            let cost = price.map { $0.cost(promptTokens: Int64(tokens.prompt), completionTokens: Int64(tokens.answer)) }
            sum = sum.flatMap { sum in cost.map { sum + $0 } }
            if options.budget != nil, price == nil {
                throw Self.unknownPrice(of: part.model.name)
            }
            let text =
                "would ask \(part.model.shownName(among: models)): "
                + "\(HumanText.count(part.work.questions.count, "request")), about "
                + "\(HumanText.number(tokens.prompt)) tokens to read and up to about "
                + "\(HumanText.number(tokens.answer)) to write"
            try context.say(text + (cost.map { ", about \($0)" } ?? "; what it costs is not known"))
        }
        if parts.count > 1, let sum { try context.say("about \(sum) together") }
        if let budget = options.budget, let sum, sum > budget {
            try context.say(context.errorPaint("the budget of \(budget) may not be enough for all of it", .warning))
        }
    }

    /// Said where a budget cannot be kept.
    static func unknownPrice(of model: ModelName) -> CommandError {
        let keys = model == model.base ? "base-input and base-output" : "input and output"
        return .usage(
            "--budget: what \(model.rawValue.printable) costs at this server is not known",
            hints: ["Write \(keys) of [model \"\(model.base.rawValue)\"] into ~/.config/ftd/models.conf"])
    }

    /// Why questions were left; nil where somebody wanted it, which is said elsewhere.
    ///
    /// - Parameter answered: answers that were kept before, where that is worth saying.
    static func error(of stop: AskingRun.Stop, answered: Int?) -> CommandError? {
        let goOn = ["Go on: give the same command again"]
        switch stop {
        case .interrupted: return nil
        case .budget:
            return CommandError(
                .failed, "the budget is used up before every question was asked; all answers so far are recorded",
                hints: ["Go on: give the same command again with a larger one"])
        case .provider(let error):
            let kept = answered.map { "; \(HumanText.count($0, "answer")) of this run recorded" } ?? ""
            // The same again comes to the same where there is no such model.
            let isAbsent = error.kind == .notFound
            return CommandError(
                ExitCode(error.kind), "\(error)\(kept)",
                hints: isAbsent ? ["Ask another one with --model; all tuned models: ftctl model --all"] : goOn)
        }
    }

    private func ask(_ part: Part, _ run: AskingRun) throws -> AskingRun.Outcome {
        let name = part.model.shownName(among: models)
        let bar = ProgressBar(
            name, total: Int64(part.work.questions.count), unit: .answers, in: context.surroundings)
        defer { bar.finish() }
        let started = context.uptime
        let interrupt = context.interrupt
        var hasSaidStop = false
        var told: String?
        var last: AskingRun.Progress?
        let outcome = try run.ask(part.model, part.work, isStopped: { interrupt.isRaised }) { progress in
            last = progress
            if interrupt.isRaised, !hasSaidStop {
                hasSaidStop = true
                bar.say("waiting for the answers under way; Ctrl-C again gives them up")
            }
            if let hold = progress.hold, hold.duration >= .seconds(1), told != hold.cause {
                told = hold.cause
                bar.say("\(name): \(hold.sentence); going on in \(HumanText.duration(hold.duration))")
            }
            bar.update(Int64(progress.done), Self.facts(progress, after: context.uptime - started))
        }
        bar.finish()
        try tell(outcome, part, last, after: context.uptime - started)
        return outcome
    }

    private static func facts(_ progress: AskingRun.Progress, after elapsed: Duration) -> [String] {
        var facts: [String] = []
        if elapsed > .seconds(1), progress.done > 0 {
            facts.append("\(HumanText.decimal(Double(progress.done) / elapsed.inSeconds, places: 1))/s")
        }
        if progress.cost > .zero { facts.append("\(progress.cost)") }
        if let hold = progress.hold { facts.append("waiting \(HumanText.duration(hold.duration))") }
        return facts
    }

    private func tell(
        _ outcome: AskingRun.Outcome, _ part: Part, _ last: AskingRun.Progress?, after elapsed: Duration
    ) throws {
        var facts = ["\(HumanText.count(outcome.answered, "answer")) in \(HumanText.duration(elapsed))"]
        if let last, last.tokens > 0 { facts.append("\(HumanText.number(last.tokens)) tokens") }
        if part.model.price != nil, let last { facts.append("\(last.cost)") }
        if outcome.failed > 0 { facts.append("\(HumanText.count(outcome.failed, "question")) without an answer") }
        for problem in outcome.problems { try context.say("line \(problem.line): \(problem.cause)") }
        let more = outcome.failed - outcome.problems.count
        if more > 0 { try context.say("and \(HumanText.count(more, "further line"))") }
        try context.say("\(part.model.shownName(among: models)): \(facts.joined(separator: ", "))")
    }
}

extension AskingRun.Hold {
    /// What is said once, however often it holds.
    fileprivate var cause: String { error?.kind.word ?? "allowance" }

    /// Why nothing is sent.
    fileprivate var sentence: String {
        error.map { "\($0)" } ?? "what the server allows is used up for the moment"
    }
}

extension EvaluatedModel {
    /// Its name, with the account where the others are of another one.
    func shownName(among models: [EvaluatedModel]) -> String { key.shown(among: models.map(\.key)) }
}

extension ModelKey {
    /// Its name, with the account where the others are of another one.
    func shown(among keys: [ModelKey]) -> String {
        let isAlone = Set(keys.map(\.account)).count < 2
        return (isAlone ? model.rawValue : "\(model.rawValue)@\(account.rawValue)").printable
    }
}

extension [AskingRun.Outcome] {
    /// The first reason for which not everything was asked, as an error; nil where there is none.
    var problem: CommandError? {
        lazy.compactMap { outcome in
            outcome.stop.flatMap { AskingSession.error(of: $0, answered: outcome.answered) }
        }.first
    }
}
