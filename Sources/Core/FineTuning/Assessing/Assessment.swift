/// Whether a corpus belongs in a model: past a threshold, settled knowledge is cheaper in weights than in retrieval.
///
/// A pure value: figures, terms, prices and the time go in, costs and a verdict with its reasons come out. Only the part
/// that differs is compared: documents that keep changing stay with retrieval in any case.
public struct Assessment: Hashable, Sendable {
    /// What to do.
    public enum Verdict: String, Hashable, Sendable, CaseIterable {
        /// Nearly everything is settled, and a training pays.
        case fineTune = "fine-tune-the-static-part"
        /// Leave it as it is.
        case keepRetrieving = "keep-retrieving"
        /// Train on the settled part, go on retrieving the rest.
        case split = "both-split-it"
        /// Nothing can be said; the reasons tell what is missing.
        case unknown = "not-enough-known"
    }

    /// What goes in.
    public let figures: CorpusFigures
    /// What is taken for granted.
    public let terms: AssessmentTerms
    /// What things cost.
    public let prices: AssessmentPrices
    /// What it costs altogether.
    public let costs: AssessmentCosts
    /// Months until the model stops answering; nil when no end is known.
    public let monthsLeft: Double?
    /// Months over which a training has to pay: the horizon, or less when the model ends before.
    public let months: Double
    /// From how many queries a month on a training earns what it costs; nil where a price is not known.
    public let breakEven: BreakEven?
    /// From how many on it earns that with the margin.
    public let worthwhile: BreakEven?
    /// What to do.
    public let verdict: Verdict
    /// Why, the reason that decided first.
    public let reasons: [AssessmentReason]

    /// Judges.
    public init(
        _ figures: CorpusFigures, terms: AssessmentTerms = AssessmentTerms(), prices: AssessmentPrices, now: UnixTime
    ) {
        self.figures = figures
        self.terms = terms
        self.prices = prices
        costs = AssessmentCosts(figures, terms, prices)
        monthsLeft = prices.shutdown.map { max(0, ($0.start - now).inSeconds / 86_400 / AssessmentPrices.daysOfMonth) }
        months = min(terms.horizon, monthsLeft ?? .infinity)
        let share = figures.settledShare
        breakEven = BreakEven(costs, share: share, months: months, margin: 1)
        worthwhile = BreakEven(costs, share: share, months: months, margin: terms.margin)
        (verdict, reasons) = Self.judge(
            figures, terms, prices, costs, worthwhile, months: months, monthsLeft: monthsLeft)
    }

    private static func judge(
        _ figures: CorpusFigures, _ terms: AssessmentTerms, _ prices: AssessmentPrices, _ costs: AssessmentCosts,
        _ worthwhile: BreakEven?, months: Double, monthsLeft: Double?
    ) -> (Verdict, [AssessmentReason]) {
        let share = figures.settledShare
        guard figures.whole.documents > 0 else { return (.unknown, [.noDocuments]) }
        guard figures.undatedShare <= terms.mostUndated else {
            return (.unknown, [.undated(share: figures.undatedShare, most: terms.mostUndated)])
        }
        guard share >= terms.leastSettled, figures.settled.tokens > 0 else {
            return (.keepRetrieving, [.littleIsSettled(share: share, least: terms.leastSettled)])
        }
        guard figures.settled.uniqueTokens > terms.promptTokens else {
            return (
                .keepRetrieving, [.fitsThePrompt(tokens: figures.settled.uniqueTokens, most: terms.promptTokens)]
            )
        }
        if let end = prices.shutdown, months <= 0 { return (.keepRetrieving, [.modelHasEnded(end)]) }
        // What ends soon is said beside whatever else decides.
        var beside: [AssessmentReason] = []
        if let end = prices.shutdown, let monthsLeft, monthsLeft < terms.horizon {
            beside.append(.modelEnds(end, months: monthsLeft))
        }
        guard let worthwhile else {
            let missing = AssessmentPrices.Item.allCases.filter { prices.known[$0] == nil }
            return (.unknown, [.pricesMissing(missing, dimensions: prices.dimensions == nil)] + beside)
        }
        guard case .queries(let least) = worthwhile, let saving = costs.savingOfQuery else {
            return (.keepRetrieving, [.tunedQueryIsDearer] + beside)
        }
        guard let queries = terms.queries else { return (.unknown, [.queriesUnknown(least: least)] + beside) }
        guard queries >= least else {
            return (.keepRetrieving, [.tooFewQueries(queries: queries, least: least)] + beside)
        }
        let paid = AssessmentReason.pays(queries: queries, least: least, saving: saving)
        return share >= terms.mostlySettled
            ? (.fineTune, [paid, .mostIsSettled(share: share)] + beside)
            : (.split, [paid, .partIsSettled(share: share)] + beside)
    }
}
