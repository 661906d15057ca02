import Charts
import Testing

@Suite struct TerminalPlotTests {
    private static func plot(_ glyphs: ChartGlyphs, width: Int = 40, rows: Int = 4) -> TerminalPlot {
        TerminalPlot(width: width, rows: rows, glyphs: glyphs) { "\(Int($0))" }
    }

    private static let falling = ChartSeries(
        "loss", .line, color: 0, (0...30).map { ChartSeries.Point(x: Double($0), y: 3 - Double($0) / 15) })

    @Test func aFallingLineInPlainCharacters() {
        let lines = Self.plot(.ascii).lines([Self.falling]).map { "\($0.text)|" }
        #expect(
            lines == [
                "3 +oooooo                               |", "  |      oooooooooooo                   |",
                "2 +                  oooooooooooo       |", "1 +                              ooooooo|",
                "  ++-----------+-----------+-----------+|", "   0          10          20          30|",
            ])
    }

    @Test(arguments: ChartGlyphs.allCases, [20, 40, 80, 200])
    func noLineIsWiderThanAskedFor(_ glyphs: ChartGlyphs, _ width: Int) {
        let marks = [ChartMark(x: 0, label: "epoch 1"), ChartMark(x: 30, label: "epoch 2")]
        let second = ChartSeries("b", .line, color: 1, Self.falling.points.map { .init(x: $0.x, y: $0.y / 2 + 1) })
        let lines = Self.plot(glyphs, width: width, rows: 8).lines([Self.falling, second], marks: marks)
        #expect(lines.count >= 10)
        #expect(lines.allSatisfy { $0.text.count <= width })
    }

    /// A mark behind the last point took the place of one at it.
    @Test func aMarkBesideTheAxisIsNotDrawn() {
        let places: [Double] = [30, 31, -1, .nan, .infinity]
        let marks = places.map { ChartMark(x: $0, label: "at \($0)", isMain: $0 != 30) }
        let lines = Self.plot(.ascii).lines([Self.falling], marks: marks).map(\.text)
        #expect(lines.first?.hasSuffix("at 30.0") == true)
        #expect(lines.filter { $0.contains("at ") }.count == 1)
        #expect(lines.first?.split(separator: "at ").count == 2)
    }

    @Test func whatIsNotANumberIsVisible() {
        var points = Self.falling.points
        points[15].y = .nan
        let lines = Self.plot(.braille).lines([ChartSeries("loss", .line, color: 0, points)]).map(\.text)
        #expect(lines.first?.hasPrefix("NaN") == true)
        #expect(lines.first?.contains("×") == true)
    }

    @Test(arguments: [
        [], [ChartSeries.Point(x: .nan, y: 1)], [ChartSeries.Point(x: .infinity, y: .infinity)],
    ])
    func nothingToDrawIsNoPlot(_ points: [ChartSeries.Point]) {
        #expect(Self.plot(.braille).lines([ChartSeries("loss", .line, color: 0, points)]).isEmpty)
    }

    @Test func onePointIsDrawn() {
        let lines = Self.plot(.blocks).lines([ChartSeries("loss", .dots, color: 2, [.init(x: 5, y: 1)])])
        #expect(lines.flatMap(\.runs).contains { $0.color == 2 && !$0.text.allSatisfy { $0 == " " } })
    }

    @Test func linesOfTwoSeriesHaveLetters() {
        let low = ChartSeries("b", .line, color: 1, [.init(x: 0, y: 0), .init(x: 30, y: 0)])
        let lines = Self.plot(.braille).lines([Self.falling, low])
        let letters = lines.flatMap(\.runs).filter { ["A", "B"].contains($0.text) }
        #expect(letters == [.init(text: "A", color: 0), .init(text: "B", color: 1)])
    }
}
