import JSONText

/// Rows that are the elements of one JSON array, or objects one after another, however they are spread over lines.
///
/// The text is cut into elements by counting brackets outside strings; each element is then checked strictly. The
/// buffer grows only to the longest element.
final class JSONArraySource: RowSource {
    private var stream: ByteStream
    private var keys = KeyOrder()
    private var element = RowBuffer()
    private var isFirst = true
    private var isAtEnd = false
    private let form: Form
    let blankLines = 0
    let notes: [String]

    /// How the rows stand together.
    enum Form {
        /// In one array, which is all of the text.
        case array
        /// In an array that is a member of an object, which begins at the bracket; what follows it does not count.
        case member
        /// One after another, with commas between them or without.
        case sequence
    }

    init(_ stream: consuming ByteStream, _ form: Form = .array, notes: [String] = []) {
        self.stream = stream
        self.form = form
        self.notes = notes
    }

    var bytesRead: Int { stream.bytesRead }
    var size: Int? { stream.size }

    func next(into row: inout Row) throws(TrainingDataError) -> Bool {
        guard !isAtEnd else { return false }
        guard form != .sequence else { return try nextOfSequence(into: &row) }
        if isFirst {
            _ = try skipBlanks()
            _ = try stream.take()
        }
        var byte = try skipBlanks()
        if byte == UInt8(ascii: "]"), isFirst { return try end() }
        if !isFirst {
            if byte == UInt8(ascii: "]") { return try end() }
            guard byte == UInt8(ascii: ",") else { throw failure("\",\" or \"]\" after a row") }
            _ = try stream.take()
            byte = try skipBlanks()
        }
        isFirst = false
        guard let byte else { throw failure("a row or \"]\"") }
        return try takeRow(byte, into: &row)
    }

    private func nextOfSequence(into row: inout Row) throws(TrainingDataError) -> Bool {
        var byte = try skipBlanks()
        if byte == UInt8(ascii: ","), !isFirst {
            _ = try stream.take()
            byte = try skipBlanks()
        }
        isFirst = false
        guard let byte else {
            isAtEnd = true
            return false
        }
        return try takeRow(byte, into: &row)
    }

    private func takeRow(_ byte: UInt8, into row: inout Row) throws(TrainingDataError) -> Bool {
        guard byte == UInt8(ascii: "{") else { throw failure("a row, {\"column\": value, …}") }
        let (line, column) = (stream.line, stream.column)
        try takeElement(line: line)
        row.begin(line: line, bytes: element.bytes)
        try take(element.bytes, line: line, column: column, into: &row)
        return true
    }

    private func take(
        _ bytes: UnsafeRawBufferPointer, line: Int, column: Int, into row: inout Row
    ) throws(TrainingDataError) {
        var scanner = JSONScanner(bytes)
        let fits: Bool
        do throws(JSONSyntaxError) {
            fits = try keys.takeObject(from: &scanner, into: &row)
            if fits { try scanner.finish() }
        } catch {
            let place = error.place(in: Array(bytes))
            let right = place.column + (place.line == 1 ? column - 1 : 0)
            throw TrainingDataError(
                stream.name, .notJSON(line: line + place.line - 1, column: right, expected: error.advice))
        }
        guard fits else {
            throw TrainingDataError(stream.name, .tooManyColumns(line: line, limit: Row.mostColumns))
        }
    }

    private func end() throws(TrainingDataError) -> Bool {
        _ = try stream.take()
        isAtEnd = true
        if form == .member { return false }
        guard try skipBlanks() == nil else { throw failure("the end of the text") }
        return false
    }

    private func skipBlanks() throws(TrainingDataError) -> UInt8? {
        while let byte = try stream.peek() {
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
            _ = try stream.take()
        }
        return nil
    }

    /// Takes bytes up to the bracket that closes the first one.
    private func takeElement(line: Int) throws(TrainingDataError) {
        element.removeAll()
        var depth = 0
        var isInString = false
        while let byte = try stream.take() {
            element.append(byte)
            if element.count > LineReader.longestLine {
                throw TrainingDataError(stream.name, .lineTooLong(line: line, limit: LineReader.longestLine))
            }
            if isInString {
                if byte == UInt8(ascii: "\\") {
                    if let next = try stream.take() { element.append(next) }
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 { return }
            default: break
            }
        }
        // The scanner says what is missing.
    }

    private func failure(_ expected: String) -> TrainingDataError {
        TrainingDataError(stream.name, .notJSON(line: stream.line, column: stream.column, expected: expected))
    }
}
