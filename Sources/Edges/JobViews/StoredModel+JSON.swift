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

    /// Keys are only ever added; what is unknown is null.
    package var json: JSONObject {
        [
            "id": .string(model.rawValue), "created_at": .seconds(createdAt), "base_model": .string(base.rawValue),
            "fine_tuning_job_id": .text(job?.rawValue), "account": .string(account.rawValue),
        ]
    }
}
