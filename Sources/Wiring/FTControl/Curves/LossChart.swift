import Charts
import FineTuning
import JobViews
import Text

/// The curves of jobs as a picture: which series there are, what is marked, and what is said about them.
struct LossChart {
    /// What is drawn.
    enum Subject: String, CaseIterable, Sendable {
        case loss
        case accuracy

        var metrics: [CurveMetric] {
            switch self {
            case .loss: [.trainLoss, .validLoss, .fullValidLoss]
            case .accuracy: [.trainAccuracy, .validAccuracy, .fullValidAccuracy]
            }
        }
    }

    /// What lies below.
    enum Horizontal: String, CaseIterable, Sendable {
        case step
        case time
    }

    let jobs: [JobCurves]
    let subject: Subject
    let horizontal: Horizontal
    let steps: ClosedRange<Int64>
    /// Nil chooses by the number of points.
    let smoothing: Smoothing?

    /// The curves that have a point, in the order of the jobs.
    var curves: [(job: JobCurves, curve: Curve)] {
        jobs.flatMap { job in
            subject.metrics.map { (job, job.curve($0).limited(to: steps)) }.filter { !$0.1.points.isEmpty }
        }
    }

    /// Lines of what is smoothed, with the numbers themselves as dots where smoothing changed them.
    var series: [ChartSeries] {
        curves.enumerated().flatMap { color, one -> [ChartSeries] in
            let name = name(of: one.curve.metric, one.job)
            let smooth = one.curve.smoothed(smoothing)
            let line = ChartSeries(name, .line, color: color, points(of: smooth, one.job))
            guard smooth != one.curve else { return [line] }
            return [ChartSeries(name, .dots, color: color, points(of: one.curve, one.job)), line]
        }
    }

    /// Ends of epochs, by their number; the best checkpoint by its step.
    ///
    /// Of several jobs, and over time, none.
    var marks: [ChartMark] {
        guard let job = jobs.first, jobs.count == 1, horizontal == .step else { return [] }
        let best = job.checkpoints.best
        let epochs = job.epochEnds.enumerated().filter { steps.contains($1) && $1 != best?.step }
            .map { ChartMark(x: Double($1), label: "epoch \($0 + 1)") }
        let saved = best.flatMap { steps.contains($0.step) ? ChartMark(x: Double($0.step), label: "best") : nil }
        return (epochs + [saved].compactMap { $0 }).sorted { $0.x < $1.x }
    }

    /// `training loss, ftjob-k2Jx0, 1,572 steps`.
    var title: String {
        let names = curves.map(\.curve.metric).reduce(into: [String]()) {
            if !$0.contains($1.name) { $0.append($1.name) }
        }
        let ids = jobs.map { $0.shortID.printable }.joined(separator: " and ")
        let count = jobs.map(\.steps.count).max() ?? 0
        return "\(names.joined(separator: ", ")) of \(ids), \(HumanText.count(count, "step"))"
    }

    /// Whether smoothing changes what is drawn.
    var isSmoothed: Bool { curves.contains { $0.curve.smoothed(smoothing) != $0.curve } }

    private func name(of metric: CurveMetric, _ job: JobCurves) -> String {
        jobs.count == 1 ? metric.name : "\(metric.name) \(job.shortID.printable)"
    }

    private func points(of curve: Curve, _ job: JobCurves) -> [ChartSeries.Point] {
        switch horizontal {
        case .step: return curve.points.map { ChartSeries.Point(x: Double($0.step), y: $0.value) }
        case .time:
            guard let start = job.times.values.min() else { return [] }
            return curve.points.compactMap { point in
                point.time.map { ChartSeries.Point(x: ($0 - start) / .seconds(1), y: point.value) }
            }
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
