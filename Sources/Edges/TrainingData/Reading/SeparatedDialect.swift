/// How separated values are written: what stands between them, and what above them.
struct SeparatedDialect: Equatable {
    /// What may stand between values, the first that fits.
    private static let separators: [UInt8] = [
        0x09, UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: ","),
    ]
    /// Lines that may stand above the names of the columns.
    private static let mostTitles = 5
    private static let recordsLookedAt = 20

    let separator: UInt8
    /// Records above the one with the names of the columns.
    let titles: Int

    /// What the beginning of a file shows; nil when nothing separates its values.
    ///
    /// - Parameters:
    ///   - start: whole lines, or all that there is.
    ///   - preferred: the separator that the file's name promises.
    init?(start: UnsafeRawBufferPointer, preferred: UInt8?) {
        var best: (score: Double, dialect: SeparatedDialect)?
        let others = Self.separators.filter { $0 != preferred }
        for separator in [preferred].compactMap(\.self) + others where start.contains(separator) {
            let records = Self.records(of: start, separator)
            guard let found = Self.judge(records, separator), found.score > best?.score ?? 0 else { continue }
            best = found
        }
        guard let best else { return nil }
        self = best.dialect
    }

    init(separator: UInt8, titles: Int = 0) {
        self.separator = separator
        self.titles = titles
    }

    /// `sep=;` as Excel writes it in the first line: the separator and the length of the line.
    static func declared(in start: UnsafeRawBufferPointer) -> (separator: UInt8, length: Int)? {
        guard start.count >= 5, start[4] > 0x20 || start[4] == 0x09,
            start.prefix(4).elementsEqual("sep=".utf8) || start.prefix(4).elementsEqual("SEP=".utf8),
            let end = start[5...].first.map({ $0 == 0x0D ? 7 : 6 }) ?? 5 as Int?,
            end == 5 || (end <= start.count && start[end - 1] == 0x0A)
        else { return nil }
        return (start[4], end)
    }

    /// A record's values that hold something, and the number of all.
    private struct Record {
        var values = 1
        var filled = 0
        /// Whether one of the values that hold something is no name: blanks around it, or the end of a sentence.
        var hasProse = false
    }

    private static func judge(_ records: [Record], _ separator: UInt8) -> (score: Double, dialect: SeparatedDialect)? {
        guard let header = records.prefix(mostTitles + 1).firstIndex(where: { $0.filled >= 2 }) else { return nil }
        let names = records[header]
        let rows = records[(header + 1)...]
        // Excel pads a title with separators; any other needs a header that looks like one, and rows like it.
        if header > 0 {
            let padded = records[..<header].allSatisfy { $0.values == names.values }
            guard padded || (!names.hasProse && rows.count >= 2 && records[..<header].allSatisfy { $0.values == 1 })
            else {
                return nil
            }
        }
        let alike = rows.count { $0.values == names.values }
        let share = rows.isEmpty ? 1 : Double(alike) / Double(rows.count)
        // Where nothing stands above the names, little has been guessed.
        return ((header == 0 ? 2 : 1) + share, SeparatedDialect(separator: separator, titles: header))
    }

    private static func records(of start: UnsafeRawBufferPointer, _ separator: UInt8) -> [Record] {
        var records: [Record] = []
        var record = Record()
        var value = ArraySlice<UInt8>()
        var bytes: [UInt8] = []
        var isQuoted = false
        func endValue() {
            value = bytes[...]
            while value.last == 0x0D { value = value.dropLast() }
            let isFilled = value.contains { $0 > 0x20 }
            if isFilled {
                record.filled += 1
                let isNoName =
                    value.first == 0x20 || value.last == 0x20 || value.last.map { ".?!".utf8.contains($0) } ?? false
                if isNoName { record.hasProse = true }
            }
            bytes.removeAll(keepingCapacity: true)
        }
        for byte in start {
            if isQuoted {
                // A doubled quote closes and opens again.
                if byte == UInt8(ascii: "\"") { isQuoted = false } else { bytes.append(byte) }
            } else if byte == UInt8(ascii: "\""), bytes.isEmpty {
                isQuoted = true
            } else if byte == separator {
                endValue()
                record.values += 1
            } else if byte == 0x0A {
                endValue()
                if record.values > 1 || record.filled > 0 { records.append(record) }
                record = Record()
                if records.count == recordsLookedAt { return records }
            } else {
                bytes.append(byte)
            }
        }
        if !isQuoted, !bytes.isEmpty || record.values > 1 {
            endValue()
            records.append(record)
        }
        return records
    }
}
