import FineTuning
import Text

/// A table whose rows are printed whole: each cell is kept as its bytes until the widths are known.
struct WholeTable: Sendable {
    /// What stands in a cell.
    struct Shown: Sendable {
        let text: String
        let style: TextStyle
        /// Numbers stand right, so that their digits line up, where a column has nothing else.
        let isNumber: Bool
        let isOther: Bool

        init(_ cell: Table.Cell) {
            text = cell.text
            style = cell.style
            isNumber = false
            isOther = true
        }

        init(_ value: ReportValue, _ time: LocalTime, now: UnixTime) {
            text = value.display(time, now: now)
            style = .plain
            isNumber = value.isNumeric
            isOther = !isNumber && !value.isUnknown
        }
    }

    /// Columns between two columns of the table.
    private static let gap = 2

    private let titles: [String]
    private let alignments: [TextAlignment?]
    private let glyphs: Glyphs
    private var widths: [Int]
    private var hasNumbers: [Bool]
    private var hasOthers: [Bool]
    /// Row by row and cell by cell: two numbers, the style, the text.
    private var cells = ByteRope()
    private var row: [UInt8] = []

    /// - Parameter alignments: nil where the cells decide: numbers alone stand right.
    init(titles: [String], alignments: [TextAlignment?], glyphs: Glyphs) {
        self.titles = titles
        self.alignments = alignments
        self.glyphs = glyphs
        widths = titles.map(\.displayWidth)
        hasNumbers = titles.map { _ in false }
        hasOthers = hasNumbers
    }

    /// Takes the cell of a column.
    mutating func add(_ cell: Shown, to column: Int) {
        if cell.isNumber { hasNumbers[column] = true }
        if cell.isOther { hasOthers[column] = true }
        keep(cell.text, cell.style, column)
    }

    private mutating func keep(_ text: String, _ style: TextStyle, _ column: Int) {
        var text = glyphs(text)
        let width = text.displayWidth
        if width > widths[column] { widths[column] = width }
        text.withUTF8 { bytes in
            Self.append(bytes.count, to: &row)
            Self.append(bytes.count - width, to: &row)
            row.append(UInt8(TextStyle.allCases.firstIndex(of: style) ?? 0))
            row.append(contentsOf: bytes)
        }
    }

    /// Ends the row, to which each column has got a cell, in order.
    mutating func endRow() {
        row.withUnsafeBytes { cells.append($0) }
        row.removeAll(keepingCapacity: true)
    }

    /// Writes the titles and every row.
    func write(to output: OutputWriter, paint: Paint) throws(OutputError) {
        var line: [UInt8] = []
        var pending = 0
        for (column, title) in titles.enumerated() {
            var painted = paint(title, .bold)
            painted.withUTF8 {
                append(UnsafeRawBufferPointer($0), width: title.displayWidth, column, &pending, to: &line)
            }
        }
        line.append(UInt8(ascii: "\n"))
        try output.write(bytes: line)
        for piece in cells.pieces { try output.write(bytes: lines(of: piece, paint)) }
    }

    private func lines(of piece: [UInt8], _ paint: Paint) -> [UInt8] {
        var lines: [UInt8] = []
        lines.reserveCapacity(piece.count * 2)
        let styles = TextStyle.allCases
        piece.withUnsafeBytes { bytes in
            var offset = 0
            while offset < bytes.count {
                var pending = 0
                for column in titles.indices {
                    let count = Self.number(in: bytes, &offset)
                    let width = count - Self.number(in: bytes, &offset)
                    let style = styles[Int(bytes[offset])]
                    let text = UnsafeRawBufferPointer(rebasing: bytes[offset + 1..<offset + 1 + count])
                    offset += 1 + count
                    if paint.isOn, style != .plain, count > 0 {
                        var painted = paint(String(decoding: text, as: UTF8.self), style)
                        painted.withUTF8 {
                            append(UnsafeRawBufferPointer($0), width: width, column, &pending, to: &lines)
                        }
                    } else {
                        append(text, width: width, column, &pending, to: &lines)
                    }
                }
                lines.append(UInt8(ascii: "\n"))
            }
        }
        return lines
    }

    /// Appends a cell behind the blanks that stand before it; those behind the last cell are left out.
    private func append(
        _ text: UnsafeRawBufferPointer, width: Int, _ column: Int, _ pending: inout Int, to line: inout [UInt8]
    ) {
        let missing = max(0, widths[column] - width)
        let isRight = (alignments[column] ?? (hasNumbers[column] && !hasOthers[column] ? .right : .left)) == .right
        if isRight { pending += missing }
        if !text.isEmpty {
            line.append(contentsOf: repeatElement(UInt8(ascii: " "), count: pending))
            pending = 0
            line.append(contentsOf: text)
        }
        if !isRight { pending += missing }
        pending += Self.gap
    }

    /// Seven bits a byte, the lowest first.
    private static func append(_ number: Int, to bytes: inout [UInt8]) {
        var rest = UInt(bitPattern: number)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    private static func number(in bytes: UnsafeRawBufferPointer, _ offset: inout Int) -> Int {
        var number: UInt = 0
        var shift: UInt = 0
        while true {
            let byte = bytes[offset]
            offset += 1
            number |= UInt(byte & 0x7F) << shift
            guard byte >= 0x80 else { return Int(bitPattern: number) }
            shift += 7
        }
    }
}
