internal import ConfigurationText
internal import FineTuning
internal import Text

extension ValueKind<DeliveryRate> {
    /// So many in a second, a minute, an hour or a day, or in another time: `1/s`, `30/m`, `1/5s`.
    static let rate = ValueKind(
        read: { (value) throws(ValueError) in
            let parts = value.text.split(separator: "/", omittingEmptySubsequences: false)
            let hint = "write for example 1/s, 30/m or 1/5s"
            guard parts.count == 2, let count = Int(parts[0]), count > 0 else {
                throw ValueError("not a rate", got: value.text, hint)
            }
            let time = parts[1].first?.isNumber == true ? String(parts[1]) : "1\(parts[1])"
            let period: Duration
            do throws(DurationError) { period = try Duration(text: time) } catch {
                throw ValueError("not a rate", got: value.text, hint)
            }
            guard period > .zero else { throw ValueError("not a rate", got: value.text, hint) }
            guard count <= period.milliseconds else {
                throw ValueError("too fast", got: value.text, "1000/s is the most; without it nothing is held back")
            }
            return DeliveryRate(count: count, period: period)
        },
        write: { rate in
            let period = rate.period.configurationText
            return
                "\(rate.count)/\(period.hasPrefix("1") && !period.dropFirst().hasDigit ? String(period.dropFirst()) : period)"
        })
}

extension ValueKind<QuietHours> {
    /// From one time of the day to another: `22:00-07:00`.
    static let quietHours = ValueKind(
        read: { (value) throws(ValueError) in
            let times = value.text.split(separator: "-", omittingEmptySubsequences: false).map(minute)
            guard times.count == 2, let start = times[0], let end = times[1] else {
                throw ValueError("not a time of the day", got: value.text, "write for example 22:00-07:00")
            }
            guard let hours = QuietHours(start: start, end: end) else {
                throw ValueError("begins when it ends", got: value.text, "write for example 22:00-07:00")
            }
            return hours
        },
        write: { "\(clock($0.start))-\(clock($0.end))" })

    private static func minute(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.utf8.count) && $0.utf8.allSatisfy(\.isDigit) }),
            parts[1].utf8.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }

    private static func clock(_ minute: Int) -> String { "\((minute / 60).twoDigits):\((minute % 60).twoDigits)" }
}

extension Substring {
    fileprivate var hasDigit: Bool { utf8.contains(where: \.isDigit) }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
