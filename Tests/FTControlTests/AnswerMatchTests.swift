import Testing

@testable import FTControl

@Suite struct AnswerMatchTests {
    @Test(
        arguments: [
            ("Water.", "water", .same), ("It is  water", "it is water.", .same),
            ("It is water, mostly.", "Water", .contained), ("It is watery.", "water", .different),
            ("", "water", .different), ("water", "", .different), ("", "", .same),
            ("a b c", "b c", .contained), ("a b", "a b c", .different),
        ] as [(String, String, AnswerMatch)])
    func wordsAreCompared(_ answer: String, _ expected: String, _ match: AnswerMatch) {
        #expect(AnswerMatch(answer: answer, expected: expected) == match)
    }
}
