package import FineTuning

/// Reads the time of a document, as people and programs write it.
package enum CorpusTime {
    /// The moment, or nil for anything but these: `2024-05-01`, `2024-05-01T12:00`, `2024-05-01 12:00:00.5+02:00` (ISO 8601
    /// and RFC 3339; without a zone it is UTC), and seconds or milliseconds since 1970 (from 100,000,000,000 on they are
    /// milliseconds).
    package static func read(_ text: UnsafeRawBufferPointer) -> UnixTime? {
        var reader = Reader(bytes: text)
        reader.skipBlanks()
        guard let time = reader.calendarTime() ?? reader.number() else { return nil }
        reader.skipBlanks()
        return reader.isAtEnd ? time : nil
    }

    /// 9999-12-31.
    private static let lastSecond: Int64 = 253_402_300_799

    private struct Reader {
        let bytes: UnsafeRawBufferPointer
        var place = 0

        var isAtEnd: Bool { place == bytes.count }
        private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

        mutating func skipBlanks() {
            while let next, next <= 0x20 { place += 1 }
        }

        /// Seconds or milliseconds, with or without a fraction.
        mutating func number() -> UnixTime? {
            let isNegative = take("-")
            guard var value = digits(1...18) else { return nil }
            var thousandths: Int64 = 0
            if take(".") {
                guard let fraction = fraction() else { return nil }
                thousandths = fraction
            }
            if value >= 100_000_000_000 {
                guard value / 1000 <= lastSecond else { return nil }
            } else {
                value = value * 1000 + thousandths
            }
            return UnixTime(milliseconds: isNegative ? -value : value)
        }

        /// A day, with or without a time of day and a zone; nil, and nothing taken, for anything else.
        mutating func calendarTime() -> UnixTime? {
            let start = place
            guard let year = digits(4...4), take("-"), let month = digits(2...2), take("-"), let day = digits(2...2),
                let midnight = midnight(Int(year), Int(month), Int(day))
            else {
                place = start
                return nil
            }
            guard take("T") || take("t") || (next == 0x20 && isDigit(at: place + 1) && take(" ")) else {
                return UnixTime(seconds: midnight)
            }
            guard let hour = digits(2...2), hour < 24, take(":"), let minute = digits(2...2), minute < 60 else {
                return nil
            }
            var second: Int64 = 0
            var thousandths: Int64 = 0
            if take(":") {
                // 60 is a leap second.
                guard let value = digits(2...2), value <= 60 else { return nil }
                second = value
                if take(".") || take(",") {
                    guard let value = fraction() else { return nil }
                    thousandths = value
                }
            }
            guard let offset = offset() else { return nil }
            let seconds = midnight + hour * 3600 + minute * 60 + second - offset
            return UnixTime(milliseconds: seconds * 1000 + thousandths)
        }

        /// The zone in seconds east of UTC.
        private mutating func offset() -> Int64? {
            if take("Z") || take("z") { return 0 }
            if next == 0x20, place + 1 < bytes.count, bytes[place + 1] == 0x2B || bytes[place + 1] == 0x2D {
                place += 1
            }
            let isWest = next == UInt8(ascii: "-")
            guard take("+") || take("-") else { return 0 }
            guard let hours = digits(2...2), hours < 24 else { return nil }
            let hasColon = take(":")
            guard hasColon || isDigit(at: place) else { return isWest ? -hours * 3600 : hours * 3600 }
            guard let minutes = digits(2...2), minutes < 60 else { return nil }
            return (hours * 3600 + minutes * 60) * (isWest ? -1 : 1)
        }

        /// Milliseconds of a fraction; further digits are cut.
        private mutating func fraction() -> Int64? {
            var value: Int64 = 0
            var count = 0
            while isDigit(at: place), count < 30 {
                if count < 3 { value = value * 10 + Int64(bytes[place] - 0x30) }
                count += 1
                place += 1
            }
            guard count > 0 else { return nil }
            for _ in min(count, 3)..<3 { value *= 10 }
            return value
        }

        private func isDigit(at place: Int) -> Bool { place < bytes.count && bytes[place] &- 0x30 < 10 }

        private mutating func digits(_ range: ClosedRange<Int>) -> Int64? {
            var value: Int64 = 0
            var count = 0
            while isDigit(at: place), count < range.upperBound {
                value = value * 10 + Int64(bytes[place] - 0x30)
                count += 1
                place += 1
            }
            return range.contains(count) ? value : nil
        }

        private mutating func take(_ character: Character) -> Bool {
            guard let next, character.asciiValue == next else { return false }
            place += 1
            return true
        }

        /// The seconds to the start of a day, also before 1970; nil for a day that the calendar does not have.
        private func midnight(_ year: Int, _ month: Int, _ day: Int) -> Int64? {
            guard GregorianCalendar.contains(year: Int64(year), month: month, day: day) else { return nil }
            return GregorianCalendar.dayNumber(year: Int64(year), month: month, day: day) * 86_400
        }
    }
}
