import JSONText

/// Rows of separated values: RFC 4180, with line feeds or CRLF, quoted line ends and doubled quotes.
///
/// The first record that is not blank, or the first behind titles, names the columns. A record of another number of values
/// is an error, but for blank ones behind the last column; and so is anything between a closing quote and the next
/// separator. A quote inside a bare value is taken as it is, and a blank line is skipped. Values are text as they stand:
/// no number, date or `NULL` is guessed.
final class SeparatedSource: RowSource {
    private var stream: ByteStream
    private let separator: UInt8
    private let format: String
    private let longestRecord: Int
    /// The values of the record at hand, one after another, and where each ends.
    private var values = RowBuffer()
    private var ends: [Int] = []
    private var names: [String]?
    private var columns: [Int] = []
    private(set) var blankLines = 0
    /// Records above the one with the names.
    private let titles: Int
    private(set) var notes: [String]

    /// The longest record, in bytes of its values, is an argument for tests only.
    init(
        _ stream: consuming ByteStream, separator: UInt8, titles: Int = 0, notes: [String] = [],
        longestRecord: Int = LineReader.longestLine
    ) {
        self.stream = stream
        self.titles = titles
        self.notes = notes
        self.longestRecord = longestRecord
        self.separator = separator
        format = separator == 0x09 ? "TSV" : "CSV"
    }

    var bytesRead: Int { stream.bytesRead }
    var size: Int? { stream.size }

    func next(into row: inout Row) throws(TrainingDataError) -> Bool {
        if names == nil { try takeHeader(into: &row) }
        while true {
            let line = stream.line
            guard try takeRecord() else { return false }
            if ends.count == 1, values.count == 0, columns.count != 1 {
                blankLines += 1
                continue
            }
            guard ends.count >= columns.count, isBlank(behind: columns.count) else {
                // Only a value too many may be half of another.
                let mark = separator == 0x09 ? "a tab" : "\"\(Character(Unicode.Scalar(separator)))\""
                let hint = ends.count > columns.count ? " (quote a value that holds \(mark))" : ""
                throw failure(
                    line, 1, "\(columns.count) values, as the first line names; found \(ends.count)\(hint)")
            }
            row.begin(line: line, bytes: values.bytes)
            var start = 0
            for (column, end) in zip(columns, ends) {
                row.set(column, Row.Cell(.text, start, end))
                start = end
            }
            return true
        }
    }

    /// Whether a first line may hold the names of columns.
    ///
    /// JSON, and what begins as a page of the web or as Python's tuples do, is none, nor is text with a NUL.
    static func mayBeHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        guard let first = line.first, !"<([{'".utf8.contains(first), !line.contains(0) else { return false }
        var scanner = JSONScanner(line)
        return (try? scanner.value()) == nil || (try? scanner.finish()) == nil
    }

    /// Whether the values of the record at hand from that number on hold nothing but blanks.
    private func isBlank(behind count: Int) -> Bool {
        guard ends.count > count else { return true }
        let start = count == 0 ? 0 : ends[count - 1]
        return values.bytes[start...].allSatisfy { $0 <= 0x20 }
    }

    private func takeHeader(into row: inout Row) throws(TrainingDataError) {
        names = []
        var line = stream.line
        var left = titles
        guard try takeRecord() else { return }
        while (ends.count == 1 && values.count == 0) || left > 0 {
            if ends.count == 1, values.count == 0 { blankLines += 1 } else { left -= 1 }
            line = stream.line
            guard try takeRecord() else { return }
        }
        if titles > 0 { notes.append("the columns are named in line \(line); what stands above is a title") }
        var named = ends.count
        while named > 1, isBlank(behind: named - 1) { named -= 1 }
        var start = 0
        for (place, end) in ends[..<named].enumerated() {
            var name = String(decoding: values.bytes[start..<end], as: UTF8.self)
            start = end
            // Tables written with their index have such a first column.
            if named > 1, name.isBlankText { name = "column \(place + 1)" }
            guard row.number(of: name) == nil else {
                throw failure(line, 1, "every column once in the first line; \(shownName(name)) stands twice")
            }
            guard let column = row.addColumn(name) else {
                throw TrainingDataError(stream.name, .tooManyColumns(line: line, limit: Row.mostColumns))
            }
            columns.append(column)
        }
    }

    /// Takes one record; false at the end of the input.
    private func takeRecord() throws(TrainingDataError) -> Bool {
        values.removeAll()
        ends.removeAll(keepingCapacity: true)
        guard try stream.peek() != nil else { return false }
        let line = stream.line
        while true {
            if try stream.peek() == UInt8(ascii: "\"") { try takeQuoted() }
            // A bare value, or what may follow a closing quote: only the end of the value.
            let isQuoted = wasQuoted
            wasQuoted = false
            while let byte = try stream.peek(), byte != separator, byte != 0x0A {
                if byte == 0x0D {
                    _ = try stream.take()
                    let next = try stream.peek()
                    if next == 0x0A || next == nil { break }
                    if isQuoted { throw failure(stream.line, stream.column, "a separator or the line's end") }
                    values.append(byte)
                    try bound(line)
                    continue
                }
                if isQuoted {
                    throw failure(stream.line, stream.column, "a separator or the line's end after a closing quote")
                }
                values.append(byte)
                _ = try stream.take()
                try bound(line)
            }
            ends.append(values.count)
            guard ends.count <= Row.mostColumns else {
                throw TrainingDataError(stream.name, .tooManyColumns(line: line, limit: Row.mostColumns))
            }
            guard try stream.take() == separator else { break }
        }
        guard isText else {
            throw failure(line, 1, "valid UTF-8" + TextEncoding.hint)
        }
        return true
    }

    private var wasQuoted = false

    private func takeQuoted() throws(TrainingDataError) {
        let (line, column) = (stream.line, stream.column)
        _ = try stream.take()
        wasQuoted = true
        while let byte = try stream.take() {
            if byte == UInt8(ascii: "\"") {
                guard try stream.peek() == UInt8(ascii: "\"") else { return }
                _ = try stream.take()
            }
            values.append(byte)
            try bound(line)
        }
        throw failure(line, column, "a closing quote for the one that opens here")
    }

    private func bound(_ line: Int) throws(TrainingDataError) {
        guard values.count <= longestRecord else {
            throw TrainingDataError(stream.name, .lineTooLong(line: line, limit: longestRecord))
        }
    }

    /// Whether every value is valid UTF-8: all of them together may be, with a character cut by a separator.
    private var isText: Bool {
        guard String(validating: values.bytes, as: UTF8.self) != nil else { return false }
        return ends.allSatisfy { $0 == values.count || values.bytes[$0] & 0xC0 != 0x80 }
    }

    private func failure(_ line: Int, _ column: Int, _ expected: String) -> TrainingDataError {
        TrainingDataError(
            stream.name, .notSeparated(format: format, line: line, column: column, expected: expected))
    }
}
