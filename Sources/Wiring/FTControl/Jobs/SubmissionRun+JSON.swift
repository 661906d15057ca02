import FineTuning
import JSONText
import JobJSON
import JobViews
import Submission
import TrainingCheck

extension SubmissionRun {
    /// What `submit --dry-run -o json` prints: the plan under the API's names, and what the check found.
    ///
    /// A contract: keys are only ever added, and what is unknown is null.
    func json(_ checked: CheckResult?) -> JSONObject {
        Self.dryFields.object(DryRun(plan: plan, checked: checked))
    }

    /// What would be created.
    struct DryRun: Sendable {
        let plan: SubmissionPlan
        let checked: CheckResult?
    }

    /// Its keys.
    static let dryFields: JSONFields<DryRun> = [
        JSONField("dry_run", "true") { _ in .bool(true) },
        JSONField("account", "the account of the configuration") { .string($0.plan.account.rawValue) },
        JSONField("model", "the model to tune") { .string($0.plan.model.rawValue) },
        JSONField("method", "supervised, dpo or reinforcement") { .string($0.plan.method.rawValue) },
        JSONField("grader", "with reinforcement: what judges the answers") { run in
            run.plan.grader.map { (try? JSONValue.parse($0)) ?? .string($0) } ?? .null
        },
        JSONField("suffix", "your part of the tuned model's name") { .text($0.plan.suffix) },
        JSONField("hyperparameters", "n_epochs, batch_size, learning_rate_multiplier, beta: a number or auto") {
            .object($0.plan.hyperparameters.json(missing: Hyperparameters.Setting.auto.json))
        },
        JSONField("learning_rate", "the absolute learning rate, if it was given") {
            $0.plan.learningRate.map { Hyperparameters.Setting.value($0).json } ?? .null
        },
        JSONField("seed", "the seed, if it was given") { .optional($0.plan.seed) },
        JSONField("metadata", "the pairs that the job carries") { .object($0.plan.metadata.json) },
        .object("training_file", "the training file", fileFields) { $0.plan.training },
        .object("validation_file", "the validation file", fileFields) { $0.plan.validation },
        .object("check", "what the check found, as ftctl check prints it", CheckResult.fields) { $0.checked },
    ]

    private static let fileFields: JSONFields<SubmissionPlan.DataFile> = [
        JSONField("filename", "its name") { .string($0.filename) },
        JSONField("upload_name", "its name at the API, which takes *.jsonl only") { .string($0.uploadName) },
        JSONField("bytes", "its size") { .integer($0.bytes) },
        JSONField("sha256", "the SHA-256 of its bytes") { .string($0.sha256) },
    ]

    /// What was created.
    struct Created: Sendable {
        let file: RemoteFile?
        let detail: JobDetail
    }

    /// Its keys; the objects are those of the API, and of `ftctl show`.
    static let createdFields: JSONFields<Created> = [
        JSONField("file", "the training file, as the API sent it") {
            $0.file.map { .object($0.received) } ?? .null
        },
        JSONField("job", "the job, as ftctl show prints it") { .object($0.detail.json) },
    ]
}
