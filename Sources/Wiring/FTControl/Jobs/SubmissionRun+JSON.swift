import FineTuning
import JSONText

extension SubmissionRun {
    /// What `submit --dry-run -o json` prints: the plan under the API's names, and what the check found.
    ///
    /// A contract: keys are only ever added, and what is unknown is null.
    func json(_ checked: CheckResult?) -> JSONObject {
        let knobs = plan.hyperparameters
        return [
            "dry_run": .bool(true), "account": .string(plan.account.rawValue), "model": .string(plan.model.rawValue),
            "method": .string(plan.method.rawValue), "suffix": .text(plan.suffix),
            "hyperparameters": .object([
                "n_epochs": Self.json(knobs.epochs), "batch_size": Self.json(knobs.batchSize),
                "learning_rate_multiplier": Self.json(knobs.learningRateMultiplier), "beta": Self.json(knobs.beta),
            ]),
            "seed": plan.seed.map { .integer($0) } ?? .null,
            "metadata": .object(
                JSONObject(members: plan.metadata.map { JSONObject.Member(key: $0.key, value: .string($0.value)) })),
            "training_file": Self.json(plan.training), "validation_file": plan.validation.map(Self.json) ?? .null,
            "check": checked.map { .object($0.json) } ?? .null,
        ]
    }

    private static func json(_ file: SubmissionPlan.DataFile) -> JSONValue {
        .object(["filename": .string(file.filename), "bytes": .integer(file.bytes), "sha256": .string(file.sha256)])
    }

    private static func json(_ setting: Hyperparameters.Setting?) -> JSONValue {
        switch setting {
        case nil, .auto: .string("auto")
        case .value(let text): .number(JSONNumber(text: text))
        }
    }
}
