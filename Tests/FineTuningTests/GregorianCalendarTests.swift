import FineTuning
import Testing

@Suite struct GregorianCalendarTests {
    @Test(arguments: [
        (1970, 1, 1, 0), (1969, 12, 31, -1), (2000, 2, 29, 11_016), (2000, 3, 1, 11_017), (2026, 11, 22, 20_779),
        (1900, 3, 1, -25_508), (1, 1, 1, -719_162), (0, 2, 29, -719_469), (-400, 3, 1, -865_565),
        (292_277_026_596, 12, 4, 106_751_991_167_300),
    ])
    func aDateHasItsNumber(year: Int64, month: Int, day: Int, number: Int64) {
        #expect(GregorianCalendar.dayNumber(year: year, month: month, day: day) == number)
        let date = GregorianCalendar.date(dayNumber: number)
        #expect((date.year, date.month, date.day) == (year, month, day))
    }

    @Test func everyDayOfTwelveCenturiesComesBack() {
        for number in Int64(-300_000)...150_000 {
            let (year, month, day) = GregorianCalendar.date(dayNumber: number)
            guard GregorianCalendar.dayNumber(year: year, month: month, day: day) == number else {
                Issue.record("day \(number) became \(year)-\(month)-\(day)")
                return
            }
        }
    }

    @Test(arguments: [
        (2024, 2, 29, true), (2023, 2, 29, false), (1900, 2, 29, false), (2000, 2, 29, true),
        (2026, 4, 31, false), (2026, 12, 31, true), (2026, 13, 1, false), (2026, 0, 1, false), (2026, 1, 0, false),
    ])
    func onlyDatesOfTheCalendarAreContained(year: Int64, month: Int, day: Int, isContained: Bool) {
        #expect(GregorianCalendar.contains(year: year, month: month, day: day) == isContained)
    }
}
