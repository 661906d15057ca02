import FineTuning
import JSONText
import JobJSON

extension SubmissionRun {
    /// What `submit --dry-run -o json` prints: the plan under the API's names, and what the check found.
    ///
    /// A contract: keys are only ever added, and what is unknown is null.
    func json(_ checked: CheckResult?) -> JSONObject {
        [
            "dry_run": .bool(true), "account": .string(plan.account.rawValue), "model": .string(plan.model.rawValue),
            "method": .string(plan.method.rawValue), "suffix": .text(plan.suffix),
            "hyperparameters": .object(plan.hyperparameters.json(missing: Hyperparameters.Setting.auto.json)),
            "learning_rate": plan.learningRate.map { Hyperparameters.Setting.value($0).json } ?? .null,
            "seed": .optional(plan.seed),
            "metadata": .object(plan.metadata.json),
            "training_file": Self.json(plan.training), "validation_file": plan.validation.map(Self.json) ?? .null,
            "check": checked.map { .object($0.json) } ?? .null,
        ]
    }

    private static func json(_ file: SubmissionPlan.DataFile) -> JSONValue {
        .object(["filename": .string(file.filename), "bytes": .integer(file.bytes), "sha256": .string(file.sha256)])
    }
}
