import FineTuning
import Text
public import TrainingData

/// Why rows that could be read were not prepared.
public enum PreparationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// No row is left to write.
    case nothingKept(file: String, read: Int, dropped: [DropCount])
    /// All examples fall to validation, or all to training, so that one of two files would be empty.
    case emptySide(file: String, examples: Int, forValidation: Bool, share: Double)
    /// A column of weights holds something else, or a weight that is none.
    case weight(file: String, line: Int, column: String)
    /// A column to balance has more values than classes would.
    case tooManyClasses(file: String, line: Int, column: String)
    /// There are corrections of answers for rows that have none, since a grader judges what the model answers.
    case nothingToCorrect(file: String, feedback: String)
    /// Pairs of answers were asked for, and rows of this shape have one answer.
    case noPairs(file: String, RowShape)
    /// A file of feedback is not right.
    case feedback(file: String, FeedbackProblem)

    /// Where, what, and what to do about it.
    public var description: String {
        switch self {
        case .nothingKept(let file, let read, let dropped):
            guard read > 0 else { return "\(file.printable) has no rows; nothing was written" }
            let reasons = dropped.map { "\($0.reason): \(HumanText.number($0.rows))" }.joined(separator: ", ")
            return
                "\(file.printable): of \(HumanText.count(read, "row")) none is left (\(reasons)); nothing was written"
        case .emptySide(let file, let examples, let forValidation, let share):
            let (full, empty) = forValidation ? ("validation", "training") : ("training", "validation")
            return "\(file.printable): with a share of \(share) every example (\(HumanText.number(examples))) falls to "
                + "\(full) and none to \(empty); choose a \(forValidation ? "smaller" : "larger") share or another seed"
        case .weight(let file, let line, let column):
            return "\(file.printable):\(line): column \(shownName(column)) is to hold a weight from 0 to "
                + HumanText.number(Int(RowSampling.greatestWeight))
        case .tooManyClasses(let file, let line, let column):
            return "\(file.printable):\(line): column \(shownName(column)) has more than "
                + "\(HumanText.number(RowSampling.mostClasses)) different values, which are no classes to balance"
        case .nothingToCorrect(let file, let feedback):
            return "\(file.printable): reinforcement rows have no answer that \(feedback.printable) could correct; "
                + "ratings and rejections count"
        case .noPairs(let file, let shape):
            return
                "\(file.printable): \(shape.label) rows have one answer, and pairs need two; write templates for them "
                + "with --user, --assistant and --non-preferred"
        case .feedback(let file, let problem):
            return "\(file.printable)\(problem.line.map { ":\($0)" } ?? ""): \(problem)"
        }
    }
}
