/// What rows look like: the shapes in which people keep training data.
///
/// A raw value is the name for `prepare --shape`.
public enum RowShape: String, Sendable, Hashable, CaseIterable {
    /// `{"messages": [{"role": …, "content": …}]}`, as OpenAI's chat training takes it.
    case messages
    /// A column that holds the JSON text of messages.
    case messagesText = "messages-text"
    /// Messages with roles in a column of another name.
    case otherMessages = "other-messages"
    /// `{"conversations": [{"from": "human", "value": …}]}`.
    case shareGPT = "sharegpt"
    /// `{"instruction": …, "input": …, "output": …}`, with `system` and `history` where they are there.
    case alpaca
    /// `{"prompt": …, "completion": …}`, as the models before chat took it, or both as lists of messages.
    case promptCompletion = "prompt-completion"
    /// One column with a question and one with its answer, by well-known names.
    case questionAnswer = "question-answer"
    /// `{"context": …, "question": …, "answers": {"text": […]}}`, or the answer as a text.
    case squad
    /// A question, its choices, and which of them is right.
    case multipleChoice = "multiple-choice"
    /// `chosen` and `rejected`, as texts beside a `prompt` or as whole conversations (TRL).
    case trlPreference = "trl-preference"
    /// `{"input": …, "preferred_output": …, "non_preferred_output": …}`, as OpenAI's DPO takes it.
    case preference
    /// `{"messages": […], "reference_answer": …}`: messages that end with the user, and what a grader is to see.
    case reinforcement
    /// Function calls as in Glaive's sets: `system` and `chat` as texts, or messages with roles such as `function-call`.
    case glaive
    /// Messages whose contents have the parts of the Responses API, such as `input_text`.
    case responses
    /// Requests for the Batch API: `{"custom_id": …, "body": {"messages": […]}}`.
    case batch
    /// Chat completions as they are stored: `choices` beside the messages that were sent.
    case completions
    /// Logs of requests: what was sent and what came back, side by side.
    case logs
}

extension RowShape {
    /// What people call it: `ShareGPT`.
    public var label: String {
        switch self {
        case .messages: "OpenAI messages"
        case .messagesText: "messages as JSON text"
        case .otherMessages: "messages under another name"
        case .shareGPT: "ShareGPT"
        case .alpaca: "Alpaca"
        case .promptCompletion: "prompt/completion"
        case .questionAnswer: "question/answer"
        case .squad: "SQuAD"
        case .multipleChoice: "multiple-choice"
        case .trlPreference: "TRL preference"
        case .preference: "OpenAI preference"
        case .reinforcement: "OpenAI reinforcement"
        case .glaive: "Glaive function-call"
        case .responses: "Responses API"
        case .batch: "Batch API request"
        case .completions: "stored completion"
        case .logs: "request log"
        }
    }

    /// The shape of that name, whatever its case, if there is one.
    package static func named(_ name: String) -> RowShape? {
        RowShape(rawValue: name.lowercased())
    }

    /// Whether rows of this shape are a training file as they are.
    package var isTrainingFile: Bool {
        switch self {
        case .messages, .preference, .reinforcement: true
        case .messagesText, .otherMessages, .shareGPT, .alpaca, .promptCompletion, .questionAnswer, .squad,
            .multipleChoice, .trlPreference, .glaive, .responses, .batch, .completions, .logs:
            false
        }
    }

    /// What examples made of such rows are for.
    package var trainingShape: TrainingShape {
        switch self {
        case .trlPreference, .preference: .preference
        case .reinforcement: .reinforcement
        case .messages, .messagesText, .otherMessages, .shareGPT, .alpaca, .promptCompletion, .questionAnswer, .squad,
            .multipleChoice, .glaive, .responses, .batch, .completions, .logs:
            .supervised
        }
    }

    /// What to type to turn a file of such rows into a training file: `ftctl prepare FILE --shape sharegpt -o OUT`.
    package func prepareWords(file: String, output: String = "train.jsonl") -> String {
        "ftctl prepare \(file) --shape \(rawValue) -o \(output)"
    }
}
