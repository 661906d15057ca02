import FineTuning

/// A mean with the range in which it lies with a probability of 95 %.
public struct ScoreMean: Sendable, Hashable {
    /// Over the rows to which the score applies.
    public let mean: Double
    /// From the 2.5th to the 97.5th percentile of the means of resamples.
    public let interval: ClosedRange<Double>
    /// The rows to which the score applies.
    public let rows: Int
}

/// Intervals by the bootstrap: rows are drawn again and again with replacement, and the means of the draws are ranked.
///
/// The percentile method of Efron and Tibshirani ("An Introduction to the Bootstrap", 1993, chapter 13), percentiles with
/// linear interpolation as `numpy.percentile` has them. The same seed and rows give the same interval.
public struct Bootstrap: Sendable, Hashable {
    /// Decides the draws.
    public var seed: UInt64
    /// How many draws.
    public var resamples: Int

    /// A thousand draws with seed 0 unless told otherwise.
    public init(seed: UInt64 = 0, resamples: Int = 1_000) {
        self.seed = seed
        self.resamples = max(2, resamples)
    }

    /// The mean of each column with its interval; columns that have the same rows are drawn together.
    ///
    /// - Parameter columns: as long as each other, eight at most.
    package func means(_ columns: [[Double]]) -> [ScoreMean] {
        guard let count = columns.first?.count, count > 0 else { return [] }
        var rows = [SIMD8<Double>](repeating: .zero, count: count)
        for (place, column) in columns.prefix(8).enumerated() {
            for (row, value) in column.enumerated() { rows[row][place] = value }
        }
        var generator = SplitMix64(seed: seed)
        var draws: [SIMD8<Double>] = []
        draws.reserveCapacity(resamples)
        let size = UInt64(count)
        rows.withUnsafeBufferPointer { rows in
            for _ in 0..<resamples {
                var sum = SIMD8<Double>.zero
                for _ in 0..<count {
                    // The high half of the product is uniform but for count ÷ 2^64.
                    sum += rows[Int(truncatingIfNeeded: generator.next().multipliedFullWidth(by: size).high)]
                }
                draws.append(sum / Double(count))
            }
        }
        return columns.indices.map { place in
            let sorted = draws.map { $0[place] }.sorted()
            let mean = columns[place].reduce(0, +) / Double(count)
            let (low, high) = (Self.percentile(sorted, 0.025), Self.percentile(sorted, 0.975))
            return ScoreMean(mean: mean, interval: min(low, high)...max(low, high), rows: count)
        }
    }

    private static func percentile(_ sorted: [Double], _ share: Double) -> Double {
        let place = share * Double(sorted.count - 1)
        let below = Int(place)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
    }
}
