package import FineTuning
package import JSONText
import JobJSON
package import JobStorage

extension StoredModel {
    /// The model of a job; nil when the job has none.
    package init?(tunedBy tuned: WatchedJob) {
        guard let name = tuned.job.fineTunedModel else { return nil }
        self.init(account: tuned.account, model: name, job: tuned.job.id, createdAt: tuned.job.endedAt)
    }

    /// Its keys.
    package static let fields: JSONFields<StoredModel> = [
        JSONField("id", "the tuned model's name") { .string($0.model.rawValue) },
        JSONField("created_at", "when it was made") { .seconds($0.createdAt) },
        JSONField("base_model", "the model that it was tuned from") { .string($0.base.rawValue) },
        JSONField("fine_tuning_job_id", "the job that made it") { .text($0.job?.rawValue) },
        JSONField("account", "the account of the configuration") { .string($0.account.rawValue) },
    ]
}
