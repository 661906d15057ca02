import FineTuning
import JSONText
import JobViews
import Testing

@Suite struct TrainingPriceTextTests {
    private static let price = Sourced(
        Money(nanodollars: 3_000_000_000), date: "2025-07", source: "a copy of OpenAI's pricing page")

    private static func text(_ price: TrainingPrice) -> TrainingPriceText {
        TrainingPriceText(model: ModelName("gpt-4o-mini-2024-07-18"), price: price)
    }

    @Test(arguments: [
        (
            text(.known(TrainingCost(tokens: 1_499_484, epochs: .auto(likely: 2), price: price))),
            [
                "about 9.00 USD for 2 epochs (likely) of 1,499,484 tokens",
                "4.50 to 13.50 USD in all; 3.00 USD per 1M tokens as of 2025-07",
            ]
        ),
        (
            text(.known(TrainingCost(tokens: 1_499_484, epochs: .fixed(3), price: price))),
            ["13.50 USD for 3 epochs of 1,499,484 tokens", "3.00 USD per 1M tokens as of 2025-07"]
        ),
        (
            text(.known(TrainingCost(tokens: 1_000_000, error: 0.1, epochs: .fixed(1), price: price))),
            [
                "about 3.00 USD for 1 epoch of 1,000,000 tokens",
                "2.70 to 3.30 USD in all; 3.00 USD per 1M tokens as of 2025-07",
            ]
        ),
        (
            text(.hourly(Sourced(Money(nanodollars: 100_000_000_000), place: "/etc/ftd/models.conf"))),
            ["100.00 USD an hour of training from /etc/ftd/models.conf"]
        ),
        (
            text(.unknown(.otherServer(ModelName("m")))),
            [
                "unknown: the known prices are OpenAI's own, and this job goes to another server: set training in "
                    + "[model \"m\"] of models.conf"
            ]
        ),
    ])
    func peopleSeeTheSumAndWhatItRestsOn(text: TrainingPriceText, lines: [String]) {
        #expect(text.lines == lines)
        #expect(text.lines.allSatisfy { $0.count <= 70 } || lines.count == 1)
    }

    @Test func programsSeeAllFigures() {
        let known = Self.text(.known(TrainingCost(tokens: 1_499_484, epochs: .auto(likely: 2), price: Self.price)))
        #expect(
            JSONWriter.text(known.json) == """
                {"model":"gpt-4o-mini-2024-07-18","currency":"USD","likely":8.996904,"least":4.498452,\
                "most":13.495356,"tokens_per_epoch":1499484,"epochs":2,"epochs_are_auto":true,\
                "per_million_tokens":3,"per_hour":null,"as_of":"2025-07",\
                "source":"a copy of OpenAI's pricing page","reason":null}
                """)
        let unknown = Self.text(.unknown(.noTrainingPrice(ModelName("m"))))
        #expect(
            JSONWriter.text(unknown.json) == """
                {"model":"gpt-4o-mini-2024-07-18","currency":"USD","likely":null,"least":null,"most":null,\
                "tokens_per_epoch":null,"epochs":null,"epochs_are_auto":null,"per_million_tokens":null,\
                "per_hour":null,"as_of":null,"source":null,\
                "reason":"the price list has no training price of m: set training in [model \\"m\\"] of models.conf"}
                """)
    }

    @Test func reasonsAreSentences() {
        #expect(
            PriceProblem.unknownModel(ModelName("m-1")).sentence
                == "the price list does not have m-1: add [model \"m-1\"] to models.conf")
        #expect(
            PriceProblem.notCounted(Self.price).sentence
                == "3.00 USD per 1M tokens of an epoch; the tokens were not counted")
    }
}
