import Text
import TrainingData

/// The values of one line of feedback.
struct FeedbackCells {
    /// The columns that say something.
    private static let columns = ["rating", "correction", "rejected"]

    private let row: Row
    private let file: String

    init(_ row: Row, file: String) {
        self.row = row
        self.file = file
    }

    /// The text of a column; nil when it is blank or missing.
    func text(_ column: String) throws(PreparationError) -> String? {
        guard let number = row.number(of: column), let cell = row.cell(number), !row.isBlank(cell) else { return nil }
        guard cell.kind != .nested else {
            throw PreparationError.feedback(file: file, .nested(column: column, line: row.line))
        }
        return row.text(of: cell)
    }

    func rating() throws(PreparationError) -> Double? {
        guard let text = try text("rating") else { return nil }
        let trimmed = text.filter { !$0.isWhitespace }
        // Double("nan") and Double("0x10") are numbers to Swift, but nobody means them here.
        guard trimmed.utf8.allSatisfy({ "0123456789.+-eE".utf8.contains($0) }), let rating = Double(trimmed),
            rating.isFinite
        else { throw PreparationError.feedback(file: file, .notANumber(line: row.line)) }
        return rating
    }

    func rejected() throws(PreparationError) -> Bool? {
        guard let text = try text("rejected") else { return nil }
        switch text.filter({ !$0.isWhitespace }).lowercased() {
        case "yes", "true", "1": return true
        case "no", "false", "0": return false
        default: throw PreparationError.feedback(file: file, .notYesOrNo(line: row.line))
        }
    }

    /// A file that says nothing in any column is a mistake; the answer is which columns nearly say something.
    static func checkColumns(
        _ row: Row, key: String, file: String, lines: Int
    ) throws(PreparationError) -> [FeedbackProblem] {
        let existing = row.columns
        guard lines > 0 else { throw PreparationError.feedback(file: file, .empty) }
        let missing = columns.filter { !existing.contains($0) }
        let others = existing.filter { $0 != key && !columns.contains($0) }
        let doubts = missing.compactMap { column in
            NearestName.find(column, among: others).map { FeedbackProblem.misspelt(column: $0, meant: column) }
        }
        guard missing.count < columns.count else {
            throw PreparationError.feedback(file: file, doubts.first ?? .saysNothing(existing: existing))
        }
        return doubts
    }
}
