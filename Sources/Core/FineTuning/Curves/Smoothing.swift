/// A moving average that forgets exponentially, corrected for its start: the same in the table, the curve and the page.
///
/// The correction divides by the weight that the numbers so far have, so that the first average is the first number
/// rather than a share of it.
package struct Smoothing: Hashable, Sendable {
    /// What the average so far weighs against the next number: 0 leaves the numbers as they are; below 1.
    package let weight: Double

    /// - Parameter weight: brought into 0 … 0.999.
    package init(weight: Double) {
        self.weight = weight.isFinite ? min(max(weight, 0), 0.999) : 0
    }

    /// An average over about a fortieth of the numbers, so that short trainings are left as they are and long ones lose
    /// the noise of single batches.
    package static func automatic(count: Int) -> Smoothing {
        let span = Double(count) / 40
        return Smoothing(weight: span <= 1 ? 0 : 1 - 2 / (span + 1))
    }

    /// The averages, one a number.
    ///
    /// What is not finite stays so and begins the average again.
    package func apply(to values: [Double]) -> [Double] {
        guard weight > 0 else { return values }
        var sum = 0.0
        var total = 0.0
        return values.map { value in
            guard value.isFinite else {
                (sum, total) = (0, 0)
                return value
            }
            sum = sum * weight + value * (1 - weight)
            total = total * weight + (1 - weight)
            return sum / total
        }
    }
}
