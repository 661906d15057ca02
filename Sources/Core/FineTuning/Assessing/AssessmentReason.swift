/// Why an assessment came out as it did.
public enum AssessmentReason: Hashable, Sendable {
    /// There is no text.
    case noDocuments
    /// Too many documents have no usable time.
    case undated(share: Double, most: Double)
    /// Too little has stopped changing.
    case littleIsSettled(share: Double, least: Double)
    /// The settled text is so short that the prompt can hold it.
    case fitsThePrompt(tokens: Int, most: Int)
    /// The model answers no more.
    case modelHasEnded(CalendarDay)
    /// The model ends within the horizon.
    case modelEnds(CalendarDay, months: Double)
    /// Prices, or the size of a vector, are not known.
    case pricesMissing([AssessmentPrices.Item], dimensions: Bool)
    /// A query to the tuned model costs at least as much as one with retrieval.
    case tunedQueryIsDearer
    /// Nobody said how many queries there are.
    case queriesUnknown(least: Int64)
    /// There are fewer queries than a training needs to pay.
    case tooFewQueries(queries: Int64, least: Int64)
    /// There are enough.
    case pays(queries: Int64, least: Int64, saving: Money)
    /// Nearly all is settled.
    case mostIsSettled(share: Double)
    /// A part is settled.
    case partIsSettled(share: Double)

    /// The stable name for programs, for example `too-few-queries`.
    public var name: String {
        switch self {
        case .noDocuments: "no-documents"
        case .undated: "undated"
        case .littleIsSettled: "little-is-static"
        case .fitsThePrompt: "fits-the-prompt"
        case .modelHasEnded: "model-has-ended"
        case .modelEnds: "model-ends"
        case .pricesMissing: "prices-missing"
        case .tunedQueryIsDearer: "tuned-query-is-dearer"
        case .queriesUnknown: "queries-unknown"
        case .tooFewQueries: "too-few-queries"
        case .pays: "pays"
        case .mostIsSettled: "most-is-static"
        case .partIsSettled: "part-is-static"
        }
    }
}
