/// Two texts word by word: what both have, and what only one of them has.
public struct WordDifference: Sendable, Hashable {
    /// A word, and whether the other text has it at this place, too.
    public struct Word: Sendable, Hashable {
        /// As it stands in its text, without blanks.
        public let text: String
        /// Whether it is part of the longest common subsequence.
        public let isCommon: Bool
    }

    /// The words of the first text.
    public let first: [Word]
    /// The words of the second text.
    public let second: [Word]

    /// Words of a text that are compared; what stands behind them counts as different.
    private static let mostWords = 1_000

    /// Compares two texts; words are what stands between blanks, compared as they are.
    public init(_ first: String, _ second: String) {
        let one = first.split(whereSeparator: \.isWhitespace).map(String.init)
        let other = second.split(whereSeparator: \.isWhitespace).map(String.init)
        let (isInFirst, isInSecond) = Self.common(
            Array(one.prefix(Self.mostWords)), Array(other.prefix(Self.mostWords)))
        self.first = one.enumerated().map { Word(text: $1, isCommon: $0 < isInFirst.count && isInFirst[$0]) }
        self.second = other.enumerated().map { Word(text: $1, isCommon: $0 < isInSecond.count && isInSecond[$0]) }
    }

    /// Which words belong to the longest common subsequence.
    private static func common(_ one: [String], _ other: [String]) -> ([Bool], [Bool]) {
        let width = other.count + 1
        var lengths = [Int16](repeating: 0, count: (one.count + 1) * width)
        for row in stride(from: one.count - 1, through: 0, by: -1) {
            for column in stride(from: other.count - 1, through: 0, by: -1) {
                let place = row * width + column
                lengths[place] =
                    one[row] == other[column]
                    ? lengths[place + width + 1] + 1 : max(lengths[place + width], lengths[place + 1])
            }
        }
        var (isInFirst, isInSecond) = (one.map { _ in false }, other.map { _ in false })
        var (row, column) = (0, 0)
        while row < one.count, column < other.count {
            let place = row * width + column
            if one[row] == other[column] {
                (isInFirst[row], isInSecond[column]) = (true, true)
                row += 1
                column += 1
            } else if lengths[place + width] >= lengths[place + 1] {
                row += 1
            } else {
                column += 1
            }
        }
        return (isInFirst, isInSecond)
    }
}
