package import FineTuning
package import JSONText
import JobJSON
import Text

/// What a training costs, as people and as programs see it.
///
/// The JSON is a contract: keys are only ever added, and what is unknown is null.
package struct TrainingPriceText: Sendable {
    /// The model to tune.
    package let model: ModelName
    /// The price, or why nobody knows it.
    package let price: TrainingPrice

    package init(model: ModelName, price: TrainingPrice) {
        self.model = model
        self.price = price
    }

    /// One line that answers "how much", and one for what it rests on, if there is more to say.
    package var lines: [String] {
        switch price {
        case .known(let cost):
            let epochs = HumanText.count(cost.epochs.likely, "epoch")
            let rate = "\(cost.price.value) per 1M tokens \(cost.price.origin.printable)"
            guard cost.range.lowerBound < cost.range.upperBound else {
                return ["\(cost.likely) for \(epochs) of \(HumanText.count(cost.tokens, "token"))", rate]
            }
            return [
                "about \(cost.likely) for \(epochs)\(Self.isGuessed(cost) ? " (likely)" : "") of "
                    + HumanText.count(cost.tokens, "token"),
                "\(cost.range.lowerBound.rangeText) to \(cost.range.upperBound) in all; \(rate)",
            ]
        case .hourly(let hour): return ["\(hour.value) an hour of training \(hour.origin.printable)"]
        case .unknown(let gap): return ["unknown: \(gap.sentence)"]
        }
    }

    /// The same as JSON.
    package var json: JSONValue { .object(Self.fields.object(self)) }

    /// Its keys.
    package static let fields: JSONFields<TrainingPriceText> = [
        JSONField("model", "the model to tune") { .string($0.model.rawValue) },
        JSONField("currency", "USD") { _ in .string("USD") },
        JSONField("likely", "the likely cost") { $0.cost?.likely.json ?? .null },
        JSONField("least", "the least that it may be") { $0.cost?.range.lowerBound.json ?? .null },
        JSONField("most", "the most that it may be") { $0.cost?.range.upperBound.json ?? .null },
        JSONField("tokens_per_epoch", "tokens that one epoch trains") { .optional($0.cost?.tokens) },
        JSONField("epochs", "how many epochs, the likely number where the server chooses") {
            .optional($0.cost.map { Int64($0.epochs.likely) })
        },
        JSONField("epochs_are_auto", "whether the server chooses them") {
            $0.cost.map { .bool(Self.isGuessed($0)) } ?? .null
        },
        JSONField("per_million_tokens", "the price of a million tokens") { $0.cost?.price.value.json ?? .null },
        JSONField("per_hour", "the price of an hour, for what is paid by the hour") { $0.hour?.value.json ?? .null },
        JSONField("as_of", "the date of the price") { .text(($0.cost?.price ?? $0.hour)?.date) },
        JSONField("source", "where the price is from") { text in
            .text((text.cost?.price ?? text.hour).flatMap { $0.source ?? $0.place })
        },
        JSONField("reason", "why nobody knows the cost") { .text($0.gap?.sentence) },
    ]

    private var cost: TrainingCost? { if case .known(let cost) = price { cost } else { nil } }
    private var hour: Sourced<Money>? { if case .hourly(let hour) = price { hour } else { nil } }
    private var gap: PriceProblem? { if case .unknown(let gap) = price { gap } else { nil } }

    private static func isGuessed(_ cost: TrainingCost) -> Bool {
        switch cost.epochs {
        case .fixed: false
        case .auto: true
        }
    }
}

extension Money {
    /// The start of a range whose end carries the unit.
    fileprivate var rangeText: String { String(description.dropLast(" USD".count)) }
}
