import BytePairEncoding
import Commands
import Evaluation
import Files
import FineTuning
import Text
import TrainingCheck

/// Lets a model judge the answers of an evaluation: says what it takes, asks for a yes, and asks.
struct EvalGrading {
    let context: CommandContext
    let options: AskingOptions
    let report: EvaluationReport
    let folder: String

    /// - Returns: also why not everything was judged; nil where it was.
    func run(
        model name: String, prompt path: String?, _ bootstrap: Bootstrap
    ) throws -> (Judgement, CommandError?) {
        let prompt = try path.map { path in
            guard let bytes = try WholeFile.read(path, followsLinks: true) else {
                throw CommandError(.notFound, "cannot read \(path): there is no such file")
            }
            return try GraderPrompt(String(decoding: bytes, as: UTF8.self), file: path)
        }
        let grader = try AskingTargets(context: context, options: options, hint: "").model(named: name)
        let encoding = try context.encoding(of: grader.name) ?? .o200kBase
        let grading = try Grading(
            report, by: grader, prompt: prompt ?? .standard, into: JudgementFile(in: folder),
            counter: try context.tokenRanks(encoding).counter)
        let keys = report.models.map(\.key)
        func judgement() -> Judgement {
            Judgement(grader: grader.key, outcomes: grading.outcomes(bootstrap), models: keys)
        }
        guard grading.count > 0 else { return (judgement(), nil) }
        let tokens = grading.tokens
        let cost = grader.price.map {
            $0.cost(promptTokens: Int64(tokens.prompt), completionTokens: Int64(tokens.answer))
        }
        try context.say(
            "would let \(grader.name.rawValue.printable) judge: \(HumanText.count(grading.count, "request")), about "
                + "\(HumanText.number(tokens.prompt)) tokens to read"
                + (cost.map { ", about \($0)" } ?? "; what it costs is not known"))
        if let budget = options.budget {
            guard let cost else { throw AskingSession.unknownPrice(of: grader.name) }
            guard cost <= budget else {
                throw CommandError(.failed, "judging costs more than the budget of \(budget); nothing was judged")
            }
        }
        if !options.isConfirmed {
            guard try context.confirm("Let it judge?") else { return (judgement(), nil) }
        }
        context.interrupt.arm(
            saying: "interrupted; every verdict that arrived is kept", hints: ["Go on: give the same command again"],
            grace: .seconds(130))
        let bar = ProgressBar("judging", total: Int64(grading.count), unit: .answers, in: context.surroundings)
        defer { bar.finish() }
        let interrupt = context.interrupt
        let stop = try grading.run(
            bounds: AskingPace.Bounds(concurrency: options.concurrency), isStopped: { interrupt.isRaised },
            progress: { bar.update(Int64($0)) })
        bar.finish()
        try context.interrupt.check()
        try context.noteUse(grader.key, at: context.now)
        return (judgement(), stop.flatMap { AskingSession.error(of: $0, answered: nil) })
    }
}
