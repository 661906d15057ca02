internal import FineTuning

/// Why a text is no duration, as the end of a sentence that begins with its name.
package enum DurationError: Error, Hashable, CustomStringConvertible {
    /// No number with a unit.
    case notADuration(String)
    /// More than ten years.
    case tooLong(String)

    /// For example `not a duration (got "soon"); write 20s, 5m or 1h`.
    package var description: String {
        switch self {
        case .notADuration(let text): "not a duration (got \(text.quotedForMessage)); write 20s, 5m or 1h"
        case .tooLong(let text): "too long (got \(text.quotedForMessage)); 3650d is the longest"
        }
    }
}

extension String {
    /// In quotes, short and safe to print; `nothing` for an empty text.
    package var quotedForMessage: String { isEmpty ? "nothing" : "\"\(abbreviated)\"" }
}

extension Duration {
    /// The units of a configuration, shortest first, in milliseconds.
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]

    /// Longer is a mistake, and ten years keep every sum of durations far from an overflow.
    private static let longestInMilliseconds: Int64 = 3650 * 86_400_000

    /// Reads `200ms`, `20s`, `5m`, `1h` or `30d`; zero is allowed.
    package init(text: String) throws(DurationError) {
        let digits = text.prefix { ("0"..."9").contains($0) }
        let unit = text.dropFirst(digits.count)
        guard let factor = Self.units.first(where: { $0.name == unit }), !digits.isEmpty else {
            throw .notADuration(text)
        }
        let (product, overflow) = (Int64(digits) ?? .max).multipliedReportingOverflow(by: factor.milliseconds)
        guard !overflow, product <= Self.longestInMilliseconds else {
            throw .tooLong(text)
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
