package import FineTuning
import Text

extension PriceProblem {
    /// What is missing and where to write it, without a full stop.
    package var sentence: String {
        switch self {
        case .unknownModel(let model):
            "the price list does not have \(model.rawValue.printable): add [model \"\(model.rawValue.printable)\"] to models.conf"
        case .noTrainingPrice(let model):
            "the price list has no training price of \(model.rawValue.printable): set training in \(section(model))"
        case .noHourlyPrice(let model):
            "reinforcement is paid by the hour, which the price list does not have: set training-hour in "
                + section(model)
        case .otherServer(let model):
            "the known prices are OpenAI's own, and this job goes to another server: set training in "
                + section(model)
        case .notCounted(let price): "\(price.value) per 1M tokens of an epoch; the tokens were not counted"
        case .byTheHour(let price): "paid by the hour, \(price.value) each; the server does not say how many it took"
        }
    }

    private func section(_ model: ModelName) -> String { "[model \"\(model.rawValue.printable)\"] of models.conf" }
}
