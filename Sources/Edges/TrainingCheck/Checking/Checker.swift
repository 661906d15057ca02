package import FineTuning
public import TrainingData

/// Looks through a training file for all that the server refuses and for what makes a model worse.
///
///     let outcome = try Checker().run(on: .file("train.jsonl"))
///     for finding in outcome.training.findings { print(finding.line ?? 0, finding.rule, finding.message) }
///
/// One pass. Memory: a buffer of 1 MB a thread (more for a longer line, up to 100 MB), 42 to 86 bytes for each different row,
/// the listed findings, and 239 to 292 bytes for each row that is kept to find near duplicates of it. The rows are checked
/// on several threads; the result does not depend on their number.
///
/// Every sequence of bytes ends in a report. A row is not JSON, at the first wrong byte, with an unpaired surrogate
/// escape, nesting beyond 512 levels, a bare NUL or bytes that are no UTF-8; a NUL that is escaped is a control character; a
/// repeated key is a finding, and the last value is the one that is looked at; numbers are compared as they are
/// written, so none is too large. From a line of more than 100 MB on nothing is checked, which is a finding too.
public struct Checker: Sendable {
    /// How far a check has come.
    public typealias Progress = ReadingProgress

    /// What the rows are made for; nil, as it is at first, is supervised, unless all rows are made for something else.
    public var shape: TrainingShape?
    /// What is known of the model that the file is for; nil, as it is at first, leaves it unjudged.
    package var fit: ModelFit?
    /// What an image counts as; nil, as it is at first, when that is not known.
    package var imageTokens: ImageTokens?
    /// What judges the answers, with `reinforcement`: every row is to have the fields that it reads.
    public var grader: Grader?
    /// Whether the server takes a byte order mark, as Azure does; OpenAI refuses the file.
    public var takesByteOrderMark = false
    /// Tokens of one example that the model trains on; nil, as it is at first, when that is not known.
    public var tokenLimit: Int?
    /// Counts tokens; nil, as it is at first, leaves them out.
    public var counter: (any TokenCounter)?
    /// Looks for rows that are nearly the same as an earlier one, and for questions of the validation file that are nearly
    /// those of a training row; nil, as it is at first, leaves that out.
    ///
    /// Instructions (messages of the system or the developer) do not count. A row that is nearly the same as an earlier
    /// one is compared with no later one, so that what is left without all of them has no near duplicates.
    public var nearDuplicates: NearDuplicates?
    /// Findings of one rule that are listed, 1,000 at first; the counts are exact beyond.
    public var listedOfARule = 1_000
    /// Asked after every few megabytes and while a pipe is silent; true ends the run with the error `stopped`.
    public var isCancelled: @Sendable () -> Bool = { false }
    /// Threads that check; 0, as it is at first, stands for one a processor, 8 at most.
    public var threads = 0
    /// Bytes that a thread checks at once; any number gives the same result.
    var readAtOnce = 1 << 20
    /// Bytes of a line that are taken; another number is for tests.
    var longestLine = LineReader.longestLine

    /// Fewer rows are refused.
    public static let fewestRows = 10
    /// Larger files are refused: 512 MB.
    public static let mostBytes = 512 << 20
    /// Rows that reinforcement takes for training and for validation.
    public static let mostReinforcementRows = (training: 50_000, validation: 1_000)

    /// A checker with the defaults.
    public init() {}

    /// Checks a training file, and the validation file beside it against it.
    ///
    /// - Parameters:
    ///   - input: The training file: JSONL. Anything else is a finding.
    ///   - validation: The validation file, whose questions must not be in the training file.
    ///   - progress: Called on the same thread after every few megabytes and at the end of each file.
    /// - Throws: `TrainingDataError` when a file cannot be read. Bad content is never an error, it is what is looked for.
    public func run(
        on input: DataInput, validation: DataInput? = nil, progress: (Progress) -> Void = { _ in }
    ) throws(TrainingDataError) -> CheckOutcome {
        var first = FileCheck(self, isValidation: false, training: nil, keepsQuestions: validation != nil)
        let training = try first.run(on: input, progress: progress)
        guard let validation else { return CheckOutcome(training: training, validation: nil) }
        let questions = first.merge.questions(of: input.name)
        var same = self
        same.shape = shape ?? training.shape
        var second = FileCheck(same, isValidation: true, training: questions, keepsQuestions: false)
        return CheckOutcome(training: training, validation: try second.run(on: validation, progress: progress))
    }
}
