import JSONText

/// What a file is that was taken for rows and is something else.
public enum ForeignFormat: Sendable, Equatable, CustomStringConvertible, CaseIterable {
    /// Compressed with gzip, zstd, xz or bzip2.
    case gzip, zstandard, xz, bzip2
    /// A ZIP archive.
    case zip
    /// A workbook of a spreadsheet program.
    case workbook
    /// Apache Parquet.
    case parquet
    /// UTF-16 text of either byte order.
    case utf16
    /// Rows as Python prints them: single quotes, `None`, `True`.
    case pythonLiterals
    /// One JSON array of rows.
    case jsonArray
    /// One JSON object spread over several lines.
    case spreadObject
    /// Values separated by commas.
    case commaSeparated
    /// Values separated by tabs.
    case tabSeparated
    /// Values separated by semicolons, as spreadsheets write them where the comma stands in numbers.
    case semicolonSeparated
    /// Values separated by `|`.
    case barSeparated

    /// What it is, and what to do.
    public var description: String {
        switch self {
        case .gzip: "it is compressed with gzip; pipe it in from zcat, with - for its name"
        case .zstandard: "it is compressed with zstd; pipe it in from zstdcat, with - for its name"
        case .xz: "it is compressed with xz; pipe it in from xzcat, with - for its name"
        case .bzip2: "it is compressed with bzip2; pipe it in from bzcat, with - for its name"
        case .zip: "it is a ZIP archive; unpack it, and take the file with the rows"
        case .workbook: "it is a workbook; save its sheet as CSV UTF-8, then: ftctl prepare FILE.csv -o train.jsonl"
        case .parquet:
            "it is a Parquet file; write its rows as JSONL: "
                + "duckdb -c \"COPY (FROM 'FILE') TO '/dev/stdout' (FORMAT json)\" | ftctl prepare - -o train.jsonl"
        case .utf16: "it is UTF-16 text; convert it: iconv -f UTF-16 -t UTF-8 FILE"
        case .pythonLiterals: "its rows are Python literals, with single quotes; write them with json.dumps"
        case .jsonArray: "it is one JSON array; write one object a line: jq -c '.[]' FILE"
        case .spreadObject: "its JSON is spread over several lines; write one object a line: jq -c . FILE"
        case .commaSeparated: "it looks like CSV; make examples of its rows: ftctl prepare FILE -o train.jsonl"
        case .tabSeparated: "it looks like TSV; make examples of its rows: ftctl prepare FILE -o train.jsonl"
        case .semicolonSeparated:
            "it looks like CSV with semicolons; make examples of its rows: ftctl prepare FILE -o train.jsonl"
        case .barSeparated: "it looks like CSV with |; make examples of its rows: ftctl prepare FILE -o train.jsonl"
        }
    }
}

extension ForeignFormat {
    /// Whether it is rows of values with a sign between them.
    var isSeparated: Bool {
        [.commaSeparated, .tabSeparated, .semicolonSeparated, .barSeparated].contains(self)
    }

    /// The binary formats and encodings that the first bytes of a file give away.
    static func ofBinary(_ start: UnsafeRawBufferPointer) -> ForeignFormat? {
        func begins(_ magic: [UInt8]) -> Bool { start.starts(with: magic) }
        if begins([0x1F, 0x8B]) { return .gzip }
        if begins([0x28, 0xB5, 0x2F, 0xFD]) { return .zstandard }
        if begins([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) { return .xz }
        if begins(Array("BZh".utf8)) { return .bzip2 }
        if begins([0x50, 0x4B, 0x03, 0x04]) { return isWorkbook(start) ? .workbook : .zip }
        if begins(Array("PAR1".utf8)) { return .parquet }
        if begins([0xFF, 0xFE]) || begins([0xFE, 0xFF]) { return .utf16 }
        // Without a mark: ASCII in UTF-16 has a NUL in every pair.
        guard start.count >= 4, start[0] != 0 || start[1] != 0 else { return nil }
        if start[0] == 0, start[2] == 0 { return .utf16 }
        if start[1] == 0, start[3] == 0 { return .utf16 }
        return nil
    }

    /// Whether the names of the first entries of an archive are those of a workbook.
    private static func isWorkbook(_ start: UnsafeRawBufferPointer) -> Bool {
        let names = start.prefix(4_096)
        return ["xl/", "[Content_Types].xml"].contains { name in
            names.indices.contains { names[$0...].starts(with: name.utf8) }
        }
    }

    /// What a first line that is no JSON object looks like; nil when it looks like a broken one.
    static func ofFirstLine(_ line: UnsafeRawBufferPointer, errorOffset: Int?) -> ForeignFormat? {
        let text = line.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
        guard let first = text.first else { return nil }
        if first == UInt8(ascii: "[") { return .jsonArray }
        if first == UInt8(ascii: "{") {
            let second = text.dropFirst().first { $0 != 0x20 && $0 != 0x09 }
            if second == UInt8(ascii: "'") { return .pythonLiterals }
            let end = (text.lastIndex { $0 > 0x20 } ?? text.startIndex) + 1
            return errorOffset.map { $0 >= end } == true ? .spreadObject : nil
        }
        if line.contains(0x09) { return .tabSeparated }
        // A broken literal or number has no comma either.
        func count(_ byte: UInt8) -> Int { line.count { $0 == byte } }
        let (commas, semicolons, bars) = (
            count(UInt8(ascii: ",")), count(UInt8(ascii: ";")), count(UInt8(ascii: "|"))
        )
        guard commas + semicolons + bars > 0 else { return nil }
        if semicolons > max(commas, bars) { return .semicolonSeparated }
        return bars > commas ? .barSeparated : .commaSeparated
    }

    /// Whether the lines are the values of one column, quoted, below its name: there is no comma between values then.
    private static func isOneColumn(_ lines: [Slice<UnsafeRawBufferPointer>]) -> Bool {
        guard let name = lines.first?.filter({ $0 != 0x0D }), lines.count > 1, !name.isEmpty,
            name.allSatisfy({ ($0 | 0x20) &- UInt8(ascii: "a") < 26 || $0 == UInt8(ascii: "_") })
        else { return false }
        return lines[1].starts(with: #""[{"""#.utf8) || lines[1].starts(with: #""{"""#.utf8)
    }

    /// What the start of a file is, if it is not JSON objects, one a line.
    package static func ofBlock(_ block: UnsafeRawBufferPointer) -> ForeignFormat? {
        if let format = ofBinary(block) { return format }
        let lines = block.split(separator: 0x0A, maxSplits: 100)
        guard let line = lines.first(where: { !$0.allSatisfy(\.isBlank) }).map(UnsafeRawBufferPointer.init(rebasing:))
        else { return nil }
        if isOneColumn(lines) { return .commaSeparated }
        var scanner = JSONScanner(line)
        do throws(JSONSyntaxError) {
            let kind = try scanner.nextKind()
            _ = try scanner.value()
            return kind == .object ? nil : ofFirstLine(line, errorOffset: nil)
        } catch {
            return ofFirstLine(line, errorOffset: error.offset)
        }
    }
}
