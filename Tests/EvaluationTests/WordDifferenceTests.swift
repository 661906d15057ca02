import Testing

@testable import Evaluation

@Suite struct WordDifferenceTests {
    private static func shown(_ words: [WordDifference.Word]) -> String {
        words.map { $0.isCommon ? $0.text : "<\($0.text)>" }.joined(separator: " ")
    }

    @Test(
        arguments: [
            ("a b c", "a x c", "a <b> c", "a <x> c"), ("", "a", "", "<a>"), ("a", "a", "a", "a"),
            ("the cat sat", "sat the cat", "the cat <sat>", "<sat> the cat"),
        ] as [(String, String, String, String)])
    func whatOnlyOneHasIsTold(_ one: String, _ other: String, _ first: String, _ second: String) {
        let difference = WordDifference(one, other)
        #expect(Self.shown(difference.first) == first)
        #expect(Self.shown(difference.second) == second)
    }

    @Test func longTextsAreComparedAtTheirBeginning() {
        let text = (0..<3_000).map { "w\($0)" }.joined(separator: " ")
        let difference = WordDifference(text, text)
        #expect(difference.first.count == 3_000)
        #expect(difference.first.filter(\.isCommon).count == 1_000)
    }
}
