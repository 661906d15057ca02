import Digest
public import FineTuning
import Text
public import TrainingCheck

/// Lets a model judge which of two answers is better, in both orders, since models prefer what stands first.
public struct Grading {
    /// Two sides that are compared on every row that both have answered.
    public struct Match: Sendable, Hashable {
        /// The place of one model in the report.
        public let first: Int
        /// The place of the other one; nil stands for the rows' own answers.
        public let second: Int?
    }

    /// What came of a match.
    public struct Outcome: Sendable, Hashable {
        /// The match.
        public let match: Match
        /// Rows at which the first side won in both orders.
        public let wins: Int
        /// Rows at which the second side won in both orders.
        public let losses: Int
        /// Rows without a winner: a tie, or another winner in the other order.
        public let ties: Int
        /// Rows that were not judged, or not in the words that were asked for.
        public let unclear: Int
        /// Wins and half of the ties for each judged row; nil where none was judged.
        public let winRate: ScoreMean?
    }

    private struct Question {
        let row: ConversationRow
        let key: JudgementFile.Key
        let text: String
        let tokens: QuestionTokens
    }

    private struct Judged {
        let match: Int
        let forwards: JudgementFile.Key
        let backwards: JudgementFile.Key
    }

    private let grader: EvaluatedModel
    private let file: JudgementFile
    private let matches: [Match]
    private let judged: [Judged]
    private let questions: [Question]

    /// Verdicts that are to be asked for.
    public var count: Int { questions.count }

    /// What asking for them is likely to take.
    public var tokens: QuestionTokens {
        QuestionTokens(
            prompt: questions.reduce(0) { $0 + $1.tokens.prompt }, answer: questions.reduce(0) { $0 + $1.tokens.answer }
        )
    }

    /// Finds what has to be judged: every two models, and a single one against the rows' own answers.
    ///
    /// - Parameter counter: counts tokens; nil takes four bytes for one.
    public init(
        _ report: EvaluationReport, by grader: EvaluatedModel, prompt: GraderPrompt = .standard,
        into file: JudgementFile, counter: (any TokenCounter)?
    ) throws(EvaluationError) {
        self.grader = grader
        self.file = file
        var counter = counter
        let places = report.models.indices
        matches =
            places.count == 1
            ? [Match(first: 0, second: nil)]
            : places.flatMap { first in places.filter { $0 > first }.map { Match(first: first, second: $0) } }
        var judged: [Judged] = []
        var questions: [Question] = []
        var seen: Set<JudgementFile.Key> = []
        for (place, match) in matches.enumerated() {
            for row in report.rows {
                guard let one = Self.text(row, match.first), let other = Self.text(row, match.second) else { continue }
                var keys: [JudgementFile.Key] = []
                for (first, second) in [(one, other), (other, one)] {
                    let text = prompt.filled(
                        question: row.row.question, expected: row.row.expectedText, first: first, second: second)
                    let key = JudgementFile.Key(grader: grader.key, prompt: try Self.digest(text))
                    keys.append(key)
                    guard file.verdicts[key] == nil, seen.insert(key).inserted else { continue }
                    let tokens = Self.count(text, &counter) + 6
                    questions.append(
                        Question(row: row.row, key: key, text: text, tokens: QuestionTokens(prompt: tokens, answer: 8)))
                }
                judged.append(Judged(match: place, forwards: keys[0], backwards: keys[1]))
            }
        }
        self.judged = judged
        self.questions = questions
    }

    /// Asks for what is missing.
    ///
    /// - Returns: why not everything was asked; nil where it was.
    public func run(
        bounds: AskingPace.Bounds = AskingPace.Bounds(), effects: AskingRun.Effects = .live,
        isStopped: @escaping () -> Bool = { false }, progress: @escaping (_ done: Int) -> Void = { _ in }
    ) throws(EvaluationError) -> AskingRun.Stop? {
        guard let provider = grader.provider, !questions.isEmpty else { return nil }
        var problem: EvaluationError?
        var lost = 0
        var done = 0
        let pool = AskingPool(provider: provider, bounds: bounds, isFresh: grader.isFresh, effects: effects)
        let stop = pool.run(
            AskingPool.Owner(
                count: questions.count,
                question: { ChatQuestion(model: grader.name, prompt: questions[$0].text, temperature: 0) },
                tokens: { questions[$0].tokens.all }, allows: { _ in true },
                isStopped: { problem != nil || isStopped() },
                take: { arrival in
                    done += 1
                    guard case .success(let answer) = arrival.result else { return }
                    let question = questions[arrival.index]
                    do throws(EvaluationError) {
                        try file.keep(answer, question.key, row: question.row.line, at: effects.now())
                    } catch {
                        problem = problem ?? error
                        lost += 1
                    }
                },
                watch: { _ in progress(done) }))
        if let problem { throw .notKept("\(problem)", lost: lost) }
        try file.sync()
        return stop
    }

    /// What the verdicts come to.
    public func outcomes(_ bootstrap: Bootstrap = Bootstrap()) -> [Outcome] {
        matches.enumerated().map { place, match in
            var (wins, losses, ties, unclear) = (0, 0, 0, 0)
            var points: [Double] = []
            for pair in judged where pair.match == place {
                guard let forwards = file.verdicts[pair.forwards],
                    let backwards = file.verdicts[pair.backwards]?.turned,
                    forwards != .unclear, backwards != .unclear
                else {
                    unclear += 1
                    continue
                }
                if forwards == backwards, forwards == .first {
                    wins += 1
                    points.append(1)
                } else if forwards == backwards, forwards == .second {
                    losses += 1
                    points.append(0)
                } else {
                    ties += 1
                    points.append(0.5)
                }
            }
            return Outcome(
                match: match, wins: wins, losses: losses, ties: ties, unclear: unclear,
                winRate: bootstrap.means([points]).first)
        }
    }

    /// What a side says to a row; nil where it has no answer.
    private static func text(_ row: EvaluationReport.Row, _ side: Int?) -> String? {
        guard let side else { return row.row.expectedText }
        return row.answers[side]?.all.first?.reply?.text
    }

    private static func digest(_ text: String) throws(EvaluationError) -> String {
        do throws(DigestError) { return try SHA256.digest(of: Array(text.utf8)).hex } catch {
            throw .digest("\(error)")
        }
    }

    private static func count(_ text: String, _ counter: inout (any TokenCounter)?) -> Int {
        guard var own = counter else { return (text.utf8.count + 3) / 4 }
        var text = text
        let count = text.withUTF8 { own.count($0) }
        counter = own
        return count
    }
}
