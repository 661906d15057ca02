package import FineTuning

/// The `Date` header (RFC 9110 section 5.6.7).
package enum HTTPDate {
    /// For example `Sun, 06 Nov 1994 08:49:37 GMT`.
    package static func text(_ time: UnixTime) -> String {
        let (days, second) = time.seconds.quotientAndFloorRemainder(by: 86_400)
        let (year, month, day) = GregorianCalendar.date(dayNumber: days)
        let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][Int(days.quotientAndFloorRemainder(by: 7).1)]
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return "\(weekday), \(two(day)) \(names[month - 1]) \(year) "
            + "\(two(Int(second / 3600))):\(two(Int(second / 60 % 60))):\(two(Int(second % 60))) GMT"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
