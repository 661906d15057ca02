/// The training loss over a whole run, as a sparkline shows it: the same in every table, line and page.
package enum LossTrend {
    /// More steps than that are thinned first: no small picture shows more, and lists are made of many.
    private static let mostSteps: Int64 = 4_096

    /// Every how-manieth step counts in a run that has come so far.
    package static func stride(lastStep: Int64) -> Int64 {
        max(1, lastStep / mostSteps + (lastStep % mostSteps > 0 ? 1 : 0))
    }

    /// The smoothed losses of a job's steps, oldest first.
    package static func values(_ steps: [MetricPoint]) -> [Double] {
        let stride = stride(lastStep: steps.last?.step ?? 0)
        return smoothed(steps.filter { $0.step % stride == 0 }.compactMap(\.trainLoss))
    }

    /// The losses without their noise, as ``Curve/smoothed(_:)`` has them.
    package static func smoothed(_ losses: [Double]) -> [Double] {
        Smoothing.automatic(count: losses.count).apply(to: losses)
    }
}
