import Charts
import FineTuning
import JobViews
import Text

/// Which of a job's curves are drawn, and over what.
package struct CurveView: Sendable, Hashable {
    /// What is drawn.
    package enum Subject: String, CaseIterable, Sendable {
        case loss
        case accuracy

        fileprivate var metrics: [CurveMetric] {
            switch self {
            case .loss: [.trainLoss, .validLoss, .fullValidLoss]
            case .accuracy: [.trainAccuracy, .validAccuracy, .fullValidAccuracy]
            }
        }
    }

    /// What lies below.
    package enum Horizontal: String, CaseIterable, Sendable {
        case step
        case time
    }

    package var subject = Subject.loss
    package var horizontal = Horizontal.step

    package init() {}

    /// The drawing; nil where there is nothing to draw.
    func drawing(of job: JobCurves) -> Markup? {
        let curves = subject.metrics.map { job.curve($0) }.filter { !$0.points.isEmpty }
        let series = curves.enumerated().flatMap { color, curve -> [ChartSeries] in
            let smooth = curve.smoothed()
            let line = ChartSeries(curve.metric.name, .line, color: color, points(of: smooth, job))
            guard smooth != curve else { return [line] }
            return [ChartSeries(curve.metric.name, .dots, color: color, points(of: curve, job)), line]
        }.filter { !$0.points.isEmpty }
        guard !series.isEmpty else { return nil }
        let names = curves.map(\.metric.name).joined(separator: ", ")
        let horizontal = horizontal
        let plot = VectorPlot(
            title: "\(names) by \(horizontal.rawValue), \(HumanText.count(job.steps.count, "step"))",
            xName: horizontal == .step ? "step" : "time since the first step",
            xText: { Self.text($0, horizontal) })
        return Markup(trusted: plot.text(series, marks: marks(of: job)))
    }

    /// Whether a job has a number of the subject.
    static func has(_ subject: Subject, _ job: JobCurves) -> Bool {
        job.steps.contains { step in subject.metrics.contains { $0.value(of: step) != nil } }
    }

    /// Ends of epochs, and the best checkpoint.
    private func marks(of job: JobCurves) -> [ChartMark] {
        guard horizontal == .step else { return [] }
        let best = job.checkpoints.best
        // The end of the last epoch is the end of the axis.
        let last = job.steps.last?.step
        let epochs = job.epochEnds.enumerated().filter { $1 != best?.step && $1 != last }
            .map { ChartMark(x: Double($1), label: "epoch \($0 + 1)") }
        return (epochs + [best.map { ChartMark(x: Double($0.step), label: "best") }].compactMap(\.self))
            .sorted { $0.x < $1.x }
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

    private static func text(_ number: Double, _ horizontal: Horizontal) -> String {
        switch horizontal {
        case .step: HumanText.decimal(number, places: 0)
        case .time: HumanText.duration(.seconds(number.isFinite ? min(max(number, 0), 1e12) : 0))
        }
    }
}
