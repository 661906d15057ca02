import BytePairEncoding
import Commands
import Digest
import Evaluation
import Files
import FineTuning
import JSONText
import Settings
import Text
import TrainingCheck
import TrainingData

/// One evaluation from the command line: asks what is not recorded, then scores.
struct EvalRun {
    let context: CommandContext
    let options: AskingOptions
    let file: ConversationFile
    let folders: [String]
    /// `--training`.
    var training: String?
    /// The model of `--grader`, with the file of its prompt.
    var grader: (model: String, prompt: String?)?
    var minimums: [ScoreMinimum] = []

    /// - Returns: also why not everything was asked; nil where it was.
    func perform() throws -> (EvalResult, CommandError?) {
        guard file.rows.contains(where: { $0.expected != nil }) else {
            throw EvaluationError.noAnswers(file: file.name)
        }
        var models: [EvaluatedModel] = []
        var recorded: [RecordedAnswer] = []
        var problem: CommandError?
        let folder = try folders.first ?? defaultFolder()
        // What cannot be read is found out before anything is paid for.
        let others = try folders.dropFirst().flatMap { try RecordReader.recorded(in: $0) }
        if options.namesModels || folders.isEmpty {
            models = try AskingTargets(context: context, options: options, hint: "eval FILE --model MODEL").models()
            let records = try RecordFolder(folder, for: options.plan(file), file: file)
            let session = AskingSession(
                context: context, options: options, file: file, folder: records, models: models)
            problem = try session.run().problem
            recorded = records.answers
        } else {
            recorded = try RecordReader.recorded(in: folder)
        }
        recorded += others
        let rows = options.choice.rows(of: file)
        let keys = keys(asked: models, recorded, rows)
        let bootstrap = Bootstrap(seed: options.seed)
        let report = EvaluationReport(rows, models: keys, recorded: recorded, bootstrap: bootstrap)
        // Where nothing was answered the reason is all there is to say.
        guard report.models.contains(where: { $0.rows > 0 }) else {
            throw problem
                ?? CommandError(
                    .notFound, "no recorded answer belongs to a row of \(file.name.printable)",
                    hints: ["Name models to ask: ftctl eval FILE --model MODEL"])
        }
        let prices = AskingTargets(context: context, options: options, hint: "")
        var result = EvalResult(
            file: file.name, report: report,
            costs: try report.models.map { model in
                let price = try prices.price(of: model.key)
                return price?.cost(promptTokens: model.promptTokens, completionTokens: model.completionTokens)
            },
            leakage: try leakage(models.map(\.key) + keys), bootstrap: bootstrap,
            unmet: minimums.flatMap { $0.unmet(in: report) })
        if let grader {
            let judging = EvalGrading(context: context, options: options, report: report, folder: folder)
            let (judgement, stop) = try judging.run(model: grader.model, prompt: grader.prompt, bootstrap)
            result.judgement = judgement
            problem = problem ?? stop
        }
        return (result, problem)
    }

    /// Those that were named first; where directories are given also whoever has answered a row there.
    private func keys(
        asked models: [EvaluatedModel], _ recorded: [RecordedAnswer], _ rows: [ConversationRow]
    ) -> [ModelKey] {
        var keys = models.map(\.key)
        guard !folders.isEmpty else { return keys }
        let digests = Set(rows.map(\.digest))
        for answer in recorded where digests.contains(answer.digest) && !keys.contains(answer.model) {
            keys.append(answer.model)
        }
        return keys
    }

    /// A directory of the user's for this file, asked in this way.
    private func defaultFolder() throws -> String {
        guard let directory = context.places.evaluations else {
            throw CommandError.usage(
                "eval: no place to keep the answers: set HOME, or name a directory", hints: ["ftctl eval FILE DIR"])
        }
        let plan = JSONWriter.bytes(.object(options.plan(file).json))
        return "\(directory)/\(try SHA256.digest(of: plan).hex.prefix(16))"
    }

    /// Rows that the training file asks, too: of `--training`, else of the submission that made one of the models.
    private func leakage(_ models: [ModelKey]) throws -> EvalResult.Leakage? {
        guard let path = try training ?? submittedFile(of: models) else { return nil }
        var checker = Checker()
        checker.nearDuplicates = NearDuplicates()
        checker.listedOfARule = file.rows.count
        let interrupt = context.interrupt
        checker.isCancelled = { interrupt.isRaised }
        let found = try checker.run(on: .file(path), validation: .file(file.name)).validation?.findings ?? []
        return EvalResult.Leakage(
            trainingFile: path, same: found.filter { $0.rule == .leakedExample }.compactMap(\.line),
            nearlySame: found.filter { $0.rule == .nearlyLeakedExample }.compactMap(\.line))
    }

    private func submittedFile(of models: [ModelKey]) throws -> String? {
        for key in models where key.model != key.model.base {
            let target = try AskTarget(
                model: key.model.rawValue, job: nil, account: key.account, hint: "", context)
            switch try SystemMessage.trainingFile(of: target, context) {
            case .known(let path): return path
            case .unknown: continue
            }
        }
        return nil
    }
}
