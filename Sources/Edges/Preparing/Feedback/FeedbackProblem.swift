import FineTuning
import Text

/// What is wrong with a file of feedback.
public enum FeedbackProblem: Sendable, Equatable, CustomStringConvertible {
    /// It has no lines.
    case empty
    /// A line does not say which row it speaks of.
    case noKey(column: String, line: Int)
    /// A rating is no number.
    case notANumber(line: Int)
    /// `rejected` is neither yes nor no.
    case notYesOrNo(line: Int)
    /// A value is an array or an object.
    case nested(column: String, line: Int)
    /// None of the columns that say something is there.
    case saysNothing(existing: [String])
    /// A column is nearly one that says something.
    case misspelt(column: String, meant: String)
    /// More keys or longer corrections than are held in memory.
    case tooMuch(line: Int)

    /// The line it stands on, if it is about one line.
    var line: Int? {
        switch self {
        case .noKey(_, let line), .notANumber(let line), .notYesOrNo(let line), .nested(_, let line),
            .tooMuch(let line):
            line
        case .empty, .saysNothing, .misspelt: nil
        }
    }

    /// The end of a sentence that begins with file and line.
    public var description: String {
        switch self {
        case .empty: "no feedback in this file"
        case .noKey(let column, _):
            "column \"\(column.printable)\" is empty, so it is not said which row this is about"
        case .notANumber: "the rating is not a number"
        case .notYesOrNo: "column \"rejected\" takes yes, no, true, false, 1 or 0"
        case .nested(let column, _): "column \"\(column.printable)\" holds an array or an object"
        case .saysNothing(let existing):
            "no column \"rating\", \"correction\" or \"rejected\"; there are "
                + existing.prefix(20).map { $0.printable(limit: 60) }.joined(separator: ", ")
        case .misspelt(let column, let meant):
            "column \"\(column.printable(limit: 60))\" says nothing; did you mean \"\(meant)\"?"
        case .tooMuch:
            "more than \(HumanText.number(Feedback.mostKeys)) keys or \(Feedback.mostTextBytes >> 20) MB of corrections"
        }
    }
}
