/// The sketches of a part of a file: one of each row's messages, and of its question where those are compared.
struct RowSketches {
    /// What is sketched.
    enum Kind {
        case none
        /// The messages.
        case rows
        /// The messages, and the question alone.
        case rowsAndQuestions
    }

    private var sketcher = Sketcher()
    private let hasQuestions: Bool
    private let answersEndQuestions: Bool
    /// Whether the message at hand counts.
    private var counts = false
    private var bytes: [UInt8] = []

    /// - Parameter answersEndQuestions: whether a message of the assistant ends the question; otherwise only
    ///   ``endQuestion()`` does.
    /// - Returns: nil when nothing is to be sketched.
    init?(_ kind: Kind, answersEndQuestions: Bool) {
        switch kind {
        case .none: return nil
        case .rows: hasQuestions = false
        case .rowsAndQuestions: hasQuestions = true
        }
        self.answersEndQuestions = answersEndQuestions
    }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Starts a row.
    mutating func begin() { sketcher.begin() }

    /// Starts a message; instructions are the same in many rows and do not count.
    mutating func beginMessage(of speaker: MessageRole?) {
        switch speaker {
        case .system, .developer: counts = false
        case .assistant:
            counts = true
            if answersEndQuestions { endQuestion() }
        case .user, .tool, .function, nil: counts = true
        }
    }

    /// What has come up to here is the question, unless another answer follows.
    mutating func endQuestion() {
        if hasQuestions { sketcher.mark() }
    }

    /// Takes a text of the message.
    mutating func add(_ text: UnsafeRawBufferPointer) {
        if counts { sketcher.add(text) }
    }

    mutating func endMessage() {
        if counts { sketcher.endPart() }
    }

    /// Ends a row that is to be compared.
    mutating func end() {
        sketcher.appendWhole(to: &bytes)
        if hasQuestions { sketcher.appendMarked(to: &bytes) }
    }

    // MARK: Reading

    /// The sketch of a row by its place among those that are compared.
    func withWhole<Result>(_ place: Int, _ body: (UnsafeRawBufferPointer) -> Result?) -> Result? {
        with(place, offset: 0, body)
    }

    /// The sketch of a row's question; nil when there are none.
    @discardableResult
    func withQuestion<Result>(_ place: Int, _ body: (UnsafeRawBufferPointer) -> Result?) -> Result? {
        hasQuestions ? with(place, offset: Sketcher.width, body) : nil
    }

    private func with<Result>(_ place: Int, offset: Int, _ body: (UnsafeRawBufferPointer) -> Result?) -> Result? {
        let start = place * Sketcher.width * (hasQuestions ? 2 : 1) + offset
        return bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<start + Sketcher.width])) }
    }
}
