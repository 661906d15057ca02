/// What answering from documents costs, with retrieval and with a tuned model; nil where a price is not known.
public struct AssessmentCosts: Hashable, Sendable {
    /// Embedding the whole corpus once.
    public let embedding: Money?
    /// Embedding again what changes in a month.
    public let embeddingMonth: Money?
    /// Bytes of vectors and text of the whole corpus; nil when the vectors' size is not known.
    public let storedBytes: Int?
    /// Keeping them for a month.
    public let storageMonth: Money?
    /// What of ``storageMonth`` falls away once the settled part is in a model.
    public let storageSaved: Money?
    /// One query with retrieval: its embedding, the passages, the question and the answer.
    public let retrievalQuery: Money?
    /// One query to a tuned model, without passages.
    public let tunedQuery: Money?
    /// Tokens of an epoch of training on the settled part.
    public let trainingTokens: Int64
    /// One training.
    public let training: Money?
    /// A month with retrieval for every query; nil without a number of queries too.
    public let retrievalMonth: Money?
    /// A month in which the tuned model answers the settled share of the queries; the training apart.
    public let splitMonth: Money?

    /// Reckons.
    public init(_ figures: CorpusFigures, _ terms: AssessmentTerms, _ prices: AssessmentPrices) {
        let whole = figures.whole
        embedding = prices[.embedding]?.times(tokens: Int64(whole.tokens))
        embeddingMonth = prices[.embedding]?.times(tokens: Int64(figures.tokensOfLastMonth))

        func stored(_ part: CorpusFigures.Part) -> Int? {
            guard let dimensions = prices.dimensions else { return nil }
            let passages = max(part.documents, part.tokens / max(terms.chunkTokens, 1))
            // A number of a vector takes four bytes.
            return Int(min(Double(passages) * Double(dimensions) * 4 + Double(part.bytes), 1e18))
        }
        func kept(_ bytes: Int?) -> Money? {
            guard let bytes, let price = prices[.storage] else { return nil }
            // The price list's GB is 2^30 bytes.
            return price * max(0, Double(bytes) / Double(1 << 30) - Double(prices.freeStorage))
        }
        storedBytes = stored(whole)
        storageMonth = kept(storedBytes)
        storageSaved = storageMonth.flatMap { all in kept(stored(figures.changing)).map { all - $0 } }

        func query(_ input: AssessmentPrices.Item, _ output: AssessmentPrices.Item, passages: Int) -> Money? {
            guard let input = prices[input], let output = prices[output] else { return nil }
            return input.times(tokens: Int64(terms.questionTokens + passages))
                + output.times(tokens: Int64(terms.answerTokens))
        }
        let answered = query(.baseInput, .baseOutput, passages: terms.chunks * terms.chunkTokens)
        let withRetrieval = answered.flatMap { answer in
            prices[.embedding].map { answer + $0.times(tokens: Int64(terms.questionTokens)) }
        }
        let tuned = query(.tunedInput, .tunedOutput, passages: 0)
        retrievalQuery = withRetrieval
        tunedQuery = tuned

        let tokens = Int64(min(Double(figures.settled.uniqueTokens) * terms.wordings, 1e15))
        trainingTokens = tokens
        training = prices[.training].map { $0.times(tokens: tokens) * Int64(terms.epochs) }

        guard let queries = terms.queries, let query = withRetrieval, let storageMonth, let embeddingMonth else {
            retrievalMonth = nil
            splitMonth = nil
            return
        }
        let month = query * queries + storageMonth + embeddingMonth
        retrievalMonth = month
        guard let tuned, let storageSaved else {
            splitMonth = nil
            return
        }
        splitMonth = month - storageSaved - (query - tuned) * (Double(queries) * figures.settledShare)
    }

    /// What one query saves when the tuned model answers it; below zero when it costs more.
    public var savingOfQuery: Money? { retrievalQuery.flatMap { query in tunedQuery.map { query - $0 } } }
}

/// From how many queries a month on a training pays.
public enum BreakEven: Hashable, Sendable {
    /// From so many on.
    case queries(Int64)
    /// Never: a query to the tuned model costs no less.
    case never

    /// Reckons; nil where a price is not known.
    ///
    /// - Parameters:
    ///   - share: of the queries that the tuned model answers.
    ///   - months: over which the training has to pay.
    ///   - margin: how many times.
    init?(_ costs: AssessmentCosts, share: Double, months: Double, margin: Double) {
        guard let training = costs.training, let saving = costs.savingOfQuery, let storage = costs.storageSaved else {
            return nil
        }
        let needed = training.dollars * margin - storage.dollars * months
        if needed <= 0, months > 0 {
            self = .queries(0)
            return
        }
        let each = saving.dollars * share * months
        guard each > 0 else {
            self = .never
            return
        }
        let queries = (needed / each).rounded(.up)
        self = queries < 9e18 ? .queries(Int64(queries)) : .never
    }
}
