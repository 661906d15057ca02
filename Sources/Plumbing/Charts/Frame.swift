/// Where the drawing lies within a picture, in pixels from its upper left corner.
struct Frame {
    static let top = 24.0
    let left = 56.0
    let right: Double
    let bottom: Double
    let xAxis: ChartAxis
    let yAxis: ChartAxis

    init(width: Int, height: Int, x: ChartAxis, y: ChartAxis) {
        right = Double(width) - 12
        bottom = Double(height) - 40
        xAxis = x
        yAxis = y
    }

    /// To a tenth of a pixel.
    func x(_ number: Double) -> Double { tenth(left + xAxis.place(of: number) * (right - left)) }

    /// To a tenth of a pixel.
    func y(_ number: Double) -> Double { tenth(bottom - yAxis.place(of: number) * (bottom - Self.top)) }

    private func tenth(_ pixels: Double) -> Double { (pixels * 10).rounded() / 10 }

    /// The lowest and the highest point of each half pixel across, in order; points that are fewer stay as they are.
    func thinned(_ points: [ChartSeries.Point]) -> [ChartSeries.Point] {
        let most = Int(right - left) * 2
        guard points.count > most else { return points }
        var kept: [ChartSeries.Point] = []
        var start = 0
        while start < points.count {
            let pixel = Int(x(points[start].x))
            var end = start
            var (low, high) = (start, start)
            while end < points.count, Int(x(points[end].x)) == pixel {
                if points[end].y < points[low].y { low = end }
                if points[end].y > points[high].y { high = end }
                end += 1
            }
            kept.append(points[min(low, high)])
            if low != high { kept.append(points[max(low, high)]) }
            start = end
        }
        return kept
    }
}
