import FineTuning
import Testing

@testable import Text

@Suite struct HumanTextTests {
    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1,000"), (-1000, "-1,000"), (4_024_281, "4,024,281"),
        (Int64.min, "-9,223,372,036,854,775,808"),
    ])
    func groupsDigits(_ number: Int64, _ text: String) { #expect(HumanText.number(number) == text) }

    @Test(arguments: [
        (1.1574, 3, "1.157"), (1.1576, 3, "1.158"), (12.0, 2, "12.00"), (-0.001, 2, "0.00"), (-1.5, 1, "-1.5"),
        (1234.5, 0, "1,235"), (0.05, 2, "0.05"), (.nan, 2, "NaN"), (-.infinity, 2, "-∞"),
    ])
    func roundsDecimals(_ number: Double, _ places: Int, _ text: String) {
        #expect(HumanText.decimal(number, places: places) == text)
    }

    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (9949, "9.9 kB"), (9950, "10 kB"), (999_499, "999 kB"),
        (999_500, "1.0 MB"), (8_100_000, "8.1 MB"), (41_300_000, "41 MB"), (5_000_000_000, "5.0 GB"),
        (Int64.max, "9,223 PB"),
    ])
    func scalesBytes(_ count: Int64, _ text: String) { #expect(HumanText.bytes(count) == text) }

    @Test(arguments: [
        (Duration.zero, "0 s"), (.milliseconds(212), "212 ms"), (.seconds(3), "3 s"), (.seconds(119), "119 s"),
        (.seconds(120), "2 min"), (.seconds(21 * 60 + 59), "21 min"), (.seconds(7200), "2 h"),
        (.seconds(7500), "2 h 5 min"), (.seconds(172_799), "47 h 59 min"), (.seconds(50 * 86400), "50 days"),
        (.seconds(-5), "0 s"),
    ])
    func namesDurations(_ duration: Duration, _ text: String) { #expect(HumanText.duration(duration) == text) }

    private static let ages: [(Int64, String)] = [
        (0, "just now"), (-900, "just now"), (-4000, "4 s ago"), (17_000, "in 17 s"), (-86_400_000, "24 h ago"),
    ]

    @Test(arguments: ages)
    func namesAges(_ offset: Int64, _ text: String) {
        let now = UnixTime(seconds: 1_800_000_000)
        #expect(HumanText.age(of: now + .milliseconds(offset), now: now) == text)
    }

    @Test(arguments: [(1, "1 job"), (0, "0 jobs"), (1204, "1,204 jobs")])
    func countsNouns(_ count: Int, _ text: String) { #expect(HumanText.count(count, "job") == text) }
}
