import FineTuning
import JSONText
import JobJSON
import JobStorage

extension StoredJob {
    /// The job under the API's names, with what ftd knows beside it.
    ///
    /// A contract: keys are only ever added. What is unknown is null.
    func json(progress: JobProgress?) -> JSONObject {
        var object = job.json
        object["account"] = .string(account.rawValue)
        object["first_seen"] = .integer(firstSeen.seconds)
        object["gone_at"] = .seconds(goneAt)
        object["progress"] = progress.map { .object($0.json) } ?? .null
        return object
    }
}

extension JobProgress {
    /// The step and the last training loss; what is unknown is null.
    var json: JSONObject {
        ["step": .integer(step), "total_steps": .optional(totalSteps), "train_loss": .real(losses.last)]
    }
}
