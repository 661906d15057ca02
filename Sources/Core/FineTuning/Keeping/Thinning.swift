/// Which of many details of one job go when old ones are thinned.
public enum Thinning {
    /// How many of the details that nothing marks are left, spread evenly.
    public static let remainder = 1_000

    /// One detail: where it is, and whether it stays whatever else goes.
    public struct Entry: Sendable, Hashable {
        /// What the store finds it by: a step, or the order in which it was stored.
        public var position: Int64
        /// Whether it stays: a validated or checkpoint step, a warning, an end.
        public var isMarked: Bool

        /// One detail.
        public init(position: Int64, isMarked: Bool) {
            self.position = position
            self.isMarked = isMarked
        }
    }

    /// The positions that go: of what is not marked, all but ``remainder``, the first and the last among these.
    ///
    /// What it leaves, it leaves again: thinned details lose nothing when they are thinned once more.
    ///
    /// - Parameter entries: all details of one kind of one job, in their order.
    public static func surplus(of entries: [Entry], remainder: Int = remainder) -> [Int64] {
        let others = entries.filter { !$0.isMarked }.map(\.position)
        guard others.count > remainder else { return [] }
        guard remainder > 1 else { return remainder == 1 ? Array(others.dropFirst()) : others }
        let last = others.count - 1
        let kept = Set((0..<remainder).map { $0 * last / (remainder - 1) })
        return others.indices.filter { !kept.contains($0) }.map { others[$0] }
    }
}
