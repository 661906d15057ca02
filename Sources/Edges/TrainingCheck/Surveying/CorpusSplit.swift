import JSONText
import TrainingData

/// Writes the rows of a corpus to two files, as JSONL.
final class CorpusSplit {
    private static let writtenAtOnce = 64 << 10

    private let settled: OutputFile
    private let changing: OutputFile
    private var settledBytes: [UInt8] = []
    private var changingBytes: [UInt8] = []

    init(_ parts: CorpusSurvey.Parts) throws(TrainingDataError) {
        try OutputPlace.tellApart(parts.settled, parts.changing)
        settled = try OutputFile(parts.settled)
        changing = try OutputFile(parts.changing)
    }

    /// Writes a row to its part.
    func write(_ row: Row, isStatic: Bool) throws(TrainingDataError) {
        if isStatic {
            try Self.append(row, to: &settledBytes, settled)
        } else {
            try Self.append(row, to: &changingBytes, changing)
        }
    }

    private static func append(
        _ row: Row, to bytes: inout [UInt8], _ file: OutputFile
    ) throws(TrainingDataError) {
        if row.isSeparated {
            appendObject(row, to: &bytes)
        } else {
            // Line ends stand between the values of an array's element only, since within strings they are escaped.
            let isSpread = row.bytes.contains(0x0A)
            bytes.append(
                contentsOf: isSpread ? row.bytes.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 } : Array(row.bytes))
        }
        bytes.append(0x0A)
        if bytes.count >= writtenAtOnce { try file.write(draining: &bytes) }
    }

    /// A record of separated values as an object.
    private static func appendObject(_ row: Row, to bytes: inout [UInt8]) {
        var opening = "{"
        for (number, name) in row.columns.enumerated() {
            guard let cell = row.cell(number) else { continue }
            bytes.append(contentsOf: opening.utf8)
            JSONWriter.append(quoted: name, to: &bytes)
            bytes.append(contentsOf: ": \"".utf8)
            JSONWriter.append(escaping: row.bytes(of: cell), to: &bytes)
            bytes.append(UInt8(ascii: "\""))
            opening = ", "
        }
        bytes.append(contentsOf: (opening == "{" ? "{}" : "}").utf8)
    }

    /// Writes what is left and gives both files their names.
    func finish() throws(TrainingDataError) {
        if !settledBytes.isEmpty { try settled.write(draining: &settledBytes) }
        if !changingBytes.isEmpty { try changing.write(draining: &changingBytes) }
        try settled.commit()
        try changing.commit()
    }
}

extension Row {
    /// Whether its values are those of CSV or TSV, and its bytes no JSON text.
    fileprivate var isSeparated: Bool {
        for number in columns.indices {
            if let cell = cell(number) { return cell.kind == .text }
        }
        return false
    }
}
