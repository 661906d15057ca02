/// From which likeness on two texts count as nearly the same.
public struct NearDuplicates: Sendable, Equatable {
    /// The share that both texts have in common of all that is in either, from 0.5 to 1.
    ///
    /// Compared are runs of eight bytes, blanks and ASCII case aside (the Jaccard similarity of their sets), estimated
    /// from 128 of them: the standard error is at most 0.045, and 0.035 at a likeness of 0.8. Texts with less than about 20
    /// bytes are compared exactly only.
    public let similarity: Double

    /// 0.8 unless told otherwise.
    ///
    /// Measured on random English-like words of 5.5 letters with some of them replaced: of 100 words, four changed ones
    /// still count as nearly the same (in 98 % of the cases; five in 83 %, twelve never), of 40 words two (81 %), and a
    /// question of 15 words with one other noun mostly does not (32 %), since it asks for something else. A number beyond
    /// the range becomes its nearest end.
    public init(similarity: Double = 0.8) { self.similarity = min(max(similarity, 0.5), 1) }
}
