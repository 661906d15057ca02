package import FineTuning

/// The `Date` header (RFC 9110 section 5.6.7).
package enum HTTPDate {
    /// For example `Sun, 06 Nov 1994 08:49:37 GMT`.
    package static func text(_ time: UnixTime) -> String {
        let (days, second) = time.seconds.quotientAndFloorRemainder(by: 86_400)
        let (year, month, day) = GregorianCalendar.date(dayNumber: days)
        let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][Int(days.quotientAndFloorRemainder(by: 7).1)]
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let clock = [second / 3600, second / 60 % 60, second % 60].map { Int($0).twoDigits }.joined(separator: ":")
        return "\(weekday), \(day.twoDigits) \(names[month - 1]) \(year) \(clock) GMT"
    }
}
