package import FineTuning
package import JSONText

extension JobEvent {
    /// Reads a `fine_tuning.job.event`; needs id, object and created_at.
    package init?(wire: JSONValue) {
        guard wire.isObject("fine_tuning.job.event"), let id = wire["id"]?.word,
            let createdAt = wire["created_at"]?.moment
        else { return nil }
        let message = wire["message"]?.string ?? ""
        self.init(
            id: JobEventID(id), createdAt: createdAt, level: wire["level"]?.word ?? "info", message: message,
            type: wire["type"]?.word,
            metric: wire["data"].flatMap { MetricPoint(wire: $0) } ?? MetricPoint(message: message),
            raw: wire.received)
    }
}

extension Checkpoint {
    /// Reads a `fine_tuning.job.checkpoint`; needs id, object, created_at, the model's name and the step.
    package init?(wire: JSONValue) {
        let metrics = wire["metrics"] ?? .null
        guard wire.isObject("fine_tuning.job.checkpoint"), let id = wire["id"]?.word,
            let createdAt = wire["created_at"]?.moment, let model = wire["fine_tuned_model_checkpoint"]?.word,
            let step = wire["step_number"]?.number?.integer ?? metrics["step"]?.number?.integer, step >= 0
        else { return nil }
        self.init(
            id: CheckpointID(id), createdAt: createdAt, model: ModelName(model), step: step,
            metric: MetricPoint(wire: metrics, step: step) ?? MetricPoint(step: step), raw: wire.received)
    }
}
