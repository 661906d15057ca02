import Glibc
import Text

/// Numbers beside an axis, with as many places as tell neighbors apart.
enum ChartNumber {
    /// Texts of ascending numbers, all with the places that the least distance needs; very large and very small ones as
    /// powers of ten.
    static func texts(_ numbers: [Double]) -> [String] {
        let greatest = numbers.map(\.magnitude).max() ?? 0
        let gap = zip(numbers, numbers.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }.min() ?? max(greatest, 1)
        guard greatest < 1e9, gap >= 1e-6 else { return numbers.map(power) }
        let places = min(6, max(0, Int((-log10(gap)).rounded(.up))))
        return numbers.map { number in
            // On a logarithmic axis the gaps grow: 100 needs no places because 0.01 does.
            let own = number.magnitude >= 10 ? min(places, 1) : places
            return trimmed(HumanText.decimal(number, places: own))
        }
    }

    /// `0.5` of `0.500`.
    private static func trimmed(_ text: String) -> String {
        guard text.contains(".") else { return text }
        var text = Substring(text)
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return String(text)
    }

    /// `2e12`.
    private static func power(_ number: Double) -> String {
        guard number != 0 else { return "0" }
        let exponent = floor(log10(number.magnitude))
        let factor = number / pow(10, exponent)
        return factor.isFinite ? "\(trimmed(HumanText.decimal(factor, places: 1)))e\(Int(exponent))" : "\(number)"
    }
}
