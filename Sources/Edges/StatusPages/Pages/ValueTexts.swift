import FineTuning
import JobViews
import Text

extension JobID {
    /// The part that people tell jobs apart by: nine characters without `ftjob-`.
    var brief: String {
        let own = rawValue.hasPrefix("ftjob-") ? rawValue.dropFirst("ftjob-".count) : rawValue[...]
        return String(own.prefix(9))
    }
}

extension ModelName {
    /// `…:personal::A32VfYIz` of a tuned model: what tells it from others on the same base.
    var withoutBase: String {
        guard rawValue.hasPrefix("ft:") else { return rawValue }
        let own = rawValue.dropFirst("ft:".count).drop { $0 != ":" }
        return own.isEmpty ? rawValue : "…\(own)"
    }
}

extension JobError {
    /// The code and what is wrong, for example `invalid_training_file: Row 3 is not an object`.
    var sentence: String { [code, message].compactMap(\.self).joined(separator: ": ") }
}

extension JobCost {
    /// `12.07 USD`; empty before the end, a dash where nobody knows.
    var brief: String {
        switch self {
        case .known(let amount, let currency): amount.text(in: currency)
        case .open: ""
        case .unknown: "–"
        }
    }
}

extension Money {
    /// `12.07 EUR`.
    func text(in currency: String) -> String {
        "\("\(self)".split(separator: " ").first.map(String.init) ?? "") \(currency)"
    }
}

extension Usage {
    /// `12.07 USD`; nothing while all is under way, `unknown` where no cost is known.
    func costText(_ currency: String) -> String {
        hasCost ? cost.text(in: currency) : open == jobs ? "" : "unknown"
    }
}

extension JobLine.Progress {
    /// `loss 1.157`.
    var lossText: String { loss.map { "loss \(HumanText.decimal($0, places: 3))" } ?? "" }

    /// `step 186/300`.
    var stepText: String {
        "step \(HumanText.number(step))" + (totalSteps.map { "/\(HumanText.number($0))" } ?? "")
    }
}
