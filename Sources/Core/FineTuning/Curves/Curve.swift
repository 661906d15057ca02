/// One number of a training at each step that gave it, in order of the steps.
package struct Curve: Hashable, Sendable {
    /// A number at a step.
    package struct Point: Hashable, Sendable {
        /// Counted from 1.
        package var step: Int64
        /// When the API reported the step; nil where only a results file has it.
        package var time: UnixTime?
        /// May be not a number, which a training that diverged reports.
        package var value: Double

        package init(step: Int64, time: UnixTime? = nil, value: Double) {
            self.step = step
            self.time = time
            self.value = value
        }

        /// Whether all is the same; a number that is none is the same as another that is none.
        package static func == (left: Point, right: Point) -> Bool {
            left.step == right.step && left.time == right.time && left.value.isSame(as: right.value)
        }

        package func hash(into hasher: inout Hasher) { hasher.combine(step) }
    }

    package let metric: CurveMetric
    package let points: [Point]

    /// Takes points in any order; of two at one step the later counts.
    package init(_ metric: CurveMetric, _ points: [Point]) {
        self.metric = metric
        let isOrdered = zip(points, points.dropFirst()).allSatisfy { $0.step < $1.step }
        guard !isOrdered else {
            self.points = points
            return
        }
        let last = Dictionary(points.map { ($0.step, $0) }, uniquingKeysWith: { $1 })
        self.points = last.values.sorted { $0.step < $1.step }
    }

    /// The curve of a job's steps; empty where no step has the number.
    package init(_ metric: CurveMetric, of steps: [MetricPoint], at time: (Int64) -> UnixTime? = { _ in nil }) {
        self.init(
            metric,
            steps.compactMap { point in
                metric.value(of: point).map { Point(step: point.step, time: time(point.step), value: $0) }
            })
    }

    /// The same curve without its noise.
    package func smoothed(_ smoothing: Smoothing? = nil) -> Curve {
        let values = (smoothing ?? .automatic(count: points.count)).apply(to: points.map(\.value))
        return Curve(
            metric, zip(points, values).map { Point(step: $0.step, time: $0.time, value: $1) })
    }

    /// The points within the steps, ends included.
    package func limited(to steps: ClosedRange<Int64>) -> Curve {
        Curve(metric, points.filter { steps.contains($0.step) })
    }

    /// Where the number is highest; nil of an empty curve and of one without a finite number.
    package var highest: Point? {
        points.filter(\.value.isFinite).max { $0.value < $1.value }
    }

    /// Where the number is lowest; nil of an empty curve and of one without a finite number.
    package var lowest: Point? {
        points.filter(\.value.isFinite).min { $0.value < $1.value }
    }
}
