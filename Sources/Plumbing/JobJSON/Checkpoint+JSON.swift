package import FineTuning
package import JSONText

extension Checkpoint {
    /// Reads a `fine_tuning.job.checkpoint`; needs id, object, created_at, the model's name and the step.
    package init?(wire: JSONValue, raw: String? = nil) {
        let metrics = wire["metrics"] ?? .null
        guard wire.isObject("fine_tuning.job.checkpoint"), let id = wire["id"]?.word,
            let createdAt = wire["created_at"]?.moment, let model = wire["fine_tuned_model_checkpoint"]?.word,
            let step = wire["step_number"]?.number?.integer ?? metrics["step"]?.number?.integer, step >= 0
        else { return nil }
        self.init(
            id: CheckpointID(id), createdAt: createdAt, model: ModelName(model), step: step,
            metric: MetricPoint(wire: metrics, step: step) ?? MetricPoint(step: step), raw: raw ?? wire.compactText)
    }

    /// The API's object, without the kind and the job's id.
    package var json: JSONValue { .object(Self.fields.object(self)) }

    /// Its keys.
    package static let fields: JSONFields<Checkpoint> = [
        JSONField("id", "the checkpoint's id") { .string($0.id.rawValue) },
        JSONField("created_at", "when it was saved") { .integer($0.createdAt.seconds) },
        JSONField("fine_tuned_model_checkpoint", "its model's name, which can be asked") { .string($0.model.rawValue) },
        JSONField("step_number", "the step after which it was saved") { .integer($0.step) },
        .object("metrics", "the numbers of that step", MetricPoint.fields) { $0.metric },
    ]
}
