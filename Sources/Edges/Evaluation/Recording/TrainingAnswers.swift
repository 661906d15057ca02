import JSONText
import TrainingData

/// The training file of a record: each question with the model's answer in the place of the row's own.
struct TrainingAnswers {
    private let rows: [Int: ConversationRow]
    private let system: String?

    init(_ file: ConversationFile, _ plan: RecordingPlan) {
        rows = Dictionary(file.rows.map { ($0.line, $0) }) { first, _ in first }
        system = plan.system
    }

    /// The example that an answer makes; nil where nothing is to be learned from it.
    func example(_ row: ConversationRow, _ answer: RecordedAnswer) -> [UInt8]? {
        guard let reply = answer.reply, reply.isUsable else { return nil }
        var example: JSONObject = ["messages": .array(row.messages(system: system) + [.object(reply.message)])]
        for option in row.options.members { example[option.key] = option.value }
        return JSONWriter.bytes(.object(example))
    }

    /// Writes the file anew, in the order of the rows; a row's answers by model and sample.
    func write(_ answers: [RecordedAnswer], to path: String) throws(EvaluationError) {
        let sorted = AnswerIndex(answers).answers.sorted {
            ($0.line, $0.model, $0.sample) < ($1.line, $1.model, $1.sample)
        }
        do throws(TrainingDataError) {
            let output = try OutputFile(.file(path))
            var bytes: [UInt8] = []
            for answer in sorted {
                guard let row = rows[answer.line], row.digest == answer.digest, let example = example(row, answer)
                else {
                    continue
                }
                bytes += example
                bytes.append(UInt8(ascii: "\n"))
                if bytes.count > 1 << 16 { try output.write(draining: &bytes) }
            }
            try output.write(draining: &bytes)
            try output.commit()
        } catch { throw .data(error) }
    }
}

/// Recorded answers by what was asked; of a question that was asked again the last answer counts.
struct AnswerIndex {
    /// What tells one question of a run from another.
    struct Key: Hashable {
        let line: Int
        let sample: Int
        let model: ModelKey
    }

    private var places: [Key: Int] = [:]
    private(set) var answers: [RecordedAnswer] = []

    init(_ recorded: [RecordedAnswer]) { for answer in recorded { add(answer) } }

    subscript(key: Key) -> RecordedAnswer? { places[key].map { answers[$0] } }

    mutating func add(_ answer: RecordedAnswer) {
        let key = Key(line: answer.line, sample: answer.sample, model: answer.model)
        if let place = places[key] {
            answers[place] = answer
        } else {
            places[key] = answers.count
            answers.append(answer)
        }
    }
}
