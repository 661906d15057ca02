/// What the curves of a training say about it.
package struct TrainingVerdict: Hashable, Sendable {
    /// Why a training goes wrong.
    package enum Divergence: Hashable, Sendable {
        /// The number has not been finite since the step; one that became finite again does not count.
        case notFinite(CurveMetric, step: Int64)
        /// The validation loss rose in the last evaluations, one after another.
        case rising(from: Curve.Point, to: Curve.Point)
    }

    /// Validation that became worse while the training loss went on falling.
    package struct Overfitting: Hashable, Sendable {
        /// The evaluation with the lowest validation loss.
        package let best: Curve.Point
        /// The newest evaluation.
        package let latest: Curve.Point
    }

    package var divergence: Divergence?
    package var overfitting: Overfitting?

    /// How many evaluations must rise in a row.
    package static let risesInARow = 3
    /// By how much of the lowest validation loss the newest must be above it: less is noise.
    package static let leastRise = 0.01

    /// Judges a job's steps, in any order.
    package init(_ steps: [MetricPoint]) {
        let training = Curve(.trainLoss, of: steps)
        let evaluations = Self.evaluations(of: steps)
        divergence = Self.divergence(of: steps, evaluations)
        overfitting = Self.overfitting(training.smoothed(), evaluations)
    }

    /// The validation losses to judge by: over the whole file where there are at least two, since a batch is noisy;
    /// otherwise those of the batches, many of them joined to means.
    static func evaluations(of steps: [MetricPoint]) -> [Curve.Point] {
        let full = Curve(.fullValidLoss, of: steps).points.filter(\.value.isFinite)
        guard full.count < 2 else { return full }
        return joined(Curve(.validLoss, of: steps).points.filter(\.value.isFinite))
    }

    /// Above this many evaluations their means are judged.
    private static let mostEvaluations = 24

    private static func joined(_ points: [Curve.Point]) -> [Curve.Point] {
        guard points.count > mostEvaluations else { return points }
        return (0..<mostEvaluations).compactMap { index in
            let run = points[
                (index * points.count / mostEvaluations)..<((index + 1) * points.count / mostEvaluations)]
            guard var last = run.last else { return nil }
            last.value = run.reduce(0) { $0 + $1.value / Double(run.count) }
            return last
        }
    }

    private static func divergence(of steps: [MetricPoint], _ evaluations: [Curve.Point]) -> Divergence? {
        for metric in [CurveMetric.trainLoss, .fullValidLoss, .validLoss] {
            let points = Curve(metric, of: steps).points
            let first = points.lastIndex { $0.value.isFinite }.map { $0 + 1 } ?? 0
            if points.indices.contains(first) { return .notFinite(metric, step: points[first].step) }
        }
        let last = evaluations.suffix(risesInARow + 1)
        guard last.count == risesInARow + 1, let first = last.first, let newest = last.last,
            zip(last, last.dropFirst()).allSatisfy({ $0.value < $1.value }),
            newest.value > first.value * (1 + leastRise)
        else { return nil }
        return .rising(from: first, to: newest)
    }

    private static func overfitting(_ training: Curve, _ evaluations: [Curve.Point]) -> Overfitting? {
        guard let best = evaluations.min(by: { $0.value < $1.value }), let latest = evaluations.last,
            evaluations.filter({ $0.step > best.step }).count >= 2, latest.value > best.value * (1 + leastRise),
            let before = training.points.last(where: { $0.step <= best.step }), let now = training.points.last,
            now.step > before.step, now.value < before.value
        else { return nil }
        return Overfitting(best: best, latest: latest)
    }
}
