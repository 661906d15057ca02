import FineTuning
import Testing

@Suite struct CalendarDayTests {
    @Test(arguments: [
        ("1970-01-01", 0), ("2027-01-14", 1_799_884_800), ("2024-02-29", 1_709_164_800), ("2000-03-01", 951_868_800),
        ("9999-12-31", 253_402_214_400),
    ])
    func dayBeginsAtMidnightUTC(text: String, seconds: Int64) throws {
        let day = try #require(CalendarDay(text))
        #expect(day.start == UnixTime(seconds: seconds))
        #expect(day.description == text)
    }

    @Test(arguments: [
        "2027-1-14", "2027-02-29", "1900-01-01", "2027-13-01", "2027-00-10", "2027-04-31", "", "2027-01", "x",
    ])
    func otherTextIsNoDay(text: String) {
        #expect(CalendarDay(text) == nil)
    }

    @Test func earlierIsLess() throws {
        let days = try ["2027-01-14", "2026-12-31", "2027-02-01"].map { try #require(CalendarDay($0)) }
        #expect(days.sorted().map(\.description) == ["2026-12-31", "2027-01-14", "2027-02-01"])
    }
}
