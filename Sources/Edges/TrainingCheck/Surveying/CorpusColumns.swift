import TrainingData

/// Where a corpus has its text and its times: what was asked for, or the usual names.
struct CorpusColumns {
    /// Columns that usually hold a document's text, the likeliest first.
    static let usualTexts = ["text", "content", "body", "document", "page_content", "passage", "chunk", "article"]
    /// Columns that usually hold the time of a document's last change, the likeliest first; then its making.
    static let usualTimes = [
        "updated_at", "updated", "last_updated", "modified_at", "modified", "last_modified", "timestamp", "time",
        "date",
        "published_at", "published", "created_at", "created",
    ]

    let text: MessageTemplate
    /// Nil when no column looks like a time.
    let time: String?
    let textIsGuessed: Bool
    let timeIsGuessed: Bool
    private var filler: TemplateFiller
    private var timeNumber: Int?
    private var knownColumns = 0
    private var hasText: Bool
    private var hasTime = false

    /// Settles the columns by those of the first row.
    ///
    /// - Throws: `TrainingDataError` when nothing was asked for and no column has a usual name for the text.
    init(
        text: MessageTemplate?, time: String?, first row: Row, file: String
    ) throws(TrainingDataError) {
        if let text {
            self.text = text
        } else if let name = Self.usual(Self.usualTexts, in: row.columns) {
            self.text = MessageTemplate(pieces: [.column(name)])
        } else {
            throw TrainingDataError(
                file, .missingColumn(name: Self.usualTexts[0], line: row.line, existing: row.presentColumns))
        }
        textIsGuessed = text == nil
        self.time = time ?? Self.usual(Self.usualTimes, in: row.columns)
        timeIsGuessed = time == nil
        filler = TemplateFiller(self.text)
        hasText = self.text.columns.isEmpty
    }

    private static func usual(_ names: [String], in columns: [String]) -> String? {
        for name in names {
            if let column = columns.first(where: { $0.lowercased() == name }) { return column }
        }
        return nil
    }

    /// Appends the row's text; values that are not there are nothing.
    mutating func appendText(of row: Row, to bytes: inout [UInt8]) {
        if filler.append(row, to: &bytes) { hasText = true }
    }

    /// The bytes of the row's time; nil when it has none.
    mutating func time(of row: Row) -> UnsafeRawBufferPointer? {
        bind(row)
        guard let timeNumber, let cell = row.cell(timeNumber) else { return nil }
        hasTime = true
        switch cell.kind {
        case .text, .plainString, .literal:
            return row.bytes(of: cell).contains { $0 > 0x20 } ? row.bytes(of: cell) : nil
        case .escapedString, .nested: return UnsafeRawBufferPointer(start: nil, count: 0)
        case .null: return nil
        }
    }

    /// A column that was asked for and that no row had.
    func missing(in row: Row, file: String) -> TrainingDataError? {
        let name = !hasText ? text.columns.first : !timeIsGuessed && !hasTime ? time : nil
        guard let name, row.number(of: name) == nil else { return nil }
        return TrainingDataError(file, .missingColumn(name: name, line: nil, existing: row.columns))
    }

    private mutating func bind(_ row: Row) {
        guard knownColumns != row.columns.count else { return }
        knownColumns = row.columns.count
        timeNumber = time.flatMap { row.number(of: $0) }
    }
}
