import Commands
import FineTuning
import JSONText
import JobStorage

extension JobDetail {
    /// The job as in a list, with its checkpoints, its seen changes, its deliveries and its last numbers.
    var json: JSONObject {
        var object = JobJSON.object(stored, progress: progress)
        object["last_metric"] = metrics.last.map(Self.json) ?? .null
        object["checkpoints"] = .array(
            checkpoints.map { checkpoint in
                .object([
                    "id": .string(checkpoint.id.rawValue), "created_at": .integer(checkpoint.createdAt.seconds),
                    "fine_tuned_model_checkpoint": .string(checkpoint.model.rawValue),
                    "step_number": .integer(checkpoint.step), "metrics": Self.json(checkpoint.metric),
                ])
            })
        object["transitions"] = .array(
            transitions.map { transition in
                .object([
                    "id": .string(transition.id.rawValue), "from": .text(transition.from?.word),
                    "to": .string(transition.to.word), "cause": .string(transition.cause.rawValue),
                    "seen_at": .integer(transition.seenAt.seconds),
                ])
            })
        object["deliveries"] = .array(deliveries.map { .object(DeliveryReport.report.object($0)) })
        object["cost"] =
            cost.map {
                .object([
                    "usd": $0.likely.json, "per_million_tokens": $0.price.value.json,
                    "as_of": .text($0.price.date), "source": .text($0.price.source ?? $0.price.place),
                ])
            } ?? .null
        object["base_model_shutdown_at"] = JobJSON.seconds(baseShutdown)
        return object
    }

    private static func json(_ metric: MetricPoint) -> JSONValue {
        .object([
            "step": .integer(metric.step), "total_steps": metric.totalSteps.map { .integer($0) } ?? .null,
            "train_loss": JobJSON.number(metric.trainLoss),
            "train_mean_token_accuracy": JobJSON.number(metric.trainAccuracy),
            "valid_loss": JobJSON.number(metric.validLoss),
            "valid_mean_token_accuracy": JobJSON.number(metric.validAccuracy),
            "full_valid_loss": JobJSON.number(metric.fullValidLoss),
            "full_valid_mean_token_accuracy": JobJSON.number(metric.fullValidAccuracy),
        ])
    }
}
