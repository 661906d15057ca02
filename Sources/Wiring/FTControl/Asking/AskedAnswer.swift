import Commands
import FineTuning
import JSONText
import JobJSON
import Text

/// One answer with its question, as it is printed.
struct AskedAnswer: Sendable {
    let model: ModelName
    /// The system message; nil where none was sent.
    let system: String?
    let prompt: String
    let account: AccountName
    let job: JobID?
    /// `option`, `training_file` or `configuration`.
    let systemSource: String
    let answer: ChatAnswer
    /// What the training file of `--expect` answers.
    let expected: String?

    /// Nil without an expectation.
    var match: AnswerMatch? { expected.map { AnswerMatch(answer: answer.text, expected: $0) } }

    /// The keys of its JSON.
    static let fields: JSONFields<AskedAnswer> = [
        JSONField("model", "the model that was asked") { .string($0.model.rawValue) },
        JSONField("account", "the account of the configuration") { .string($0.account.rawValue) },
        JSONField("fine_tuning_job_id", "the job that made the model") { .text($0.job?.rawValue) },
        JSONField("system", "the system message; null where none was sent") { .text($0.system) },
        JSONField("system_source", "option, training_file or configuration") { .string($0.systemSource) },
        JSONField("prompt", "the question") { .string($0.prompt) },
        JSONField("answer", "the answer") { .string($0.answer.text) },
        JSONField("refusal", "why the model would not answer") { .text($0.answer.refusal) },
        JSONField("finish_reason", "stop, length or another word of the API") { .text($0.answer.finishReason) },
        JSONField("prompt_tokens", "tokens of the question") { .optional($0.answer.promptTokens) },
        JSONField("completion_tokens", "tokens of the answer") { .optional($0.answer.completionTokens) },
        JSONField("expected", "the training file's own answer, with --expect") { .text($0.expected) },
        JSONField("match", "same, contained or different, with --expect") { .text($0.match?.rawValue) },
    ]

    /// The answer for a person; beside it the expected one, where there is one.
    ///
    /// - Parameter width: columns; nil leaves the lines as they are.
    func lines(width: Int?) -> [String] {
        let text = answer.text.isEmpty ? answer.refusal ?? "" : answer.text
        guard let expected, let match else { return Self.lines(text, width: width) }
        let verdict =
            switch match {
            case .same: "the same as expected"
            case .contained: "the expected answer is contained in it"
            case .different: "different from what was expected"
            }
        guard let width else {
            return ["answer:"] + Self.lines(text, width: nil) + ["", "expected:"] + Self.lines(expected, width: nil)
                + ["", verdict]
        }
        let column = max(20, (width - 3) / 2)
        let left = ["answer", ""] + Self.lines(text, width: column)
        let right = ["expected", ""] + Self.lines(expected, width: column)
        return (0..<max(left.count, right.count)).map { index in
            let first = index < left.count ? left[index] : ""
            let second = index < right.count ? right[index] : ""
            return second.isEmpty ? first : first.padded(to: column) + " │ " + second
        } + ["", verdict]
    }

    private static func lines(_ text: String, width: Int?) -> [String] {
        TextWrapping.lines(text, width: width ?? .max)
    }
}
