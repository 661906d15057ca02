import FineTuning
import Testing

@Suite struct MoneyTests {
    @Test(arguments: [
        ("3", 3_000_000_000), ("0.30", 300_000_000), ("1.875", 1_875_000_000), ("0.000000001", 1),
        ("8999999999.999999999", 8_999_999_999_999_999_999),
    ])
    func decimalIsReadExactly(text: String, nanodollars: Int64) throws {
        let money = try #require(Money(decimal: text))
        #expect(money.nanodollars == nanodollars)
        #expect(Money(decimal: money.decimal) == money)
    }

    @Test(arguments: ["", ".", "3.", ".5", "-1", "+1", "1e3", "1,000", "0.0000000001", "9000000000", "3 USD", "٣"])
    func otherTextIsNoAmount(text: String) {
        #expect(Money(decimal: text) == nil)
    }

    @Test(arguments: [
        (0, "0.00 USD"), (12_072_843_000, "12.07 USD"), (9_000_000_000, "9.00 USD"),
        (1_240_000_000_000, "1,240.00 USD"),
        (4_200_000, "0.0042 USD"), (50_000_000, "0.05 USD"), (55_000_000, "0.055 USD"), (4_256_789, "0.0043 USD"),
        (1, "0.000000001 USD"), (995_000_000, "1.00 USD"), (99_999_999, "0.100 USD"), (-1_500_000_000, "-1.50 USD"),
        (20_000_000, "0.02 USD"),
    ])
    func peopleSeeCents(nanodollars: Int64, text: String) {
        #expect(Money(nanodollars: nanodollars).description == text)
    }

    @Test func tokensCostTheirShareOfAMillion() throws {
        let price = try #require(Money(decimal: "3"))
        #expect(price.times(tokens: 4_024_281) == Money(decimal: "12.072843"))
        #expect(price.times(tokens: 0) == .zero)
        #expect(Money(nanodollars: 1).times(tokens: 499_999) == .zero)
        #expect(Money(nanodollars: 1).times(tokens: 500_000) == Money(nanodollars: 1))
        #expect(price.times(tokens: .max) == Money(nanodollars: .max))
        #expect(Money(nanodollars: .max).times(tokens: 1_000_000) == Money(nanodollars: .max))
    }

    @Test func sumsStopAtTheEndOfTheRange() {
        let most = Money(nanodollars: .max)
        #expect(most + most == most)
        #expect(most * (2 as Int64) == most)
        #expect(most * 1.5 == most)
        #expect(Money(nanodollars: .min) - most == Money(nanodollars: .min))
        #expect(most * Double.nan == .zero)
        #expect(Money(nanodollars: 3) * 0.5 == Money(nanodollars: 2))
    }
}
