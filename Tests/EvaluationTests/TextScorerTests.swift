import Testing

@testable import Evaluation

/// The numbers are those of SQuAD 2.0's evaluation script and of rouge-score 0.1.2 in Python.
@Suite struct TextScorerTests {
    private struct Case {
        let answer: String
        let expected: String
        /// Exact, normalized, contained, F1, ROUGE-L.
        let scores: [Double]

        init(_ answer: String, _ expected: String, _ scores: [Double]) {
            self.answer = answer
            self.expected = expected
            self.scores = scores
        }
    }

    private static let cases = [
        Case("Water", "Water", [1, 1, 1, 1, 1]),
        Case("the Water.", "water", [0, 1, 1, 1, 2 / 3.0]),
        Case("It is water, mostly", "water", [0, 0, 1, 0.4, 0.4]),
        Case("It is watery", "water", [0, 0, 0, 0, 0]),
        Case("", "", [1, 1, 1, 1, 0]),
        Case("", "water", [0, 0, 0, 0, 0]),
        Case("water", "", [0, 0, 0, 0, 0]),
        // Nothing but articles and punctuation is no word to SQuAD, and some to ROUGE.
        Case("The.", "an", [0, 1, 1, 1, 0]),
        Case("a b c d", "a c b d", [0, 0, 0, 1, 0.75]),
        Case("dog dog dog", "dog cat", [0, 0, 0, 0.4, 0.4]),
        // Punctuation joins what it stood between for SQuAD, and parts it for ROUGE.
        Case("well-known", "wellknown", [0, 1, 1, 1, 0]),
        Case("well-known", "well known", [0, 0, 0, 0, 1]),
        // Beyond ASCII ROUGE knows no letters.
        Case("Müller", "müller", [0, 1, 1, 1, 1]),
        Case("水", "水", [1, 1, 1, 1, 0]),
        Case("ΟΔΟΣ", "οδος", [0, 1, 1, 1, 0]),
        Case("\u{212A}elvin", "kelvin", [0, 1, 1, 1, 1]),
        Case("İstanbul", "i\u{307}stanbul", [0, 1, 1, 1, 1]),
        // A dash that is not ASCII stays, and the article beside it goes.
        Case("the—end", "—end", [0, 1, 1, 1, 2 / 3.0]),
        Case("x\u{A0}y", "x y", [0, 1, 1, 1, 1]),
    ]

    @Test(arguments: cases.indices) func scoresAreThoseOfPython(_ index: Int) {
        let one = Self.cases[index]
        var scorer = TextScorer()
        // Words of other texts change nothing.
        _ = scorer.score("water known well kelvin", expected: "a b c d")
        let scores = scorer.score(one.answer, expected: one.expected)
        let found = [scores.exact, scores.normalized, scores.contained, scores.f1, scores.rougeL]
        for (value, wanted) in zip(found, one.scores) {
            #expect(abs(value - wanted) < 1e-9, "\(one.answer) / \(one.expected): \(found)")
        }
    }

    @Test func lengthIsComparedInWords() {
        var scorer = TextScorer()
        #expect(scorer.score("a b", expected: "a b c d").lengthRatio == 0.5)
        #expect(scorer.score("a b c d", expected: "a b").lengthRatio == 0.5)
        #expect(scorer.score(" ", expected: "").lengthRatio == 1)
        #expect(scorer.score("", expected: "a").lengthRatio == 0)
    }

    @Test func aSubsequenceLongerThanAMachineWordIsCounted() {
        var subsequence = CommonSubsequence()
        let long = Array(0..<500)
        #expect(subsequence.length(long, long, words: 500) == 500)
        #expect(subsequence.length(long, long.reversed(), words: 500) == 1)
        #expect(subsequence.length(long, long.filter { $0 % 3 == 0 }, words: 500) == 167)
        #expect(subsequence.length([], long, words: 500) == 0)
    }

    /// Against the textbook's table, on many small lists.
    @Test func bitsAgreeWithTheTable() {
        var generator = SystemRandomNumberGenerator()
        var subsequence = CommonSubsequence()
        for _ in 0..<300 {
            let one = (0..<Int.random(in: 0...150, using: &generator)).map { _ in
                Int.random(in: 0..<9, using: &generator)
            }
            let other = (0..<Int.random(in: 0...150, using: &generator)).map { _ in
                Int.random(in: 0..<9, using: &generator)
            }
            #expect(subsequence.length(one, other, words: 9) == Self.table(one, other), "\(one) \(other)")
        }
    }

    private static func table(_ one: [Int], _ other: [Int]) -> Int {
        var row = [Int](repeating: 0, count: other.count + 1)
        for word in one {
            var diagonal = 0
            for (place, another) in other.enumerated() {
                let above = row[place + 1]
                row[place + 1] = word == another ? diagonal + 1 : max(above, row[place])
                diagonal = above
            }
        }
        return row[other.count]
    }
}
