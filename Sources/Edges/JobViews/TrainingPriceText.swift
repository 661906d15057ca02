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
                return ["\(cost.likely) for \(epochs) of \(HumanText.number(cost.tokens)) tokens", rate]
            }
            return [
                "about \(cost.likely) for \(Self.isGuessed(cost) ? "likely " : "")\(epochs) of "
                    + "\(HumanText.number(cost.tokens)) tokens",
                "\(cost.range.lowerBound.rangeText) to \(cost.range.upperBound) in all; \(rate)",
            ]
        case .hourly(let hour): return ["\(hour.value) an hour of training \(hour.origin.printable)"]
        case .unknown(let gap): return ["unknown: \(gap.sentence)"]
        }
    }

    /// The same as JSON.
    package var json: JSONValue {
        var object: JSONObject = [
            "model": .string(model.rawValue), "currency": .string("USD"), "likely": .null, "least": .null,
            "most": .null, "tokens_per_epoch": .null, "epochs": .null, "epochs_are_auto": .null,
            "per_million_tokens": .null, "per_hour": .null, "as_of": .null, "source": .null, "reason": .null,
        ]
        switch price {
        case .known(let cost):
            object["likely"] = cost.likely.json
            object["least"] = cost.range.lowerBound.json
            object["most"] = cost.range.upperBound.json
            object["tokens_per_epoch"] = .integer(cost.tokens)
            object["epochs"] = .integer(Int64(cost.epochs.likely))
            object["epochs_are_auto"] = .bool(Self.isGuessed(cost))
            object["per_million_tokens"] = cost.price.value.json
            Self.add(cost.price, to: &object)
        case .hourly(let hour):
            object["per_hour"] = hour.value.json
            Self.add(hour, to: &object)
        case .unknown(let gap): object["reason"] = .string(gap.sentence)
        }
        return .object(object)
    }

    private static func isGuessed(_ cost: TrainingCost) -> Bool {
        switch cost.epochs {
        case .fixed: false
        case .auto: true
        }
    }

    private static func add(_ price: Sourced<Money>, to object: inout JSONObject) {
        object["as_of"] = .text(price.date)
        object["source"] = .text(price.source ?? price.place)
    }
}

extension Money {
    /// The start of a range whose end carries the unit.
    fileprivate var rangeText: String { String(description.dropLast(" USD".count)) }
}
