import Glibc

/// A range of numbers, where they lie between 0 and 1, and which of them are written beside it.
package struct ChartAxis: Hashable, Sendable {
    /// How distances stand for numbers.
    package enum Scale: Hashable, Sendable {
        case linear
        /// Equal distances are equal ratios; takes positive numbers only.
        case logarithmic
    }

    package let lowest: Double
    package let highest: Double
    package let scale: Scale

    /// The axis of these numbers; what is not finite, or not positive on a logarithmic axis, is left out.
    ///
    /// One number alone, and none, get a range around it. Huge numbers are bounded to where their differences are finite.
    package init(_ numbers: some Sequence<Double>, scale: Scale = .linear) {
        self.scale = scale
        var low = Double.infinity
        var high = -Double.infinity
        for number in numbers where number.isFinite && (scale == .linear || number > 0) {
            low = min(low, number)
            high = max(high, number)
        }
        guard low <= high else {
            (lowest, highest) = scale == .linear ? (0, 1) : (0.1, 1)
            return
        }
        if low == high {
            switch scale {
            case .linear:
                let around = low == 0 ? 1 : low.magnitude / 10
                (low, high) = (low - around, high + around)
            case .logarithmic: (low, high) = (low / 2, high * 2)
            }
        }
        let bound = Double.greatestFiniteMagnitude / 4
        lowest = scale == .linear ? max(low, -bound) : max(low, .leastNormalMagnitude)
        highest = min(high, bound)
    }

    /// Whether a logarithmic scale shows more of positive numbers: they span a factor of at least 30.
    package static func suits(_ numbers: some Sequence<Double>) -> Scale {
        let axis = ChartAxis(numbers)
        return axis.lowest > 0 && axis.highest / axis.lowest >= 30 ? .logarithmic : .linear
    }

    /// Whether a number lies on the axis, ends included.
    package func contains(_ number: Double) -> Bool { number >= lowest && number <= highest }

    /// Where a number lies: 0 at the lowest, 1 at the highest; bounded to these.
    package func place(of number: Double) -> Double {
        let share =
            switch scale {
            case .linear: (number - lowest) / (highest - lowest)
            case .logarithmic: (log(max(number, lowest)) - log(lowest)) / (log(highest) - log(lowest))
            }
        return share.isFinite ? min(max(share, 0), 1) : 0
    }

    /// The number at a place, the inverse of ``place(of:)``.
    package func number(at place: Double) -> Double {
        switch scale {
        case .linear: lowest + (highest - lowest) * place
        case .logarithmic: exp(log(lowest) + (log(highest) - log(lowest)) * place)
        }
    }

    /// Round numbers within the range, about as many as asked for, ascending: 1, 2 or 5 times a power of ten apart.
    package func ticks(_ count: Int, whole: Bool = false) -> [Double] {
        guard count > 0 else { return [] }
        if scale == .logarithmic {
            let round = logarithmicTicks(count)
            if round.count >= 2 { return round }
        }
        let rough = (highest - lowest) / Double(count)
        let power = pow(10, floor(log10(rough)))
        guard power > 0, power.isFinite else { return [lowest] }
        let factor = [1.0, 2, 5, 10].first { $0 * power >= rough * 0.999 } ?? 10
        let step = whole ? max(1, factor * power) : factor * power
        // A part in a million: a tick that is the range's end but for rounding is within it.
        let first = (lowest / step - 1e-6).rounded(.up)
        let steps = (highest / step + 1e-6).rounded(.down) - first
        // More than a few times what was asked for would be a fault of rounding.
        guard steps >= 0, steps <= Double(4 * count + 4) else { return [] }
        return (0...Int(steps)).map { (first + Double($0)) * step }
    }

    private func logarithmicTicks(_ count: Int) -> [Double] {
        let first = Int(floor(log10(lowest)))
        let last = Int(floor(log10(highest)))
        for factors in [[1.0, 2, 5], [1.0, 3], [1.0]] {
            let all = (first...last).flatMap { power in factors.map { $0 * pow(10, Double(power)) } }
                .filter { $0 >= lowest * 0.999 && $0 <= highest * 1.001 }
            if all.count <= max(2, count) { return all }
        }
        return []
    }
}
