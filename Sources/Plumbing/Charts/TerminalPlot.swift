import Text

/// Series drawn with characters: values beside, steps below, marks above.
package struct TerminalPlot: Sendable {
    /// In characters, all that is drawn: 20 at least.
    package var width: Int
    /// Rows of the drawing itself, without axes: 3 at least.
    package var rows: Int
    package var glyphs: ChartGlyphs
    /// Of the vertical axis; nil chooses by the numbers.
    package var scale: ChartAxis.Scale?
    /// How a number below is written.
    package var xText: @Sendable (Double) -> String

    package init(
        width: Int, rows: Int, glyphs: ChartGlyphs, scale: ChartAxis.Scale? = nil,
        xText: @escaping @Sendable (Double) -> String
    ) {
        self.width = max(20, width)
        self.rows = max(3, rows)
        self.glyphs = glyphs
        self.scale = scale
        self.xText = xText
    }

    /// The lines of the plot, each no wider than ``width``; dots lie under lines, and marks beside the axis are left out.
    ///
    /// Empty where there is nothing to draw.
    package func lines(_ series: [ChartSeries], marks: [ChartMark] = []) -> [PlotLine] {
        let xs = series.lazy.flatMap { $0.points.lazy.map(\.x) }
        let ys = series.lazy.flatMap { $0.points.lazy.map(\.y) }
        guard xs.contains(where: \.isFinite) else { return [] }
        let x = ChartAxis(xs)
        let y = ChartAxis(ys, scale: scale ?? ChartAxis.suits(ys))
        let labels = labels(of: y)
        let margin = (labels.map(\.text.displayWidth).max() ?? 0) + 1
        let ends = series.filter { $0.shape == .line && !$0.drawable(y.scale == .logarithmic).isEmpty }
        let room = ends.count > 1 ? 2 : 0
        var canvas = PlotCanvas(glyphs: glyphs, columns: width - margin - 1 - room, rows: rows)
        for one in series where one.shape == .dots { draw(one, on: &canvas, x, y) }
        for one in series where one.shape == .line { draw(one, on: &canvas, x, y) }

        var lines: [PlotLine] = []
        let indent = String(repeating: " ", count: margin)
        let above = placed(
            marks.filter { x.contains($0.x) }.map { (x.place(of: $0.x), "\(glyphs.mark)\($0.label)", $0.isMain) },
            width: canvas.columns)
        if !above.isEmpty { lines.append(PlotLine([.init(text: indent + " " + above)])) }
        if let broken = notFinite(series, x, columns: canvas.columns) {
            lines.append(PlotLine([.init(text: "NaN".padded(to: margin) + " " + broken)]))
        }
        for row in 0..<rows {
            let label = labels.first { $0.row == row }?.text
            let side = String(label == nil ? glyphs.frame.up : glyphs.frame.beside)
            let text = (label ?? "").padded(to: margin - 1, alignment: .right) + " " + side
            lines.append(PlotLine([.init(text: text)] + canvas.runs(row: row) + letters(ends, y, row: row)))
        }
        return lines + axis(x, indent: indent, columns: canvas.columns)
    }

    /// Letters of the lines that end in a row, so that they are told apart without color.
    private func letters(_ ends: [ChartSeries], _ y: ChartAxis, row: Int) -> [PlotLine.Run] {
        guard ends.count > 1 else { return [] }
        return ends.enumerated().compactMap { index, series in
            guard index < Self.letters.count, let last = series.drawable(y.scale == .logarithmic).last,
                row == Int(((1 - y.place(of: last.y)) * Double(rows - 1)).rounded())
            else { return nil }
            return PlotLine.Run(text: Self.letters[index], color: series.color)
        }.prefix(2).map { $0 }
    }

    /// The names of lines, in their order.
    package static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".map(String.init)

    private func draw(_ series: ChartSeries, on canvas: inout PlotCanvas, _ x: ChartAxis, _ y: ChartAxis) {
        var before: (x: Double, y: Double)?
        for point in series.points {
            guard point.x.isFinite, point.y.isFinite, y.scale == .linear || point.y > 0 else {
                before = nil
                continue
            }
            let place = (x: x.place(of: point.x), y: y.place(of: point.y))
            switch series.shape {
            case .dots: canvas.set(place.x, place.y, color: series.color)
            case .line: canvas.line(from: before ?? place, to: place, color: series.color)
            }
            before = place
        }
    }

    /// A `×` above each column that has a number which is none.
    private func notFinite(_ series: [ChartSeries], _ x: ChartAxis, columns: Int) -> String? {
        var row = Array(repeating: Character(" "), count: columns)
        for point in series.lazy.flatMap(\.points) where point.x.isFinite && !point.y.isFinite {
            row[Int((x.place(of: point.x) * Double(columns - 1)).rounded())] = glyphs.notFinite
        }
        let text = String(row).trimmedRight
        return text.isEmpty ? nil : text
    }

    /// Round numbers beside rows, no two in one row, from the top.
    private func labels(of axis: ChartAxis) -> [(row: Int, text: String)] {
        let ticks = axis.ticks(max(2, rows / 3))
        var taken: Set<Int> = []
        return zip(ticks, ChartNumber.texts(ticks)).reversed().compactMap { number, text in
            let row = Int(((1 - axis.place(of: number)) * Double(rows - 1)).rounded())
            return taken.insert(row).inserted ? (row, text) : nil
        }
    }

    private func axis(_ x: ChartAxis, indent: String, columns: Int) -> [PlotLine] {
        // A label of seven characters and some blanks each.
        let ticks = x.ticks(max(1, columns / 12), whole: true)
        var line = Array(repeating: glyphs.frame.across, count: columns)
        for tick in ticks { line[Int((x.place(of: tick) * Double(columns - 1)).rounded())] = glyphs.frame.below }
        let below = placed(ticks.map { (x.place(of: $0), xText($0), false) }, width: columns)
        return [
            PlotLine([.init(text: indent + String(glyphs.frame.corner) + String(line))]),
            PlotLine([.init(text: indent + " " + below)]),
        ]
    }

    /// Words at places of a line, each as near as it fits without touching its neighbor; what does not fit is left out,
    /// of the main ones last.
    private func placed(_ words: [(place: Double, text: String, isMain: Bool)], width: Int) -> String {
        var taken: [(start: Int, end: Int, text: String)] = []
        let order = words.sorted { $0.place < $1.place }
        for word in order.filter(\.isMain) + order.filter({ !$0.isMain }) {
            let length = word.text.displayWidth
            let wanted =
                Int((word.place * Double(width - 1)).rounded()) - (word.text.first == glyphs.mark ? 0 : length / 2)
            let start = min(max(wanted, 0), width - length)
            guard start >= 0, taken.allSatisfy({ start > $0.end || start + length < $0.start }) else { continue }
            taken.append((start, start + length, word.text))
        }
        return taken.sorted { $0.start < $1.start }.reduce(into: (text: "", used: 0)) { line, word in
            line.text += String(repeating: " ", count: word.start - line.used) + word.text
            line.used = word.end
        }.text
    }
}
