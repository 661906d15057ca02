/// What a training is going to cost, as a range.
///
/// The price is per million tokens, times the tokens of the file, times the epochs (OpenAI's pricing page). Validation
/// is free.
public struct TrainingCost: Hashable, Sendable {
    /// Passes over the file.
    public enum Epochs: Hashable, Sendable {
        /// Asked for.
        case fixed(Int)
        /// Left to the server, which most likely chooses so many.
        case auto(likely: Int)

        /// The number to reckon with.
        public var likely: Int {
            switch self {
            case .fixed(let number), .auto(let number): number
            }
        }

        /// The numbers that may come: one more or less than a guess.
        public var range: ClosedRange<Int> {
            switch self {
            case .fixed(let number): number...number
            case .auto(let likely): max(1, likely - 1)...(likely + 1)
            }
        }
    }

    /// Tokens of one epoch, long examples cut.
    public let tokens: Int64
    /// Passes over the file.
    public let epochs: Epochs
    /// For a million tokens.
    public let price: Sourced<Money>
    /// What it most likely costs.
    public let likely: Money
    /// From the least to the most that it may cost.
    public let range: ClosedRange<Money>

    /// Reckons.
    ///
    /// - Parameters:
    ///   - tokens: of one epoch, long examples cut.
    ///   - error: how far the tokens may be off, as a share: 0 when they were counted, more when they were estimated.
    ///   - epochs: passes over the file.
    ///   - price: for a million tokens.
    public init(tokens: Int64, error: Double = 0, epochs: Epochs, price: Sourced<Money>) {
        self.tokens = tokens
        self.epochs = epochs
        self.price = price
        likely = price.value.times(tokens: tokens) * Int64(epochs.likely)
        let off = min(max(error, 0), 1)
        let least = price.value.times(tokens: tokens) * Int64(epochs.range.lowerBound) * (1 - off)
        let most = price.value.times(tokens: tokens) * Int64(epochs.range.upperBound) * (1 + off)
        range = min(least, most)...max(least, most)
    }
}

/// The cost of a training, or why nobody knows it.
public enum TrainingPrice: Hashable, Sendable {
    /// Priced by tokens.
    case known(TrainingCost)
    /// Priced by an hour of the training loop: tokens tell nothing.
    case hourly(Sourced<Money>)
    /// Not known.
    case unknown(PriceProblem)

    /// Finds the price of a training.
    ///
    /// - Parameters:
    ///   - model: the model to tune, for the reason.
    ///   - facts: what is known of it; nil when it is in no table.
    ///   - isByTheHour: whether the method is paid by the hour of the training loop, as reinforcement is.
    ///   - isOpenAI: whether the job goes to OpenAI's own server: the built-in prices are of no other.
    ///   - tokens: of one epoch, long examples cut; nil when nobody counted.
    ///   - error: how far the tokens may be off, as a share.
    ///   - epochs: passes over the file.
    public init(
        model: ModelName, facts: ModelFacts?, isByTheHour: Bool = false, isOpenAI: Bool, tokens: Int64?,
        error: Double, epochs: TrainingCost.Epochs
    ) {
        let training = isByTheHour ? nil : facts?.training
        let base = model.base
        self =
            switch (training, facts?.trainingHour) {
            case (let price?, _) where !isOpenAI && price.place == nil: .unknown(.otherServer(base))
            case (let price?, _):
                if let tokens {
                    .known(TrainingCost(tokens: tokens, error: error, epochs: epochs, price: price))
                } else {
                    .unknown(.notCounted(price))
                }
            case (nil, let hour?) where !isOpenAI && hour.place == nil: .unknown(.otherServer(base))
            case (nil, let hour?): .hourly(hour)
            case (nil, nil) where facts == nil: .unknown(.unknownModel(base))
            case (nil, nil): .unknown(isByTheHour ? .noHourlyPrice(base) : .noTrainingPrice(base))
            }
    }
}

/// Why no price is known.
public enum PriceProblem: Hashable, Sendable {
    /// No table has the model.
    case unknownModel(ModelName)
    /// The model is known, and its training price is not.
    case noTrainingPrice(ModelName)
    /// The training is paid by the hour, and the price of one is not known.
    case noHourlyPrice(ModelName)
    /// The known prices are OpenAI's, and the job goes elsewhere.
    case otherServer(ModelName)
    /// The tokens were not counted.
    case notCounted(Sourced<Money>)
    /// The training was paid by the hour, and how many hours it took is not known.
    case byTheHour(Sourced<Money>)
}
