public import TrainingData

/// What people said about rows, by the rows' keys: ratings, corrected answers, rejections.
///
///     preparation.feedback = try Feedback.read(from: .file("feedback.csv"), key: "id")
///     preparation.feedback?.minRating = 3
///
/// The file is JSONL, a JSON array, CSV or TSV with a column of keys and at least one of `rating` (a number),
/// `correction` (the answer as it should be) and `rejected` (yes, no, true, false, 1, 0). Other columns are comments. A
/// blank value says nothing. Of several lines for one key the last one that says something counts, column by column.
///
/// A rejected row is dropped. A corrected one is kept, with the correction as its whole answer: a rating was of the old
/// one, and columns that only the old one needed may be blank. A row rated below ``minRating`` is dropped.
///
/// All of it is held in memory: about 100 bytes for each key (93 measured with half a million; twice that while the tables
/// grow), besides the texts of keys longer than 15 bytes and of corrections. More than a million keys or 256 MB of corrections are refused.
public struct Feedback: Sendable {
    /// What the file says about one key.
    struct Entry {
        /// NaN for none.
        var rating = Double.nan
        /// Where the correction stands in `texts`; empty for none.
        var correction = 0..<0
        var isRejected = false
        /// The line that spoke of this key first.
        var line: Int
    }

    static let mostKeys = 1_000_000
    static let mostTextBytes = 256 << 20

    /// The column of the keys, in the feedback and in the rows.
    public let key: String
    /// The file as it was named.
    public let file: String
    /// Rows that are rated lower are dropped; nil, as it is at first, drops none.
    public var minRating: Double?
    /// Drops rows that nobody has rated or corrected; it does not at first.
    public var keepsReviewedOnly = false
    /// Lines that were read.
    public private(set) var lines = 0

    /// Columns that nearly say something.
    private(set) var doubts: [FeedbackProblem] = []
    private(set) var numbers: [String: Int32] = [:]
    private(set) var entries: [Entry] = []
    private var texts: [UInt8] = []

    /// Different keys.
    public var keys: Int { entries.count }
    /// Keys with a rating.
    public var ratings: Int { entries.count { !$0.rating.isNaN } }

    /// Reads all of a file.
    ///
    /// - Throws: `TrainingDataError` when it is unreadable or malformed or has no key column; ``PreparationError`` when
    ///   it has none of the columns that say something, or a value is not what its column takes.
    public static func read(from input: DataInput, key: String = "id") throws -> Feedback {
        var feedback = Feedback(key: key, file: input.name)
        try feedback.read(try input.open())
        return feedback
    }

    private init(key: String, file: String) {
        self.key = key
        self.file = file
    }

    /// Whether an answer is to be replaced.
    var hasCorrections: Bool { entries.contains { !$0.correction.isEmpty } }

    /// The correction of a key, if there is one.
    func correction(of entry: Entry) -> String? {
        entry.correction.isEmpty ? nil : String(decoding: texts[entry.correction], as: UTF8.self)
    }

    private mutating func read(_ source: any RowSource<TrainingDataError>) throws {
        var row = Row()
        while try source.next(into: &row) {
            lines += 1
            let cells = FeedbackCells(row, file: file)
            guard row.number(of: key) != nil else {
                throw TrainingDataError(file, .missingColumn(name: key, line: nil, existing: row.columns))
            }
            guard let name = try cells.text(key) else {
                throw PreparationError.feedback(file: file, .noKey(column: key, line: row.line))
            }
            let place = try place(of: name, line: row.line)
            if let rating = try cells.rating() { entries[place].rating = rating }
            if let isRejected = try cells.rejected() { entries[place].isRejected = isRejected }
            if let correction = try cells.text("correction") {
                guard texts.count + correction.utf8.count <= Self.mostTextBytes else {
                    throw PreparationError.feedback(file: file, .tooMuch(line: row.line))
                }
                let start = texts.count
                texts.append(contentsOf: correction.utf8)
                entries[place].correction = start..<texts.count
            }
        }
        doubts = try FeedbackCells.checkColumns(row, key: key, file: file, lines: lines)
    }

    private mutating func place(of name: String, line: Int) throws(PreparationError) -> Int {
        if let number = numbers[name] { return Int(number) }
        guard entries.count < Self.mostKeys else { throw PreparationError.feedback(file: file, .tooMuch(line: line)) }
        numbers[name] = Int32(entries.count)
        entries.append(Entry(line: line))
        return entries.count - 1
    }
}
