import Text

/// How an answer compares with the one that was expected; blanks, case and a full stop at the end do not count.
enum AnswerMatch: String, Sendable, CaseIterable {
    case same
    /// The answer has the expected one within it, in whole words.
    case contained
    case different

    init(answer: String, expected: String) {
        let (answer, expected) = (Self.words(answer), Self.words(expected))
        if answer == expected {
            self = .same
        } else if !expected.isEmpty, Self.contains(answer, expected) {
            self = .contained
        } else {
            self = .different
        }
    }

    private static func words(_ text: String) -> [String] {
        text.lowercased().split(whereSeparator: \.isWhitespace).map { word in
            var word = word
            while let last = word.last, ".,;:!?".contains(last) { word.removeLast() }
            return String(word)
        }.filter { !$0.isEmpty }
    }

    private static func contains(_ words: [String], _ part: [String]) -> Bool {
        guard part.count <= words.count else { return false }
        return (0...(words.count - part.count)).contains { Array(words[$0..<$0 + part.count]) == part }
    }
}
