import FineTuning
import Testing

@testable import Text

@Suite struct LocalTimeTests {
    /// 2026-11-22 08:33:10 UTC.
    private let now = UnixTime(seconds: 1_795_336_390)

    private static let days: [(Int64, String)] = [
        (0, "today 08:33"), (-8 * 3600, "today 00:33"), (-9 * 3600, "yesterday 23:33"),
        (-33 * 3600, "2026-11-20 23:33"), (16 * 3600, "tomorrow 00:33"), (40 * 3600, "2026-11-24 00:33"),
        (-1_795_336_390, "1970-01-01 00:00"), (-1_795_336_391, "1969-12-31 23:59"),
    ]

    @Test(arguments: days)
    func namesDays(_ offset: Int64, _ text: String) {
        #expect(LocalTime(zone: .utc).short(now + .seconds(offset), now: now) == text)
    }

    @Test func daysChangeAtMidnightOfTheZone() {
        let east = LocalTime(zone: .fixed(8 * 3600))
        #expect(east.full(now) == "2026-11-22 16:33:10")
        #expect(east.short(now - .seconds(17 * 3600), now: now) == "yesterday 23:33")
        #expect(LocalTime(zone: .utc).short(now - .seconds(17 * 3600), now: now) == "yesterday 15:33")
    }

    @Test func offersPartsForSentences() {
        let time = LocalTime(zone: .utc)
        #expect(time.clock(now) == "08:33:10")
        #expect(time.date(now) == "2026-11-22")
        #expect(time.brief(now, now: now) == "08:33")
        #expect(time.brief(now - .seconds(86400), now: now) == "yesterday 08:33")
    }

    @Test(arguments: [Int64.min, .max])
    func survivesAnyTime(_ seconds: Int64) {
        #expect(!LocalTime(zone: .local).short(UnixTime(seconds: seconds), now: now).isEmpty)
    }

    @Test(arguments: [
        (1970, 1, 1, 0), (1969, 12, 31, -1), (2000, 2, 29, 11016), (2000, 3, 1, 11017), (2026, 11, 22, 20779),
    ])
    func countsDays(_ year: Int64, _ month: Int, _ day: Int, _ number: Int64) {
        let parts = LocalTime.Parts(year: year, month: month, day: day, hour: 0, minute: 0, second: 0)
        #expect(parts.dayNumber == number)
    }
}
