import Commands
import FineTuning
import TrainingData

/// The answer that a training file has for a question.
enum ExpectedAnswer {
    /// Looks it up.
    ///
    /// - Throws: a sentence when the file cannot be read or does not ask the question.
    static func find(_ question: String, in path: String) throws -> String {
        guard let answer = try TrainingFile.answer(to: question, in: path) else {
            throw CommandError(
                .notFound, "no row of \(path) asks this question",
                hints: ["The question has to be a row's whole user message."])
        }
        return answer
    }
}
