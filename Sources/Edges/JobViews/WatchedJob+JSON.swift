package import FineTuning
package import JSONText
import JobJSON
package import JobStorage

extension WatchedJob {
    /// The job under the API's names, with what ftd knows beside it.
    ///
    /// A contract: keys are only ever added. What is unknown is null.
    ///
    /// - Parameters:
    ///   - failure: why it failed, where it gives no reason itself.
    ///   - cost: what it cost.
    package func json(progress: JobProgress?, note: WatchNote?, failure: JobError?, cost: JobCost) -> JSONObject {
        var object = job.json
        object["account"] = .string(account.rawValue)
        object["first_seen"] = .integer(firstSeen.seconds)
        object["gone_at"] = .seconds(goneAt)
        object["unseen_since"] = .seconds(note?.unseenSince)
        object["stalled_at"] = .seconds(note?.stalledAt)
        object["diverging_at"] = .seconds(note?.divergence?.since)
        object["diverging_reason"] = .text(note?.divergence?.reason)
        object["failure_reason"] = .text(failure?.message)
        object["progress"] = progress.map { .object($0.json) } ?? .null
        object["name"] = .text(job.name)
        object["cost_amount"] = cost.amount?.money.json ?? .null
        object["cost_currency"] = .text(cost.amount?.currency)
        return object
    }
}

extension JobProgress {
    /// How much of the job is done, from 0 to 1; nil while nobody knows how many steps there will be.
    package var share: Double? {
        guard let totalSteps, totalSteps > 0 else { return nil }
        return min(1, max(0, Double(step) / Double(totalSteps)))
    }

    /// The step and the last training loss; what is unknown is null.
    package var json: JSONObject {
        ["step": .integer(step), "total_steps": .optional(totalSteps), "train_loss": .real(losses.last)]
    }
}
