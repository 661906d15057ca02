/// Points on a grid of characters, each with the color drawn last.
struct PlotCanvas {
    let glyphs: ChartGlyphs
    /// In characters.
    let columns: Int
    let rows: Int
    private var bits: [UInt8]
    private var colors: [Int?]
    private var isLine: [Bool]

    init(glyphs: ChartGlyphs, columns: Int, rows: Int) {
        self.glyphs = glyphs
        self.columns = max(1, columns)
        self.rows = max(1, rows)
        bits = Array(repeating: 0, count: self.columns * self.rows)
        colors = Array(repeating: nil, count: bits.count)
        isLine = Array(repeating: false, count: bits.count)
    }

    /// In points.
    var width: Int { columns * glyphs.across }
    /// In points.
    var height: Int { rows * glyphs.down }

    /// Sets the point nearest to a place, 0 to 1 from the left and from the bottom.
    mutating func set(_ x: Double, _ y: Double, color: Int) {
        let point = grid(x, y)
        set(point.column, point.row, color: color, asLine: false)
    }

    /// Draws a straight line between two places, ends included.
    mutating func line(from start: (x: Double, y: Double), to end: (x: Double, y: Double), color: Int) {
        let (a, b) = (grid(start.x, start.y), grid(end.x, end.y))
        let steps = max(abs(b.column - a.column), abs(b.row - a.row))
        for step in 0...steps {
            let share = steps == 0 ? 0 : Double(step) / Double(steps)
            set(
                a.column + Int((Double(b.column - a.column) * share).rounded()),
                a.row + Int((Double(b.row - a.row) * share).rounded()), color: color, asLine: true)
        }
    }

    /// One row of characters from the top, as runs of one color.
    func runs(row: Int) -> [PlotLine.Run] {
        var runs: [PlotLine.Run] = []
        for column in 0..<columns {
            let cell = row * columns + column
            let character = bits[cell] == 0 ? " " : glyphs.character(bits[cell], isLine: isLine[cell])
            if let last = runs.last, last.color == colors[cell] {
                runs[runs.count - 1].text.append(character)
            } else {
                runs.append(PlotLine.Run(text: String(character), color: colors[cell]))
            }
        }
        return runs
    }

    private func grid(_ x: Double, _ y: Double) -> (column: Int, row: Int) {
        (
            Int((min(max(x, 0), 1) * Double(width - 1)).rounded()),
            Int(((1 - min(max(y, 0), 1)) * Double(height - 1)).rounded())
        )
    }

    private mutating func set(_ column: Int, _ row: Int, color: Int, asLine: Bool) {
        let cell = row / glyphs.down * columns + column / glyphs.across
        bits[cell] |= 1 << (row % glyphs.down * glyphs.across + column % glyphs.across)
        colors[cell] = color
        if asLine { isLine[cell] = true }
    }
}

/// One line of a plot, in pieces of one color.
package struct PlotLine: Hashable, Sendable {
    /// Text of one color; nil is the terminal's own.
    package struct Run: Hashable, Sendable {
        package var text: String
        package var color: Int?

        package init(text: String, color: Int? = nil) {
            self.text = text
            self.color = color
        }
    }

    package var runs: [Run]

    package init(_ runs: [Run]) { self.runs = runs }

    /// Without its colors.
    package var text: String { runs.map(\.text).joined() }
}
