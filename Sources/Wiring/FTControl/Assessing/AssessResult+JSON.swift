import Commands
import FineTuning
import JSONText
import JobJSON
import JobViews
import Text
import TrainingCheck

extension AssessResult {
    /// One object, a contract: keys are only ever added, and what is unknown is null.
    var json: JSONObject { Self.fields.object(self) }

    /// Its keys.
    static let fields: JSONFields<AssessResult> = [
        JSONField("file", "the corpus") { .string($0.report.file) },
        JSONField("verdict", "fine-tune, retrieve, both or not-enough-known") {
            .string($0.assessment.verdict.rawValue)
        },
        .list("reasons", "what the verdict rests on", reasonFields) { result in
            result.assessment.reasons.map {
                Reason(name: $0.name, message: AssessReasonText(result: result).sentence($0))
            }
        },
        JSONField("text", "the template of a document's text") { .string($0.report.text) },
        JSONField("text_is_guessed", "whether its column was guessed by its name") {
            .bool($0.report.textIsGuessed)
        },
        JSONField("time", "the column of a document's time") { .text($0.report.time) },
        JSONField("time_is_guessed", "whether it was guessed by its name") { .bool($0.report.timeIsGuessed) },
        JSONField("encoding", "the encoding that tokens are counted in") { .string($0.report.encoding) },
        JSONField("tokens_are_exact", "whether they are counted, or estimated") { .bool($0.report.isExact) },
        .object("volume", "the whole corpus", partFields) { $0.figures.whole },
        .object("static", "what has stopped changing", staticFields) { $0.figures },
        .object("dynamic", "the rest", partFields) { $0.figures.changing },
        JSONField("empty_rows", "rows without text") { .integer($0.report.empty) },
        .list("ages", "how old the documents are", ageFields) { $0.report.ages },
        .object("overlap", "documents like an earlier one", overlapsFields) { $0.report },
        .object("bad_times", "rows whose time is of no use", timesFields) { $0.report },
        .object("costs", "what each way costs", costFields) { $0.assessment.costs },
        JSONField("months", "months over which the training has to pay") { number($0.assessment.months) },
        JSONField("break_even_queries", "queries a month from which on a training pays; null for never") {
            queries($0.assessment.breakEven)
        },
        JSONField("worthwhile_queries", "the same with the margin of the terms") { queries($0.assessment.worthwhile) },
        .object("terms", "the numbers that were taken for granted", termFields) { $0 },
        .object("prices", "the prices", priceFields) { $0.assessment.prices },
        .object("split", "the files that were written", splitFields) { result in
            result.target.map { Split(target: $0, report: result.report) }
        },
    ]

    private var figures: CorpusFigures { assessment.figures }

    private struct Reason: Sendable {
        let name: String
        let message: String
    }

    private static let reasonFields: JSONFields<Reason> = [
        JSONField("reason", "its name") { .string($0.name) },
        JSONField("message", "the sentence") { .string($0.message) },
    ]

    private static let partFields: JSONFields<CorpusFigures.Part> = [
        JSONField("documents", "how many documents") { .integer($0.documents) },
        JSONField("bytes", "bytes of their texts") { .integer($0.bytes) },
        JSONField("tokens", "tokens of their texts") { .integer($0.tokens) },
        JSONField("unique_tokens", "the same without repetitions") { .integer($0.uniqueTokens) },
    ]

    private static let staticFields: JSONFields<CorpusFigures> =
        partFields.map { $0.settled } + [
            JSONField("share", "its share of the corpus, from 0 to 1") { number($0.settledShare) }
        ]

    private static let ageFields: JSONFields<CorpusReport.Age> = [
        JSONField("under_days", "younger than so many days; null for all that are older") {
            $0.days.map { .integer($0) } ?? .null
        },
        JSONField("documents", "how many documents") { .integer($0.documents) },
        JSONField("tokens", "their tokens") { .integer($0.tokens) },
    ]

    private static let overlapFields: JSONFields<CorpusReport.Overlap> = [
        JSONField("documents", "how many documents") { .integer($0.documents) },
        JSONField("tokens", "their tokens") { .integer($0.tokens) },
    ]

    private static let overlapsFields: JSONFields<CorpusReport> = [
        .object("exact", "the same text", overlapFields) { $0.duplicates },
        .object("near", "nearly the same text, with --near", overlapFields) { $0.nearDuplicates },
    ]

    private static let timeFields: JSONFields<CorpusReport.BadTime> = [
        JSONField("line", "the line, from 1 on") { .integer($0.line) },
        JSONField("problem", "missing, unreadable or future") { .string($0.problem.rawValue) },
    ]

    private static let timesFields: JSONFields<CorpusReport> = [
        JSONField("missing", "rows without one") { .integer($0.badTimeCounts[.missing] ?? 0) },
        JSONField("unreadable", "rows with one that is not understood") {
            .integer($0.badTimeCounts[.unreadable] ?? 0)
        },
        JSONField("future", "rows with one that is to come") { .integer($0.badTimeCounts[.future] ?? 0) },
        .list("listed", "the first of them", timeFields) { $0.badTimes },
    ]

    private static let costFields: JSONFields<AssessmentCosts> = [
        JSONField("currency", "USD") { _ in .string("USD") },
        JSONField("embedding", "embedding the corpus once") { money($0.embedding) },
        JSONField("embedding_month", "embedding what changes in a month") { money($0.embeddingMonth) },
        JSONField("stored_bytes", "vectors and texts that are kept") {
            $0.storedBytes.map { .integer($0) } ?? .null
        },
        JSONField("storage_month", "keeping them for a month") { money($0.storageMonth) },
        JSONField("storage_saved_month", "what of it a training saves") { money($0.storageSaved) },
        JSONField("retrieval_query", "a query with retrieval") { money($0.retrievalQuery) },
        JSONField("tuned_query", "a query to a tuned model") { money($0.tunedQuery) },
        JSONField("training_tokens", "tokens of a training") { .integer($0.trainingTokens) },
        JSONField("training", "a training") { money($0.training) },
        JSONField("retrieval_month", "a month with retrieval") { money($0.retrievalMonth) },
        JSONField("split_month", "a month with a tuned model for the static part") { money($0.splitMonth) },
    ]

    private static let termFields: JSONFields<AssessResult> =
        [
            JSONField("model", "the model to tune") { .string($0.model.rawValue) },
            JSONField("embedding_model", "the model that embeds the documents") { .string($0.embedding.rawValue) },
            JSONField("static_for_seconds", "for how long a static document has not changed") {
                .integer($0.staticFor.components.seconds)
            },
            JSONField("queries", "queries a month") { $0.assessment.terms.queries.map { .integer($0) } ?? .null },
            JSONField("horizon_months", "months over which a training has to pay") {
                number($0.assessment.terms.horizon)
            },
            JSONField("chunks", "passages that retrieval adds to a query") { .integer($0.assessment.terms.chunks) },
            JSONField("chunk_tokens", "tokens of a passage") { .integer($0.assessment.terms.chunkTokens) },
        ]
        + JSONFields(
            AssessmentSetting.all.map { setting in
                JSONField(key(setting.name), setting.reason) { number(setting.read($0.assessment.terms)) }
            })

    private struct Price: Sendable {
        let item: AssessmentPrices.Item
        let price: Sourced<Money>
    }

    private static let priceFields = JSONFields<AssessmentPrices>(
        AssessmentPrices.Item.allCases.map { item in
            .object(key(item.rawValue), "for --price \(item.rawValue)", onePriceFields) { prices in
                prices.known[item].map { Price(item: item, price: $0) }
            }
        })

    private static let onePriceFields: JSONFields<Price> = [
        JSONField("usd", "US dollars") { $0.price.value.json },
        JSONField("per", "for how much") { .string($0.item == .storage ? "GB and month" : "million tokens") },
        JSONField("as_of", "the date of the price") { .text($0.price.date) },
        JSONField("source", "where the price is from") { .text($0.price.source ?? $0.price.place) },
    ]

    private struct Split: Sendable {
        let target: AssessRun.Target
        let report: CorpusReport
    }

    private static let splitFields: JSONFields<Split> = [
        JSONField("static", "the file with the static rows") { .string($0.target.settled) },
        JSONField("static_rows", "how many they are") { .integer($0.report.staticRows) },
        JSONField("dynamic", "the file with the other rows") { .string($0.target.changing) },
        JSONField("dynamic_rows", "how many they are") { .integer($0.report.dynamicRows) },
    ]

    /// A name of the command line as a key.
    private static func key(_ name: String) -> String { name.map { $0 == "-" ? "_" : String($0) }.joined() }

    private static func money(_ money: Money?) -> JSONValue { money?.json ?? .null }

    private static func queries(_ breakEven: BreakEven?) -> JSONValue {
        switch breakEven {
        case .queries(let count)?: .integer(count)
        case .never?, nil: .null
        }
    }

    private static func number(_ value: Double) -> JSONValue {
        .number(JSONNumber(text: value == value.rounded() ? value.shortest : HumanText.plain(value)))
    }
}

extension HumanText {
    /// A decimal with four places at most, for programs.
    fileprivate static func plain(_ value: Double) -> String {
        let text = decimal(value, places: 4).filter { $0 != "," }
        return String(text.reversed().drop { $0 == "0" }.reversed())
    }
}
