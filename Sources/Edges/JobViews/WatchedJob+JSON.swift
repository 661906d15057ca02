import FineTuning
package import JSONText
import JobJSON
package import JobStorage

extension WholeJob {
    /// The job under the API's names, with what ftd knows beside it.
    ///
    /// A contract: keys are only ever added. What is unknown is null.
    package var json: JSONObject {
        var object = stored.job.json
        for member in Self.fields.object(self).members { object[member.key] = member.value }
        return object
    }

    /// ``json`` as spaced text.
    package var spacedJSON: [UInt8] { stored.job.spacedJSON(adding: Self.fields.object(self).members) }

    /// What the manual says of the keys of ``json``.
    package static let notes: [JSONFieldNote] = Job.notes + fields.notes

    /// What ftd knows beside the API.
    private static let fields: JSONFields<WholeJob> = [
        JSONField("account", "the account of the configuration") { .string($0.stored.account.rawValue) },
        JSONField("first_seen", "when ftd saw it first") { .integer($0.stored.firstSeen.seconds) },
        JSONField("gone_at", "when it was gone from the API") { .seconds($0.stored.goneAt) },
        JSONField("unseen_since", "since when the API does not show it any more") { .seconds($0.note?.unseenSince) },
        JSONField("stalled_at", "since when it shows no sign of life") { .seconds($0.note?.stalledAt) },
        JSONField("diverging_at", "since when its training diverges") { .seconds($0.note?.divergence?.since) },
        JSONField("diverging_reason", "why it counts as diverging") { .text($0.note?.divergence?.reason) },
        JSONField("failure_reason", "its newest error event, where it failed without a reason") {
            .text($0.failure?.message)
        },
        .object("progress", "how far an unfinished job is", JobProgress.fields) { $0.progress },
        JSONField("name", "what it is called: its suffix, else the name in its metadata") { .text($0.stored.job.name) },
        JSONField("cost_amount", "what it cost, where that is known") { $0.cost.amount?.money.json ?? .null },
        JSONField("cost_currency", "the currency of that") { .text($0.cost.amount?.currency) },
    ]
}

extension JobProgress {
    /// How much of the job is done, from 0 to 1; nil while nobody knows how many steps there will be.
    package var share: Double? {
        guard let totalSteps, totalSteps > 0 else { return nil }
        return min(1, max(0, Double(step) / Double(totalSteps)))
    }

    /// The step and the last training loss; what is unknown is null.
    package var json: JSONObject { Self.fields.object(self) }

    fileprivate static let fields: JSONFields<JobProgress> = [
        JSONField("step", "the newest step") { .integer($0.step) },
        JSONField("total_steps", "how many steps the job makes") { .optional($0.totalSteps) },
        JSONField("train_loss", "the loss of that step") { .real($0.trainLoss) },
    ]
}
