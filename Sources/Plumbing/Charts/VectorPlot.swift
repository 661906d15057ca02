import Text

/// Series drawn as SVG (W3C, Scalable Vector Graphics 2): no script, no outside reference, no style attribute, so that
/// a page with a strict content security policy may hold it.
package struct VectorPlot: Sendable {
    /// In pixels of the view box.
    package var width: Int
    /// In pixels of the view box.
    package var height: Int
    /// Of the vertical axis; nil chooses by the numbers.
    package var scale: ChartAxis.Scale?
    /// Said to who cannot see it.
    package var title: String
    /// Below the horizontal axis.
    package var xName: String
    /// How a number below is written.
    package var xText: @Sendable (Double) -> String

    package init(
        width: Int = 720, height: Int = 320, scale: ChartAxis.Scale? = nil, title: String, xName: String,
        xText: @escaping @Sendable (Double) -> String
    ) {
        self.width = max(160, width)
        self.height = max(120, height)
        self.scale = scale
        self.title = title
        self.xName = xName
        self.xText = xText
    }

    /// The whole `svg` element.
    ///
    /// A series of more points than pixels is thinned so that each pixel keeps its lowest and its
    /// highest: no peak is lost. Marks beside the axis are left out.
    package func text(_ series: [ChartSeries], marks: [ChartMark] = []) -> String {
        let xs = series.lazy.flatMap { $0.points.lazy.map(\.x) }
        let ys = series.lazy.flatMap { $0.points.lazy.map(\.y) }
        let x = ChartAxis(xs)
        let y = ChartAxis(ys, scale: scale ?? ChartAxis.suits(ys))
        let frame = Frame(width: width, height: height, x: x, y: y)
        var parts = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" role=\"img\" "
                + "font-family=\"system-ui, sans-serif\" font-size=\"11\" fill=\"currentColor\">",
            "<title>\(title.escapedForMarkup)</title>",
        ]
        parts += axes(frame)
        let marks = marks.filter { x.contains($0.x) }
        let labelled = labelled(marks, frame)
        parts += marks.enumerated().map { index, mark in
            let at = frame.x(mark.x)
            guard labelled.contains(index) else {
                return "<line class=\"mark\" x1=\"\(at)\" x2=\"\(at)\" y1=\"\(Frame.top)\" y2=\"\(frame.bottom)\" "
                    + "stroke=\"currentColor\" stroke-opacity=\"0.15\" stroke-dasharray=\"3 3\"><title>"
                    + "\(mark.label.escapedForMarkup)</title></line>"
            }
            return "<g class=\"mark\"><line x1=\"\(at)\" x2=\"\(at)\" y1=\"\(Frame.top)\" y2=\"\(frame.bottom)\" "
                + "stroke=\"currentColor\" stroke-opacity=\"0.35\" stroke-dasharray=\"3 3\"/>"
                + "<text x=\"\(at)\" y=\"\(Frame.top - 4)\" text-anchor=\"middle\">\(mark.label.escapedForMarkup)</text></g>"
        }
        for one in series where one.shape == .dots { parts.append(dots(one, frame)) }
        for one in series where one.shape == .line { parts.append(line(one, frame)) }
        parts += notFinite(series, frame)
        for one in series where one.shape == .line { parts += values(one, frame) }
        parts += legend(series, frame)
        parts.append("</svg>")
        return parts.filter { !$0.isEmpty }.joined(separator: "\n") + "\n"
    }

    /// Which marks have room for their words: the main ones first, then from the left.
    private func labelled(_ marks: [ChartMark], _ frame: Frame) -> Set<Int> {
        // About six pixels a character of this size, and a gap.
        let spans = marks.map { mark in
            let half = Double(mark.label.count) * 3 + 4
            return (frame.x(mark.x) - half, frame.x(mark.x) + half)
        }
        var chosen: [Int] = []
        for index in marks.indices.sorted(by: { (marks[$0].isMain ? 0 : 1, $0) < (marks[$1].isMain ? 0 : 1, $1) })
        where chosen.allSatisfy({ spans[index].0 > spans[$0].1 || spans[index].1 < spans[$0].0 }) {
            chosen.append(index)
        }
        return Set(chosen)
    }

    /// Colors that people with any color vision tell apart, on white and on black (Okabe and Ito, 2008).
    package static let colors = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"]

    private func color(_ series: ChartSeries) -> String { Self.colors[abs(series.color % Self.colors.count)] }

    private func axes(_ frame: Frame) -> [String] {
        let ys = frame.yAxis.ticks(6)
        let xs = frame.xAxis.ticks(max(2, width / 110), whole: true)
        let rows = zip(ys, ChartNumber.texts(ys)).map { number, text in
            let at = frame.y(number)
            return "<line x1=\"\(frame.left)\" x2=\"\(frame.right)\" y1=\"\(at)\" y2=\"\(at)\" stroke=\"currentColor\" "
                + "stroke-opacity=\"0.15\"/><text x=\"\(frame.left - 6)\" y=\"\(at + 4)\" text-anchor=\"end\">"
                + "\(text.escapedForMarkup)</text>"
        }
        let columns = xs.map { number in
            let at = frame.x(number)
            return "<line x1=\"\(at)\" x2=\"\(at)\" y1=\"\(frame.bottom)\" y2=\"\(frame.bottom + 4)\" "
                + "stroke=\"currentColor\"/><text x=\"\(at)\" y=\"\(frame.bottom + 17)\" text-anchor=\"middle\">"
                + "\(xText(number).escapedForMarkup)</text>"
        }
        return rows + columns + [
            "<line x1=\"\(frame.left)\" x2=\"\(frame.right)\" y1=\"\(frame.bottom)\" y2=\"\(frame.bottom)\" "
                + "stroke=\"currentColor\"/>",
            "<text x=\"\((frame.left + frame.right) / 2)\" y=\"\(frame.bottom + 32)\" text-anchor=\"middle\">"
                + "\(xName.escapedForMarkup)</text>",
        ]
    }

    private func dots(_ series: ChartSeries, _ frame: Frame) -> String {
        let points = frame.thinned(series.drawable(frame.yAxis.scale == .logarithmic))
        guard !points.isEmpty else { return "" }
        // A stroke of no length with round ends is a dot: far shorter than one circle each.
        let path = points.map { "M\(frame.x($0.x)) \(frame.y($0.y))h0" }.joined()
        return "<path d=\"\(path)\" stroke=\"\(color(series))\" stroke-opacity=\"0.4\" stroke-width=\"2.5\" "
            + "stroke-linecap=\"round\"/>"
    }

    private func line(_ series: ChartSeries, _ frame: Frame) -> String {
        let isLogarithmic = frame.yAxis.scale == .logarithmic
        let runs = series.points.split { !$0.x.isFinite || !$0.y.isFinite || (isLogarithmic && $0.y <= 0) }
        guard !runs.isEmpty else { return "" }
        let path = runs.map { run in
            "M" + frame.thinned(Array(run)).map { "\(frame.x($0.x)) \(frame.y($0.y))" }.joined(separator: "L")
        }.joined()
        return
            "<path d=\"\(path)\" fill=\"none\" stroke=\"\(color(series))\" stroke-width=\"2\" stroke-linejoin=\"round\"/>"
    }

    /// Crosses at the upper edge, a few pixels apart at least.
    private func notFinite(_ series: [ChartSeries], _ frame: Frame) -> [String] {
        var taken: Set<Int> = []
        return series.lazy.flatMap(\.points).filter { $0.x.isFinite && !$0.y.isFinite }.compactMap { point in
            let at = frame.x(point.x)
            guard taken.insert(Int(at / 8)).inserted else { return nil }
            return "<text x=\"\(at)\" y=\"\(Frame.top + 10)\" text-anchor=\"middle\" fill=\"#c00000\">×"
                + "<title>\(xText(point.x).escapedForMarkup): not a number</title></text>"
        }
    }

    /// What a pointer over a column reads, in at most 120 columns a series.
    private func values(_ series: ChartSeries, _ frame: Frame) -> [String] {
        let points = series.drawable(frame.yAxis.scale == .logarithmic)
        let most = 120
        let every = max(1, (points.count + most - 1) / most)
        return stride(from: 0, to: points.count, by: every).map { index in
            let point = points[index]
            let said = "\(series.name), \(xText(point.x)): \(HumanText.decimal(point.y, places: 4))"
            return "<circle cx=\"\(frame.x(point.x))\" cy=\"\(frame.y(point.y))\" r=\"6\" fill=\"transparent\">"
                + "<title>\(said.escapedForMarkup)</title></circle>"
        }
    }

    private func legend(_ series: [ChartSeries], _ frame: Frame) -> [String] {
        var names: [String] = []
        return series.filter { one in
            guard !names.contains(one.name) else { return false }
            names.append(one.name)
            return true
        }.enumerated().map { index, one in
            // Below the words of the marks, which stand above the frame.
            let at = Frame.top + 12 + Double(index * 16)
            return "<g><line x1=\"\(frame.right - 14)\" x2=\"\(frame.right)\" y1=\"\(at)\" y2=\"\(at)\" "
                + "stroke=\"\(color(one))\" stroke-width=\"3\"/><text x=\"\(frame.right - 20)\" y=\"\(at + 4)\" "
                + "text-anchor=\"end\">\(one.name.escapedForMarkup)</text></g>"
        }
    }
}

extension String {
    /// For the text and the quoted attributes of HTML and SVG; what is invisible or forbidden in XML 1.0 is shown escaped.
    package var escapedForMarkup: String {
        printable.reduce(into: "") { text, character in
            switch character {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            default: text.append(character)
            }
        }
    }
}
