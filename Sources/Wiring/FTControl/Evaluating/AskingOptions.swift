import Commands
import Evaluation
import FineTuning
import Text

/// What `record` and `eval` have in common: whom they ask, what, and for how much.
struct AskingOptions {
    private static let model = CommandOption.values(
        "model", .text("MODEL", completion: .model),
        "ask this model; MODEL@ACCOUNT under another account")
    private static let job = CommandOption.values(
        "job", .job(), "ask the model of this job")
    private static let base = CommandOption.flag("base", "ask what the tuned models were tuned from, too")
    private static let system = CommandOption.value(
        "system", .text("TEXT"), "the system message in the place of the rows' own")
    private static let temperature = CommandOption.value(
        "temperature", .number("NUMBER", in: 0...2), default: 0, defaultText: "0", "how freely it answers")
    private static let maxTokens = CommandOption.value(
        "max-tokens", .wholeNumber("COUNT", in: 1...1_000_000), "the longest answer, in tokens")
    private static let samples = CommandOption.value(
        "samples", .wholeNumber("COUNT", in: 1...100), default: 1, "answers of each model to each row")
    private static let logprobs = CommandOption.flag(
        "logprobs", "have the log probability of each token in the raw reply")
    private static let limit = CommandOption.value(
        "limit", short: "n", .wholeNumber("COUNT", in: 1...Int.max), "at most so many rows")
    private static let shuffle = CommandOption.flag("shuffle", "take the rows in random order, decided by --seed")
    private static let seed = CommandOption.value(
        "seed", .wholeNumber("NUMBER", in: 0...Int.max), default: 0, "another seed is another order")
    private static let budget = CommandOption.value(
        "budget", .amount(), "stop before these models' answers in the directory have cost more US dollars than this")
    private static let concurrency = CommandOption.value(
        "concurrency", .wholeNumber("COUNT", in: 1...64), default: 8, "questions that are open at once")
    private static let again = CommandOption.flag(
        "again", "ask once more where a reply could not be read; it may have been paid for")

    /// For both verbs.
    static let all: [any OptionDescribing] = [
        model, job, base, system, temperature, maxTokens, samples, logprobs, limit, shuffle, seed, budget, concurrency,
        again, StandardOptions.yes, StandardOptions.account, StandardOptions.keyFile,
    ]

    let models: [String]
    let jobs: [String]
    let asksBase: Bool
    let system: String?
    let temperature: Double
    let maxTokens: Int?
    let wantsLogProbabilities: Bool
    let choice: AskingWork.Choice
    let seed: UInt64
    let budget: Money?
    let concurrency: Int
    let isConfirmed: Bool
    let account: String?
    let keyFile: String?

    init(_ arguments: Arguments) {
        models = arguments[Self.model]
        jobs = arguments[Self.job]
        asksBase = arguments[Self.base]
        system = arguments[Self.system]
        temperature = arguments[Self.temperature]
        maxTokens = arguments[Self.maxTokens]
        wantsLogProbabilities = arguments[Self.logprobs]
        seed = UInt64(arguments[Self.seed])
        choice = AskingWork.Choice(
            limit: arguments[Self.limit], shuffleSeed: arguments[Self.shuffle] ? UInt64(arguments[Self.seed]) : nil,
            samples: arguments[Self.samples], repeatsUnreadable: arguments[Self.again])
        budget = arguments[Self.budget]
        concurrency = arguments[Self.concurrency]
        isConfirmed = arguments[StandardOptions.yes]
        account = arguments[StandardOptions.account]
        keyFile = arguments[StandardOptions.keyFile]
    }

    /// Whether somebody is named to be asked.
    var namesModels: Bool { !models.isEmpty || !jobs.isEmpty || asksBase }

    /// How a file is asked.
    func plan(_ file: ConversationFile) -> RecordingPlan {
        RecordingPlan(
            file, system: system, temperature: temperature, maxTokens: maxTokens,
            wantsLogProbabilities: wantsLogProbabilities)
    }
}

extension ArgumentKind where Value == Money {
    /// An amount of US dollars above zero.
    static func amount(_ name: String = "USD") -> Self {
        ArgumentKind(name: name, expectation: "an amount of US dollars such as 5 or 0.50") { text in
            Money(decimal: text).flatMap { $0 > .zero ? $0 : nil }
        }
    }
}
