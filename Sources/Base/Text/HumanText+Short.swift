extension HumanText {
    /// Decimal, in at most five columns: `812`, `9.9k`, `4.0M`, `41M`, `1.2G`.
    package static func short(_ count: Int64) -> String {
        guard count.magnitude >= 1000 else { return "\(count)" }
        var value = Double(count)
        for unit in ["k", "M", "G", "T"] {
            value /= 1000
            // 999.6k would be shown as 1,000k.
            guard value.magnitude >= 999.5, unit != "T" else {
                return "\(decimal(value, places: value.magnitude < 9.95 ? 1 : 0))\(unit)"
            }
        }
        return "\(count)"
    }
}
