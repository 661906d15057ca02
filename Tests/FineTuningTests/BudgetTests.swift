import FineTuning
import Testing

@Suite struct BudgetTests {
    private static func money(_ text: String) -> Money { Money(decimal: text) ?? .zero }

    private static func standing(_ amount: String, _ currency: String = "USD") -> BudgetStanding {
        BudgetStanding(month: "2026-11", limit: Budget.Limit(money(amount), currency))
    }

    @Test func spentAndExpectedCountTogether() {
        var standing = Self.standing("10")
        standing.add(.known(Self.money("6"), currency: "USD"), estimate: nil)
        standing.add(.open, estimate: Self.money("4"))
        #expect(!standing.isExceeded)
        #expect(standing.left == .zero)
        #expect(standing.isExceeded(with: Self.money("0.01")))
        standing.add(.open, estimate: Self.money("0.5"))
        #expect(standing.isExceeded)
        #expect(standing.total == Self.money("10.5"))
        #expect(standing.open == 2)
        #expect(standing.left == .zero)
    }

    @Test func whatNobodyKnowsIsCountedAndNotSummed() {
        var standing = Self.standing("10")
        standing.add(.open, estimate: nil)
        standing.add(.unknown(.unknownModel(ModelName("m"))), estimate: nil)
        #expect(standing.unknown == 2)
        #expect(standing.total == .zero)
    }

    @Test func eachCurrencyCountsItsOwn() {
        var euros = Self.standing("10", "EUR")
        euros.add(.known(Self.money("6"), currency: "USD"), estimate: nil)
        euros.add(.open, estimate: Self.money("7"))
        euros.add(.unknown(.unknownModel(ModelName("m"))), estimate: nil)
        #expect(euros == Self.standing("10", "EUR"))
        euros.add(.known(Self.money("11"), currency: "EUR"), estimate: nil)
        #expect(euros.isExceeded)
    }

    @Test(
        arguments: [
            ((trained: 3000, epochs: 3), 50_000, 1000), ((trained: 3000, epochs: 0), 50_000, 10_000),
            (nil, 50_000, 10_000), (nil, nil, nil),
        ] as [((trained: Int64, epochs: Int64)?, Int64?, Int64?)])
    func tokensAreThoseOfAnEarlierJobElseGuessedByTheFile(
        _ earlier: (trained: Int64, epochs: Int64)?, _ bytes: Int64?, _ tokens: Int64?
    ) {
        #expect(CostEstimate.tokens(earlier: earlier, bytes: bytes) == tokens)
    }

    @Test(arguments: [(Hyperparameters.Setting?.none, "9"), (.auto, "9"), (.value("2"), "6"), (.value("x"), "9")])
    func aJobUnderWayCostsItsEpochs(_ epochs: Hyperparameters.Setting?, _ cost: String) {
        var facts = ModelFacts()
        facts.training = Sourced(Self.money("3"))
        let job = Job(
            id: JobID("j"), createdAt: UnixTime(seconds: 1), status: .running, model: ModelName("m"),
            hyperparameters: Hyperparameters(epochs: epochs))
        #expect(
            CostEstimate.cost(of: job, tokens: 1_000_000, facts: facts, isOpenAI: true) == Self.money(cost))
        #expect(CostEstimate.cost(of: job, tokens: nil, facts: facts, isOpenAI: true) == nil)
        #expect(CostEstimate.cost(of: job, tokens: 5, facts: nil, isOpenAI: true) == nil)
    }
}
