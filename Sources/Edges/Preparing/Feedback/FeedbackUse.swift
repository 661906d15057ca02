import TrainingData

/// Applies feedback to rows, and counts what it did.
final class FeedbackUse: RowStage {
    let reasons: [DropReason] = [.rejected, .lowRating, .unreviewed]

    private let feedback: Feedback
    private var keyNumber: Int?
    /// Whether a row had the key of that number.
    private var isMatched: [Bool]
    private var isRated = false
    /// What a person wrote instead of this row's answer.
    private(set) var correction: String?
    private(set) var rated = 0
    private(set) var corrected = 0

    init(_ feedback: Feedback) {
        self.feedback = feedback
        isMatched = Array(repeating: false, count: feedback.keys)
    }

    /// Looks the key column up.
    func bind(_ row: Row) { keyNumber = row.number(of: feedback.key) }

    /// Nil when the row may be kept, otherwise the reason's place in `reasons`.
    func judge(_ row: Row) -> Int? {
        correction = nil
        isRated = false
        guard let entry = entry(of: row) else { return feedback.keepsReviewedOnly ? 2 : nil }
        if entry.isRejected { return 0 }
        correction = feedback.correction(of: entry)
        guard correction == nil else { return nil }
        isRated = !entry.rating.isNaN
        if let least = feedback.minRating, entry.rating < least { return 1 }
        return feedback.keepsReviewedOnly && !isRated ? 2 : nil
    }

    private func entry(of row: Row) -> Feedback.Entry? {
        guard let keyNumber, let cell = row.cell(keyNumber), !row.isBlank(cell),
            let number = feedback.numbers[row.text(of: cell)]
        else { return nil }
        isMatched[Int(number)] = true
        return feedback.entries[Int(number)]
    }

    /// The row at hand has been written.
    func countWritten() {
        if correction != nil { corrected += 1 }
        if isRated { rated += 1 }
    }

    /// That no row had the column of the keys.
    func missingColumn(in row: Row, file: String) -> TrainingDataError? {
        guard row.number(of: feedback.key) == nil else { return nil }
        return TrainingDataError(file, .missingColumn(name: feedback.key, line: nil, existing: row.columns))
    }

    /// What came of it.
    var report: FeedbackReport {
        let unmatched = zip(feedback.entries, isMatched).filter { !$0.1 }
        return FeedbackReport(
            file: feedback.file, keys: feedback.keys, unmatched: unmatched.count,
            firstUnmatchedLine: unmatched.map(\.0.line).min(), rated: rated, corrected: corrected,
            unusedRatings: feedback.minRating == nil && !feedback.keepsReviewedOnly ? feedback.ratings : 0,
            doubts: feedback.doubts)
    }
}

/// What feedback did in a run; the rows that it dropped are among the report's drops.
public struct FeedbackReport: Sendable, Equatable {
    /// The file as it was named.
    public let file: String
    /// Different keys in it.
    public let keys: Int
    /// Keys that no row had that was read.
    public let unmatched: Int
    /// The first line of the file with such a key.
    public let firstUnmatchedLine: Int?
    /// Rows written that were rated, and not corrected.
    public let rated: Int
    /// Rows written with a corrected answer.
    public let corrected: Int
    /// Ratings that had no effect because no least rating was asked for.
    public let unusedRatings: Int
    /// Columns that say nothing and are nearly named like one that does.
    public let doubts: [FeedbackProblem]
}
