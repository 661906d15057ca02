import FineTuning
import HTTPClient

extension HTTPResponse {
    /// What the server still allows, by its `x-ratelimit-` headers; nil where it has none that can be read.
    var allowance: RateAllowance? {
        func count(_ name: String) -> Int? { self[header: name].flatMap { Int($0) } }
        func reset(_ name: String) -> Duration? { self[header: name].flatMap(Self.reset) }
        let allowance = RateAllowance(
            requests: count("x-ratelimit-remaining-requests"), requestsReset: reset("x-ratelimit-reset-requests"),
            tokens: count("x-ratelimit-remaining-tokens"), tokensReset: reset("x-ratelimit-reset-tokens"))
        return allowance == RateAllowance() ? nil : allowance
    }

    /// How long a refused call has to wait: `Retry-After`, else when the allowance of requests is whole again.
    ///
    /// Of a 429 only: the `x-ratelimit-` headers come with every answer.
    var askedWait: Duration? {
        retryAfter ?? (status == 429 ? self[header: "x-ratelimit-reset-requests"].flatMap(Self.reset) : nil)
    }

    /// Reads a wait as the API writes it; nil for anything else.
    ///
    /// For example `20ms`, `1s`, `6m0s`, `1h0m1.5s`; a bare number counts seconds.
    static func reset(_ text: String) -> Duration? {
        if let seconds = number(text[...]) { return .seconds(seconds) }
        var rest = text[...]
        var total = 0.0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest[digits.endIndex...]
            let unit = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest[unit.endIndex...]
            guard let count = number(digits), let seconds = unitSeconds[String(unit)] else { return nil }
            total += count * seconds
        }
        return text.isEmpty || total > mostSeconds ? nil : .seconds(total)
    }

    private static let unitSeconds: [String: Double] = ["ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400]
    /// A year: what is longer is no wait that anybody meant.
    private static let mostSeconds = 31_536_000.0

    private static func number(_ text: Substring) -> Double? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }),
            let value = Double(text),
            value <= mostSeconds
        else { return nil }
        return value
    }
}
