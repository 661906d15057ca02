/// An amount of US dollars, exact to a billionth.
///
/// Prices are given per million tokens, so that a token's price has up to nine places; sums up to nine billion fit.
public struct Money: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Billionths of a US dollar.
    public let nanodollars: Int64

    /// An amount in billionths of a US dollar.
    public init(nanodollars: Int64) { self.nanodollars = nanodollars }

    /// Reads a decimal such as `3`, `0.30` or `1.875`; nil for anything else, for a negative amount, for more than nine
    /// places and beyond nine billion dollars.
    public init?(decimal text: String) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let fraction = parts.count == 2 ? parts[1] : "0"
        guard let whole = parts.first, !whole.isEmpty, whole.count <= 10, (1...9).contains(fraction.count),
            (whole + fraction).utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }),
            let dollars = Int64(whole),
            let places = Int64(fraction + String(repeating: "0", count: 9 - fraction.count)),
            dollars < 9_000_000_000
        else { return nil }
        nanodollars = dollars * 1_000_000_000 + places
    }

    /// An amount that came as a binary number, rounded to the next billionth; nil of what is no number and beyond nine
    /// billion dollars.
    public init?(dollars: Double) {
        guard dollars.magnitude < 9_000_000_000 else { return nil }
        nanodollars = Int64((dollars * 1_000_000_000).rounded())
    }

    /// Nothing.
    public static let zero = Money(nanodollars: 0)

    /// What so many tokens cost at this price per million, rounded to the next billionth; the largest amount instead of
    /// an overflow.
    public func times(tokens: Int64) -> Money {
        let product = nanodollars.multipliedFullWidth(by: tokens)
        guard product.high.magnitude < 500_000 else {
            return Money(nanodollars: (nanodollars < 0) == (tokens < 0) ? .max : .min)
        }
        let (quotient, remainder) = (1_000_000 as Int64).dividingFullWidth(product)
        return Money(nanodollars: quotient + (remainder >= 500_000 ? 1 : remainder <= -500_000 ? -1 : 0))
    }

    /// The sum; the largest amount instead of an overflow.
    public static func + (left: Money, right: Money) -> Money {
        let (sum, overflow) = left.nanodollars.addingReportingOverflow(right.nanodollars)
        return Money(nanodollars: overflow ? (left.nanodollars < 0 ? .min : .max) : sum)
    }

    /// The difference; the largest amount instead of an overflow.
    public static func - (left: Money, right: Money) -> Money {
        let (difference, overflow) = left.nanodollars.subtractingReportingOverflow(right.nanodollars)
        return Money(nanodollars: overflow ? (left.nanodollars < 0 ? .min : .max) : difference)
    }

    /// So many times the amount; the largest amount instead of an overflow.
    public static func * (money: Money, factor: Int64) -> Money {
        let (product, overflow) = money.nanodollars.multipliedReportingOverflow(by: factor)
        return Money(nanodollars: overflow ? ((money.nanodollars < 0) == (factor < 0) ? .max : .min) : product)
    }

    /// So many times the amount, rounded to the next billionth; the largest amount instead of an overflow.
    public static func * (money: Money, factor: Double) -> Money {
        let product = (Double(money.nanodollars) * factor).rounded()
        guard !product.isNaN else { return .zero }
        return Money(nanodollars: Int64(exactly: product) ?? (product < 0 ? .min : .max))
    }

    /// Less is less.
    public static func < (left: Money, right: Money) -> Bool { left.nanodollars < right.nanodollars }

    /// US dollars, for ratios.
    public var dollars: Double { Double(nanodollars) / 1e9 }

    /// The amount as a decimal without a unit and without needless zeros: `3`, `0.3`, `12.072843`.
    public var decimal: String {
        let sign = nanodollars < 0 ? "-" : ""
        let whole = nanodollars.magnitude / 1_000_000_000
        let fraction = "\(nanodollars.magnitude % 1_000_000_000)"
        let places = (String(repeating: "0", count: 9 - fraction.count) + fraction).reversed().drop { $0 == "0" }
        return sign + "\(whole)" + (places.isEmpty ? "" : "." + String(places.reversed()))
    }

    /// For people, in a currency: `4.00 EUR`.
    package func text(in currency: String) -> String { String(description.dropLast(" USD".count)) + " " + currency }

    /// For people: whole cents, `12.07 USD`, `1,240.00 USD`; below ten cents two figures that count, `0.0042 USD`.
    public var description: String {
        let sign = nanodollars < 0 ? "-" : ""
        let (whole, fraction) = rounded
        var digits = ""
        for (index, digit) in "\(whole)".enumerated() {
            if index > 0, ("\(whole)".count - index).isMultiple(of: 3) { digits += "," }
            digits.append(digit)
        }
        return "\(sign)\(digits).\(fraction) USD"
    }

    /// Whole dollars, and as many places as a person wants to see.
    private var rounded: (whole: UInt64, fraction: String) {
        let amount = nanodollars.magnitude
        var places = 2
        var unit: UInt64 = 10_000_000
        while places < 9, amount > 0, amount < unit * 10, amount % unit != 0 {
            places += 1
            unit /= 10
        }
        let scaled = amount / unit + (amount % unit >= (unit + 1) / 2 && unit > 1 ? 1 : 0)
        let perDollar = 1_000_000_000 / unit
        let fraction = "\(scaled % perDollar)"
        return (scaled / perDollar, String(repeating: "0", count: places - fraction.count) + fraction)
    }
}
