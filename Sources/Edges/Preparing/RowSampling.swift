/// Which rows count more than others, by a column or by chance.
public struct RowSampling: Sendable, Equatable {
    /// The column of weights: a row of weight 2 is written twice, one of 0.3 with a chance of 0.3; nil for none.
    public var weights: String?
    /// The column of whose values each is to have as many examples: as many as the rarest has; nil for none.
    public var balance: String?
    /// How many examples are written at most, chosen by chance; nil for all.
    public var sample: Int?
    /// Another seed chooses others.
    public var seed: UInt64

    /// Puts it together; nothing of it, and seed 0, unless told otherwise.
    public init(weights: String? = nil, balance: String? = nil, sample: Int? = nil, seed: UInt64 = 0) {
        self.weights = weights
        self.balance = balance
        self.sample = sample
        self.seed = seed
    }

    /// More different values in the column to balance are refused: they are no classes.
    public static let mostClasses = 10_000
    /// Greater weights are refused: they are no weights.
    public static let greatestWeight = 1_000.0
}

/// What sampling did.
public struct SamplingReport: Sendable, Equatable {
    /// Different values in the column to balance.
    public internal(set) var classes = 0
    /// Examples before the choice.
    public internal(set) var candidates = 0
    /// Examples that were chosen.
    public internal(set) var chosen = 0
    /// Examples written once more because of their weights.
    public internal(set) var repeated = 0
}
