package import FineTuning
import Text

extension TrainingVerdict {
    /// What is to be said about the training, one sentence each, without a full stop; empty when nothing is wrong.
    package var sentences: [String] {
        let overfit = overfitting.map {
            "overfitting: the validation loss rises while the training loss falls, " + Self.way($0.best, $0.latest)
        }
        return [divergence.map { "diverging: \($0.sentence)" }, overfit].compactMap(\.self)
    }

    /// One word for a line that has no room for a sentence; nil when nothing is wrong.
    package var word: String? { divergence != nil ? "diverging" : overfitting != nil ? "overfitting" : nil }

    fileprivate static func way(_ from: Curve.Point, _ to: Curve.Point) -> String {
        "from \(HumanText.decimal(from.value, places: 3)) at step \(HumanText.number(from.step)) to "
            + "\(HumanText.decimal(to.value, places: 3)) at step \(HumanText.number(to.step))"
    }
}

extension TrainingVerdict.Divergence {
    /// `the training loss is not a number since step 120`.
    package var sentence: String {
        switch self {
        case .notFinite(let metric, let step): "the \(metric.name) is not a number since step \(HumanText.number(step))"
        case .rising(let from, let to):
            "the validation loss rose \(TrainingVerdict.risesInARow) times in a row, \(TrainingVerdict.way(from, to))"
        }
    }
}
