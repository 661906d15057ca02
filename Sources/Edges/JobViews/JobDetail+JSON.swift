import FineTuning
package import JSONText
import JobJSON
import JobStorage

extension JobDetail {
    /// The job as in a list, with its checkpoints, its seen changes, its deliveries and its last numbers.
    package var json: JSONObject {
        var object = stored.json(progress: progress, note: note, failure: failure, cost: paid)
        object["last_metric"] = metrics.last.map { .object($0.json()) } ?? .null
        object["checkpoints"] = .array(checkpoints.map(\.json))
        object["transitions"] = .array(
            transitions.map { transition in
                .object([
                    "id": .string(transition.id.rawValue), "from": .text(transition.from?.word),
                    "to": .string(transition.to.word), "cause": .string(transition.cause.rawValue),
                    "seen_at": .integer(transition.seenAt.seconds),
                ])
            })
        object["deliveries"] = .array(deliveries.map { .object($0.json) })
        object["cost"] =
            cost.map {
                .object([
                    "usd": $0.likely.json, "per_million_tokens": $0.price.value.json,
                    "as_of": .text($0.price.date), "source": .text($0.price.source ?? $0.price.place),
                ])
            } ?? .null
        object["verdict"] = verdict.json
        object["base_model_shutdown_at"] = .seconds(baseShutdown)
        return object
    }
}
