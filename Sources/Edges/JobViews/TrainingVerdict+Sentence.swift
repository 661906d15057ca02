package import FineTuning
import Text

extension TrainingVerdict {
    /// What is to be said about the training, one sentence each, without a full stop; empty when nothing is wrong.
    package var sentences: [String] {
        var sentences: [String] = []
        switch divergence {
        case .notFinite(let metric, let step):
            sentences.append("diverging: the \(metric.name) is not a number since step \(HumanText.number(step))")
        case .rising(let from, let to):
            sentences.append(
                "diverging: the validation loss rose \(Self.risesInARow) times in a row, \(Self.way(from, to))")
        case nil: break
        }
        if let overfitting {
            sentences.append(
                "overfitting: the validation loss rises while the training loss falls, "
                    + Self.way(overfitting.best, overfitting.latest))
        }
        return sentences
    }

    private static func way(_ from: Curve.Point, _ to: Curve.Point) -> String {
        "from \(HumanText.decimal(from.value, places: 3)) at step \(HumanText.number(from.step)) to "
            + "\(HumanText.decimal(to.value, places: 3)) at step \(HumanText.number(to.step))"
    }
}
