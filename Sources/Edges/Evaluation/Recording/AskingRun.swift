import Dispatch
public import FineTuning
import Text

/// Asks models all that is not recorded yet, and keeps each answer the moment it arrives.
public struct AskingRun {
    /// How far a run has come.
    public struct Progress: Sendable, Hashable {
        /// Answers of this run that are kept, refusals of the server included.
        public var done = 0
        /// Questions of this run.
        public var total: Int
        /// What the answers of this run cost, as far as prices are known.
        public var cost = Money.zero
        /// Tokens read and written in this run.
        public var tokens: Int64 = 0
        /// Who is asked.
        public var model: ModelName
        /// Why nobody is asked at the moment; nil while questions are under way.
        public var hold: Hold?
    }

    /// Why the run waits.
    public struct Hold: Sendable, Hashable {
        /// For how long.
        public let duration: Duration
        /// The server's last failure; nil where its allowance is used up.
        public let error: ProviderError?
    }

    /// Why the questions of one model were not all asked.
    public enum Stop: Sendable {
        /// The server failed, or refused for good.
        case provider(ProviderError)
        /// The next answer could exceed the budget.
        case budget
        /// Somebody wanted it.
        case interrupted
    }

    /// A question that came to nothing.
    public struct Problem: Sendable, Hashable {
        /// The line of its row.
        public let line: Int
        /// Why, as a sentence.
        public let cause: String
    }

    /// What became of one model's questions.
    public struct Outcome: Sendable {
        /// The model.
        public let model: ModelKey
        /// Answers kept in this run.
        public var answered = 0
        /// Questions that came to nothing.
        public var failed = 0
        /// The first of these, with their causes.
        public var problems: [Problem] = []
        /// Why it ended early; nil where every question was asked.
        public var stop: Stop?
        /// When the last answer came; nil where none did.
        public var lastAnswer: UnixTime?
        /// What the answers of this run cost, as far as the price is known.
        public var cost = Money.zero
    }

    /// The clocks and the dice.
    public struct Effects {
        /// The wall clock.
        public var now: () -> UnixTime
        /// A clock that never jumps.
        public var uptime: () -> Duration
        /// From 0 to 1.
        public var jitter: () -> Double

        /// Those of this machine.
        public static var live: Effects {
            Effects(
                now: { .now() },
                uptime: { .nanoseconds(Int64(clamping: DispatchTime.now().uptimeNanoseconds)) },
                jitter: { .random(in: 0...1) })
        }
    }

    /// Further questions that came to nothing are counted only.
    private static let mostProblems = 5

    private let folder: RecordFolder
    private let file: ConversationFile
    private let plan: RecordingPlan
    private let bounds: AskingPace.Bounds
    private let effects: Effects
    private let budget: Money?

    /// Prepares a run into a folder.
    ///
    /// - Parameter budget: nothing is asked that is likely to make the model's answers in the folder cost more; an answer
    ///   is taken to be twice as long as the row's own, or longer where the model's have been longer.
    public init(
        _ file: ConversationFile, into folder: RecordFolder, plan: RecordingPlan,
        bounds: AskingPace.Bounds = AskingPace.Bounds(), budget: Money? = nil, effects: Effects = .live
    ) {
        self.file = file
        self.folder = folder
        self.plan = plan
        self.bounds = bounds
        self.budget = budget
        self.effects = effects
    }

    /// Asks a model what the work names, and keeps what comes.
    ///
    /// - Parameters:
    ///   - isStopped: asked before each question; what is open is waited for.
    ///   - progress: called several times a second on this thread.
    /// - Throws: ``EvaluationError`` when an answer cannot be kept; what is recorded stays whole.
    public func ask(
        _ model: EvaluatedModel, _ work: AskingWork, isStopped: @escaping () -> Bool = { false },
        progress: @escaping (Progress) -> Void = { _ in }
    ) throws(EvaluationError) -> Outcome {
        var outcome = Outcome(model: model.key)
        guard let provider = model.provider, !work.questions.isEmpty else { return outcome }
        var state = Progress(total: work.questions.count, model: model.name)
        var purse = Purse(spent: work.spent, limit: budget)
        var problem: EvaluationError?
        var lost = 0
        let pool = AskingPool(provider: provider, bounds: bounds, isFresh: model.isFresh, effects: effects)
        outcome.stop = pool.run(
            AskingPool.Owner(
                count: work.questions.count,
                question: { plan.question(work.questions[$0].row, model.name) },
                tokens: { work.questions[$0].tokens.all },
                allows: { index in
                    guard let price = model.price else { return true }
                    return purse.reserve(price.cost(of: work.questions[index].tokens), for: index)
                },
                isStopped: { problem != nil || isStopped() },
                take: { arrival in
                    let question = work.questions[arrival.index]
                    do throws(EvaluationError) {
                        let kept = try folder.keep(
                            question.row, sample: question.sample, of: model.key, arrival.result,
                            latency: arrival.latency, at: effects.now())
                        state.done += 1
                        let cost = kept.reply.flatMap { model.price?.cost(of: $0) }
                        purse.settle(arrival.index, at: cost)
                        guard let reply = kept.reply else {
                            outcome.failed += 1
                            guard outcome.problems.count < Self.mostProblems else { return }
                            outcome.problems.append(Problem(line: kept.line, cause: kept.problem ?? ""))
                            return
                        }
                        outcome.answered += 1
                        outcome.lastAnswer = effects.now()
                        outcome.cost = outcome.cost + (cost ?? .zero)
                        state.cost = outcome.cost
                        state.tokens += (reply.promptTokens ?? 0) + (reply.completionTokens ?? 0)
                    } catch {
                        problem = problem ?? error
                        if case .success = arrival.result { lost += 1 }
                    }
                },
                watch: { hold in
                    state.hold = hold
                    progress(state)
                }))
        if let problem { throw .notKept("\(problem)", lost: lost) }
        try folder.sync()
        return outcome
    }
}

extension AskingPrice {
    /// What a question is likely to cost.
    func cost(of tokens: QuestionTokens) -> Money {
        cost(promptTokens: Int64(tokens.prompt), completionTokens: Int64(tokens.answer))
    }

    /// What a reply cost, by the server's own count.
    package func cost(of reply: ModelReply) -> Money {
        cost(promptTokens: reply.promptTokens ?? 0, completionTokens: reply.completionTokens ?? 0)
    }
}
