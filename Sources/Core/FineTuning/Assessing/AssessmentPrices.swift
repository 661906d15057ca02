/// The prices that an assessment needs, each with its origin; nil for what is not known.
public struct AssessmentPrices: Hashable, Sendable {
    /// One of the prices.
    public enum Item: String, Hashable, Sendable, CaseIterable {
        /// A million tokens trained on, each epoch.
        case training
        /// A million tokens that the tuned model reads.
        case tunedInput = "tuned-input"
        /// A million tokens that the tuned model writes.
        case tunedOutput = "tuned-output"
        /// A million tokens that the model reads as it is, with retrieval.
        case baseInput = "base-input"
        /// A million tokens that the model writes as it is.
        case baseOutput = "base-output"
        /// A million tokens that are embedded.
        case embedding
        /// A GB of vectors and text kept for a month.
        case storage

        /// The key of `models.conf` that sets it.
        public var key: String {
            switch self {
            case .training: "training"
            case .tunedInput: "input"
            case .tunedOutput: "output"
            case .baseInput: "base-input"
            case .baseOutput: "base-output"
            case .embedding: "input"
            case .storage: "storage-day"
            }
        }

        /// Whether it belongs to the embedding model, not to the one to be tuned.
        public var isOfEmbedding: Bool {
            switch self {
            case .embedding, .storage: true
            case .training, .tunedInput, .tunedOutput, .baseInput, .baseOutput: false
            }
        }
    }

    /// The known ones.
    public var known: [Item: Sourced<Money>] = [:]
    /// Numbers of a vector; nil when the embedding model is not known.
    public var dimensions: Int?
    /// GB that are kept for nothing.
    public var freeStorage = 0
    /// The day on which the model to be tuned stops answering.
    public var shutdown: CalendarDay?

    /// Nothing is known.
    public init() {}

    /// What tables say.
    ///
    /// - Parameters:
    ///   - model: the model to be tuned.
    ///   - embedding: the embedding model.
    ///   - isOpenAI: whether the models run on OpenAI's own server: the built-in prices are of no other.
    public init(model: ModelFacts?, embedding: ModelFacts?, isOpenAI: Bool) {
        func price(_ price: Sourced<Money>?) -> Sourced<Money>? {
            isOpenAI ? price : price?.place.flatMap { _ in price }
        }
        known[.training] = price(model?.training)
        known[.tunedInput] = price(model?.input)
        known[.tunedOutput] = price(model?.output)
        known[.baseInput] = price(model?.baseInput)
        known[.baseOutput] = price(model?.baseOutput)
        known[.embedding] = price(embedding?.input)
        known[.storage] = price(embedding?.storageDay).map {
            Sourced($0.value * Self.daysOfMonth, date: $0.date, source: $0.source, place: $0.place)
        }
        dimensions = embedding?.dimensions?.value
        freeStorage = embedding?.storageFree?.value ?? 0
        shutdown = model?.shutdown?.value
    }

    /// A twelfth of a year.
    static let daysOfMonth = 365.0 / 12

    subscript(item: Item) -> Money? { known[item]?.value }
}
