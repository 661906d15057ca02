internal import FineTuning

extension Duration {
    /// The units of a configuration, shortest first, in milliseconds.
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]

    /// Longer is a mistake, and ten years keep every sum of durations far from an overflow.
    private static let longestInMilliseconds: Int64 = 3650 * 86_400_000

    /// Reads `200ms`, `20s`, `5m`, `1h` or `30d`; zero is allowed.
    package init(configuration text: String) throws(ValueProblem) {
        let digits = text.prefix { ("0"..."9").contains($0) }
        let unit = text.dropFirst(digits.count)
        guard let factor = Self.units.first(where: { $0.name == unit }), !digits.isEmpty else {
            throw ValueProblem("not a duration", got: text, "write 20s, 5m or 1h")
        }
        let (product, overflow) = (Int64(digits) ?? .max).multipliedReportingOverflow(by: factor.milliseconds)
        guard !overflow, product <= Self.longestInMilliseconds else {
            throw ValueProblem("too long", got: text, "3650d is the longest")
        }
        self = .milliseconds(product)
    }

    /// The duration as a configuration has it: whole, in the largest unit that keeps it whole.
    package var configurationText: String {
        let total = milliseconds
        guard total != 0, let unit = Self.units.last(where: { total % $0.milliseconds == 0 }) else { return "0s" }
        return "\(total / unit.milliseconds)\(unit.name)"
    }
}
