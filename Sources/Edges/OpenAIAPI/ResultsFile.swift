package import FineTuning
import JobJSON

/// The results file of a job: a CSV of its steps, which OpenAI sends in base64 (API reference, section 2.6).
package enum ResultsFile {
    /// The steps, in the order of the file.
    ///
    /// Columns are found by name, Azure's names too; rows without a step are passed over, empty and negative cells are no
    /// value.
    ///
    /// - Returns: nil when this is neither such a CSV nor the base64 of one.
    package static func points(_ bytes: [UInt8]) -> [MetricPoint]? {
        points(csv: bytes) ?? base64Decoded(bytes).flatMap { points(csv: $0) }
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

    /// RFC 4648, line breaks allowed; nil for anything else.
    static func base64Decoded(_ bytes: [UInt8]) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count / 4 * 3)
        var bits: UInt32 = 0
        var count = 0
        var padding = 0
        for byte in bytes where ![0x0A, 0x0D, 0x20, 0x09].contains(byte) {
            if byte == UInt8(ascii: "=") {
                padding += 1
                continue
            }
            guard padding == 0, let value = sextet(byte) else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 1
            if count % 4 == 0 {
                result.append(contentsOf: [UInt8(bits >> 16 & 255), UInt8(bits >> 8 & 255), UInt8(bits & 255)])
                bits = 0
            }
        }
        switch count % 4 {
        case 2: result.append(UInt8(bits >> 4 & 255))
        case 3: result.append(contentsOf: [UInt8(bits >> 10 & 255), UInt8(bits >> 2 & 255)])
        case 1: return nil
        default: break
        }
        return padding <= 2 ? result : nil
    }

    private static func sextet(_ byte: UInt8) -> UInt8? {
        switch Unicode.Scalar(byte) {
        case "A"..."Z": byte - 65
        case "a"..."z": byte - 71
        case "0"..."9": byte + 4
        case "+", "-": 62
        case "/", "_": 63
        default: nil
        }
    }
}
