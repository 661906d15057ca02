/// A row of numbers as a row of small bars.
package enum Sparkline {
    /// At most `width` bars from lowest to highest; more numbers are joined by their mean, in order.
    ///
    /// What is not finite shows as `×`, since a loss that became NaN must not vanish. Equal numbers are bars of half
    /// height.
    package static func text(_ values: [Double], width: Int) -> String {
        guard width > 0, !values.isEmpty else { return "" }
        let points = joined(values, width: width)
        let finite = points.filter(\.isFinite)
        guard let low = finite.min(), let high = finite.max() else {
            return String(repeating: "×", count: points.count)
        }
        let top = Double(bars.count - 1)
        return points.reduce(into: "") { text, point in
            guard point.isFinite else { return text.append("×") }
            // Halved first, so that the span of two huge numbers stays finite.
            let share = high > low ? (point / 2 - low / 2) / (high / 2 - low / 2) : 0.5
            text.append(bars[Int((share * top).rounded(.down))])
        }
    }

    private static let bars: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// The means of `width` runs of about equal length; a run with something not finite is that.
    private static func joined(_ values: [Double], width: Int) -> [Double] {
        guard values.count > width else { return values }
        return (0..<width).map { index in
            let run = values[(index * values.count / width)..<((index + 1) * values.count / width)]
            return run.reduce(0) { $0 + $1 / Double(run.count) }
        }
    }
}
