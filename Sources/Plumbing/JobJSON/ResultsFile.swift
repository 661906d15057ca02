package import FineTuning
import Text

/// The results file of a job: a CSV of its steps, which OpenAI sends in base64 (API reference, section 2.6).
package enum ResultsFile {
    /// The steps, in the order of the file.
    ///
    /// Columns are found by name, Azure's names too; rows without a step are passed over, an empty cell, and a
    /// negative one of a loss, is no value.
    ///
    /// - Returns: nil when this is neither such a CSV nor the base64 of one.
    package static func points(_ bytes: [UInt8]) -> [MetricPoint]? {
        points(csv: bytes) ?? Base64.decode(bytes, .tolerant).flatMap { points(csv: $0) }
    }

    private static func points(csv bytes: [UInt8]) -> [MetricPoint]? {
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        var lines = text.split { $0 == 0x0A || $0 == 0x0D }.makeIterator()
        guard let names = lines.next().map(cells), let stepColumn = names.firstIndex(of: "step") else { return nil }
        var points: [MetricPoint] = []
        while let line = lines.next() {
            let cells = cells(line)
            guard cells.count > stepColumn, let step = whole(cells[stepColumn]) else { continue }
            var point = MetricPoint(step: step)
            for (name, cell) in zip(names, cells) {
                if let number = Double(cell) { point.take(number, named: name) }
            }
            points.append(point)
        }
        return points
    }

    private static func cells(_ line: ArraySlice<UInt8>) -> [String] {
        line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { cell in
            let blanks: [UInt8] = [0x20, 0x09, UInt8(ascii: "\"")]
            var cell = cell
            while let last = cell.last, blanks.contains(last) { cell.removeLast() }
            while let first = cell.first, blanks.contains(first) { cell.removeFirst() }
            return String(decoding: cell, as: UTF8.self).lowercased()
        }
    }

    /// `12` and `12.0`.
    private static func whole(_ cell: String) -> Int64? {
        guard let step = Int64(cell) ?? Double(cell).flatMap({ Int64(exactly: $0) }), step >= 0 else { return nil }
        return step
    }
}
