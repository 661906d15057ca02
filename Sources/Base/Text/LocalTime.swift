package import FineTuning
import Glibc

/// Renders moments in one time zone.
///
/// By localtime_r: FoundationEssentials alone takes every zone for GMT.
package struct LocalTime: Sendable {
    /// Whose local time it is.
    package enum Zone: Sendable, Equatable {
        /// `TZ` or the system's zone.
        case local
        /// Coordinated Universal Time.
        case utc
        /// Seconds east of UTC.
        case fixed(Int64)
    }

    /// Whose local time it is.
    package let zone: Zone

    package init(zone: Zone) { self.zone = zone }

    /// The parts of a moment in a zone.
    package struct Parts: Sendable, Equatable {
        package var year: Int64
        package var month: Int
        package var day: Int
        package var hour: Int
        package var minute: Int
        package var second: Int

        package init(year: Int64, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
            self.year = year
            self.month = month
            self.day = day
            self.hour = hour
            self.minute = minute
            self.second = second
        }

        /// Days since 1970-01-01 of this date.
        package var dayNumber: Int64 { GregorianCalendar.dayNumber(year: year, month: month, day: day) }
    }

    /// Nil for moments that the C library cannot name, some 2 billion years away.
    package func parts(_ time: UnixTime) -> Parts? {
        var result = tm()
        switch zone {
        case .local:
            var seconds = time_t(time.seconds)
            guard localtime_r(&seconds, &result) != nil else { return nil }
        case .utc:
            var seconds = time_t(time.seconds)
            guard gmtime_r(&seconds, &result) != nil else { return nil }
        case .fixed(let offset):
            var seconds = time_t((time + .seconds(offset)).seconds)
            guard gmtime_r(&seconds, &result) != nil else { return nil }
        }
        return Parts(
            year: Int64(result.tm_year) + 1900, month: Int(result.tm_mon) + 1, day: Int(result.tm_mday),
            hour: Int(result.tm_hour), minute: Int(result.tm_min), second: Int(result.tm_sec))
    }

    /// Seconds that the local clock is ahead of UTC at a moment; 0 for moments that the C library cannot name.
    package func offset(at time: UnixTime) -> Int64 {
        switch zone {
        case .utc: return 0
        case .fixed(let offset): return offset
        case .local:
            var result = tm()
            var seconds = time_t(time.seconds)
            guard localtime_r(&seconds, &result) != nil else { return 0 }
            return Int64(result.tm_gmtoff)
        }
    }

    /// The moment of a local date and time; of an hour that occurs twice, one of the two.
    package func time(_ parts: Parts) -> UnixTime {
        let asUTC = parts.dayNumber * 86400 + Int64(parts.hour * 3600 + parts.minute * 60 + parts.second)
        switch zone {
        case .utc: return UnixTime(seconds: asUTC)
        case .fixed(let offset): return UnixTime(seconds: asUTC - offset)
        case .local:
            var fields = tm()
            fields.tm_year = Int32(clamping: parts.year - 1900)
            fields.tm_mon = Int32(parts.month - 1)
            fields.tm_mday = Int32(parts.day)
            fields.tm_hour = Int32(parts.hour)
            fields.tm_min = Int32(parts.minute)
            fields.tm_sec = Int32(parts.second)
            fields.tm_isdst = -1
            return UnixTime(seconds: Int64(mktime(&fields)))
        }
    }

    /// `today 08:20`, `yesterday 17:02`, `tomorrow 00:10`, `2026-11-18 09:13`.
    package func short(_ time: UnixTime, now: UnixTime) -> String {
        guard let parts = parts(time) else { return unnamed(time) }
        // What is further away than any two neighbouring days is not compared with today: a long list asks often.
        let distance = time - now
        guard distance < .seconds(3 * 86_400), distance > .seconds(-3 * 86_400),
            let today = self.parts(now)?.dayNumber
        else { return stamp(parts) }
        let clock = "\(parts.hour.twoDigits):\(parts.minute.twoDigits)"
        switch parts.dayNumber - today {
        case 0: return "today \(clock)"
        case -1: return "yesterday \(clock)"
        case 1: return "tomorrow \(clock)"
        default: return stamp(parts)
        }
    }

    /// `2026-11-18 09:13`, digit by digit: a long list has hundreds of thousands of them.
    private func stamp(_ parts: Parts) -> String {
        guard (1000...9999).contains(parts.year) else {
            return "\(date(parts)) \(parts.hour.twoDigits):\(parts.minute.twoDigits)"
        }
        return String(unsafeUninitializedCapacity: 16) { bytes in
            var place = 0
            func write(_ number: Int, _ digits: Int, _ end: Unicode.Scalar?) {
                var rest = number
                for digit in stride(from: place + digits - 1, through: place, by: -1) {
                    bytes[digit] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                    rest /= 10
                }
                place += digits
                guard let end else { return }
                bytes[place] = UInt8(ascii: end)
                place += 1
            }
            write(Int(parts.year), 4, "-")
            write(parts.month, 2, "-")
            write(parts.day, 2, " ")
            write(parts.hour, 2, ":")
            write(parts.minute, 2, nil)
            return place
        }
    }

    /// In seven columns at most: `08:20` today, `yest.`, `18 Nov` within a year, `2025-11` before.
    package func terse(_ time: UnixTime, now: UnixTime) -> String {
        guard let parts = parts(time), let today = self.parts(now)?.dayNumber else { return unnamed(time) }
        switch parts.dayNumber - today {
        case 0: return "\(parts.hour.twoDigits):\(parts.minute.twoDigits)"
        case -1: return "yest."
        case -300...300: return "\(parts.day) \(Self.months[parts.month - 1])"
        default: return "\(parts.year)-\(parts.month.twoDigits)"
        }
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `2026-11-21 17:02:30`.
    package func full(_ time: UnixTime) -> String {
        parts(time).map { "\(date($0)) \(clock($0))" } ?? unnamed(time)
    }

    /// `2026-11-21`.
    package func date(_ time: UnixTime) -> String { parts(time).map(date) ?? unnamed(time) }

    /// The calendar month of a moment: `2026-11`, its first moment, and that of the next one.
    package func month(of time: UnixTime) -> (name: String, start: UnixTime, end: UnixTime) {
        let parts = parts(time) ?? Parts(year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0)
        var first = Parts(year: parts.year, month: parts.month, day: 1, hour: 0, minute: 0, second: 0)
        let start = self.time(first)
        (first.year, first.month) = parts.month == 12 ? (parts.year + 1, 1) : (parts.year, parts.month + 1)
        return ("\(parts.year)-\(parts.month.twoDigits)", start, self.time(first))
    }

    /// `17:02:30`; for moments of a day that is named beside it, or of today.
    package func clock(_ time: UnixTime) -> String { parts(time).map(clock) ?? unnamed(time) }

    /// `08:41` today, otherwise with the day: for times within a sentence.
    package func brief(_ time: UnixTime, now: UnixTime) -> String {
        let text = short(time, now: now)
        return text.hasPrefix("today ") ? String(text.dropFirst("today ".count)) : text
    }

    private func date(_ parts: Parts) -> String { "\(parts.year)-\(parts.month.twoDigits)-\(parts.day.twoDigits)" }

    private func clock(_ parts: Parts) -> String {
        [parts.hour, parts.minute, parts.second].map(\.twoDigits).joined(separator: ":")
    }

    private func unnamed(_ time: UnixTime) -> String { "@\(time.seconds)" }
}
