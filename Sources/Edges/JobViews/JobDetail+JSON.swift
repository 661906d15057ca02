import FineTuning
package import JSONText
import JobJSON
import JobStorage

extension JobDetail {
    /// The job as in a list, with its checkpoints, its seen changes, its deliveries and its last numbers.
    package var json: JSONObject {
        var object = stored.json(progress: progress, note: note, failure: failure, cost: cost)
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
        switch cost {
        case .known(let amount, let currency): object["cost"] = .object(costJSON(amount, currency))
        case .open, .unknown: object["cost"] = .null
        }
        object["cost_reason"] = .text(costReason)
        object["verdict"] = .array(verdict.sentences.map(JSONValue.string))
        object["base_model_shutdown_at"] = .seconds(baseShutdown)
        return object
    }

    /// The price is of the list only where the list decided.
    private func costJSON(_ amount: Money, _ currency: String) -> JSONObject {
        let price = isCostTold ? nil : listed?.price
        return [
            "usd": currency == JobCost.listCurrency ? amount.json : .null,
            "per_million_tokens": price?.value.json ?? .null, "as_of": .text(price?.date),
            "source": .text(isCostTold ? "server" : price?.source ?? price?.place),
        ]
    }
}
