package import FineTuning

/// The `Date` header (RFC 9110 section 5.6.7).
package enum HTTPDate {
    /// For example `Sun, 06 Nov 1994 08:49:37 GMT`.
    package static func text(_ time: UnixTime) -> String {
        let (days, second) = time.seconds.quotientAndFloorRemainder(by: 86_400)
        let (year, month, day) = civil(days)
        let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][Int(days.quotientAndFloorRemainder(by: 7).1)]
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return "\(weekday), \(two(day)) \(names[month - 1]) \(year) "
            + "\(two(Int(second / 3600))):\(two(Int(second / 60 % 60))):\(two(Int(second % 60))) GMT"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// Days since 1970-01-01 as a date of the proleptic Gregorian calendar, counted in years from March.
    private static func civil(_ days: Int64) -> (year: Int64, month: Int, day: Int) {
        let (era, dayOfEra) = (days + 719_468).quotientAndFloorRemainder(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = Int(shifted < 10 ? shifted + 3 : shifted - 9)
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, Int(dayOfYear - (153 * shifted + 2) / 5 + 1))
    }
}

extension Int64 {
    /// Division that rounds down, so that times before 1970 work too.
    fileprivate func quotientAndFloorRemainder(by divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
