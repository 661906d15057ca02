import Charts
import Testing

@Suite struct VectorPlotTests {
    private static let plot = VectorPlot(title: "loss of <ftjob>", xName: "step") { "\(Int($0))" }

    private static func series(_ count: Int) -> ChartSeries {
        ChartSeries(
            "training \"loss\"", .line, color: 0,
            (0..<count).map { ChartSeries.Point(x: Double($0), y: 2 + Double($0 % 97) / 50) })
    }

    @Test func textFromOutsideIsEscaped() {
        let text = Self.plot.text([Self.series(3)], marks: [ChartMark(x: 1, label: "<b>&\u{202E}")])
        #expect(text.contains("<title>loss of &lt;ftjob&gt;</title>"))
        #expect(text.contains("&lt;b&gt;&amp;"))
        #expect(!text.contains("\u{202E}"))
        #expect(!text.contains("training \"loss\""))
    }

    @Test func nothingThatAStrictPolicyForbids() {
        let text = Self.plot.text([Self.series(100)])
        for forbidden in ["style=", "<script", "href", "onload", "url("] { #expect(!text.contains(forbidden)) }
    }

    /// The word of a mark at the right edge stood on the names of the series.
    @Test func theNamesStandBelowTheWordsOfTheMarks() throws {
        let text = Self.plot.text([Self.series(10)], marks: [ChartMark(x: 9, label: "best", isMain: true)])
        func height(_ end: String) throws -> Double {
            let word = try #require(text.split(separator: "<text").first { $0.contains(end) })
            let value = try #require(word.split(separator: " y=\"").dropFirst().first?.split(separator: "\"").first)
            return try #require(Double(value))
        }
        let mark = try height(">best</text>")
        let name = try height(">training &quot;loss&quot;</text>")
        // A line of this size is eleven pixels high.
        #expect(name - mark > 11)
    }

    @Test func fiftyThousandStepsStaySmall() {
        let dots = ChartSeries("dots", .dots, color: 0, Self.series(50_000).points)
        let size = Self.plot.text([dots, Self.series(50_000)]).utf8.count
        #expect(size < 200_000)
    }

    @Test func noPeakIsLost() {
        var points = Self.series(50_000).points
        points[31_007].y = 40
        let text = Self.plot.text([ChartSeries("loss", .line, color: 0, points)])
        // The upper edge of the drawing.
        #expect(text.contains(" 24.0L"))
    }

    @Test func emptySeriesDrawTheFrameAlone() {
        let text = Self.plot.text([ChartSeries("loss", .line, color: 0, [])])
        #expect(text.hasPrefix("<svg "))
        #expect(text.hasSuffix("</svg>\n"))
        #expect(!text.contains("<path"))
    }

    @Test func whatIsNotANumberIsACross() {
        let text = Self.plot.text([ChartSeries("loss", .line, color: 0, [.init(x: 0, y: 1), .init(x: 1, y: .nan)])])
        #expect(text.contains("×<title>1: not a number</title>"))
    }
}
