import Charts

/// A row of numbers as a line no taller than a word.
enum Sparks {
    private static let width = 72.0
    private static let height = 16.0

    /// For eyes only: the newest number is said beside it.
    static func markup(_ values: [Double]) -> Markup {
        let finite = values.filter(\.isFinite)
        guard finite.count > 1 else { return .none }
        let axis = ChartAxis(finite)
        let points = values.enumerated().filter { $1.isFinite }.map { index, value in
            let x = Double(index) / Double(values.count - 1) * (width - 2) + 1
            let y = (1 - axis.place(of: value)) * (height - 4) + 2
            return "\(tenth(x)),\(tenth(y))"
        }
        return """
            <svg class="spark" viewBox="0 0 72 16" width="72" height="16" aria-hidden="true" focusable="false">\
            <polyline points="\(points.joined(separator: " "))" fill="none" stroke="currentColor" stroke-width="1.5"/></svg>
            """
    }

    private static func tenth(_ number: Double) -> Double { (number * 10).rounded() / 10 }
}
