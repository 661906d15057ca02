import JSONText
import Text
import TrainingCheck
import TrainingData

/// Writes the rows themselves in place of their examples, each with a column that says what is asked and answered.
///
/// The value is two hashes, `question-example`, of 16 hexadecimal digits each: an engine that brings equal questions into
/// one part groups by the first 16.
final class KeyColumnFilter: ExampleFilter {
    private let column: String
    private var questions: ExampleQuestions
    /// The row that further examples are made of; nil once it has been written.
    var row: JSONObject?

    init(_ column: String, shape: TrainingShape) {
        self.column = column
        questions = ExampleQuestions(shape: shape)
    }

    func judge(_ example: UnsafeRawBufferPointer) -> ExampleVerdict {
        // Of several pairs of one row, the first stands for it.
        guard var object = row else { return .replace([]) }
        row = nil
        let key = Self.digits(questions.question(of: example)) + "-" + Self.digits(ExampleQuestions.hash(of: example))
        object[column] = .string(key)
        return .replace([JSONWriter.bytes(.object(object), style: .spaced) + [0x0A]])
    }

    private static func digits(_ hash: UInt64) -> String {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
