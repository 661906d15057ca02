import Glibc
import JSONText

/// The numbers of one step.
struct StepMetrics: StepNumbers {
    var step: Int
    var trainLoss: Double
    var trainAccuracy: Double
    /// On every tenth step and at epoch ends, when there is a validation file.
    var validLoss: Double?
    var validAccuracy: Double?
    /// At epoch ends, when there is a validation file.
    var fullValidLoss: Double?
    var fullValidAccuracy: Double?

    /// Made up, but the same for the same seed: training loss falls and flattens; validation loss rises again after the
    /// second epoch, as it does when a small file is learned by heart.
    init(step: Int, plan: TrainingPlan, seed: Int64, hasValidation: Bool, course: TrainingCourse) {
        var generator = SeededGenerator(seed: UInt64(bitPattern: seed) ^ UInt64(step) &* 0x9E37_79B9)
        func noise() -> Double { Double(generator.next() >> 11) / Double(1 << 53) - 0.5 }
        let epochsDone = Double(step) / Double(max(1, plan.stepsPerEpoch))
        let share = Double(step) / Double(max(1, plan.totalSteps))
        let learned = exp(-3 * share - 0.35 * epochsDone)
        // How far it is behind the third at which it goes wrong.
        let behind = max(0, share - 1.0 / 3)
        let isBroken = course == .nan && share > 0.6
        self.step = step
        let worse = course == .diverge ? 6 * behind * behind : 0
        trainLoss = Self.rounded(max(1e-5, 2.4 * learned * (1 + 0.25 * noise()) + 0.02 * learned + worse))
        if isBroken { trainLoss = .nan }
        trainAccuracy = isBroken ? 0 : Self.rounded(Self.accuracy(trainLoss))
        guard hasValidation else { return }
        let over =
            switch course {
            case .usual, .nan: max(0, epochsDone - 2) * 0.06
            case .diverge: 4 * behind
            case .overfit: 1.5 * behind
            }
        let expected = isBroken ? Double.nan : 0.55 + 1.7 * exp(-2.2 * epochsDone) + over
        if step % 10 == 0 || step % plan.stepsPerEpoch == 0 {
            let loss = Self.rounded(expected * (1 + 0.15 * noise()))
            validLoss = loss
            validAccuracy = isBroken ? 0 : Self.rounded(Self.accuracy(loss))
        }
        if step % plan.stepsPerEpoch == 0 {
            let loss = Self.rounded(expected)
            fullValidLoss = loss
            fullValidAccuracy = isBroken ? 0 : Self.rounded(Self.accuracy(loss))
        }
    }

    private static func accuracy(_ loss: Double) -> Double { exp(-loss * 0.45) }

    /// Five decimals, and as many significant digits for very small losses, which real replies write as `1.8e-05`.
    private static func rounded(_ value: Double) -> Double {
        let scale = value < 0.001 ? 1e7 : 1e5
        return (value * scale).rounded() / scale
    }

    /// Metrics as events (with the total) and checkpoints (without) carry them.
    func json(totalSteps: Int?) -> JSONObject {
        var object: JSONObject = ["step": .integer(step)]
        func set(_ key: String, _ value: Double?) {
            if let value { object[key] = .number(JSONNumber(text: value.pythonText)) }
        }
        set("train_loss", trainLoss)
        set("valid_loss", validLoss)
        set("full_valid_loss", fullValidLoss)
        if let totalSteps { object["total_steps"] = .integer(totalSteps) }
        set("train_mean_token_accuracy", trainAccuracy)
        set("valid_mean_token_accuracy", validAccuracy)
        set("full_valid_mean_token_accuracy", fullValidAccuracy)
        return object
    }

    /// `Step 1/300: training loss=2.31, validation loss=…, full validation loss=…`.
    func message(totalSteps: Int) -> String {
        var text = "Step \(step)/\(totalSteps): training loss=\(trainLoss)"
        if let validLoss { text += ", validation loss=\(validLoss)" }
        if let fullValidLoss { text += ", full validation loss=\(fullValidLoss)" }
        return text
    }

    /// The header of a results file.
    static let csvHeader = "step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy\n"

    /// A line of a results file; validation cells are empty on steps without.
    var csvLine: String {
        "\(step),\(trainLoss),\(trainAccuracy),\(validLoss.map { "\($0)" } ?? ""),"
            + "\(validAccuracy.map { "\($0)" } ?? "")\n"
    }
}
