public import FineTuning
import JSONText
public import TrainingCheck

/// The tokens that a question is likely to take.
public struct QuestionTokens: Sendable, Hashable {
    /// What the model reads.
    public let prompt: Int
    /// What it writes.
    public let answer: Int

    /// Both.
    var all: Int { prompt + answer }
}

/// What of a file a model has still to be asked, in the order in which it is.
public struct AskingWork: Sendable {
    /// One row, once.
    public struct Question: Sendable, Hashable {
        /// The row.
        public let row: ConversationRow
        /// From 1: which of several answers of the model to it.
        public let sample: Int
        /// What it is likely to take.
        public let tokens: QuestionTokens
    }

    /// Which rows are asked, and how often.
    public struct Choice: Sendable, Hashable {
        /// At most so many rows; nil for all.
        public var limit: Int?
        /// Takes the rows in an order that this seed decides; nil in the order of the file.
        public var shuffleSeed: UInt64?
        /// Answers of each model to each row.
        public var samples: Int
        /// Whether questions are asked again whose answer could not be read.
        public var repeatsUnreadable: Bool

        /// Every row once, in the order of the file.
        public init(
            limit: Int? = nil, shuffleSeed: UInt64? = nil, samples: Int = 1, repeatsUnreadable: Bool = false
        ) {
            self.limit = limit
            self.shuffleSeed = shuffleSeed
            self.samples = samples
            self.repeatsUnreadable = repeatsUnreadable
        }

        /// The rows.
        public func rows(of file: ConversationFile) -> [ConversationRow] {
            var rows = file.rows
            if let shuffleSeed {
                var generator = SplitMix64(seed: shuffleSeed)
                rows.shuffle(using: &generator)
            }
            return limit.map { Array(rows.prefix($0)) } ?? rows
        }
    }

    /// What has not been asked.
    public let questions: [Question]
    /// Questions of the choice that are answered already.
    public let recorded: Int
    /// What the model's recorded answers cost, as far as its price is known.
    public let spent: Money

    /// Finds what is left.
    ///
    /// - Parameters:
    ///   - rows: what is asked, see ``Choice/rows(of:)``.
    ///   - recorded: what the folder has.
    ///   - counter: counts tokens; nil takes four bytes for one.
    public init(
        _ rows: [ConversationRow], of model: EvaluatedModel, choice: Choice = Choice(), plan: RecordingPlan,
        recorded: [RecordedAnswer], counter: (any TokenCounter)? = nil
    ) {
        let index = AnswerIndex(recorded.filter { $0.model == model.key })
        var estimate = TokenEstimate(counter: counter, plan: plan)
        var questions: [Question] = []
        var done = 0
        for row in rows {
            for sample in 1...max(1, choice.samples) {
                let known = index[AnswerIndex.Key(line: row.line, sample: sample, model: model.key)]
                if Self.isDone(known, row, choice) {
                    done += 1
                } else {
                    questions.append(Question(row: row, sample: sample, tokens: estimate.tokens(of: row)))
                }
            }
        }
        self.questions = questions
        self.recorded = done
        spent = index.answers.reduce(Money.zero) { sum, answer in
            guard let reply = answer.reply, let price = model.price else { return sum }
            return sum + price.cost(of: reply)
        }
    }

    /// What is paid for is not asked again unless somebody wants it; a refusal cost nothing.
    private static func isDone(_ known: RecordedAnswer?, _ row: ConversationRow, _ choice: Choice) -> Bool {
        guard let known, known.digest == row.digest else { return false }
        switch known.outcome {
        case .answered: return true
        case .unreadable: return !choice.repeatsUnreadable
        case .refused: return false
        }
    }

    /// What all of it is likely to take.
    public var tokens: QuestionTokens {
        QuestionTokens(
            prompt: questions.reduce(0) { $0 + $1.tokens.prompt }, answer: questions.reduce(0) { $0 + $1.tokens.answer }
        )
    }
}

/// Counts what a row is likely to take, by the arithmetic of OpenAI's cookbook: three tokens a message, three a reply.
private struct TokenEstimate {
    var counter: (any TokenCounter)?
    let plan: RecordingPlan

    mutating func tokens(of row: ConversationRow) -> QuestionTokens {
        var prompt = 3
        for message in row.messages(system: plan.system) { prompt += 3 + count(MessageText.of(message)) }
        if !row.options.members.isEmpty { prompt += count(row.optionsText) }
        let own = max(count(row.expectedText), 1)
        return QuestionTokens(prompt: prompt, answer: min(own * 2, plan.maxTokens ?? .max))
    }

    private mutating func count(_ text: String) -> Int {
        guard var counter else { return (text.utf8.count + 3) / 4 }
        var text = text
        let count = text.withUTF8 { counter.count($0) }
        self.counter = counter
        return count
    }
}
