/// Days since 1970-01-01 and dates of the Gregorian calendar, which is taken to hold for all time.
///
/// Both count in years that begin in March, so that a leap day is the last of its year, and in eras of 400 years, which
/// all have the same number of days.
public enum GregorianCalendar {
    private static let daysOfEra: Int64 = 146_097
    /// From 0000-03-01 to 1970-01-01.
    private static let daysBefore1970: Int64 = 719_468

    /// Days from 1970-01-01 to a date, less than 0 before it.
    ///
    /// - Parameters:
    ///   - month: from 1 to 12.
    ///   - day: from 1; a day behind the month's last is one of the next month.
    public static func dayNumber(year: Int64, month: Int, day: Int) -> Int64 {
        let shifted = month > 2 ? year : year - 1
        let (era, yearOfEra) = shifted.quotientAndFloorRemainder(by: 400)
        let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
        return era * daysOfEra + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - daysBefore1970
    }

    /// Whether there is such a date: not a 30 February, not a month 13.
    public static func contains(year: Int64, month: Int, day: Int) -> Bool {
        guard (1...12).contains(month), day >= 1 else { return false }
        return date(dayNumber: dayNumber(year: year, month: month, day: day)) == (year, month, day)
    }

    /// The date of a day: its month from 1, its day from 1.
    public static func date(dayNumber: Int64) -> (year: Int64, month: Int, day: Int) {
        let (era, dayOfEra) = (dayNumber + daysBefore1970).quotientAndFloorRemainder(by: daysOfEra)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = Int(shifted < 10 ? shifted + 3 : shifted - 9)
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, Int(dayOfYear - (153 * shifted + 2) / 5 + 1))
    }
}

extension Int64 {
    /// Division that rounds down, so that times before 1970 work too; the remainder is never less than 0.
    package func quotientAndFloorRemainder(by divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
