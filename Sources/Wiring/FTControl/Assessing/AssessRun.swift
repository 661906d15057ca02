import BytePairEncoding
import Commands
import Files
import FineTuning
import Glibc
import Settings
import TrainingCheck
import TrainingData

/// One assessment from the command line: the survey with its progress, and the prices it is judged by.
struct AssessRun {
    /// Where the parts of the corpus go.
    struct Target: Equatable {
        /// A directory that is made when it is not there.
        var directory: String?
        var settled: String
        var changing: String
    }

    let context: CommandContext
    let model: ModelName
    let embedding: ModelName
    var text: MessageTemplate?
    var time: String?
    var staticFor = Duration.zero
    var near: NearDuplicates?
    var terms = AssessmentTerms()
    var prices: AssessmentPrices
    private let isOpenAI: Bool
    private let counter: any TokenCounter

    /// - Parameter model: the model to tune; nil for the configured one.
    init(context: CommandContext, model: ModelName?, embedding: ModelName) throws {
        let settings = try context.settings()
        self.context = context
        self.model = model ?? settings.submit.model
        self.embedding = embedding
        let account = settings.account(.default) ?? settings.accounts.first ?? AccountSettings()
        isOpenAI = context.isOpenAI(account)
        let table = try context.modelTable()
        prices = AssessmentPrices(
            model: table.facts(of: self.model), embedding: table.facts(of: embedding), isOpenAI: isOpenAI)
        let encoding = try context.encoding(of: self.model) ?? Encoding.o200kBase
        counter = try context.tokenRanks(encoding).counter
    }

    /// Surveys the corpus, writes its parts and judges.
    func perform(on path: String, writing target: Target?) throws -> AssessResult {
        for output in [target?.settled, target?.changing].compactMap(\.self)
        where CheckRun.isSameFile(path, output) {
            throw CommandError.usage("assess: \(output) is the corpus itself; its parts go to other files")
        }
        let now = context.now
        var survey = CorpusSurvey(staticFor: staticFor, now: now, counter: counter)
        survey.text = text
        survey.time = time
        survey.nearDuplicates = near
        let report = try run(survey, on: .argument(path), writing: target)
        let assessment = Assessment(report.figures, terms: terms, prices: prices, now: now)
        return AssessResult(
            report: report, assessment: assessment, model: model, embedding: embedding, isOpenAI: isOpenAI,
            staticFor: staticFor, target: target)
    }

    private func run(_ survey: CorpusSurvey, on input: DataInput, writing target: Target?) throws -> CorpusReport {
        let bars = FileProgress([input.name], verb: "reading", in: context)
        defer { bars.finish() }
        let isOurs = try target.map(makeDirectory) ?? false
        context.interrupt.arm(
            saying: target == nil ? "interrupted" : "interrupted; no file was written",
            grace: target == nil ? .zero : .seconds(1))
        let interrupt = context.interrupt
        var survey = survey
        survey.isCancelled = { interrupt.isRaised }
        do throws(TrainingDataError) {
            return try survey.run(
                on: input,
                writing: target.map { CorpusSurvey.Parts(static: .file($0.settled), dynamic: .file($0.changing)) }
            ) { bars.update($0) }
        } catch {
            // Succeeds only while the directory is empty.
            if isOurs, let directory = target?.directory { rmdir(directory) }
            try interrupt.check()
            throw error
        }
    }

    /// Makes the directory of the parts; true when it was not there.
    private func makeDirectory(_ target: Target) throws -> Bool {
        guard let directory = target.directory else { return false }
        if mkdir(directory, 0o777) == 0 { return true }
        guard errno == EEXIST else {
            throw CommandError(
                errno == EACCES ? .unauthorized : .failed,
                "assess: cannot make the directory \(directory): \(systemMessage(errno))")
        }
        return false
    }
}

/// What an assessment came to, and what it rests on.
struct AssessResult {
    let report: CorpusReport
    let assessment: Assessment
    let model: ModelName
    let embedding: ModelName
    /// Whether the built-in prices apply.
    let isOpenAI: Bool
    let staticFor: Duration
    let target: AssessRun.Target?
}
