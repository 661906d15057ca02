import FineTuning

/// Which examples are written once all of them are known: as many of each group, or a sample of all.
///
/// 12 bytes are held for each example. The same seed and examples give the same choice.
package struct ExampleSelection: Sendable {
    private let sample: Int?
    private let isBalanced: Bool
    private var random: SplitMix64
    /// A random number for each example: the least ones are chosen.
    private var numbers: [UInt64] = []
    private var groups: [Int32] = []

    /// - Parameters:
    ///   - sample: How many examples are written at most; nil for no limit.
    ///   - isBalanced: Whether of each group as many are written.
    package init(sample: Int?, isBalanced: Bool, seed: UInt64) {
        self.sample = sample
        self.isBalanced = isBalanced
        random = SplitMix64(seed: seed &+ 0x5A4D_504C)
    }

    mutating func note(group: Int) {
        numbers.append(random.next())
        groups.append(Int32(truncatingIfNeeded: group))
    }

    /// The places of the chosen ones, in the order of the examples.
    package func chosen() -> [Int] {
        var places = Array(numbers.indices)
        if isBalanced {
            var ofGroup: [Int32: [Int]] = [:]
            for place in places { ofGroup[groups[place], default: []].append(place) }
            var most = ofGroup.values.map(\.count).min() ?? 0
            if let sample, !ofGroup.isEmpty { most = min(most, sample / ofGroup.count) }
            places = ofGroup.values.flatMap { least(most, of: $0) }.sorted()
        }
        return sample.map { least($0, of: places).sorted() } ?? places
    }

    private func least(_ count: Int, of places: [Int]) -> [Int] {
        guard places.count > count else { return places }
        return Array(places.sorted { (numbers[$0], $0) < (numbers[$1], $1) }.prefix(count))
    }
}
