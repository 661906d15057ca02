import FineTuning
import JobViews
import Testing

@Suite struct OrganizationComparisonTests {
    private static let day = UnixTime(seconds: 1_795_305_600)

    private static func cost(_ days: Int64, _ line: String, _ cents: Int64) -> OrganizationCost {
        OrganizationCost(
            day: day + .seconds(days * 86_400), lineItem: line, amount: Money(nanodollars: cents * 10_000_000),
            currency: "USD")
    }

    private static func compare(
        _ own: [(String, Int64)], _ costs: [OrganizationCost], unpriced: Int = 0, isByDay: Bool = false
    ) -> OrganizationComparison {
        OrganizationComparison(
            own: own.map { ($0.0, "USD", Money(nanodollars: $0.1 * 10_000_000)) }, unpriced: unpriced, costs: costs,
            usage: [], isByDay: isByDay)
    }

    @Test func bothSidesStandByMonthTheNewestFirst() {
        let comparison = Self.compare(
            [("2026-11", 500), ("2026-10", 100)],
            [Self.cost(0, "m, training", 300), Self.cost(1, "m, training", 200), Self.cost(1, "m input", 70)])
        #expect(comparison.lines.map(\.period) == ["2026-11", "2026-10"])
        #expect(comparison.lines.map { $0.training.decimal } == ["5", "0"])
        #expect(comparison.lines.map { $0.other.decimal } == ["0.7", "0"])
        #expect(comparison.lines.map { $0.difference.decimal } == ["0", "-1"])
        #expect(comparison.trainingItems == ["m, training"])
        #expect(
            comparison.reasons.first == "charges appear hours after a job has ended, and credits are taken off there")
    }

    @Test func daysAreThoseOfTheServer() {
        let comparison = Self.compare([], [Self.cost(0, "training", 1), Self.cost(1, "training", 1)], isByDay: true)
        #expect(comparison.lines.map(\.period) == ["2026-11-23", "2026-11-22"])
    }

    @Test func whatIsMissingHereIsExplained() {
        let comparison = Self.compare([("2026-11", 5)], [Self.cost(0, "training", 500)], unpriced: 2)
        #expect(
            comparison.reasons == [
                "the organization also pays for jobs of projects and keys that ftd does not watch",
                "the cost of 2 jobs here is not known, and counts nothing here",
                "the organization's days are those of UTC, and a price list may be older than the charge",
            ])
    }

    @Test func equalSidesNeedNoReason() {
        #expect(Self.compare([("2026-11", 500)], [Self.cost(0, "training", 500)], unpriced: 3).reasons.isEmpty)
    }
}
