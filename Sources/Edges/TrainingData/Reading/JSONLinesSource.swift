import JSONText

/// One JSON object a line; blank lines, CRLF and a byte order mark are let through.
final class JSONLinesSource: RowSource {
    private var lines: LineReader
    private var keys = KeyOrder()
    private var isFirstRow = true
    private(set) var blankLines = 0

    let notes: [String]

    init(_ lines: consuming LineReader, notes: [String] = []) {
        self.lines = lines
        self.notes = notes
    }

    var bytesRead: Int { lines.bytesRead }
    var size: Int? { lines.size }

    func next(into row: inout Row) throws(TrainingDataError) -> Bool {
        while let line = try lines.next() {
            guard !line.isBlankLine else {
                blankLines += 1
                continue
            }
            row.begin(line: lines.lineNumber, bytes: line)
            try take(line, into: &row)
            isFirstRow = false
            return true
        }
        return false
    }

    private func take(_ line: UnsafeRawBufferPointer, into row: inout Row) throws(TrainingDataError) {
        var scanner = JSONScanner(line)
        var fits = true
        var kind = JSONSlice.Kind.object
        do throws(JSONSyntaxError) {
            kind = try scanner.nextKind()
            if kind == .object {
                fits = try keys.takeObject(from: &scanner, into: &row)
            } else {
                _ = try scanner.value()
            }
            if fits { try scanner.finish() }
        } catch {
            throw failure(line, error)
        }
        guard fits else {
            throw TrainingDataError(lines.name, .tooManyColumns(line: row.line, limit: Row.mostColumns))
        }
        guard kind == .object else { throw failure(line, kind) }
    }

    /// What the first row shows the file to be; separated values were recognized before.
    private func foreign(_ line: UnsafeRawBufferPointer, errorOffset: Int?) -> ForeignFormat? {
        guard isFirstRow, let format = ForeignFormat.ofFirstLine(line, errorOffset: errorOffset) else { return nil }
        return format.isSeparated ? nil : format
    }

    private func failure(_ line: UnsafeRawBufferPointer, _ error: JSONSyntaxError) -> TrainingDataError {
        // A text that does not end is cut or lacks its quote: no object goes on in the next line within one.
        let isOpenText = error.expected == "a closing double quote"
        if !isOpenText, let format = foreign(line, errorOffset: error.offset) {
            return TrainingDataError(lines.name, .foreign(format))
        }
        // What begins neither as JSON nor as anything known is prose.
        let first = line.first { !$0.isBlank } ?? 0
        if isFirstRow, !"{[\"-0123456789tfn".utf8.contains(first) {
            return TrainingDataError(lines.name, .noRows(line: lines.lineNumber))
        }
        let column = line.prefix(error.offset).count { $0 & 0xC0 != 0x80 } + 1
        return TrainingDataError(
            lines.name, .notJSON(line: lines.lineNumber, column: column, expected: error.advice))
    }

    private func failure(_ line: UnsafeRawBufferPointer, _ found: JSONSlice.Kind) -> TrainingDataError {
        if let format = foreign(line, errorOffset: nil) {
            return TrainingDataError(lines.name, .foreign(format))
        }
        let words =
            switch found {
            case .array: "an array"
            case .string: "a string"
            case .number: "a number"
            case .bool: "true or false"
            case .null: "null"
            case .object: "an object"
            }
        return TrainingDataError(lines.name, .notAnObject(line: lines.lineNumber, found: words))
    }
}
