import JSONText

/// How a training goes, which the job's suffix says: `nan`, `diverge` or `overfit`, alone or with `-` and more behind.
///
/// Suffixes are free words of the user, so that no request is refused for it, and every client can say it.
enum TrainingCourse: String, CaseIterable {
    /// The losses fall and flatten; the validation loss rises a little after the second epoch.
    case usual
    /// From three fifths of the steps on no loss is a number.
    case nan
    /// From a third of the steps on the losses rise and rise.
    case diverge
    /// From a third of the steps on the validation loss rises, while the training loss falls.
    case overfit

    init(suffix: String?) {
        let word = suffix?.split(separator: "-").first.map(String.init) ?? ""
        self = TrainingCourse(rawValue: word.lowercased()) ?? .usual
    }
}

/// What is reported of one step.
protocol StepNumbers: Sendable {
    /// Counted from 1.
    var step: Int { get }
    /// Metrics as events (with the total) and checkpoints (without) carry them.
    func json(totalSteps: Int?) -> JSONObject
    /// The line of an event.
    func message(totalSteps: Int) -> String
    /// The header of a results file.
    static var csvHeader: String { get }
    /// A line of a results file.
    var csvLine: String { get }
}

extension Double {
    /// As servers write it: what is no number in Python's words, which JSON does not have.
    var pythonText: String { isNaN ? "NaN" : isInfinite ? (self < 0 ? "-Infinity" : "Infinity") : "\(self)" }
}
