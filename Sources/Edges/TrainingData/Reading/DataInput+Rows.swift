import JSONText

extension DataInput: RowInput {
    package var label: String { name }

    /// Opens the input and finds out its format; see ``open(_:isCancelled:)``.
    package func open(
        isCancelled: (@Sendable () -> Bool)? = nil
    ) throws(TrainingDataError) -> any RowSource<TrainingDataError> {
        try open(ReadingOptions(), isCancelled: isCancelled)
    }

    /// Opens the input and finds out its format: by the name, or by the first lines.
    ///
    /// gzip, zstd and UTF-16 are read as what they hold. Whatever begins with `[` is an array; what begins with `{` is
    /// JSONL, or objects spread over lines or with commas between them, or one object with all rows in a member such as
    /// `data`. A file that ends in `.csv` or `.tsv` holds separated values otherwise. Of everything else, such as standard
    /// input, first lines that are no JSON and hold a tab, `;`, `|` or a comma are separated values; the rest is to be JSONL.
    ///
    /// - Parameter isCancelled: Asked while a pipe has nothing to read; true ends the wait with an error.
    package func open(
        _ options: ReadingOptions, isCancelled: (@Sendable () -> Bool)?
    ) throws(TrainingDataError) -> any RowSource<TrainingDataError> {
        let file = try InputFile(decoding: self, as: options.encoding, isCancelled: isCancelled)
        var lines = LineReader(file)
        let start = try lines.start()
        if let format = ForeignFormat.ofBinary(start) { throw TrainingDataError(name, .foreign(format)) }
        let mark = start.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let first = start.dropFirst(mark).first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
        lines.skip(mark)
        let notes = file.decoded.isEmpty ? [] : ["read as \(file.decoded.joined(separator: " and "))"]
        if first == UInt8(ascii: "[") { return JSONArraySource(lines.rest(), notes: notes) }
        if first == UInt8(ascii: "{") {
            return try Self.objects(lines, notes)
        }
        let promised = separator
        let mayBeHeader = SeparatedSource.mayBeHeader(try lines.firstLine())
        guard promised != nil || mayBeHeader else {
            return JSONLinesSource(lines, notes: notes)
        }
        if let declared = SeparatedDialect.declared(in: try lines.firstLines(1)) {
            lines.skip(declared.length)
            return SeparatedSource(lines.rest(line: 2), separator: declared.separator, notes: notes)
        }
        if let dialect = SeparatedDialect(start: try lines.firstLines(20), preferred: promised) {
            return SeparatedSource(lines.rest(), separator: dialect.separator, titles: dialect.titles, notes: notes)
        }
        guard let promised else { return JSONLinesSource(lines, notes: notes) }
        return SeparatedSource(lines.rest(), separator: promised, notes: notes)
    }

    /// Rows of a text that begins with an object.
    private static func objects(
        _ reader: consuming LineReader, _ notes: [String]
    ) throws(TrainingDataError) -> any RowSource<TrainingDataError> {
        var lines = reader
        let line = try lines.firstLine()
        let form = ObjectForm(firstLine: line, isCut: lines.isLongLine)
        let isAlone = try lines.hasOneLine()
        if form != .lines || lines.isLongLine || isAlone {
            if let place = RowsMember(start: try lines.firstLines(.max)) {
                lines.skip(place.offset)
                let note = "rows are read from \"\(place.name)\""
                return JSONArraySource(lines.rest(line: place.line), .member, notes: notes + [note])
            }
        }
        switch form {
        case .lines: return JSONLinesSource(lines, notes: notes)
        case .sequence: return JSONArraySource(lines.rest(), .sequence, notes: notes)
        }
    }

    /// The separator that the file's name promises.
    private var separator: UInt8? {
        var name = name.lowercased()
        for ending in [".gz", ".zst"] where name.hasSuffix(ending) { name.removeLast(ending.count) }
        return name.hasSuffix(".csv") ? UInt8(ascii: ",") : name.hasSuffix(".tsv") ? 0x09 : nil
    }
}

/// How objects follow each other.
private enum ObjectForm {
    /// Each on a line of its own.
    case lines
    /// Spread over lines, several on one, or with commas between them.
    case sequence

    init(firstLine: UnsafeRawBufferPointer, isCut: Bool) {
        self = .lines
        guard !isCut else { return }
        var scanner = JSONScanner(firstLine)
        do throws(JSONSyntaxError) {
            _ = try scanner.value()
            scanner.skipBlanks()
            let rest = scanner.position < firstLine.count ? firstLine[scanner.position] : nil
            if rest == UInt8(ascii: ",") || rest == UInt8(ascii: "{") { self = .sequence }
        } catch {
            let end = (firstLine.lastIndex { $0 > 0x20 } ?? 0) + 1
            // An open bracket goes on in the next line; a string cannot.
            if error.offset >= end, firstLine[end - 1] != UInt8(ascii: "\""), !Self.endsInString(firstLine) {
                self = .sequence
            }
        }
    }

    private static func endsInString(_ line: UnsafeRawBufferPointer) -> Bool {
        var nesting = JSONNesting()
        for byte in line { _ = nesting.take(byte) }
        return nesting.isInString
    }
}

/// Where the array with all rows stands in an object: `{"data": […]}`.
package struct RowsMember {
    /// Names of a list that holds all rows of a file.
    package static let names: Set<String> = [
        "data", "rows", "examples", "items", "records", "train", "training", "dataset", "results", "entries", "samples",
    ]

    let name: String
    /// Of the bracket, in bytes.
    let offset: Int
    let line: Int

    /// Nil when the object begins otherwise, or the array holds no objects.
    init?(start: UnsafeRawBufferPointer) {
        var scanner = JSONScanner(start)
        do throws(JSONSyntaxError) {
            try scanner.beginObject()
            while let key = try scanner.nextMember() {
                let name = scanner.text(key)
                guard try scanner.nextKind() == .array, Self.names.contains(name) else {
                    _ = try scanner.value()
                    continue
                }
                let offset = scanner.position
                try scanner.beginArray()
                guard try scanner.nextElement(), try scanner.nextKind() == .object else { return nil }
                self.name = name
                self.offset = offset
                line = start[..<offset].count { $0 == 0x0A } + 1
                return
            }
        } catch { return nil }
        return nil
    }
}
