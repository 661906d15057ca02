import Commands
import FineTuning
import JSONText
import JobJSON
import JobViews
import Text
import TrainingCheck

extension AssessResult {
    /// One object, a contract: keys are only ever added, and what is unknown is null.
    var json: JSONObject {
        [
            "file": .string(report.file),
            "verdict": .string(assessment.verdict.rawValue),
            "reasons": .array(
                assessment.reasons.map { reason in
                    .object([
                        "reason": .string(reason.name),
                        "message": .string(AssessReasonText(result: self).sentence(reason)),
                    ])
                }),
            "text": .string(report.text), "text_is_guessed": .bool(report.textIsGuessed),
            "time": .text(report.time), "time_is_guessed": .bool(report.timeIsGuessed),
            "encoding": .string(report.encoding), "tokens_are_exact": .bool(report.isExact),
            "volume": .object(Self.part(figures.whole)),
            "static": .object(Self.part(figures.settled) + ["share": Self.number(figures.settledShare)]),
            "dynamic": .object(Self.part(figures.changing)),
            "empty_rows": .integer(report.empty),
            "ages": .array(
                report.ages.map { age in
                    .object([
                        "under_days": age.days.map { .integer($0) } ?? .null, "documents": .integer(age.documents),
                        "tokens": .integer(age.tokens),
                    ])
                }),
            "overlap": .object([
                "exact": Self.overlap(report.duplicates), "near": report.nearDuplicates.map(Self.overlap) ?? .null,
            ]),
            "bad_times": .object([
                "missing": .integer(report.badTimeCounts[.missing] ?? 0),
                "unreadable": .integer(report.badTimeCounts[.unreadable] ?? 0),
                "future": .integer(report.badTimeCounts[.future] ?? 0),
                "listed": .array(
                    report.badTimes.map { time in
                        .object(["line": .integer(time.line), "problem": .string(time.problem.rawValue)])
                    }),
            ]),
            "costs": .object(costs),
            "months": Self.number(assessment.months),
            "break_even_queries": Self.queries(assessment.breakEven),
            "worthwhile_queries": Self.queries(assessment.worthwhile),
            "terms": .object(terms), "prices": .object(prices),
            "split": target.map { target in
                .object([
                    "static": .string(target.settled), "static_rows": .integer(report.staticRows),
                    "dynamic": .string(target.changing), "dynamic_rows": .integer(report.dynamicRows),
                ])
            } ?? .null,
        ]
    }

    private var figures: CorpusFigures { assessment.figures }

    private var costs: JSONObject {
        let costs = assessment.costs
        return [
            "currency": .string("USD"), "embedding": Self.money(costs.embedding),
            "embedding_month": Self.money(costs.embeddingMonth),
            "stored_bytes": costs.storedBytes.map { .integer($0) } ?? .null,
            "storage_month": Self.money(costs.storageMonth), "storage_saved_month": Self.money(costs.storageSaved),
            "retrieval_query": Self.money(costs.retrievalQuery), "tuned_query": Self.money(costs.tunedQuery),
            "training_tokens": .integer(costs.trainingTokens), "training": Self.money(costs.training),
            "retrieval_month": Self.money(costs.retrievalMonth), "split_month": Self.money(costs.splitMonth),
        ]
    }

    private var terms: JSONObject {
        let terms = assessment.terms
        var object: JSONObject = [
            "model": .string(model.rawValue), "embedding_model": .string(embedding.rawValue),
            "static_for_seconds": .integer(staticFor.components.seconds),
            "queries": terms.queries.map { .integer($0) } ?? .null, "horizon_months": Self.number(terms.horizon),
            "chunks": .integer(terms.chunks), "chunk_tokens": .integer(terms.chunkTokens),
        ]
        for setting in AssessmentSetting.all { object[Self.key(setting.name)] = Self.number(setting.read(terms)) }
        return object
    }

    private var prices: JSONObject {
        var object = JSONObject()
        for item in AssessmentPrices.Item.allCases {
            object[Self.key(item.rawValue)] =
                assessment.prices.known[item].map { price in
                    .object([
                        "usd": price.value.json, "per": .string(item == .storage ? "GB and month" : "million tokens"),
                        "as_of": .text(price.date), "source": .text(price.source ?? price.place),
                    ])
                } ?? .null
        }
        return object
    }

    /// A name of the command line as a key.
    private static func key(_ name: String) -> String { name.map { $0 == "-" ? "_" : String($0) }.joined() }

    private static func part(_ part: CorpusFigures.Part) -> JSONObject {
        [
            "documents": .integer(part.documents), "bytes": .integer(part.bytes), "tokens": .integer(part.tokens),
            "unique_tokens": .integer(part.uniqueTokens),
        ]
    }

    private static func overlap(_ overlap: CorpusReport.Overlap) -> JSONValue {
        .object(["documents": .integer(overlap.documents), "tokens": .integer(overlap.tokens)])
    }

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

extension JSONObject {
    fileprivate static func + (left: JSONObject, right: JSONObject) -> JSONObject {
        JSONObject(members: left.members + right.members)
    }
}
