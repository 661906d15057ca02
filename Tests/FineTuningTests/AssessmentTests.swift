import FineTuning
import Testing

@Suite struct AssessmentTests {
    /// 2026-11-22.
    private static let now = UnixTime(seconds: 1_795_305_600)

    /// Round numbers, so that sums can be done by hand.
    private static func prices(shutdown: String? = nil, without: AssessmentPrices.Item? = nil) -> AssessmentPrices {
        var prices = AssessmentPrices()
        let dollars: [AssessmentPrices.Item: String] = [
            .training: "10", .tunedInput: "2", .tunedOutput: "4", .baseInput: "1", .baseOutput: "4", .embedding: "1",
            .storage: "0",
        ]
        for (item, price) in dollars where item != without {
            prices.known[item] = Money(decimal: price).map { Sourced($0) }
        }
        prices.dimensions = 1_000
        prices.shutdown = shutdown.flatMap { CalendarDay($0) }
        return prices
    }

    private static func corpus(settled: Int, changing: Int, undated: Int = 0) -> CorpusFigures {
        var figures = CorpusFigures()
        figures.settled.documents = settled / 1_000
        figures.settled.tokens = settled
        figures.settled.uniqueTokens = settled
        figures.changing.documents = changing / 1_000
        figures.changing.tokens = changing
        figures.undated = undated
        return figures
    }

    private static func terms(_ queries: Int64?) -> AssessmentTerms {
        var terms = AssessmentTerms()
        terms.queries = queries
        return terms
    }

    private func assess(
        _ figures: CorpusFigures, _ queries: Int64?, _ prices: AssessmentPrices = AssessmentTests.prices()
    ) -> Assessment {
        Assessment(figures, terms: Self.terms(queries), prices: prices, now: Self.now)
    }

    /// By hand.
    ///
    /// A million settled tokens: 10 wordings, 3 epochs and 10 USD for a million make a training of 300 USD. A query with
    /// retrieval reads 50 + 5 · 400 tokens, writes 200 and embeds 50: 0.0029 USD; a tuned one 0.0009 USD; 0.002 USD are
    /// saved, in 12 months 0.024 USD.
    @Test func theArithmeticIsThatOfTheDescription() {
        let assessment = assess(Self.corpus(settled: 1_000_000, changing: 0), 20_000)
        let costs = assessment.costs
        #expect(costs.training == Money(decimal: "300"))
        #expect(costs.trainingTokens == 10_000_000)
        #expect(costs.retrievalQuery == Money(decimal: "0.0029"))
        #expect(costs.tunedQuery == Money(decimal: "0.0009"))
        #expect(costs.savingOfQuery == Money(decimal: "0.002"))
        #expect(costs.embedding == Money(decimal: "1"))
        // 2,500 passages of 1,000 numbers of four bytes.
        #expect(costs.storedBytes == 10_000_000)
        #expect(costs.retrievalMonth == Money(decimal: "58"))
        #expect(costs.splitMonth == Money(decimal: "18"))
        #expect(assessment.breakEven == .queries(12_500))
        #expect(assessment.worthwhile == .queries(25_000))
        #expect(assessment.months == 12)
    }

    @Test(arguments: [
        (1_000_000, 0, nil as Int64?, Assessment.Verdict.unknown, "queries-unknown"),
        (1_000_000, 0, 24_999, .keepRetrieving, "too-few-queries"),
        (1_000_000, 0, 25_000, .fineTune, "pays"),
        (1_000_000, 100_000, 1_000_000, .fineTune, "pays"),
        (1_000_000, 200_000, 1_000_000, .split, "pays"),
        (200_000, 800_000, 1_000_000, .split, "pays"),
        (199_999, 800_001, 1_000_000, .keepRetrieving, "little-is-static"),
        (20_000, 0, 1_000_000, .keepRetrieving, "fits-the-prompt"),
        (0, 5_000, nil, .keepRetrieving, "little-is-static"),
        (0, 0, 1_000_000, .unknown, "no-documents"),
    ])
    func theVerdictFollowsFromTheFigures(
        settled: Int, changing: Int, queries: Int64?, verdict: Assessment.Verdict, reason: String
    ) {
        let assessment = assess(Self.corpus(settled: settled, changing: changing), queries)
        #expect(assessment.verdict == verdict)
        #expect(assessment.reasons.first?.name == reason)
    }

    @Test func onlyTheSettledShareOfTheQueriesSaves() {
        let assessment = assess(Self.corpus(settled: 500_000, changing: 500_000), 20_000)
        // Half of the training, and half of the queries.
        #expect(assessment.breakEven == .queries(12_500))
        #expect(assessment.costs.splitMonth == Money(decimal: "38"))
    }

    @Test func withoutTimesNothingIsSaid() {
        let figures = Self.corpus(settled: 700_000, changing: 300_000, undated: 201)
        #expect(assess(figures, 1_000_000).reasons == [.undated(share: 0.201, most: 0.2)])
        #expect(assess(figures, 1_000_000).verdict == .unknown)
    }

    @Test(arguments: AssessmentPrices.Item.allCases)
    func everyMissingPriceIsNamed(item: AssessmentPrices.Item) {
        let assessment = assess(
            Self.corpus(settled: 1_000_000, changing: 0), 1_000_000, Self.prices(without: item))
        #expect(assessment.verdict == .unknown)
        #expect(assessment.reasons == [.pricesMissing([item], dimensions: false)])
        #expect(assessment.breakEven == nil)
    }

    @Test func aModelThatEndsHasToPayBefore() {
        let figures = Self.corpus(settled: 1_000_000, changing: 0)
        let ends = assess(figures, 25_000, Self.prices(shutdown: "2027-05-23"))
        #expect(ends.verdict == .keepRetrieving)
        #expect(ends.reasons.map(\.name) == ["too-few-queries", "model-ends"])
        #expect((5.9...6.1).contains(ends.months))
        let ended = assess(figures, 1_000_000, Self.prices(shutdown: "2026-11-22"))
        #expect(ended.verdict == .keepRetrieving)
        #expect(ended.reasons.map(\.name) == ["model-has-ended"])
        #expect(assess(figures, 25_000, Self.prices(shutdown: "2029-01-01")).verdict == .fineTune)
    }

    @Test func aTunedQueryThatCostsMoreNeverPays() {
        var prices = Self.prices()
        prices.known[.tunedOutput] = Money(decimal: "14.5").map { Sourced($0) }
        let assessment = assess(Self.corpus(settled: 1_000_000, changing: 0), .max, prices)
        #expect(assessment.breakEven == .never)
        #expect(assessment.reasons == [.tunedQueryIsDearer])
    }

    @Test func storageThatFallsAwayCounts() {
        var prices = Self.prices()
        prices.known[.storage] = Money(decimal: "1000").map { Sourced($0) }
        prices.freeStorage = 1
        var figures = Self.corpus(settled: 1_000_000, changing: 0)
        // Less than what is free.
        #expect(assess(figures, nil, prices).costs.storageSaved == .zero)
        figures.settled.bytes = 3 << 30
        let saved = assess(figures, nil, prices).costs
        #expect(saved.storageSaved == saved.storageMonth)
        #expect((2_000...2_020).contains(saved.storageMonth?.dollars ?? 0))
        // Storage alone earns the training.
        #expect(assess(figures, nil, prices).breakEven == .queries(0))
    }

    @Test func pricesOfTheTableAreOpenAIsOwn() {
        var model = ModelFacts()
        model.training = Sourced(Money(nanodollars: 1), date: "2025-07", source: "list")
        model.input = Sourced(Money(nanodollars: 2), place: "models.conf")
        var embedding = ModelFacts()
        embedding.storageDay = Money(decimal: "0.12").map { Sourced($0, date: "2026", source: "list") }
        let elsewhere = AssessmentPrices(model: model, embedding: embedding, isOpenAI: false)
        #expect(Set(elsewhere.known.keys) == [.tunedInput])
        let there = AssessmentPrices(model: model, embedding: embedding, isOpenAI: true)
        #expect(Set(there.known.keys) == [.training, .tunedInput, .storage])
        // 365 days, a twelfth.
        #expect(there.known[.storage]?.value == Money(decimal: "3.65"))
    }

    @Test func hugeFiguresDoNotTrap() {
        var figures = Self.corpus(settled: .max / 4, changing: .max / 4)
        figures.settled.bytes = .max / 4
        let assessment = assess(figures, .max)
        #expect(assessment.verdict != .unknown)
    }

    @Test func everySettingReadsWhatItWrote() {
        for setting in AssessmentSetting.all {
            var terms = AssessmentTerms()
            #expect(setting.range.contains(setting.read(terms)), "\(setting.name)")
            setting.write(&terms, setting.range.upperBound)
            #expect(setting.read(terms) == setting.range.upperBound, "\(setting.name)")
            #expect(terms != AssessmentTerms(), "\(setting.name)")
        }
    }
}
