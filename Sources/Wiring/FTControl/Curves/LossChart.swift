import Charts
import FineTuning
import JobViews
import Text

/// The curves of jobs as a picture: which series there are, what is marked, and what is said about them.
struct LossChart {
    /// What lies below.
    enum Horizontal: String, CaseIterable, Sendable {
        case step
        case time
    }

    let jobs: [JobCurves]
    let subject: LossSubject
    let horizontal: Horizontal
    let steps: ClosedRange<Int64>
    /// Nil chooses by the number of points.
    let smoothing: Smoothing?
    /// The curves that have a point, in the order of the jobs, and the same without their noise.
    let curves: [(job: JobCurves, curve: Curve, smooth: Curve)]

    init(
        _ jobs: [JobCurves], _ subject: LossSubject, by horizontal: Horizontal, steps: ClosedRange<Int64>,
        smoothing: Smoothing?
    ) {
        self.jobs = jobs
        self.subject = subject
        self.horizontal = horizontal
        self.steps = steps
        self.smoothing = smoothing
        curves = jobs.flatMap { job in
            subject.metrics(of: job).map { job.curve($0).limited(to: steps) }.filter { !$0.points.isEmpty }
                .map { (job, $0, $0.smoothed(smoothing)) }
        }
    }

    /// Lines of what is smoothed, with the numbers themselves as dots where smoothing changed them.
    var series: [ChartSeries] {
        curves.enumerated().flatMap { color, one -> [ChartSeries] in
            let name = name(of: one.curve.metric, one.job)
            let line = ChartSeries(name, .line, color: color, points(of: one.smooth, one.job))
            guard one.smooth != one.curve else { return [line] }
            return [ChartSeries(name, .dots, color: color, points(of: one.curve, one.job)), line]
        }
    }

    /// Ends of epochs, by their number, and checkpoints; of several jobs none.
    var marks: [ChartMark] {
        guard let job = jobs.first, jobs.count == 1 else { return [] }
        let best = job.checkpoints.best?.step
        var labels: [Int64: String] = [:]
        for (index, step) in job.epochEnds.enumerated() { labels[step] = "epoch \(index + 1)" }
        for checkpoint in job.checkpoints where labels[checkpoint.step] == nil && checkpoint.step != best {
            labels[checkpoint.step] = "saved"
        }
        if let best { labels[best] = labels[best].map { "\($0), best" } ?? "best" }
        return labels.filter { steps.contains($0.key) }.sorted { $0.key < $1.key }.compactMap { step, label in
            x(of: step, at: job.times[step], job).map { ChartMark(x: $0, label: label, isMain: step == best) }
        }
    }

    /// `training loss of ftjob-k2Jx0, 1,572 steps`.
    var title: String {
        let names = curves.map(\.curve.metric).reduce(into: [String]()) {
            if !$0.contains($1.name) { $0.append($1.name) }
        }
        let ids = jobs.map { $0.shortID.printable }.joined(separator: " and ")
        let count = jobs.map(\.steps.count).max() ?? 0
        return "\(names.joined(separator: ", ")) of \(ids), \(HumanText.count(count, "step"))"
    }

    /// Whether smoothing changes what is drawn.
    var isSmoothed: Bool { curves.contains { $0.smooth != $0.curve } }

    private func name(of metric: CurveMetric, _ job: JobCurves) -> String {
        jobs.count == 1 ? metric.name : "\(metric.name) \(job.shortID.printable)"
    }

    private func points(of curve: Curve, _ job: JobCurves) -> [ChartSeries.Point] {
        switch horizontal {
        case .step: return curve.points.map { ChartSeries.Point(x: Double($0.step), y: $0.value) }
        case .time:
            guard let start = job.times.values.min() else { return [] }
            let points = curve.points.compactMap { point in
                point.time.map { ChartSeries.Point(x: ($0 - start) / .seconds(1), y: point.value) }
            }
            return Self.spread(points)
        }
    }

    /// Times are whole seconds: the steps of one second are spread over it, or they would lie one above another.
    static func spread(_ points: [ChartSeries.Point]) -> [ChartSeries.Point] {
        var result = points
        var start = 0
        while start < points.count {
            let end = points[start...].firstIndex { $0.x != points[start].x } ?? points.count
            for index in start..<end { result[index].x += Double(index - start) / Double(end - start) }
            start = end
        }
        return result
    }

    private func x(of step: Int64, at time: UnixTime?, _ job: JobCurves) -> Double? {
        switch horizontal {
        case .step: return Double(step)
        case .time:
            guard let time, let start = job.times.values.min() else { return nil }
            return (time - start) / .seconds(1)
        }
    }

    /// A number below the axis, with its unit where it is not a step.
    static func text(_ number: Double, _ horizontal: Horizontal) -> String {
        switch horizontal {
        case .step: HumanText.decimal(number, places: 0)
        case .time: HumanText.duration(.seconds(number.isFinite ? min(max(number, 0), 1e12) : 0))
        }
    }
}
