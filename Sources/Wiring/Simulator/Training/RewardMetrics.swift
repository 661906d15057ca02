import Glibc
import JSONText

/// The numbers of one step of reinforcement (API reference, section 2.4).
struct RewardMetrics: StepNumbers {
    let step: Int
    /// From 0 to 1.
    let trainReward: Double
    /// On every tenth step and at the ends of epochs.
    let validReward: Double?
    let reasoningTokens: Double
    /// Seconds.
    let sampling: Double

    /// Made up, but the same for the same seed: the reward rises and flattens, replies become shorter.
    init(step: Int, plan: TrainingPlan, seed: Int64) {
        var generator = SeededGenerator(seed: UInt64(bitPattern: seed) ^ UInt64(step) &* 0x9E37_79B9)
        func noise() -> Double { Double(generator.next() >> 11) / Double(1 << 53) - 0.5 }
        func rounded(_ value: Double) -> Double { (value * 1e5).rounded() / 1e5 }
        let learned = 1 - exp(-3 * Double(step) / Double(max(1, plan.totalSteps)))
        self.step = step
        trainReward = rounded(min(1, max(0, 0.2 + 0.6 * learned + 0.12 * noise())))
        let isEvaluated = step % 10 == 0 || step % plan.stepsPerEpoch == 0
        validReward = isEvaluated ? rounded(min(1, 0.18 + 0.55 * learned + 0.02 * noise())) : nil
        reasoningTokens = rounded(900 - 300 * learned + 40 * noise())
        sampling = rounded(20 + 4 * noise())
    }

    func json(totalSteps: Int?) -> JSONObject {
        func number(_ value: Double) -> JSONValue { .number(JSONNumber(text: value.pythonText)) }
        var object: JSONObject = ["step": .integer(step)]
        if let totalSteps { object["total_steps"] = .integer(totalSteps) }
        object["train_mean_reward"] = number(trainReward)
        if let validReward {
            object["full_valid_mean_reward"] = number(validReward)
            object["full_valid_mean_parse_error"] = .integer(0)
        }
        object["reasoning_tokens_mean"] = number(reasoningTokens)
        object["scores"] = .object([
            "graders": .array([]), "train_reward_mean": number(trainReward),
            "valid_reward_mean": validReward.map(number) ?? .null,
        ])
        object["timing"] = .object(["step": .object(["sampling": number(sampling)]), "graders": .array([])])
        return object
    }

    func message(totalSteps: Int) -> String {
        let valid = validReward.map { ", full validation mean reward=\($0)" } ?? ""
        return "Step \(step)/\(totalSteps) , train mean reward=\(trainReward)\(valid)"
    }

    static let csvHeader = "step,train_mean_reward,full_valid_mean_reward,reasoning_tokens_mean\n"

    var csvLine: String {
        "\(step),\(trainReward),\(validReward.map { "\($0)" } ?? ""),\(reasoningTokens)\n"
    }
}
