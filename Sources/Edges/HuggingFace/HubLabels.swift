import TrainingData

/// The names of classes, for columns whose values are their numbers.
struct HubLabels {
    private struct Column {
        let name: String
        /// Where each class's name stands among all of the names.
        let ranges: [Range<Int>]
    }

    private var columns: [Column] = []
    private var names: [UInt8] = []
    private var line = RowLine()

    init() {}

    init(_ header: HubCopyHeader) {
        for (name, labels) in zip(header.columns, header.labels) where !labels.isEmpty {
            var ranges: [Range<Int>] = []
            for label in labels {
                let start = names.count
                names.append(contentsOf: label.utf8)
                ranges.append(start..<names.count)
            }
            columns.append(Column(name: name, ranges: ranges))
        }
    }

    /// Whether no column has classes.
    var isEmpty: Bool { columns.isEmpty }

    /// A line with the names behind it, valid until the next one.
    func adding(to bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        line.set(bytes, names)
    }

    /// Puts names in place of the numbers of a row whose bytes have the names behind so many of its own.
    ///
    /// -1 stands for a row without a class, as the Hub has it; a number of no class stays.
    func name(in row: inout Row, behind count: Int) {
        for column in columns {
            guard let number = row.number(of: column.name), let cell = row.cell(number), cell.kind == .literal,
                let place = Int(row.text(of: cell))
            else { continue }
            if place == -1 { row.clear(number) }
            guard column.ranges.indices.contains(place) else { continue }
            let range = column.ranges[place]
            row.setText(number, from: count + range.lowerBound, to: count + range.upperBound)
        }
    }
}

/// The bytes of a row and of what stands behind them.
private final class RowLine {
    private var buffer = RowBuffer()

    func set(_ bytes: UnsafeRawBufferPointer, _ names: [UInt8]) -> UnsafeRawBufferPointer {
        buffer.removeAll()
        buffer.append(contentsOf: Array(bytes))
        buffer.append(contentsOf: names)
        return buffer.bytes
    }
}
