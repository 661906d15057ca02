package import FineTuning

/// Numbers, sizes and lengths of time as a person reads them, each with its unit.
package enum HumanText {
    /// `4,024,281`.
    package static func number(_ value: some BinaryInteger) -> String {
        let digits = "\(value)"
        let sign = digits.hasPrefix("-") ? "-" : ""
        let unsigned = digits.dropFirst(sign.count)
        guard unsigned.utf8.count > 3 else { return digits }
        var text = ""
        for (index, digit) in unsigned.enumerated() {
            if index > 0, (unsigned.utf8.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return sign + text
    }

    /// `1.157` of 1.1574 with three places; `NaN`, `∞` and `-∞` for what is not finite.
    package static func decimal(_ value: Double, places: Int) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-∞" : "∞" }
        var scale = 1.0
        for _ in 0..<max(0, places) { scale *= 10 }
        let scaled = (value.magnitude * scale).rounded()
        guard scaled < 9e15 else { return "\(value)" }
        let whole = Int64(scaled)
        let sign = value < 0 && whole != 0 ? "-" : ""
        guard places > 0 else { return sign + number(whole) }
        let digits = Int64(scale)
        let fraction = "\(whole % digits)"
        return sign + number(whole / digits) + "." + String(repeating: "0", count: places - fraction.count) + fraction
    }

    /// Decimal units: `812 B`, `9.9 kB`, `8.1 MB`, `41 MB`.
    package static func bytes(_ count: Int64) -> String {
        guard count.magnitude >= 1000 else { return "\(count) B" }
        var value = Double(count)
        for unit in ["kB", "MB", "GB", "TB", "PB"] {
            value /= 1000
            // 999.6 kB would be shown as 1,000 kB.
            guard value.magnitude >= 999.5, unit != "PB" else {
                return "\(decimal(value, places: value.magnitude < 9.95 ? 1 : 0)) \(unit)"
            }
        }
        return "\(count) B"
    }

    /// The two units that matter: `3 s`, `21 min`, `2 h 5 min`, `50 days`.
    package static func duration(_ duration: Duration) -> String {
        let milliseconds = max(0, duration.milliseconds)
        let seconds = milliseconds / 1000
        switch seconds {
        case 0: return milliseconds == 0 ? "0 s" : "\(milliseconds) ms"
        case ..<120: return "\(seconds) s"
        case ..<7200: return "\(seconds / 60) min"
        case ..<172_800:
            let minutes = seconds / 60 % 60
            return minutes == 0 ? "\(seconds / 3600) h" : "\(seconds / 3600) h \(minutes) min"
        default: return "\(number(seconds / 86400)) days"
        }
    }

    /// `3 s ago`, `just now`; for a moment to come `in 17 s`.
    package static func age(of time: UnixTime, now: UnixTime) -> String {
        let age = now - time
        if age < .zero { return age > .seconds(-1) ? "just now" : "in \(duration(.zero - age))" }
        return age < .seconds(1) ? "just now" : "\(duration(age)) ago"
    }

    /// `1 job`, `3 jobs`, `1,204 jobs`.
    package static func count(_ number: some BinaryInteger, _ noun: String, plural: String? = nil) -> String {
        "\(self.number(number)) \(number == 1 ? noun : plural ?? noun + "s")"
    }
}

extension Double {
    /// `2` rather than `2.0`, as people write it; otherwise the fewest digits that read back as the same number.
    package var shortest: String { self == rounded() && abs(self) < 1e15 ? "\(Int64(self))" : "\(self)" }
}
