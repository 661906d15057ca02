/// A figure that changes with time: the value, and where it comes from.
public struct Sourced<Value: Hashable & Sendable>: Hashable, Sendable {
    /// The figure.
    public let value: Value
    /// The figure's date as it was given, `2025-07` or `2026-10-14`; nil where nobody gave one.
    public let date: String?
    /// Who said so, in words; nil where nobody gave one.
    public let source: String?
    /// The file and line that the figure was read from; nil for the built-in copy.
    public let place: String?

    /// Puts a figure and its origin together.
    public init(_ value: Value, date: String? = nil, source: String? = nil, place: String? = nil) {
        self.value = value
        self.date = date
        self.source = source
        self.place = place
    }

    /// `price list of 2025-07`, or the file that an own figure stands in.
    public var origin: String {
        if let date { return "as of \(date)" }
        return place.map { "from \($0)" } ?? "undated"
    }
}

/// What is known about a model, each figure with its date and source; nil for what is not.
///
/// Prices are per million tokens.
public struct ModelFacts: Hashable, Sendable {
    /// Other names of the same model, for example `gpt-4o-mini`.
    public var aliases: [ModelName]
    /// The encoding that it counts in, for example `o200k_base`.
    public var encoding: Sourced<String>?
    /// Training, for a million tokens of each epoch.
    public var training: Sourced<Money>?
    /// Training by time: an hour of the training loop (reinforcement).
    public var trainingHour: Sourced<Money>?
    /// What the tuned model, or a model that cannot be tuned, reads.
    public var input: Sourced<Money>?
    /// The same for what its cache already has.
    public var cachedInput: Sourced<Money>?
    /// What the tuned model writes.
    public var output: Sourced<Money>?
    /// What the model reads as it is, before it is tuned.
    public var baseInput: Sourced<Money>?
    /// What the model writes as it is, before it is tuned.
    public var baseOutput: Sourced<Money>?
    /// Numbers of a vector, of an embedding model.
    public var dimensions: Sourced<Int>?
    /// A GB of vectors and text kept for a day, of an embedding model; not for a million tokens.
    public var storageDay: Sourced<Money>?
    /// So many GB are kept for nothing.
    public var storageFree: Sourced<Int>?
    /// Tokens of one example that are trained on; what is beyond is cut.
    public var exampleLimit: Sourced<Int>?
    /// The methods by which it is tuned, by their words at the API: `supervised`, `dpo`, `reinforcement`; none where it
    /// cannot be tuned.
    public var methods: Sourced<[String]>?
    /// Whether it learns from images.
    public var images: Sourced<Bool>?
    /// Whether it learns to call functions.
    public var tools: Sourced<Bool>?
    /// What an image counts as.
    public var imageTokens: Sourced<ImageTokens>?
    /// The first day on which it can be tuned.
    public var tunableSince: Sourced<CalendarDay>?
    /// The first day on which it can no longer be tuned; models tuned from it go on answering.
    public var tunableUntil: Sourced<CalendarDay>?
    /// The day on which it stops answering, with the models tuned from it.
    public var shutdown: Sourced<CalendarDay>?

    /// A model of which nothing is known.
    public init() { aliases = [] }

    /// These facts, and where there is none the other's.
    public func completed(by other: ModelFacts) -> ModelFacts {
        var facts = self
        facts.aliases += other.aliases.filter { !aliases.contains($0) }
        facts.encoding = encoding ?? other.encoding
        facts.training = training ?? other.training
        facts.trainingHour = trainingHour ?? other.trainingHour
        facts.input = input ?? other.input
        facts.cachedInput = cachedInput ?? other.cachedInput
        facts.output = output ?? other.output
        facts.baseInput = baseInput ?? other.baseInput
        facts.baseOutput = baseOutput ?? other.baseOutput
        facts.dimensions = dimensions ?? other.dimensions
        facts.storageDay = storageDay ?? other.storageDay
        facts.storageFree = storageFree ?? other.storageFree
        facts.exampleLimit = exampleLimit ?? other.exampleLimit
        facts.methods = methods ?? other.methods
        facts.images = images ?? other.images
        facts.tools = tools ?? other.tools
        facts.imageTokens = imageTokens ?? other.imageTokens
        facts.tunableSince = tunableSince ?? other.tunableSince
        facts.tunableUntil = tunableUntil ?? other.tunableUntil
        facts.shutdown = shutdown ?? other.shutdown
        return facts
    }
}
