import FineTuning
package import JSONText
import JobJSON

extension JobDetail {
    /// The job as in a list, with its checkpoints, its seen changes, its deliveries and its last numbers.
    package var json: JSONObject {
        var object = whole.json
        for member in Self.fields.object(self).members { object[member.key] = member.value }
        return object
    }

    /// What the manual says of the keys of ``json``.
    package static let notes: [JSONFieldNote] = WholeJob.notes + fields.notes

    private var whole: WholeJob { WholeJob(stored, progress: progress, note: note, failure: failure, cost: cost) }

    private static let fields: JSONFields<JobDetail> = [
        .object("last_metric", "the numbers of the newest step", MetricPoint.fields) { $0.metrics.last },
        .list("checkpoints", "the models saved on the way", Checkpoint.fields) { $0.checkpoints },
        .list("transitions", "the changes that ftd has seen, oldest first", Transition.fields) { $0.transitions },
        .list("deliveries", "who was told of it, newest first", DeliveryView.fields) { $0.deliveries },
        .object("cost", "what it cost, where that is known", PaidCost.fields) { $0.paid },
        JSONField("cost_reason", "why the cost is not known") { .text($0.costReason) },
        .object("verdict", "what the numbers say about the training", TrainingVerdict.fields) { $0.verdict },
        JSONField("base_model_shutdown_at", "when the base model stops answering") { .seconds($0.baseShutdown) },
    ]

    /// The known cost; the price is the list's only where the list decided.
    private var paid: PaidCost? {
        switch cost {
        case .known(let amount, let currency):
            PaidCost(
                amount: amount, currency: currency, isTold: isCostTold, price: isCostTold ? nil : listed?.price)
        case .open, .unknown: nil
        }
    }
}

/// What a job cost, and by whose figures.
private struct PaidCost {
    let amount: Money
    let currency: String
    /// Whether the server says so itself.
    let isTold: Bool
    let price: Sourced<Money>?

    static let fields: JSONFields<PaidCost> = [
        JSONField("usd", "US dollars; null where it is another currency") {
            $0.currency == JobCost.listCurrency ? $0.amount.json : .null
        },
        JSONField("per_million_tokens", "the price of a million tokens, US dollars") { $0.price?.value.json ?? .null },
        JSONField("as_of", "the date of the price") { .text($0.price?.date) },
        JSONField("source", "where the figure is from: server, or whose price list") {
            .text($0.isTold ? "server" : $0.price?.source ?? $0.price?.place)
        },
    ]
}

extension Transition {
    fileprivate static let fields: JSONFields<Transition> = [
        JSONField("id", "the id of the notice that it makes") { .string($0.id.rawValue) },
        JSONField("from", "the status before; null at first sight") { .text($0.from?.word) },
        JSONField("to", "the status that was seen") { .string($0.to.word) },
        JSONField("cause", "why it counts as a change") { .string($0.cause.rawValue) },
        JSONField("seen_at", "when it was seen") { .integer($0.seenAt.seconds) },
    ]
}
