package import FineTuning
package import JSONText

extension MetricPoint {
    /// Reads the `data` of a metrics event or the `metrics` of a checkpoint; nil without a step.
    ///
    /// - Parameter step: Where the step is known from elsewhere.
    package init?(wire: JSONValue, step known: Int64? = nil) {
        guard wire.object != nil, let step = known ?? wire["step"]?.number?.integer, step >= 0 else { return nil }
        self.init(step: step, totalSteps: wire["total_steps"]?.number?.integer.flatMap { $0 > 0 ? $0 : nil })
        for member in wire.object?.members ?? [] {
            if let number = member.value.number?.double { take(number, named: member.key) }
        }
    }

    /// Reads `Step 10/300: training loss=1.15, validation loss=…, full validation loss=…`.
    ///
    /// For servers whose events carry no data, or no longer do; nil for any other message.
    package init?(message: String) {
        guard message.hasPrefix("Step ") else { return nil }
        let parts = message.dropFirst(5).split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        let steps = parts[0].split(separator: "/").map { Int64($0) }
        guard steps.count == 2, let step = steps[0], step >= 0, let total = steps[1] else { return nil }
        self.init(step: step, totalSteps: total > 0 ? total : nil)
        for pair in parts[1].split(separator: ",") {
            let sides = pair.split(separator: "=").map { $0.drop { $0 == " " } }
            guard sides.count == 2, let number = Double(String(sides[1])) else { continue }
            switch sides[0] {
            case "training loss": take(number, named: "train_loss")
            case "validation loss": take(number, named: "valid_loss")
            case "full validation loss": take(number, named: "full_valid_loss")
            default: continue
            }
        }
    }

    /// Takes one number under any of the names that servers give it; negative ones stand for "none".
    package mutating func take(_ number: Double, named name: String) {
        guard number.isFinite, number >= 0 else { return }
        let share = number <= 1 ? number : nil
        switch name {
        case "train_loss", "training_loss": trainLoss = number
        // Where a server says both, the longer name is the step's own.
        case "loss": trainLoss = trainLoss ?? number
        case "train_mean_token_accuracy", "train_accuracy", "training_accuracy": trainAccuracy = share
        case "mean_token_accuracy", "token_accuracy": trainAccuracy = trainAccuracy ?? share
        case "valid_loss", "validation_loss", "val_loss", "eval_loss": validLoss = number
        case "valid_mean_token_accuracy", "validation_mean_token_accuracy", "valid_accuracy", "validation_accuracy",
            "eval_mean_token_accuracy", "eval_accuracy":
            validAccuracy = share
        case "full_valid_loss", "full_validation_loss": fullValidLoss = number
        case "full_valid_mean_token_accuracy", "full_validation_mean_token_accuracy": fullValidAccuracy = share
        default: return
        }
    }

    /// The numbers of a point but the steps, under the API's names and in its order.
    package static let numbers: [(name: String, path: any WritableKeyPath<MetricPoint, Double?> & Sendable)] = [
        ("train_loss", \.trainLoss), ("train_mean_token_accuracy", \.trainAccuracy), ("valid_loss", \.validLoss),
        ("valid_mean_token_accuracy", \.validAccuracy), ("full_valid_loss", \.fullValidLoss),
        ("full_valid_mean_token_accuracy", \.fullValidAccuracy),
    ]

    /// The keys of ``json(_:)``.
    package static let fields: JSONFields<MetricPoint> =
        [
            JSONField("step", "the step, from 1 on") { .integer($0.step) },
            JSONField("total_steps", "how many steps the job makes") { .optional($0.totalSteps) },
        ] + JSONFields(numbers.map { name, path in JSONField(name, meaning(name)) { .real($0[keyPath: path]) } })

    /// `full_valid_loss` in words.
    private static func meaning(_ name: String) -> String {
        let data =
            name.hasPrefix("train")
            ? "the training data of the step"
            : name.hasPrefix("full") ? "the whole validation file" : "a part of the validation file"
        return "\(name.hasSuffix("loss") ? "loss" : "share of tokens foreseen, from 0 to 1,") on \(data)"
    }

    /// The point under the API's names; what is unknown is null.
    package func json(_ form: RealForm = .shortest) -> JSONObject {
        JSONObject(
            members: [
                JSONObject.Member(key: "step", value: .integer(step)),
                JSONObject.Member(key: "total_steps", value: .optional(totalSteps)),
            ] + Self.numbers.map { JSONObject.Member(key: $0.name, value: .real(self[keyPath: $0.path], form)) })
    }
}
