import FineTuning
import Testing

@Suite struct TrainingCostTests {
    private let price = Sourced(Money(nanodollars: 3_000_000_000), date: "2025-07")

    @Test func fixedEpochsOfCountedTokensCostOneSum() {
        let cost = TrainingCost(tokens: 1_000_000, epochs: .fixed(2), price: price)
        #expect(cost.likely == Money(decimal: "6"))
        #expect(cost.range == cost.likely...cost.likely)
    }

    @Test(arguments: [(1, "3", "6"), (2, "3", "9"), (10, "27", "33")])
    func automaticEpochsMayBeOneOff(likely: Int, least: String, most: String) throws {
        let cost = TrainingCost(tokens: 1_000_000, epochs: .auto(likely: likely), price: price)
        #expect(cost.range == (try #require(Money(decimal: least)))...(try #require(Money(decimal: most))))
    }

    @Test func estimatedTokensWidenTheRange() throws {
        let cost = TrainingCost(tokens: 1_000_000, error: 0.1, epochs: .fixed(1), price: price)
        #expect(cost.range == (try #require(Money(decimal: "2.7")))...(try #require(Money(decimal: "3.3"))))
    }

    private func price(
        _ facts: ModelFacts?, isOpenAI: Bool = true, tokens: Int64? = 1_000_000
    ) -> TrainingPrice {
        TrainingPrice(
            model: ModelName("ft:m-1:acme::A"), facts: facts, isOpenAI: isOpenAI, tokens: tokens, error: 0,
            epochs: .fixed(1))
    }

    @Test func theReasonIsNamedWhereNoPriceIsKnown() throws {
        var facts = ModelFacts()
        #expect(price(nil) == .unknown(.unknownModel(ModelName("m-1"))))
        #expect(price(facts) == .unknown(.noTrainingPrice(ModelName("m-1"))))
        facts.trainingHour = Sourced(Money(nanodollars: 100_000_000_000))
        #expect(price(facts) == .hourly(Sourced(Money(nanodollars: 100_000_000_000))))
        facts.training = price
        #expect(price(facts, tokens: nil) == .unknown(.notCounted(price)))
        #expect(price(facts, isOpenAI: false) == .unknown(.otherServer(ModelName("m-1"))))
        facts.training = Sourced(Money(nanodollars: 1), place: "/etc/ftd/models.conf")
        guard case .known = price(facts, isOpenAI: false) else { throw Unexpected() }
    }

    @Test func reinforcementIsPaidByTheHourAlone() {
        var facts = ModelFacts()
        facts.training = price
        func hourly(_ facts: ModelFacts, isOpenAI: Bool = true) -> TrainingPrice {
            TrainingPrice(
                model: ModelName("m-1"), facts: facts, isByTheHour: true, isOpenAI: isOpenAI, tokens: 5, error: 0,
                epochs: .fixed(1))
        }
        #expect(hourly(facts) == .unknown(.noHourlyPrice(ModelName("m-1"))))
        let hour = Sourced(Money(nanodollars: 100_000_000_000), date: "2025-07")
        facts.trainingHour = hour
        #expect(hourly(facts) == .hourly(hour))
        #expect(hourly(facts, isOpenAI: false) == .unknown(.otherServer(ModelName("m-1"))))
    }

    private struct Unexpected: Error {}

    /// A job that a server calls "completed" cost nothing.
    @Test(arguments: ["succeeded", "completed", "SUCCEEDED"]) func aSuccessUnderAnyWordCostsSomething(word: String) {
        let job = Job(
            id: JobID("j"), createdAt: UnixTime(seconds: 1), status: JobStatus(word: word), model: ModelName("m"))
        #expect(JobCost(of: job, told: nil, facts: nil, isOpenAI: true) != .known(.zero, currency: "USD"))
    }
}
