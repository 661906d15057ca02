/// A day of the calendar, as price lists and shutdown notices name it.
public struct CalendarDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// From 1970 to 9999.
    public let year: Int
    /// From 1 to 12.
    public let month: Int
    /// From 1 to the last day of the month.
    public let day: Int

    /// Reads `2027-01-14`; nil for anything else, and for a day that the calendar does not have.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), year >= 1970,
            GregorianCalendar.contains(year: Int64(year), month: month, day: day)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day in UTC that a moment is on; the first or last one that there is for a moment before or behind those.
    public init(of time: UnixTime) {
        let (first, last): (Int64, Int64) = (0, 2_932_896)
        let number = min(max(time.seconds.quotientAndFloorRemainder(by: 86_400).0, first), last)
        let date = GregorianCalendar.date(dayNumber: number)
        (year, month, day) = (Int(date.year), date.month, date.day)
    }

    /// The first moment of the day in UTC.
    public var start: UnixTime {
        UnixTime(seconds: GregorianCalendar.dayNumber(year: Int64(year), month: month, day: day) * 86_400)
    }

    /// Earlier is less.
    public static func < (left: CalendarDay, right: CalendarDay) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    /// `2027-01-14`.
    public var description: String { "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)" }
}
